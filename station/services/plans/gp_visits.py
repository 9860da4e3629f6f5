"""The GP's appointment two weeks after the start: who lacks one, and noting that it is made."""

from collections.abc import Mapping
from datetime import date, timedelta

from station.core.i18n import N_
from station.core.trouble import Trouble
from station.core.zone import day_of
from station.models.database import Reader
from station.models.queries import plan_life as queries
from station.models.queries.plan_life import StartRow
from station.models.records import plan_life as records
from station.rules.gpvisit import MOST_DAYS_AHEAD, NO_VISIT, Visit, VisitState, visit
from station.rules.status import FOLLOWED
from station.services.known import known_patient
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session


class GpVisits:
    """What people note about the appointment."""

    def __init__(self, record: Record) -> None:
        """Write to `record`."""
        self._record = record

    def book(self, session: Session, patient_id: str, on: date, note: str = "") -> None:
        """Note the day of the appointment; Trouble `visit_day` for one that is past or far off."""
        require(session, Right.EDIT_PATIENTS)
        today = day_of(self._record.clock.now())
        if not today <= on <= today + timedelta(days=MOST_DAYS_AHEAD):
            raise Trouble(
                "visit_day", N_("Choose a day from today, and within a year. Nothing was changed.")
            )
        self._note(session, patient_id, VisitState.BOOKED, on.isoformat(), note)

    def waive(self, session: Session, patient_id: str, reason: str) -> None:
        """Note that no appointment is needed, and why; Trouble `reason_missing` without."""
        require(session, Right.EDIT_PATIENTS)
        if not reason.strip():
            raise Trouble("reason_missing", N_("Write why no appointment is needed."))
        self._note(session, patient_id, VisitState.WAIVED, "", reason)

    def take_back(self, session: Session, patient_id: str) -> None:
        """Take the newest note back: the appointment is to be booked again."""
        require(session, Right.EDIT_PATIENTS)
        self._note(session, patient_id, VisitState.TAKEN_BACK, "", "")

    def _note(
        self, session: Session, patient_id: str, state: VisitState, on_day: str, note: str
    ) -> None:
        with self._record.write(session) as writer:
            known_patient(writer, patient_id)
            noted = records.note_appointment(writer, patient_id, state, on_day, note.strip())
            what = "gp_visit_noted"
            writer.audit(what, "appointment", noted, patient_id, state=state.value, on=on_day)
            writer.touch("plans", patient_id)


def visit_of(reader: Reader, patient_id: str, now: int) -> Visit:
    """Tell how one patient's appointment stands at `now` (UTC ms)."""
    return visits(reader, now, patient_id).get(patient_id, NO_VISIT)


def visits(reader: Reader, now: int, patient_id: str = "") -> Mapping[str, Visit]:
    """Give the appointments that are to be booked or lie ahead, by patient."""
    today = day_of(now)
    found = {row.patient_id: _visit(row, today) for row in queries.starts(reader, patient_id)}
    return {who: made for who, made in found.items() if made != NO_VISIT}


def _visit(row: StartRow, today: date) -> Visit:
    on = date.fromisoformat(row.on_day) if row.on_day else None
    noted = (VisitState(row.state), on) if row.state else None
    followed = bool(row.started_on) and row.status in FOLLOWED
    started = date.fromisoformat(row.started_on) if followed else None
    return visit(started, noted, decided=row.decided, today=today)

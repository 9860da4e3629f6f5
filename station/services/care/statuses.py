"""The status of the service, pauses and deaths: each step is gated, dated and in the log."""

from datetime import date

from station.core.i18n import N_, tr
from station.core.ids import new_id
from station.core.trouble import Trouble
from station.core.zone import day_of, day_start
from station.models.database import Writer
from station.models.queries import ending as queries
from station.models.queries import patients as rows
from station.models.records import ending as ending_records
from station.models.records import patients, pauses
from station.rules.resting import PAUSE_DAYS, Cause
from station.rules.status import (
    CLOSED,
    FOLLOWED,
    NEXT,
    Needed,
    Status,
    at_death,
    closing,
    needed_for,
)
from station.services.equipment import ending
from station.services.known import known_patient
from station.services.patients.shown import current_consent, current_pause
from station.services.patients.values import PatientIncomplete
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session

_MISSING = {
    Needed.CONSENT: N_(
        "Step 2.2 is missing: consent. Register form version, day and who informed; then the "
        "follow-up can begin."
    ),
    Needed.REASON: N_("Write the reason; those who come after you need it."),
    Needed.ALIVE: N_("The patient is registered as dead, so the follow-up cannot go on."),
    Needed.OTHER_STEP: N_("Another step comes before this one. Nothing was changed."),
}


class StepMissing(Trouble):
    """The status was not set; `needed` is what has to come first."""

    def __init__(self, needed: Needed) -> None:
        """Name what is missing."""
        super().__init__(f"needs_{needed.value}", _MISSING[needed])
        self.needed = needed


class Statuses:
    """Setting the status, pausing, and registering a death."""

    def __init__(self, record: Record) -> None:
        """Work on `record`."""
        self._record = record

    def set(self, session: Session, patient_id: str, after: Status, reason: str = "") -> Status:
        """Set the status from now on and give what it became.

        A service that ends with equipment out, or before the steps 5.1 to 5.3 are done, becomes
        ENDED_EQUIPMENT_OUT. Raises StepMissing if something has to come first, Trouble
        `ending_missing` which names the steps that a service waits for, and `declined_with_loans`.
        """
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            row = known_patient(writer, patient_id)
            needed = needed_for(
                Status(row.status),
                after,
                consented=current_consent(writer, patient_id) is not None,
                deceased=row.deceased_on is not None,
                reason=reason,
            )
            if needed is not None:
                raise StepMissing(needed)
            became = _became(writer, row, after)
            self._set(writer, row, became, reason.strip())
        return became

    def pause(
        self,
        session: Session,
        patient_id: str,
        reason: str,
        until: date,
        cause: Cause = Cause.OTHER,
    ) -> str:
        """Pause the follow-up from now until the morning of a day, and give the pause's id.

        A hospital or a journey says enough; any other cause needs a reason in words.
        """
        require(session, Right.EDIT_PATIENTS)
        now = self._record.clock.now()
        problems = {}
        if cause is Cause.OTHER and not reason.strip():
            problems["reason"] = tr("Write the reason; those who come after you need it.")
        if until <= day_of(now):
            problems["until"] = tr("Choose a day after today; the follow-up goes on that morning.")
        elif (until - day_of(now)).days > PAUSE_DAYS:
            problems["until"] = tr(
                "A pause lasts at most half a year. Choose an earlier day, or end the follow-up."
            )
        if problems:
            raise PatientIncomplete(problems)
        pause_id = new_id()
        with self._record.write(session) as writer:
            known_patient(writer, patient_id)
            if current_pause(writer, patient_id, now) is not None:
                raise Trouble("paused_already", N_("The follow-up is paused already."))
            pauses.add(
                writer,
                pause_id,
                patient_id,
                reason=reason.strip(),
                from_at=now,
                until_at=day_start(until),
                cause=cause.value,
            )
        return pause_id

    def end_pause(self, session: Session, patient_id: str) -> None:
        """End the pause that lasts now; Trouble if there is none."""
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            pause = current_pause(writer, patient_id, self._record.clock.now())
            if pause is None:
                raise Trouble("not_paused", N_("The follow-up is not paused."))
            pauses.end(writer, pause.id, patient_id)

    def register_death(self, session: Session, patient_id: str, day: date) -> Status:
        """Register the day of death; the service ends with it, and waits for its equipment.

        Gives the status that is left: ENDED_EQUIPMENT_OUT until the steps 5.1 to 5.3 are done.
        """
        require(session, Right.EDIT_PATIENTS)
        if day > day_of(self._record.clock.now()):
            raise PatientIncomplete({"deceased_on": tr("This day has not come yet.")})
        with self._record.write(session) as writer:
            row = known_patient(writer, patient_id)
            patients.set_deceased(writer, patient_id, row.revision, day.isoformat())
            held = bool(ending.holds_back(writer, patient_id))
            left = at_death(Status(row.status), held=held)
            if left != row.status:
                self._set(writer, known_patient(writer, patient_id), left, "")
        return left

    def take_back_death(self, session: Session, patient_id: str) -> None:
        """Take back a death registered by mistake; the status is set anew by a person."""
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            row = known_patient(writer, patient_id)
            if row.deceased_on is None:
                raise Trouble("not_dead", N_("No death is registered."))
            patients.set_deceased(writer, patient_id, row.revision, None)

    def _set(self, writer: Writer, row: rows.PatientRow, after: Status, reason: str) -> None:
        patients.set_status(writer, row.id, row.revision, row.status, after, reason)
        if after not in CLOSED:
            # Whoever begins again has the steps of the end before her again, too.
            ending_records.begin_anew(writer, row.id)
        writer.touch("judging", row.id)


def _became(writer: Writer, row: rows.PatientRow, after: Status) -> Status:
    held = bool(ending.holds_back(writer, row.id))
    became = closing(Status(row.status), after, held=held)
    if became is None:
        raise ending.not_over_yet(writer, row.id)
    if became is Status.DECLINED and queries.out_of(writer, row.id):
        raise Trouble(
            "declined_with_loans",
            N_("Equipment is lent to this patient. Take it back first; then the service can end."),
        )
    return became


def choices_from(status: str) -> tuple[Status, ...]:
    """The statuses that may follow, the usual one first."""
    return NEXT[Status(status)]


def is_followed(status: str) -> bool:
    """Tell whether readings are expected in this status."""
    return status in FOLLOWED

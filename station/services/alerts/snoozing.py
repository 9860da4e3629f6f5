"""Putting one side of a component off for a while: always with an end and a reason, never red."""

from dataclasses import dataclass
from datetime import date

from station.core.i18n import N_
from station.core.trouble import Trouble
from station.models.database import Reader
from station.models.queries import alerts as alert_queries
from station.models.queries import followup as queries
from station.models.queries.followup import SnoozeRow
from station.models.records import followup as records
from station.rules.limits import Level
from station.rules.resting import SNOOZE_DAYS, opens_on, snooze_choices
from station.services.record import Record
from station.services.resting import check_rest, hours_of
from station.services.rights import Right, require
from station.services.session import Session


@dataclass(frozen=True, slots=True)
class Ends:
    """The ends that are offered: (days ahead, UTC ms), each at an opening of the service."""

    choices: tuple[tuple[int, int], ...]
    longest_days: int = SNOOZE_DAYS


class Snoozing:
    """What people do about snoozes."""

    def __init__(self, record: Record) -> None:
        """Write to `record`."""
        self._record = record

    def ends(self, session: Session) -> Ends:
        """Give the ends that can be chosen now."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            return Ends(snooze_choices(hours_of(reader), self._record.clock.now()))

    def of_patient(self, session: Session, patient_id: str) -> tuple[SnoozeRow, ...]:
        """Give the snoozes of a patient that run now."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            return queries.snoozes(reader, self._record.clock.now(), patient_id)

    def snooze(
        self, session: Session, alert_id: str, until: int | date | None, reason: str
    ) -> SnoozeRow:
        """Put a yellow alert's component and side off until a moment (UTC ms) or a day's opening.

        The other side goes on alerting, and red breaks through. Raises Trouble `rest_refused`
        for an end or a reason that is missing, past or too far, `snooze_red` for a red alert,
        `alert_unknown` and `alert_closed` for one that is not there or closed.
        """
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            row = alert_queries.one(writer, alert_id)
            if row is None:
                raise Trouble("alert_unknown", N_("This alert is not in the file any more."))
            if row.closed_at is not None:
                raise Trouble(
                    "alert_closed", N_("Somebody has closed this alert already. See the timeline.")
                )
            if row.level >= Level.RED:
                raise Trouble("snooze_red", N_("Red is never put off. Somebody must act on it."))
            end = check_rest(_moment(writer, until), writer.clock_now, reason, SNOOZE_DAYS)
            snooze_id = records.add_snooze(
                writer,
                row.patient_id,
                row.component,
                row.side,
                until_at=end,
                reason=reason.strip(),
            )
            writer.audit(
                "snoozed",
                "snooze",
                snooze_id,
                row.patient_id,
                component=row.component,
                side=row.side,
                until=end,
                reason=reason.strip(),
            )
            writer.touch("alerts", row.patient_id)
            return _found(writer, snooze_id)

    def end(self, session: Session, snooze_id: str) -> None:
        """End a snooze before its time, so that the alert stands among the others again.

        Raises Trouble `snooze_unknown`; one that has ended already is left as it is.
        """
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            row = _found(writer, snooze_id)
            if records.end_snooze(writer, snooze_id):
                writer.audit("snooze_ended", "snooze", snooze_id, row.patient_id)
            writer.touch("alerts", row.patient_id)


def _moment(reader: Reader, until: int | date | None) -> int | None:
    return opens_on(hours_of(reader), until) if isinstance(until, date) else until


def _found(reader: Reader, snooze_id: str) -> SnoozeRow:
    row = queries.snooze(reader, snooze_id)
    if row is None:
        raise Trouble("snooze_unknown", N_("This snooze is not in the file any more."))
    return row

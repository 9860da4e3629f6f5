"""Closer follow-up for a period: no grace for what is late, and never among those ticked off."""

from datetime import date

from station.core.i18n import N_
from station.core.trouble import Trouble
from station.models.queries import followup as queries
from station.models.queries.followup import FollowupRow
from station.models.records import followup as records
from station.rules.resting import FOLLOWUP_DAYS, morning_of
from station.services.known import known_patient
from station.services.record import Record
from station.services.resting import check_rest
from station.services.rights import Right, require
from station.services.session import Session


class Following:
    """What people do about closer follow-up."""

    def __init__(self, record: Record) -> None:
        """Write to `record`."""
        self._record = record

    def of_patient(self, session: Session, patient_id: str) -> FollowupRow | None:
        """Give the closer follow-up that runs now, or None."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            rows = queries.followups(reader, self._record.clock.now(), patient_id)
        return rows[0] if rows else None

    def begin(self, session: Session, patient_id: str, until: date | None, reason: str) -> str:
        """Follow a patient closer until the morning of a day, and give the period's id.

        One that runs already ends: the new period stands in its place. Raises Trouble
        `rest_refused` for an end or a reason that is missing, past or too far.
        """
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            known_patient(writer, patient_id)
            wanted = None if until is None else morning_of(until)
            end = check_rest(wanted, writer.clock_now, reason, FOLLOWUP_DAYS)
            followup_id = records.add_followup(
                writer, patient_id, until_at=end, reason=reason.strip()
            )
            writer.audit(
                "followup_begun",
                "followup",
                followup_id,
                patient_id,
                until=end,
                reason=reason.strip(),
            )
            for topic in ("alerts", "judging"):
                writer.touch(topic, patient_id)
        return followup_id

    def end(self, session: Session, patient_id: str) -> None:
        """End the closer follow-up before its time; Trouble `not_closer` if there is none."""
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            if not records.end_followup(writer, patient_id):
                raise Trouble("not_closer", N_("There is no closer follow-up to end."))
            writer.audit("followup_ended", "patient", patient_id, patient_id)
            for topic in ("alerts", "judging"):
                writer.touch(topic, patient_id)

"""Two files of one person: said with a reason, taken back with a reason, and nothing is lost."""

from station.core.i18n import N_
from station.core.ids import new_id
from station.core.trouble import Trouble
from station.models.queries import links
from station.models.records import links as records
from station.services.known import known_patient
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session


class Links:
    """Linking files and taking them apart."""

    def __init__(self, record: Record) -> None:
        """Work on `record`."""
        self._record = record

    def link(self, session: Session, patient_id: str, other_id: str, reason: str) -> str:
        """Say that two files are of one person and give the link's id; each keeps its own rows."""
        require(session, Right.EDIT_PATIENTS)
        reason = _reason(reason)
        if patient_id == other_id:
            raise Trouble("link_self", N_("This is the same file. Choose another one."))
        link_id = new_id()
        with self._record.write(session) as writer:
            for each in (patient_id, other_id):
                known_patient(writer, each)
            now = (row for row in links.links_of(writer, patient_id) if row.unlinked_at is None)
            if any(row.other(patient_id) == other_id for row in now):
                raise Trouble("linked_already", N_("These two files are linked already."))
            records.add(writer, link_id, patient_id, other_id, reason)
        return link_id

    def unlink(self, session: Session, link_id: str, reason: str) -> None:
        """Say that two files are not of one person after all; both stay as they are."""
        require(session, Right.EDIT_PATIENTS)
        reason = _reason(reason)
        with self._record.write(session) as writer:
            row = links.link(writer, link_id)
            if row is None or row.unlinked_at is not None:
                raise Trouble("unlinked_already", N_("These two files are not linked any more."))
            records.end(writer, link_id, row.patient_a, row.patient_b, reason)


def _reason(text: str) -> str:
    reason = text.strip()
    if not reason:
        raise Trouble("reason_missing", N_("Write the reason; those who come after you need it."))
    return reason

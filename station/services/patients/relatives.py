"""Those close to a patient: who they are, how they are reached, and who may report readings."""

from collections.abc import Mapping
from dataclasses import dataclass

from station.core.i18n import N_, tr
from station.core.ids import new_id
from station.core.trouble import Trouble
from station.models.database import Reader
from station.models.queries import patients as rows
from station.models.records import relatives as records
from station.rules.names import NameRefusal, clean_name
from station.services.known import known_patient
from station.services.patients.values import PatientIncomplete
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session


@dataclass(frozen=True, slots=True)
class RelativeDetails:
    """What a person fills in about a relative."""

    name: str = ""
    relation: str = ""
    phone: str = ""
    reports: bool = False
    note: str = ""


class Relatives:
    """Adding, changing and taking away relatives."""

    def __init__(self, record: Record) -> None:
        """Work on `record`."""
        self._record = record

    def add(self, session: Session, patient_id: str, details: RelativeDetails) -> str:
        """Store a relative and give the id; PatientIncomplete without a name."""
        require(session, Right.EDIT_PATIENTS)
        values, relative_id = _values(details), new_id()
        with self._record.write(session) as writer:
            known_patient(writer, patient_id)
            records.add(writer, relative_id, patient_id, values)
        return relative_id

    def change(
        self, session: Session, patient_id: str, relative_id: str, details: RelativeDetails
    ) -> None:
        """Store what is different about a relative; Trouble if taken away meanwhile."""
        require(session, Right.EDIT_PATIENTS)
        values = _values(details)
        with self._record.write(session) as writer:
            row = _known(writer, patient_id, relative_id)
            new = {name: value for name, value in values.items() if getattr(row, name) != value}
            if new:
                records.change(writer, relative_id, patient_id, new)

    def remove(self, session: Session, patient_id: str, relative_id: str) -> None:
        """Let a relative no longer be shown; what this person reported keeps the name."""
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            _known(writer, patient_id, relative_id)
            records.remove(writer, relative_id, patient_id)


def _values(details: RelativeDetails) -> Mapping[str, object]:
    name = clean_name(details.name)
    if isinstance(name, NameRefusal):
        raise PatientIncomplete({"name": tr("Write the name of the relative.")})
    return {
        "name": name,
        "relation": details.relation.strip(),
        "phone": details.phone.strip(),
        "reports": details.reports,
        "note": details.note.strip(),
    }


def _known(reader: Reader, patient_id: str, relative_id: str) -> rows.RelativeRow:
    row = rows.relative(reader, relative_id)
    if row is None or row.patient_id != patient_id:
        raise Trouble("relative_unknown", N_("This relative was taken away meanwhile."))
    return row

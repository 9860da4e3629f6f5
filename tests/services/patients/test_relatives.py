"""Adding, changing and taking away relatives."""

import pytest

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Database
from station.services.patients.register import Patients
from station.services.patients.relatives import RelativeDetails, Relatives
from station.services.patients.values import PatientDetails, PatientIncomplete
from station.services.record import Record
from station.services.session import Session

NURSE = Session("1" * 32, "Rask Elg", "RE", "nurse", "nb")
MILD = RelativeDetails(" Mild Elg ", "ektefelle", "68 05 01 13", reports=True)


@pytest.fixture
def record(database: Database, clock: FixedClock) -> Record:
    return Record(Bus(), clock, database)


def test_a_relative_comes_changes_and_goes(record: Record) -> None:
    patients, relatives = Patients(record), Relatives(record)
    patient_id = patients.register(NURSE, PatientDetails(given_name="Rask", family_name="Elg"))
    mild = relatives.add(NURSE, patient_id, MILD)
    (shown,) = patients.refresh(NURSE, patient_id).relatives
    assert (shown.name, shown.relation, shown.reports) == ("Mild Elg", "ektefelle", True)
    relatives.change(NURSE, patient_id, mild, RelativeDetails("Mild Elg", "datter", "", note="x"))
    relatives.change(NURSE, patient_id, mild, RelativeDetails("Mild Elg", "datter", "", note="x"))
    (shown,) = patients.refresh(NURSE, patient_id).relatives
    assert (shown.relation, shown.phone, shown.reports, shown.note) == ("datter", "", False, "x")
    said = [line.what for line in patients.access(NURSE, patient_id)]
    assert said.count("Changed facts about a relative") == 1
    relatives.remove(NURSE, patient_id, mild)
    assert patients.refresh(NURSE, patient_id).relatives == ()
    with pytest.raises(Trouble) as gone:
        relatives.change(NURSE, patient_id, mild, MILD)
    assert gone.value.code == "relative_unknown"


def test_a_relative_has_a_name_and_a_patient(record: Record) -> None:
    relatives = Relatives(record)
    with pytest.raises(PatientIncomplete) as wrong:
        relatives.add(NURSE, "0" * 32, RelativeDetails())
    assert set(wrong.value.problems) == {"name"}
    with pytest.raises(Trouble) as unknown:
        relatives.add(NURSE, "0" * 32, MILD)
    assert unknown.value.code == "patient_unknown"

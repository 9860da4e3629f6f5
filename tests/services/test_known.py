"""Finding whom something is about: the stored person, or a sentence."""

import pytest

from station.core.trouble import Trouble
from station.services.known import known_patient
from tests.cohort import Cohort


def test_a_registered_patient_is_found_and_anybody_else_told(cohort: Cohort) -> None:
    patient_id = cohort.patient("Rask Elg")
    with cohort.station.record.read() as reader:
        assert known_patient(reader, patient_id).family_name == "Elg"
        with pytest.raises(Trouble) as unknown:
            known_patient(reader, "0" * 32)
    assert unknown.value.code == "patient_unknown"

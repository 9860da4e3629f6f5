"""National numbers that come from elsewhere: kept, looked at, and never in a patient's way."""

from tests.services.stations import Place, exchange
from tests.services.sync_cases import PATIENT, add_patient, change


def test_a_renumbered_patient_keeps_the_old_number_and_a_wrong_one_is_looked_at(
    both: tuple[Place, Place],
) -> None:
    north, south = both
    change(north, "patients", PATIENT, national_number="01814049996", number_kind="fnr")
    exchange(north, south)
    change(north, "patients", PATIENT, national_number="01814050021", number_kind="fnr")
    exchange(north, south)
    assert south.conflicts() == []
    assert south.rows("SELECT number FROM former_numbers") == [("01814049996",)]
    change(north, "patients", PATIENT, national_number="12345678901")
    exchange(north, south)
    assert [each[2] for each in south.conflicts()] == ["number_wrong"]
    assert south.rows("SELECT national_number FROM patients") == [("01814050021",)]


def test_a_number_that_another_patient_has_does_not_hold_the_patient_up(
    both: tuple[Place, Place],
) -> None:
    north, south = both
    other = "b" * 32
    change(south, "patients", PATIENT, needs="x")
    add_patient(north, other, national_number="01814049996", number_kind="fnr")
    add_patient(south, "d" * 32, national_number="01814049996", number_kind="fnr")
    exchange(north, south)
    assert {each[2] for each in (*north.conflicts(), *south.conflicts())} == {"same_number"}
    for each in both:
        assert each.rows("SELECT count(*) FROM patients") == [(3,)]
        assert each.rows("SELECT count(*) FROM patients WHERE national_number IS NOT NULL") == [
            (1,)
        ]

"""Two people at one PC: each has her own session, and finds nothing of the other's."""

from PySide6.QtGui import QGuiApplication

from tests.journeys.driver import Nurse
from tests.municipality import FIRST, OTHER_PASSWORD, PASSWORD, SECOND

HALF = "Halvskrevet"


def begin_a_patient(nurse: Nurse) -> None:
    nurse.go("patients")
    nurse.press("new_patient")
    nurse.write("patient_given_name", HALF)


def test_s03_nothing_half_written_is_left_for_the_next_person(nurse: Nurse) -> None:
    nurse.sign_in(FIRST, PASSWORD)
    begin_a_patient(nurse)
    nurse.press("lock")
    assert nurse.at_the_door()
    assert not nurse.sees(HALF)
    nurse.sign_in(SECOND, OTHER_PASSWORD)
    nurse.go("patients")
    assert not nurse.sees(HALF)
    nurse.press("new_patient")
    assert not nurse.sees(HALF)
    nurse.press("lock")
    nurse.sign_in(FIRST, PASSWORD)
    nurse.go("patients")
    nurse.until(lambda: nurse.sees(HALF), "her own words")


def test_s03_the_log_names_both(nurse: Nurse) -> None:
    nurse.sign_in(FIRST, PASSWORD)
    nurse.press("lock")
    nurse.sign_in(SECOND, OTHER_PASSWORD)

    def signed_in() -> list[str]:
        with nurse.station.record.read() as reader:
            sql = "SELECT user_name FROM audit WHERE action = 'signed_in' ORDER BY seq"
            return [str(name) for (name,) in reader.raw(sql)]

    assert nurse.ask(signed_in)[-2:] == [FIRST, SECOND]


def test_s03_what_one_copied_is_gone_for_the_next(nurse: Nurse) -> None:
    nurse.sign_in(FIRST, PASSWORD)
    nurse.go("patients")
    nurse.press("new_patient")
    nurse.write("patient_given_name", "Mild")
    nurse.write("patient_family_name", "Kystvei")
    nurse.write("patient_birth_date", "30.01.1939")
    nurse.write("patient_phone", "68050112")
    nurse.press("save_patient")
    nurse.press("copy_phone")
    assert QGuiApplication.clipboard().text()
    nurse.press("lock")
    assert QGuiApplication.clipboard().text() == ""

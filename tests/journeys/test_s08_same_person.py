"""Nobody is registered twice: the same number stops, the same name and birth date ask."""

import pytest
from PySide6.QtWidgets import QWidget

from station.training.numbers import synthetic_number
from tests.journeys.driver import Nurse
from tests.municipality import FIRST, PASSWORD

BORN = "1939-01-30"
NUMBER = synthetic_number(BORN, 100)


def fill_in(nurse: Nurse, given: str, family: str, number: str = "") -> None:
    nurse.press("new_patient")
    nurse.write("patient_number", number)
    nurse.write("patient_given_name", given)
    nurse.write("patient_family_name", family)
    nurse.write("patient_birth_date", "30.01.1939")


@pytest.fixture
def at_the_list(nurse: Nurse) -> Nurse:
    """At the page of patients, with one patient registered."""
    nurse.sign_in(FIRST, PASSWORD)
    nurse.go("patients")
    fill_in(nurse, "Mild", "Kystvei", NUMBER)
    nurse.press("save_patient")
    nurse.until(lambda: nurse.has("facts_name"), "the patient")
    return nurse


def count(nurse: Nurse) -> int:
    def patients() -> int:
        with nurse.station.record.read() as reader:
            return int(reader.raw("SELECT count(*) FROM patients")[0][0])

    return nurse.ask(patients)


def test_s08_the_same_number_stops_and_leads_to_the_file_there_is(at_the_list: Nurse) -> None:
    nurse = at_the_list
    fill_in(nurse, "Noe", "Annet", NUMBER)
    nurse.until(lambda: nurse.has("matches"), "the match")
    assert not nurse.has("none_of_these")
    assert not nurse.find("save_patient", QWidget).isEnabled()
    nurse.key("Ctrl+S")
    assert nurse.has("patient_form")
    assert count(nurse) == 1
    nurse.press("open_match")
    nurse.until(lambda: nurse.has("facts_name"), "the file there is")
    assert "Mild Kystvei" in nurse.words("facts_head")


def test_s08_the_same_name_and_birth_date_ask_before_a_second_file_is_made(
    at_the_list: Nurse,
) -> None:
    nurse = at_the_list
    fill_in(nurse, "Mild", "Kystvei")
    nurse.until(lambda: nurse.has("none_of_these"), "the question")
    nurse.press("save_patient")
    assert count(nurse) == 1
    nurse.press("none_of_these")
    nurse.press("save_patient")
    nurse.until(lambda: nurse.has("facts_name"), "the second file")
    assert count(nurse) == 2


def test_s08_two_files_of_one_person_are_linked_and_taken_apart_again(at_the_list: Nurse) -> None:
    nurse = at_the_list
    fill_in(nurse, "Mild", "Kystvei")
    nurse.until(lambda: nurse.has("none_of_these"), "the question")
    nurse.press("none_of_these")
    nurse.press("save_patient")
    nurse.press("facts_links")
    nurse.write("link_reason", "Registrert to ganger")
    nurse.write("link_search", "Kystvei")
    nurse.press("link_file")
    nurse.until(lambda: nurse.has("facts_name"), "the facts")

    def links() -> list[tuple[object, ...]]:
        with nurse.station.record.read() as reader:
            return list(reader.raw("SELECT unlinked_at IS NULL FROM patient_links"))

    assert nurse.ask(links) == [(1,)]
    nurse.press("facts_links")
    nurse.write("link_reason", "Det var to personer")
    nurse.press("unlink_file")
    nurse.until(lambda: nurse.has("facts_name"), "the facts")
    assert nurse.ask(links) == [(0,)]
    assert count(nurse) == 2

"""What is begun for one patient while another one is on her way stays with the one on screen."""

from PySide6.QtWidgets import QLabel

from station.services.patients.relatives import RelativeDetails
from station.services.patients.values import PatientDetails
from station.views.patients.facts import FactsPanel
from station.views.patients.small_forms import RelativeForm
from station.views.patients.statuses import StatusForm
from tests.patient_office import NURSE, Office


def two_patients(office: Office) -> tuple[str, str]:
    """Two patients, the first one opened."""
    elg = office.register()
    bro = office.register(PatientDetails(given_name="Mild", family_name="Bro"))
    office.page.desk.open(elg)
    office.settle()
    return elg, bro


def test_a_form_asked_for_does_not_come_for_who_was_opened_next(office: Office) -> None:
    _, bro = two_patients(office)
    office.page.desk.edit()
    office.page.desk.open(bro)
    office.settle()
    assert isinstance(office.page.desk.front, FactsPanel)
    assert office.find(QLabel, "facts_name").text() == "Mild Bro"


def test_a_status_and_a_relative_are_of_whom_the_form_shows(office: Office) -> None:
    elg, bro = two_patients(office)
    office.consent(elg)
    office.consent(bro)
    office.page.desk.status()
    office.settle()
    form = office.page.desk.front
    assert isinstance(form, StatusForm)
    office.page.desk.open(bro)
    form.set_wanted.emit("active", "")
    office.settle()
    found = [office.station.patients.refresh(NURSE, each).status for each in (elg, bro)]
    assert found == ["active", "referred"]
    office.page.desk.open(elg)
    office.page.desk.relative(None)
    front = office.page.desk.front
    assert isinstance(front, RelativeForm)
    front.saved.emit(RelativeDetails("Stille Lie"))
    office.settle()
    kin = [len(office.station.patients.refresh(NURSE, each).relatives) for each in (elg, bro)]
    assert kin == [0, 1]


def test_words_begun_belong_to_the_form_while_another_patient_is_on_her_way(
    office: Office,
) -> None:
    elg, bro = two_patients(office)
    office.press("facts_edit")
    office.page.desk.open(bro)
    assert office.page.draft_key() == ("patient", elg)
    office.settle()
    assert office.page.draft_key() == ("patient", bro)


def test_a_form_that_is_opened_while_the_same_patient_is_opened_again_stays(office: Office) -> None:
    elg, _ = two_patients(office)
    office.page.opened(elg)
    office.page.desk.status()
    office.settle()
    assert isinstance(office.page.desk.front, StatusForm)

"""The page of patients as a nurse uses it."""

import logging
from dataclasses import replace

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton, QTableView, QWidget

from station.services.patients.values import PatientDetails
from station.views.pages import Hit
from station.views.patients.access import AccessPanel
from station.views.patients.facts import FactsPanel, PhoneButton, Revealed
from station.views.patients.filling import Filling
from station.views.patients.form import PatientForm
from station.views.patients.search import find
from station.views.patients.statuses import ConsentForm, StatusForm
from station.views.style import Chip, EmptyState, Field
from tests.patient_office import ELG, NURSE, OTHER, Office
from tests.qt import Pulse

CANARY = "Kanarivegen 6"


def words_on(office: Office) -> str:
    """Every text that stands on the page now, or is read out to somebody who cannot see it."""
    labels = [each.text() for each in office.page.findChildren(QLabel) if each.isVisible()]
    lines = [each.text() for each in office.page.findChildren(QLineEdit) if each.isVisible()]
    notes = [each.toPlainText() for each in office.page.findChildren(QPlainTextEdit)]
    widgets = office.page.findChildren(QWidget)
    named = [each.accessibleName() + each.toolTip() for each in widgets]
    buttons = [each.text() for each in office.page.findChildren(QPushButton) if each.isVisible()]
    model: QAbstractItemModel = office.page.list.model()
    rows = [
        str(model.data(model.index(at, 0), role))
        for at in range(model.rowCount())
        for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
    ]
    return "\n".join(labels + lines + notes + named + buttons + rows)


def names_in(office: Office) -> list[str]:
    return [hit.name for hit in office.page.list.rows.lines]


def test_search_as_you_type_opens_with_enter_and_shows_the_facts(
    office: Office, heartbeat: Pulse
) -> None:
    office.register()
    office.register(PatientDetails(given_name="Åse", family_name="Brønnøy"))
    office.settle()
    assert names_in(office) == ["Åse Brønnøy", "Rask Elg"]
    office.type("patient_search", "elg")
    assert names_in(office) == ["Rask Elg"]
    office.type("patient_search", "bronn")
    assert names_in(office) == ["Åse Brønnøy"]
    office.type("patient_search", "68050112")
    office.page.search.returnPressed.emit()
    office.settle()
    assert isinstance(office.page.desk.front, FactsPanel)
    assert office.find(QLabel, "facts_name").text() == "Rask Elg"
    office.type("patient_search", "nobody at all")
    assert names_in(office) == []
    assert "Nobody found" in words_on(office)


def test_arrows_move_and_open_nothing_and_the_filter_narrows(office: Office) -> None:
    elg = office.register()
    office.register(PatientDetails(given_name="Mild", family_name="Bro"))
    office.consent(elg)
    office.station.statuses.set(OTHER, elg, "active")  # type: ignore[arg-type]
    office.settle()
    office.page._to_list()
    office.qtbot.keyClick(office.page.list, Qt.Key.Key_Down)
    office.settle()
    assert isinstance(office.page.desk.front, EmptyState)
    office.choose("status_filter", "active")
    office.settle()
    assert names_in(office) == ["Rask Elg"]
    office.page.list.setCurrentIndex(office.page.list.rows.index(0))
    office.page.list.activated.emit(office.page.list.currentIndex())
    office.settle()
    assert office.page.desk.subject == elg


def test_a_patient_is_registered_in_place_with_live_sentences(
    office: Office, heartbeat: Pulse
) -> None:
    office.press("new_patient")
    office.type("patient_number", "01814049969")
    assert "do not fit" in wrong_of(office, "number")
    office.type("patient_number", "01814049996")
    assert wrong_of(office, "number") == ""
    assert office.find(QLineEdit, "patient_birth_date").text() == "01.01.1940"
    office.press("save_patient")
    assert "family name" in wrong_of(office, "family_name")
    office.type("patient_given_name", "<b>Ola")
    office.type("patient_family_name", "O'Brien-Ødegård")
    office.press("save_patient")
    assert office.told.toasts == ["The patient is registered"]
    assert office.find(QLabel, "facts_name").text() == "<b>Ola O'Brien-Ødegård"
    assert names_in(office) == ["<b>Ola O'Brien-Ødegård"]


def wrong_of(office: Office, name: str) -> str:
    form = office.find(PatientForm, "patient_form")
    field: Field = form._fields[name]
    return field.wrong


def test_a_proposal_follows_the_number_until_a_person_writes(office: Office) -> None:
    office.press("new_patient")
    office.type("patient_number", "01814049996")
    office.type("patient_number", "29824049910")
    assert office.find(QLineEdit, "patient_birth_date").text() == "29.02.1940"
    office.type("patient_number", "")
    assert office.find(QLineEdit, "patient_birth_date").text() == ""
    office.type("patient_birth_date", "2.1.1940")
    office.type("patient_number", "01814049996")
    assert office.find(QLineEdit, "patient_birth_date").text() == "2.1.1940"


def test_the_same_number_stops_and_opens_that_patient(office: Office) -> None:
    elg = office.register()
    office.press("new_patient")
    office.type("patient_number", "018140 49996")
    assert not office.find(QPushButton, "save_patient").isEnabled()
    office.press("open_match")
    assert office.page.desk.subject == elg
    assert isinstance(office.page.desk.front, FactsPanel)


def test_somebody_alike_is_shown_with_masked_number_and_asked_about(office: Office) -> None:
    office.register()
    office.press("new_patient")
    office.type("patient_given_name", "Rask")
    office.type("patient_family_name", "Elg")
    office.type("patient_birth_date", "01.01.1940")
    assert "018140•••••" in words_on(office)
    assert "01814049996" not in words_on(office)
    office.press("save_patient")
    assert office.told.toasts == []
    office.press("none_of_these")
    office.press("save_patient")
    assert office.told.toasts == ["The patient is registered"]
    assert names_in(office) == ["Rask Elg", "Rask Elg"]


def test_the_later_save_is_told_and_can_be_put_together(office: Office) -> None:
    elg = office.register()
    office.open(elg)
    office.press("facts_edit")
    patients = office.station.patients
    theirs = patients.open_form(OTHER, elg)
    patients.change(OTHER, elg, theirs, replace(theirs.details, phone="68 05 01 99"))
    office.type("patient_gp_name", "Lun Hylle")
    office.press("save_patient")
    said = words_on(office)
    assert "Stille Brygge saved changes today 09:00" in said
    assert "Telephone: from «68 05 01 12» to «68 05 01 99»" in said
    office.press("take_theirs")
    assert office.find(QLineEdit, "patient_phone").text() == "68 05 01 99"
    office.press("save_patient")
    facts = patients.refresh(NURSE, elg)
    assert (facts.phone, facts.gp_name) == ("68 05 01 99", "Lun Hylle")


@pytest.mark.parametrize("known", [False, True])
def test_unsaved_words_come_back_after_a_lock(office: Office, known: bool) -> None:
    subject = office.register() if known else None
    if subject:
        office.open(subject)
    office.press("facts_edit" if known else "new_patient")
    office.type("patient_gp_name", "Lun Hylle")
    key, words = office.page.draft_key(), office.page.draft()
    assert key == ("patient", subject or "new")
    assert words is not None
    office.page.desk.rest()
    assert office.page.draft() is None
    office.page.opened(subject)
    office.page.restore(words)
    office.settle()
    assert office.find(QLineEdit, "patient_gp_name").text() == "Lun Hylle"
    assert isinstance(office.page.desk.front, Filling)
    office.press("cancel_patient")
    assert not isinstance(office.page.desk.front, Filling)


def test_follow_up_without_consent_is_refused_and_the_form_stands_there(office: Office) -> None:
    elg = office.register()
    office.open(elg)
    office.press("facts_status")
    office.choose("status_after", "active")
    office.press("set_status")
    assert isinstance(office.page.desk.front, ConsentForm)
    assert "Step 2.2 is missing" in words_on(office)
    office.press("save_small")
    assert "which version" in words_on(office)
    office.type("consent_form_version", "2026-1")
    office.press("save_small")
    assert office.told.toasts == ["Consent is registered. Status: Follow-up"]
    assert office.station.patients.refresh(NURSE, elg).status == "active"
    office.press("facts_consent")
    office.press("withdraw_consent")
    assert office.station.patients.refresh(NURSE, elg).status == "starting"


def test_pause_end_and_death_in_place(office: Office) -> None:
    elg = office.register()
    office.consent(elg)
    office.station.statuses.set(OTHER, elg, "active")  # type: ignore[arg-type]
    office.open(elg)
    office.press("facts_status")
    office.type("pause_until", "snart")
    office.press("set_pause")
    assert "not a date" in words_on(office)
    office.type("pause_until", "25.11.2026")
    office.press("set_pause")
    assert "Write the reason" in words_on(office)
    office.type("pause_reason", "Innlagt")
    office.press("set_pause")
    assert "On pause until 25 Nov 2026" in [
        each.text() for each in office.page.findChildren(Chip) if each.isVisible()
    ]
    office.press("facts_status")
    office.press("end_pause")
    office.press("facts_status")
    office.choose("status_after", "ended")
    office.press("set_status")
    assert isinstance(office.page.desk.front, StatusForm)
    assert "Write the reason" in words_on(office)
    office.type("deceased_on", "x")
    office.press("register_death")
    assert "not a date" in words_on(office)
    office.type("deceased_on", "20.11.2026")
    office.press("register_death")
    assert "Dead 20 Nov 2026" in words_on(office)
    office.press("facts_status")
    office.press("take_back_death")
    assert office.station.patients.refresh(NURSE, elg).deceased_on is None


def test_relatives_and_links_in_place(office: Office) -> None:
    elg = office.register()
    office.register(PatientDetails(given_name="Rask", family_name="Ulv"))
    office.open(elg)
    office.press("facts_relative")
    office.press("save_small")
    assert "Write the name" in words_on(office)
    office.type("relative_name", "Blid Elg")
    office.type("relative_phone", "68 05 01 13")
    office.press("save_small")
    office.press("change_relative")
    office.type("relative_relation", "ektefelle")
    office.press("save_small")
    assert "Blid Elg · ektefelle" in words_on(office)
    office.press("change_relative")
    office.press("remove_relative")
    assert "Blid Elg" not in words_on(office)
    office.press("facts_links")
    office.type("link_search", "ulv")
    office.press("link_file")
    assert "Write the reason" in words_on(office)
    office.type("link_reason", "Skrevet feil")
    office.press("link_file")
    assert "Rask Ulv" in words_on(office)
    office.press("facts_links")
    office.type("link_reason", "Likevel ikke")
    office.press("unlink_file")
    assert office.station.patients.refresh(NURSE, elg).links == ()


def test_number_is_shown_on_request_and_telephone_is_copied(office: Office) -> None:
    elg = office.register()
    office.open(elg)
    assert "01814049996" not in words_on(office)
    office.find(Revealed, "facts_number").button.click()
    office.settle()
    assert office.find(Revealed, "facts_number").text.text() == "01814049996"
    office.find(PhoneButton, "copy_phone").click()
    assert QGuiApplication.clipboard().text() == "68 05 01 12"


def test_who_has_seen_the_file_is_a_table_with_words(office: Office) -> None:
    elg = office.register()
    office.open(elg)
    office.press("facts_access")
    shown: object = office.page.desk.front
    assert isinstance(shown, AccessPanel)
    model = office.find(QTableView, "access_table").model()
    assert [model.headerData(at, Qt.Orientation.Horizontal) for at in range(4)] == [
        "When",
        "Who",
        "Role",
        "What",
    ]
    assert [model.index(0, at).data() for at in range(4)] == [
        "today 09:00",
        "Mild Kystvei",
        "",
        "Opened the patient's file",
    ]
    office.press("back_to_facts")
    assert isinstance(office.page.desk.front, FactsPanel)


@pytest.mark.parametrize("protection", ["confidential", "strict"])
def test_a_protected_address_is_on_no_screen_list_or_log_until_asked_for(
    office: Office, protection: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    hidden = replace(ELG, address=CANARY, city="Kanariby", protection=protection)
    elg = office.register(hidden)
    office.settle()
    seen = words_on(office)
    office.open(elg)
    seen += words_on(office)
    hits: list[Hit] = find(office.station, NURSE, "elg")
    seen += repr(hits)
    office.press("facts_edit")
    seen += words_on(office)
    assert "anari" not in seen + caplog.text
    office.press("show_address")
    assert office.find(QLineEdit, "patient_address").text() == CANARY
    office.press("cancel_patient")
    assert "anari" not in words_on(office)
    office.find(Revealed, "facts_address").button.click()
    office.settle()
    assert CANARY in words_on(office)
    assert "anari" not in caplog.text
    said = [line.what for line in office.station.patients.access(NURSE, elg)]
    assert said.count("Looked at the protected address") == 2


def test_what_somebody_else_saves_shows_at_once(office: Office) -> None:
    elg = office.register()
    office.open(elg)
    patients = office.station.patients
    theirs = patients.open_form(OTHER, elg)
    patients.change(OTHER, elg, theirs, replace(theirs.details, family_name="Ulv"))
    office.qtbot.waitUntil(lambda: names_in(office) == ["Rask Ulv"])
    office.settle()
    assert office.find(QLabel, "facts_name").text() == "Rask Ulv"
    said = [line.what for line in patients.access(NURSE, elg)]
    assert said.count("Opened the patient's file") == 1


def test_a_narrow_page_shows_one_thing_at_a_time(office: Office) -> None:
    elg = office.register()
    office.settle()
    office.page.resize(800, 600)
    assert office.page.list.isVisible()
    office.open(elg)
    assert not office.page.list.isVisible()
    office.press("back_to_list")
    assert office.page.list.isVisible()


def test_a_patient_that_is_gone_is_told(office: Office) -> None:
    office.open("0" * 32)
    assert "not in the register" in words_on(office)


def test_the_page_opens_on_the_form_for_a_new_patient(office: Office) -> None:
    office.page.opened("new")
    office.settle()
    assert isinstance(office.page.desk.front, Filling)

"""The page of equipment: what is in range, the register, one device, and what is done with it."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListView, QPushButton, QWidget

from station.services.listening_news import Done, Progress, RadioNews, Standing, Unsaved
from station.services.measuring import ContactFacts
from station.views.equipment.card import DevicePanel
from station.views.equipment.page import EquipmentPage
from tests.equipment_office import BRYGGE, NURSE, RadioDesk
from tests.radio_double import NEAR, seen

ADDRESS = "C0:26:DA:00:00:02"


def lent(desk: RadioDesk) -> tuple[str, str]:
    """An oximeter that is lent and in range, and who has it."""
    patient = desk.patient()
    device = desk.device(to=patient, serial="501883022", address=ADDRESS)
    desk.near(
        seen(
            address=ADDRESS,
            device_id=device,
            patient_id=patient,
            patient="Rask Elg",
            standing=Standing.LENT,
        )
    )
    return device, patient


def opened(desk: RadioDesk, device: str) -> DevicePanel:
    """The card of a device."""
    desk.page.opened(device)
    desk.calm()
    front = desk.page.desk.front  # type: ignore[attr-defined]
    assert isinstance(front, DevicePanel)
    return front


def test_an_empty_register_says_what_to_do(desk: RadioDesk) -> None:
    assert desk.lines("equipment_list") == [
        "In range now, Switch a device on, and it shows up here.",
        "Lent and in the store, Nothing is registered yet.",
    ]
    assert desk.find(QWidget, "radio_line").accessibleName().startswith("Bluetooth is on")


def test_what_is_in_range_stands_above_with_signal_owner_and_act(desk: RadioDesk) -> None:
    lent(desk)
    desk.near(*desk.radio.near.seen, seen(bars=1))
    near = desk.lines("equipment_list")[1:3]
    assert near[0] == "O-12 · 501883022, Lent to Rask Elg · Nonin 3230, strong signal, Fetch"
    assert near[1] == "Nonin3230_501, Not known here · Nonin 3230 · …00:01, weak signal, Pair"


def test_a_name_from_the_air_is_shown_letter_for_letter(desk: RadioDesk) -> None:
    desk.near(seen(name="<b>Nonin</b>&lt;"))
    assert "<b>Nonin</b>&lt;" in desk.lines("equipment_list")[1]
    desk.pick("equipment_list", "<b>Nonin</b>")
    title = desk.find(QWidget, "device_title")
    assert title.text() == "<b>Nonin</b>&lt;"  # type: ignore[attr-defined]


def test_a_device_without_a_name_is_said_to_have_none(desk: RadioDesk) -> None:
    desk.near(seen(name=""))
    assert "Device without a name" in desk.lines("equipment_list")[1]


def test_a_signal_that_wavers_moves_no_line(desk: RadioDesk) -> None:
    one, other = seen(name="A"), seen(name="B", address="C0:26:DA:00:00:09")
    desk.near(replace(one, bars=1), replace(other, bars=4))
    before = desk.find(QListView, "equipment_list")
    before.setCurrentIndex(before.model().index(1, 0))
    desk.near(replace(other, bars=1), replace(one, bars=4))
    assert [line.split(",")[0] for line in desk.lines("equipment_list")[1:3]] == ["A", "B"]
    assert before.currentIndex().row() == 1


def test_bluetooth_that_is_off_is_a_sentence_and_nothing_is_awaited(desk: RadioDesk) -> None:
    desk.tell(RadioNews(ready=False, sentence="Bluetooth is off on this PC."))
    said = desk.find(QWidget, "radio_banner").accessibleName()
    assert said == "Bluetooth is off on this PC."
    assert "Nothing can be seen without Bluetooth." in desk.lines("equipment_list")[0]
    desk.tell(RadioNews(ready=True, sentence=""))
    assert not desk.shows(QWidget, "radio_banner")


def test_what_could_not_be_stored_stands_there_until_it_is(desk: RadioDesk) -> None:
    desk.tell(Unsaved(3, "Three packets wait."))
    assert desk.find(QWidget, "equipment_unsaved").accessibleName() == "Three packets wait."
    desk.tell(Unsaved(0, ""))
    assert not desk.shows(QWidget, "equipment_unsaved")


def test_typing_finds_by_label_serial_and_borrower(desk: RadioDesk) -> None:
    patient = desk.patient(BRYGGE)
    desk.device("scale", "V-03", to=patient, serial="5160700123")
    desk.device("cuff", "B-07")
    for text, found in (("b-07", ["B-07"]), ("51607", ["V-03"]), ("brygge", ["V-03"]), ("x", [])):
        desk.write("equipment_search", text)
        shown = [line.split(" ·")[0].split(",")[0] for line in desk.lines("equipment_list")[2:]]
        assert shown == found
    desk.write("equipment_search", "B-07", enter=True)
    assert desk.find(QWidget, "device_title").text() == "B-07"  # type: ignore[attr-defined]


def test_the_keyboard_steps_over_headings(desk: RadioDesk) -> None:
    desk.device("scale", "V-03")
    desk.near(seen())
    box = desk.find(QLineEdit, "equipment_search")
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    view = desk.find(QListView, "equipment_list")
    assert view.currentIndex().row() == 1
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.currentIndex().row() == 3


def test_the_card_tells_what_should_be_looked_at(desk: RadioDesk) -> None:
    device, _ = lent(desk)
    desk.opener.clock.advance(5 * 86_400_000)
    opened(desk, device)
    assert "Not heard from for 5 days" in desk.words()
    assert "501883022" in desk.words()
    assert desk.shows(QWidget, "device_loans")
    assert desk.shows(QWidget, "device_contacts")
    assert desk.shows(QWidget, "device_failed")
    assert desk.find(QWidget, "device_near").accessibleName() == "In range now, strong signal"


def test_fetching_shows_how_far_it_is_and_how_it_ended(desk: RadioDesk) -> None:
    device, _ = lent(desk)
    opened(desk, device)
    desk.press("device_fetch")
    assert desk.radio.asked == [("fetch", device)]
    desk.tell(Progress(ADDRESS, device, "Fetching", 3, 40))
    assert desk.find(QWidget, "device_stage").text() == "Fetching 3 of 40"  # type: ignore[attr-defined]
    desk.tell(Done(ADDRESS, device, "fetch", "", "Everything came.", stored=38, duplicates=2))
    said = desk.find(QWidget, "device_done").accessibleName()
    assert said == "Everything came.\n38 readings stored · 2 were there already"


def test_fetching_can_be_stopped_and_a_fault_is_a_sentence(desk: RadioDesk) -> None:
    device, _ = lent(desk)
    opened(desk, device)
    desk.press("device_fetch")
    desk.press("device_stop")
    assert desk.radio.busy[0].cancelled
    desk.tell(Done(ADDRESS, device, "fetch", "lost", "The connection was lost."))
    banner = desk.find(QWidget, "device_done")
    assert (banner.accessibleName(), banner.property("tone")) == (
        "The connection was lost.",
        "warning",
    )


def test_news_of_another_device_change_nothing(desk: RadioDesk) -> None:
    device, _ = lent(desk)
    opened(desk, device)
    desk.tell(Progress("x", "other", "Fetching", 1, 2), Done("x", "other", "fetch", "", "Done."))
    assert not desk.shows(QWidget, "device_stage")
    assert not desk.shows(QWidget, "device_done")


def test_the_history_tells_contacts_in_words_the_older_on_request(desk: RadioDesk) -> None:
    device, _ = lent(desk)
    for at in range(12):
        begun = desk.opener.clock.now() - at * 3_600_000
        facts = ContactFacts(device, "fetch", begun, "lost", came=at, stored=at)
        desk.station.measuring.contact(NURSE, facts)
    opened(desk, device)
    said = desk.words()
    assert sum("the connection was lost" in text for text in said) == 5
    desk.press("device_contacts_more")
    said = desk.words()
    assert sum("the connection was lost" in text for text in said) == 12


def test_a_device_is_registered_and_what_is_missing_is_said_at_its_field(desk: RadioDesk) -> None:
    desk.press("new_device")
    desk.press("save_small")
    box = desk.find(QLineEdit, "device_name")
    assert "as its label says" in box.accessibleDescription()
    desk.write("device_name", "O-12")
    desk.write("device_serial", "501883022")
    desk.press("save_small")
    assert desk.find(QWidget, "device_title").text() == "O-12"  # type: ignore[attr-defined]
    assert desk.heard.said == ["Registered"]


def test_a_device_is_lent_and_taken_back(desk: RadioDesk) -> None:
    desk.patient()
    device = desk.device()
    opened(desk, device)
    desk.press("device_lend")
    desk.press("save_small")
    assert "Choose who borrows it." in desk.words()
    desk.write("pick_patient", "rask", enter=True)
    desk.press("pick_hit")
    desk.press("save_small")
    assert desk.row(device).to == "Rask Elg"
    desk.press("device_back")
    desk.press("save_small")
    assert desk.row(device).state == "in_store"
    assert desk.heard.said == ["O-12 is lent", "O-12 is back in the store"]


def test_lending_without_consent_says_which_step_is_missing(desk: RadioDesk) -> None:
    desk.station.patients.register(NURSE, BRYGGE)
    device = desk.device()
    opened(desk, device)
    desk.press("device_lend")
    desk.write("pick_patient", "stille", enter=True)
    desk.press("pick_hit")
    desk.press("save_small")
    assert desk.row(device).state == "in_store"
    said = desk.words()
    assert any("consent" in text for text in said)


def test_a_device_is_taken_out_of_use_only_after_the_verb(desk: RadioDesk) -> None:
    device = desk.device()
    opened(desk, device)
    desk.press("device_retire")
    question = desk.page.desk.findChild(QWidget, "confirm")  # type: ignore[attr-defined]
    assert question is not None
    question.accept()
    desk.calm()
    assert desk.row(device).state == "retired"
    assert len(desk.lines("equipment_list")) == 2
    desk.find(QPushButton, "new_device")
    box = desk.find(QWidget, "equipment_retired")
    box.setChecked(True)  # type: ignore[attr-defined]
    assert len(desk.lines("equipment_list")) == 3


def test_an_unknown_device_is_paired_or_registered_from_its_line(desk: RadioDesk) -> None:
    desk.near(seen())
    desk.pick("equipment_list", "Nonin3230")
    desk.press("device_pair")
    assert desk.heard.went == [("pair_device", f"near/{NEAR.address}")]
    desk.press("device_register")
    assert desk.find(QLineEdit, "device_address").text() == NEAR.address


def test_the_ways_from_a_card_name_the_device(desk: RadioDesk) -> None:
    device, patient = lent(desk)
    tablet = desk.device("tablet", "T-07", to=patient)
    opened(desk, device)
    desk.press("device_measure")
    desk.press("device_pair")
    opened(desk, tablet)
    desk.press("device_tablet")
    assert desk.heard.went == [
        ("measure_now", f"device/{device}"),
        ("pair_device", f"device/{device}"),
        ("hand_out_tablet", f"device/{tablet}"),
    ]


def test_a_device_that_is_gone_says_so(desk: RadioDesk) -> None:
    desk.page.opened("0" * 32)
    desk.calm()
    said = desk.words()
    assert "This device is not in the register." in said


def test_what_others_do_shows_but_never_in_a_form(desk: RadioDesk) -> None:
    device = desk.device()
    opened(desk, device)
    desk.press("device_change")
    desk.device("scale", "V-03")
    assert desk.find(QLineEdit, "device_name").text() == "O-12"
    assert any("V-03" in line for line in desk.lines("equipment_list"))


def test_large_text_shows_one_thing_at_a_time(desk: RadioDesk) -> None:
    assert isinstance(desk.page, EquipmentPage)
    device = desk.device()
    desk.page.resize(700, 600)
    desk.calm()
    assert desk.shows(QListView, "equipment_list")
    opened(desk, device)
    assert not desk.shows(QListView, "equipment_list")
    desk.press("back_to_list")
    assert desk.shows(QListView, "equipment_list")


@pytest.mark.parametrize("bars", [-1, 0, 4, 9])
def test_any_signal_has_a_word(desk: RadioDesk, bars: int) -> None:
    desk.near(seen(bars=bars))
    assert "signal" in desk.lines("equipment_list")[1]

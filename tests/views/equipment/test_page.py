"""The page of equipment: what is in range, the register, one device, and what is done with it."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListView, QPushButton, QWidget

from station.services.measuring.measuring import ContactFacts
from station.services.radio.listening_news import Done, Progress, RadioNews, Standing, Unsaved
from station.views.equipment.device_panel import DevicePanel
from station.views.equipment.page import EquipmentPage
from tests.equipment_office import BRYGGE, NURSE, RadioDesk
from tests.radio_double import NEAR, seen
from tests.store_room import make_ready

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
    assert desk.lines("equipment_list") == []
    assert "Nothing is registered yet." in desk.words()
    assert not desk.shows(QWidget, "near_box")
    assert desk.find(QWidget, "radio_line").accessibleName().startswith("Bluetooth is on")


def test_what_is_in_range_stands_above_with_signal_owner_and_act(desk: RadioDesk) -> None:
    lent(desk)
    desk.near(*desk.radio.near.seen, seen(bars=1))
    near = desk.lines("near_list")
    assert near[0] == "O-12 · 501883022, Lent to Rask Elg · Nonin 3230, strong signal, Fetch"
    assert near[1] == "Nonin3230_501, Not known here · Nonin 3230 · …00:01, weak signal, Pair"


def test_a_name_from_the_air_is_shown_letter_for_letter(desk: RadioDesk) -> None:
    desk.near(seen(name="<b>Nonin</b>&lt;"))
    assert "<b>Nonin</b>&lt;" in desk.lines("near_list")[0]
    desk.pick("near_list", "<b>Nonin</b>")
    title = desk.find(QWidget, "device_title")
    assert title.text() == "<b>Nonin</b>&lt;"  # type: ignore[attr-defined]


def test_a_device_without_a_name_is_said_to_have_none(desk: RadioDesk) -> None:
    desk.near(seen(name=""))
    assert "Device without a name" in desk.lines("near_list")[0]


def test_a_signal_that_wavers_moves_no_line(desk: RadioDesk) -> None:
    one, other = seen(name="A"), seen(name="B", address="C0:26:DA:00:00:09")
    desk.near(replace(one, bars=1), replace(other, bars=4))
    before = desk.find(QListView, "near_list")
    before.setCurrentIndex(before.model().index(1, 0))
    desk.near(replace(other, bars=1), replace(one, bars=4))
    assert [line.split(",")[0] for line in desk.lines("near_list")] == ["A", "B"]
    assert before.currentIndex().row() == 1


def test_bluetooth_that_is_off_is_a_sentence_and_nothing_is_awaited(desk: RadioDesk) -> None:
    desk.tell(RadioNews(ready=False, sentence="Bluetooth is off on this PC."))
    said = desk.find(QWidget, "radio_banner").accessibleName()
    assert said == "Bluetooth is off on this PC."
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
        shown = [line.split(" ·")[0].split(",")[0] for line in desk.lines("equipment_list")]
        assert shown == found
    desk.write("equipment_search", "B-07", enter=True)
    assert desk.find(QWidget, "device_title").text() == "B-07"  # type: ignore[attr-defined]


def test_the_keyboard_goes_from_the_box_into_the_list(desk: RadioDesk) -> None:
    desk.device("scale", "V-03")
    desk.device("scale", "V-04")
    box = desk.find(QLineEdit, "equipment_search")
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    view = desk.find(QListView, "equipment_list")
    assert view.currentIndex().row() == 0
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.currentIndex().row() == 1


def test_the_card_tells_what_should_be_looked_at(desk: RadioDesk) -> None:
    device, _ = lent(desk)
    desk.opener.clock.advance(5 * 86_400_000)
    opened(desk, device)
    assert "Not heard from for 5 days" in desk.words()
    for part in ("device_what", "device_moves", "device_loans", "device_contacts", "device_failed"):
        desk.find(QWidget, part)
    assert "501883022" in desk.words()
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
    desk.find(QWidget, "device_contacts_more")
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


def test_the_one_next_thing_follows_the_state(desk: RadioDesk) -> None:
    device = desk.device("scale", "V-03")
    opened(desk, device)
    assert desk.find(QPushButton, "device_prepare").shortcut().toString() == "1"
    make_ready(desk.station.record, NURSE, device)
    desk.calm()
    desk.press("device_hand_out")
    assert desk.heard.went == [("hand_out", f"device/{device}")]
    loan = desk.station.lending.lend(NURSE, device, desk.patient())
    desk.calm()
    desk.press("device_take_back")
    assert desk.heard.went[1:] == [("take_back", f"loan/{loan}")]
    desk.station.lending.take_back(NURSE, loan)
    desk.calm()
    desk.press("device_inspect")
    assert desk.heard.went[2:] == [("take_back", f"device/{device}")]


def test_an_unknown_device_is_paired_or_registered_from_its_line(desk: RadioDesk) -> None:
    desk.near(seen())
    desk.pick("near_list", "Nonin3230")
    desk.press("device_pair")
    assert desk.heard.went == [("pair_device", f"near/{NEAR.address}")]
    desk.press("device_register")
    assert desk.find(QLineEdit, "device_address").text() == NEAR.address


def test_the_ways_from_a_card_name_the_device(desk: RadioDesk) -> None:
    device, patient = lent(desk)
    tablet = desk.device("tablet", "T-07", to=patient)
    opened(desk, device)
    desk.press("device_measure")
    desk.press("open_more")
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
    desk.press("open_more")
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
    assert "signal" in desk.lines("near_list")[0]


def test_what_is_begun_on_the_card_stays_when_an_answer_comes_after_it(desk: RadioDesk) -> None:
    device, _ = lent(desk)
    panel = opened(desk, device)
    desk.qtbot.waitUntil(lambda: desk.shows(QPushButton, "case_new"), timeout=5000)
    desk.page.desk.refresh()  # type: ignore[attr-defined]
    desk.find(QPushButton, "case_new").click()
    # As if something about the device had changed meanwhile.
    panel.card = replace(panel.card, moves=())
    desk.calm()
    assert desk.page.desk.front is panel  # type: ignore[attr-defined]
    assert panel.writing

"""The register worked by hand: filters, scans, steps, moves and the way back, kits."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QListView, QPlainTextEdit, QPushButton, QWidget

from station.rules.equipment import DeviceState
from station.rules.labelcode import label_of
from station.services.handing_out.institutions import InstitutionDetails
from station.views.equipment.device_panel import DevicePanel
from tests.equipment_office import NURSE, RadioDesk
from tests.store_room import make_ready

LABEL, OTHER = label_of(42), label_of(43)


def title(desk: RadioDesk) -> str:
    """The name of the device whose card is open."""
    return desk.find(QWidget, "device_title").text()  # type: ignore[attr-defined, no-any-return]


def scan(desk: RadioDesk, text: str, where: str = "equipment_list") -> None:
    """What a label scanner types while the keyboard stands somewhere."""
    desk.opener.clock.advance(1000)
    to = desk.find(QWidget, where)
    to.setFocus()
    QTest.keyClicks(to, text)
    QTest.keyClick(to, Qt.Key.Key_Return)
    desk.calm()


def panel(desk: RadioDesk, device: str) -> DevicePanel:
    """The card of a device."""
    desk.page.opened(device)
    desk.calm()
    front = desk.page.desk.front  # type: ignore[attr-defined]
    assert isinstance(front, DevicePanel)
    return front


def undo(desk: RadioDesk) -> None:
    """Press «Angre» on what was said last."""
    back = desk.heard.undo[-1]
    assert isinstance(back, Callable)  # type: ignore[arg-type]
    back()  # type: ignore[operator]
    desk.calm()


# --------------------------------------------------------------------------------------- the list


def test_filters_show_their_numbers_and_narrow_the_list(desk: RadioDesk) -> None:
    patient = desk.patient()
    desk.device("scale", "V-1", to=patient)
    desk.device("scale", "V-2")
    desk.device("scale", "V-3")
    assert desk.find(QPushButton, "filter_in_store").accessibleName() == "In the store: 2"
    assert not desk.shows(QPushButton, "filter_overdue")
    desk.press("filter_lent")
    assert [line.split(",")[0] for line in desk.lines("equipment_list")] == ["V-1"]
    desk.press("filter_lent")
    assert len(desk.lines("equipment_list")) == 3


def test_a_filter_that_fits_nothing_any_more_stays_until_it_is_left(desk: RadioDesk) -> None:
    device = desk.device("scale", "V-1")
    desk.press("filter_in_store")
    make_ready(desk.station.record, NURSE, device)
    desk.calm()
    assert desk.lines("equipment_list") == []
    assert "Nothing stands like this now." in desk.words()
    desk.press("filter_in_store")
    assert len(desk.lines("equipment_list")) == 1


def test_letters_typed_on_the_list_go_to_the_box(desk: RadioDesk) -> None:
    desk.device("scale", "V-1")
    view = desk.find(QListView, "equipment_list")
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_V)
    assert desk.find(QLineEdit, "equipment_search").text() == "v"


# --------------------------------------------------------------------------------------- scanning


def test_a_scan_opens_the_card_wherever_the_keyboard_stands(desk: RadioDesk) -> None:
    desk.device("scale", "V-1", label=LABEL)
    other = desk.device("scale", "V-2", label=OTHER, serial="501883022")
    scan(desk, LABEL)
    assert title(desk) == "V-1"
    scan(desk, "501883022", "filter_in_use")
    assert title(desk) == "V-2"
    assert desk.page.desk.subject == f"device/{other}"  # type: ignore[attr-defined]


def test_a_scan_into_the_box_opens_too_and_leaves_what_was_typed(desk: RadioDesk) -> None:
    desk.device("scale", "V-1", label=LABEL)
    box = desk.find(QLineEdit, "equipment_search")
    box.setText("elg ")
    scan(desk, LABEL, "equipment_search")
    assert title(desk) == "V-1"


def test_a_label_that_is_not_known_is_said_and_can_be_registered(desk: RadioDesk) -> None:
    scan(desk, LABEL)
    said = desk.find(QWidget, "scan_unknown").accessibleName()
    assert said.startswith(f"«{LABEL}» is not in the register. Nothing was changed.")
    desk.press("scan_register")
    assert desk.find(QLineEdit, "device_label").text() == LABEL
    desk.write("device_name", "V-9")
    desk.find(QPushButton, "save_small").click()
    desk.calm()
    assert title(desk) == "V-9"
    assert not desk.shows(QWidget, "scan_unknown")


def test_a_long_number_that_is_not_known_becomes_a_serial_number(desk: RadioDesk) -> None:
    scan(desk, "501883022")
    desk.press("scan_register")
    assert desk.find(QLineEdit, "device_serial").text() == "501883022"
    desk.press("cancel_small")
    desk.press("scan_leave")
    assert not desk.shows(QWidget, "scan_unknown")


def test_of_two_scans_the_last_is_open_and_the_first_is_not_lost(desk: RadioDesk) -> None:
    first = desk.device("scale", "V-1", label=LABEL)
    desk.device("scale", "V-2", label=OTHER)
    view = desk.find(QListView, "equipment_list")
    view.setFocus()
    for text in (LABEL, OTHER):
        QTest.keyClicks(view, text)
        QTest.keyClick(view, Qt.Key.Key_Return)
    desk.calm()
    assert title(desk) == "V-2"
    desk.press(f"scan_{first}")
    assert title(desk) == "V-1"


def test_two_labels_that_came_as_one_are_told_apart(desk: RadioDesk) -> None:
    first = desk.device("scale", "V-1", label=LABEL)
    desk.device("scale", "V-2", label=OTHER)
    scan(desk, f"{LABEL}{OTHER}")
    assert title(desk) == "V-2"
    assert desk.shows(QPushButton, f"scan_{first}")


def test_a_scan_never_takes_the_place_of_what_somebody_writes(desk: RadioDesk) -> None:
    device = desk.device("scale", "V-1", label=LABEL)
    desk.press("new_device")
    scan(desk, LABEL)
    assert desk.shows(QWidget, "device_form")
    desk.press(f"scan_{device}")
    assert title(desk) == "V-1"


def test_a_number_of_several_devices_is_a_sentence(desk: RadioDesk) -> None:
    desk.device("scale", "V-1", serial="77001234")
    desk.device("cuff", "B-1", serial="77001234")
    scan(desk, "77001234")
    assert desk.heard.said[-1].startswith("Several devices have the serial number 77001234")


# ----------------------------------------------------------------------------- steps and moves


def test_the_steps_are_ticked_by_keyboard_and_the_device_becomes_ready(desk: RadioDesk) -> None:
    device = desk.device("thermometer", "T-1")
    panel(desk, device)
    desk.press("device_prepare")
    for code in ("charged", "clock_set", "test_reading", "clean"):
        line = desk.find(QWidget, f"step_{code}")
        desk.qtbot.waitUntil(line.hasFocus, timeout=3000)
        QTest.keyClick(line, Qt.Key.Key_Space)
        desk.calm()
    assert "In order · " in desk.find(QWidget, "step_clean").accessibleName()
    desk.opener.clock.advance(1000)
    desk.press("device_ready")
    assert desk.row(device).state is DeviceState.READY
    assert desk.heard.said[-1] == "T-1 is ready"
    undo(desk)
    assert desk.row(device).state is DeviceState.IN_STORE


def test_a_step_that_is_not_in_order_says_why_and_keeps_it_from_being_ready(
    desk: RadioDesk,
) -> None:
    device = desk.device("thermometer", "T-1")
    panel(desk, device)
    desk.press("device_prepare")
    desk.press("no_charged")
    desk.press("step_say")
    assert "Write it in a few words." in desk.words()
    desk.write("step_note", "The battery leaks", enter=True)
    told = desk.find(QWidget, "step_charged").accessibleName()
    assert "Not in order: The battery leaks" in told
    assert not desk.shows(QPushButton, "device_ready")
    assert "4 steps are left" in desk.words()


def test_a_device_is_moved_with_a_reason_and_the_move_is_taken_back(desk: RadioDesk) -> None:
    device = desk.device("scale", "V-1")
    panel(desk, device)
    desk.press("open_moves")
    desk.press("device_move/repair")
    desk.press("save_small")
    assert "Write in a few words why." in desk.words()
    desk.find(QPlainTextEdit, "move_reason").setPlainText("The screen is dark")
    desk.write("move_place", "The workshop")
    desk.press("save_small")
    row = desk.row(device)
    assert (row.state, row.place) == (DeviceState.REPAIR, "The workshop")
    since = desk.find(QWidget, "device_since").text()  # type: ignore[attr-defined]
    assert "In repair" in since
    assert "The screen is dark" in since
    undo(desk)
    assert desk.row(device).state is DeviceState.IN_STORE
    assert desk.shows(QPushButton, "device_prepare")


def test_a_device_that_somebody_moved_meanwhile_is_left_as_it_is(desk: RadioDesk) -> None:
    device = desk.device("scale", "V-1")
    panel(desk, device)
    desk.press("open_moves")
    desk.press("device_move/cleaning")
    desk.opener.clock.advance(1000)
    desk.station.equipment.move(NURSE, device, DeviceState.LOST, "Gone")
    desk.calm()
    desk.press("save_small")
    said = desk.find(QWidget, "form_refused").accessibleName()
    assert said.startswith("V-1 was moved")
    assert desk.row(device).state is DeviceState.LOST


def test_a_lent_device_is_reported_lost_or_kept_longer(desk: RadioDesk) -> None:
    device = desk.device("scale", "V-1", to=desk.patient())
    panel(desk, device)
    desk.press("open_more")
    desk.press("device_extend")
    desk.write("extend_day", "01.02.2027")
    desk.press("save_small")
    assert desk.row(device).due_on == "2027-02-01"
    desk.press("open_more")
    desk.press("device_lost_loan")
    desk.find(QPlainTextEdit, "move_reason").setPlainText("Not found after she moved")
    desk.press("save_small")
    assert desk.row(device).state is DeviceState.LOST


# --------------------------------------------------------------------- reservations and kits


def test_a_device_is_kept_for_a_patient_and_given_free_again(desk: RadioDesk) -> None:
    desk.patient()
    device = desk.device("scale", "V-1")
    panel(desk, device)
    desk.press("open_more")
    desk.press("device_reserve")
    desk.press("save_small")
    assert "Choose who borrows it." in desk.words()
    desk.write("pick_patient", "rask", enter=True)
    desk.press("pick_hit")
    desk.press("save_small")
    assert desk.row(device).state is DeviceState.RESERVED
    assert "Reserved for Rask Elg" in desk.words()
    desk.press("open_more")
    desk.press("device_unreserve")
    desk.press("save_small")
    assert desk.row(device).state is DeviceState.IN_STORE


def test_a_device_is_kept_for_an_institution(desk: RadioDesk) -> None:
    desk.station.institutions.add(NURSE, InstitutionDetails(name="Fjellsund legekontor"))
    device = desk.device("camera", "K-1")
    panel(desk, device)
    desk.press("open_more")
    desk.press("device_reserve")
    desk.find(QComboBox, "borrower_place").setCurrentIndex(1)
    desk.press("save_small")
    assert desk.row(device).reserved_words == "Reserved for Fjellsund legekontor"


def test_a_kit_is_made_filled_and_left(desk: RadioDesk) -> None:
    first, second = desk.device("scale", "V-1"), desk.device("cuff", "B-1")
    panel(desk, first)
    desk.press("open_more")
    desk.press("device_kit")
    choice = desk.find(QComboBox, "kit_choice")
    choice.setCurrentIndex(choice.count() - 1)
    desk.press("save_small")
    assert "Give the kit a name." in desk.words()
    desk.write("kit_name", "Kit 4")
    desk.press("save_small")
    panel(desk, second)
    desk.press("open_more")
    desk.press("device_kit")
    desk.find(QComboBox, "kit_choice").setCurrentIndex(1)
    desk.press("save_small")
    assert {desk.row(first).kit, desk.row(second).kit} == {"Kit 4"}


# ----------------------------------------------------------------------------- what is written


def test_everything_that_is_written_can_be_changed(desk: RadioDesk) -> None:
    device = desk.device("scale", "V-1")
    panel(desk, device)
    desk.press("open_more")
    desk.press("device_change")
    for name, text in (
        ("device_label", LABEL),
        ("device_owner", "NAV"),
        ("device_price", "1 250,50"),
        ("device_bought_on", "01.02.2025"),
        ("device_calibration_due", "1.5.2027"),
        ("device_place", "Shelf 3"),
    ):
        desk.find(QLineEdit, name).setText(text)
    desk.find(QPushButton, "save_small").click()
    desk.calm()
    row = desk.row(device)
    assert (row.label, row.owner, row.price_ore) == (LABEL, "NAV", 125_050)
    assert (row.bought_on, row.calibration_due) == ("2025-02-01", "2027-05-01")
    assert row.place == "Shelf 3"


def test_what_is_no_day_or_no_price_is_said_at_its_field(desk: RadioDesk) -> None:
    panel(desk, desk.device("scale", "V-1"))
    desk.press("open_more")
    desk.press("device_change")
    for name, text, said in (
        ("device_price", "a lot", "Write kroner with figures"),
        ("device_bought_on", "last week", "Write the day like"),
        ("device_bought_on", "01.02.2031", "that day has not come yet"),
    ):
        desk.find(QLineEdit, name).setText(text)
        desk.find(QPushButton, "save_small").click()
        desk.calm()
        assert any(said in each for each in desk.words())
        desk.find(QLineEdit, name).clear()


def test_a_label_of_another_device_is_said_at_its_field(desk: RadioDesk) -> None:
    desk.device("scale", "V-1", label=LABEL)
    panel(desk, desk.device("scale", "V-2"))
    desk.press("open_more")
    desk.press("device_change")
    desk.find(QLineEdit, "device_label").setText(LABEL)
    desk.find(QPushButton, "save_small").click()
    desk.calm()
    assert any(f"The label {LABEL} is on V-1 already." in each for each in desk.words())

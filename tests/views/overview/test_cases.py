"""Support cases on screen: the list of all, and the part that a device's card shows."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from station.services.equipment.support_cases import SupportCases
from station.views.context import Context
from station.views.overview.cases import DeviceCases
from station.views.page import Page
from tests.inbox_office import Heard
from tests.intaking import NURSE
from tests.opened import Opener
from tests.overview_office import furnish
from tests.qt import Pulse
from tests.views.overview.conftest import OverviewDesk


def fill(desk: OverviewDesk, name: str, text: str) -> None:
    """Writes into a field of several lines."""
    desk.find(QPlainTextEdit, name).setPlainText(text)


def choose(desk: OverviewDesk, name: str, value: str) -> None:
    """Chooses an entry by its value."""
    box = desk.find(QComboBox, name)
    box.setCurrentIndex(box.findData(value))


def test_a_case_is_opened_by_a_label_and_closed(desk: OverviewDesk) -> None:
    desk.turn("cases")
    assert "1 open" in desk.words()
    desk.press("new_case")
    desk.press("save_small")
    assert "Write or scan the label of the device." in desk.words()
    desk.write("case_device", "ST-9")
    desk.press("save_small")
    assert "No device has «ST-9» as its label, serial number or name." in desk.words()
    desk.write("case_device", "st-30001")
    desk.press("save_small")
    assert "Write what failed." in desk.words()
    fill(desk, "case_what", "Mansjetten lekker")
    desk.press("save_small")
    assert desk.heard.said == ["The case is open"]
    assert "2 open" in desk.words()
    # It stands open at the right.
    assert "Cuff 2 · ST-30001" in desk.words()
    desk.press("case_close")
    desk.press("save_small")
    assert "Write what was done." in desk.words()
    fill(desk, "close_done", "Ny mansjett")
    desk.press("save_small")
    assert "Choose how it ended." in desk.words()
    choose(desk, "close_outcome", "replaced")
    desk.write("close_device", "ST-30001")
    desk.press("save_small")
    assert "A device cannot be replaced by itself." in desk.words()
    desk.write("close_device", "ST-30002")
    desk.write("close_minutes", "mange")
    desk.write("close_cost", "gratis")
    desk.press("save_small")
    assert "Write the minutes as a number from 0 to 10 000." in desk.words()
    assert "Write the cost as kroner, such as 250 or 250,50." in desk.words()
    desk.write("close_minutes", "25")
    desk.write("close_cost", "349,50")
    desk.press("save_small")
    assert desk.heard.said[-1] == "The case is closed"
    case = next(
        each
        for each in SupportCases(desk.office.record).all(NURSE)
        if each.what == "Mansjetten lekker"
    )
    assert (case.minutes, case.cost_ore, case.replacement) == (25, 34_950, "Cuff 3")
    assert "Replaced by another device: Cuff 3 · 25 minutes · 349.50" in desk.words()
    undo = desk.heard.undo[-1]
    assert callable(undo)
    undo()
    desk.calm()
    assert "2 open" in desk.words()


def test_a_closed_case_is_opened_again(desk: OverviewDesk) -> None:
    desk.turn("cases")
    desk.pick("case_list", "Displayet er knust")
    assert "Ny vekt levert" in desk.words()
    desk.press("case_reopen")
    assert "2 open" in desk.words()
    # Closed again from what was written before.
    desk.press("case_close")
    assert desk.find(QPlainTextEdit, "close_done").toPlainText() == "Ny vekt levert"
    choose(desk, "close_outcome", "guided")
    assert not desk.shows(QWidget, "close_device")
    desk.press("save_small")
    assert "1 open" in desk.words()


def test_a_case_leads_to_its_device_and_a_form_can_be_left(desk: OverviewDesk) -> None:
    desk.turn("cases")
    desk.pick("case_list", "Viser 0 kg")
    desk.press("case_to_device")
    page, device_id = desk.heard.went[-1]
    assert page == "equipment"
    assert desk.office.rows("SELECT kind FROM devices WHERE id = ?", str(device_id)) == [("scale",)]
    desk.press("new_case")
    desk.press("cancel_small")
    assert "Viser 0 kg hele tiden" in desk.words()
    assert desk.heard.said == []


def test_a_form_that_is_written_in_stays_when_others_save(desk: OverviewDesk) -> None:
    desk.turn("cases")
    desk.press("new_case")
    desk.write("case_device", "ST-30001")
    device_id = desk.office.device("Ny vekt", "scale")
    SupportCases(desk.office.record).open(NURSE, device_id, "Skjev")
    desk.calm()
    assert "2 open" in desk.words()
    assert desk.shows(QWidget, "case_form")


# --------------------------------------------------------------------------- on a device's card


class CardPage(Page):
    """A page with nothing on it but the cases of one device."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.cases: DeviceCases | None = None

    def opened(self, subject: str | None) -> None:
        """Shows the cases of the device."""
        self.cases = DeviceCases(self.context, subject or "", "Vekt 7")
        self.cases.setParent(self)
        self.cases.resize(600, 600)
        self.cases.show()


@pytest.fixture
def card(qtbot: QtBot, opener: Opener, heartbeat: Pulse) -> Iterator[OverviewDesk]:
    """The cases of a scale that nothing was wrong with yet."""
    office = furnish(opener.station.record, opener.clock, NURSE, 3)
    device_id = office.device("Vekt 7", "scale")
    heard = Heard()
    with opener.shown(CardPage, NURSE, heard, device_id) as page:
        made = OverviewDesk(page, opener.station, opener.bridge, heard, qtbot, office, NURSE)
        made.calm()
        yield made
        made.calm()


def shown_cases(card: OverviewDesk) -> DeviceCases:
    """The cases on the card."""
    assert isinstance(card.page, CardPage)
    assert card.page.cases is not None
    return card.page.cases


def writing(card: OverviewDesk) -> bool:
    """Whether somebody is writing about a case on the card."""
    return shown_cases(card).busy


def test_the_card_of_a_device_opens_and_closes_its_cases(card: OverviewDesk) -> None:
    assert "None. Nothing has failed so far." in card.words()
    card.press("case_new")
    assert writing(card)
    card.press("save_small")
    assert "Write what failed." in card.words()
    fill(card, "case_what", "Viser feil")
    card.press("save_small")
    assert not writing(card)
    assert "Viser feil" in card.words()
    card.press("case_close")
    fill(card, "close_done", "Nullstilt")
    choose(card, "close_outcome", "no_fault")
    card.press("save_small")
    assert "No fault found" in card.words()
    card.press("case_reopen")
    assert card.shows(QPushButton, "case_close")
    card.press("case_close")
    card.press("cancel_small")
    assert card.heard.said == ["The case is open", "The case is closed"]


def test_the_card_shows_the_newest_and_more_on_request(card: OverviewDesk) -> None:
    cases = SupportCases(card.office.record)
    device_id = str(card.office.rows("SELECT id FROM devices WHERE name = 'Vekt 7'")[0][0])
    for number in range(5):
        card.office.clock.advance(1000)
        cases.open(NURSE, device_id, f"Feil {number}")
    shown_cases(card).look()
    card.calm()
    assert "Feil 4" in card.words()
    assert "Feil 0" not in card.words()
    card.press("cases_more")
    assert "Feil 0" in card.words()
    # Somebody who is writing is not disturbed, and sees it afterwards.
    card.press("case_new")
    cases.open(NURSE, device_id, "Feil 5")
    shown_cases(card).look()
    card.calm()
    assert writing(card)
    card.press("cancel_small")
    assert "Feil 5" in card.words()


def test_what_was_refused_for_good_stands_above_the_form(card: OverviewDesk) -> None:
    card.press("case_new")
    fill(card, "case_what", "Viser feil")
    card.press("save_small")
    cases = SupportCases(card.office.record)
    case = next(each for each in cases.all(NURSE) if each.what == "Viser feil")
    card.press("case_close")
    fill(card, "close_done", "Nullstilt")
    choose(card, "close_outcome", "no_fault")
    with card.office.record.write(NURSE) as writer:
        writer.execute(
            "UPDATE support_cases SET closed_at = 1, closed_by = 'Stille Brygge' WHERE id = ?",
            (case.id,),
        )
        writer.audit("closed_for_test", "support_case", case.id)
    for _ in range(2):
        card.press("save_small")
    assert "The case was closed by Stille Brygge." in card.words()

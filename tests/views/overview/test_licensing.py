"""Licences on screen: what the chosen days cost, a new one, its end, and its archiving."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit

from station.services.stock.licences import Licences
from tests.intaking import NURSE
from tests.views.overview.conftest import OverviewDesk

SPACE = "\N{NO-BREAK SPACE}"


def total(desk: OverviewDesk) -> str:
    """What the chosen days cost, as it is shown."""
    return desk.find(QLabel, "licence_sum").text().replace(SPACE, " ")


def span(desk: OverviewDesk, at: int) -> None:
    """Chooses other days."""
    desk.find(QComboBox, "licence_span").setCurrentIndex(at)
    desk.calm()


def test_what_other_days_cost(desk: OverviewDesk) -> None:
    desk.turn("licences")
    sums = []
    for at in range(5):
        span(desk, at)
        sums.append(total(desk))
    # This year, this month (20 of 30 days of four), last month, last year (one of 990), whole.
    assert sums == ["16 681.79 kr", "1 920 kr", "2 880 kr", "990 kr", "20 521.79 kr"]
    assert "4 in use · 1 paid though the service has ended" in desk.words()


def test_a_licence_is_added_for_a_patient(desk: OverviewDesk) -> None:
    desk.turn("licences")
    desk.press("new_licence")
    assert desk.find(QLineEdit, "licence_product").text() == "Old app"
    assert desk.find(QLineEdit, "licence_from").text() == "20.11.2026"
    box = desk.find(QLineEdit, "pick_patient")
    QTest.keyClicks(box, "Vik")
    desk.press("save_small")
    assert "Choose the patient in the list, or empty the box." in desk.words()
    QTest.keyClick(box, Qt.Key.Key_Return)
    desk.calm()
    desk.press("pick_hit")
    assert "Vik" in desk.find(QLabel, "licence_patient").text()
    desk.write("licence_user", "u-1")
    desk.write("licence_product", "Vendorapp")
    desk.press("save_small")
    assert "Another licence for Vendorapp has this user id on these days." in desk.words()
    desk.write("licence_user", "u-9")
    period = desk.find(QComboBox, "licence_period")
    period.setCurrentIndex(0)
    desk.press("save_small")
    assert "Choose what the price is paid for." in desk.words()
    period.setCurrentIndex(1)
    desk.press("save_small")
    assert desk.heard.said == ["The licence is added"]
    assert "User id with the vendor: u-9" in desk.words()


def test_a_licence_of_nobody_in_particular(desk: OverviewDesk) -> None:
    desk.turn("licences")
    desk.press("new_licence")
    desk.find(QLineEdit, "licence_product").clear()
    desk.press("save_small")
    assert "Write which product the licence is for." in desk.words()
    desk.write("licence_product", "Felles app")
    desk.write("licence_price", "mye")
    desk.press("save_small")
    assert "Write the price as kroner, such as 720 or 720,50." in desk.words()
    desk.write("licence_price", "-5")
    desk.press("save_small")
    assert "A price cannot be below zero." in desk.words()
    desk.write("licence_price", "1 200,50 kr")
    desk.write("licence_from", "31.02.2026")
    desk.press("save_small")
    assert "Write the day as 20.11.2026." in desk.words()
    desk.write("licence_from", "01.11.2026")
    desk.write("licence_to", "31.10.2026")
    desk.press("save_small")
    assert "A licence cannot end before it starts. Choose another day." in desk.words()
    desk.find(QLineEdit, "licence_to").clear()
    desk.press("save_small")
    assert desk.heard.said == ["The licence is added"]
    found = Licences(desk.office.record).all(NURSE).lines
    line = next(each for each in found if each.product == "Felles app")
    assert (line.price_ore, line.to, line.patient_id) == (120_050, "", None)
    # It stands open at the right.
    assert "For nobody in particular" in desk.words()


def test_a_licence_ends_runs_again_and_is_archived(desk: OverviewDesk) -> None:
    desk.turn("licences")
    desk.pick("licence_list", "Rask Li")
    assert "The service has ended, and the licence is still paid." in desk.words()
    desk.press("licence_end")
    desk.write("licence_day", "snart")
    desk.press("save_small")
    assert "Write the day as 20.11.2026." in desk.words()
    desk.write("licence_day", "01.01.2026")
    desk.press("save_small")
    assert "A licence cannot end before it starts. Choose another day." in desk.words()
    desk.write("licence_day", "10.11.2026")
    desk.press("save_small")
    assert "In use 15 Jun 2026 to 10 Nov 2026" in desk.words()
    assert "still paid" not in desk.words()
    undo = desk.heard.undo[-1]
    assert callable(undo)
    undo()
    desk.calm()
    assert "still paid" in desk.words()
    desk.press("licence_end")
    desk.press("cancel_small")
    desk.press("licence_end")
    desk.press("save_small")
    desk.press("licence_again")
    assert "still paid" in desk.words()
    desk.press("licence_archive")
    desk.write("licence_day", "21.11.2026")
    desk.press("save_small")
    assert "Note the archiving when it is done" in desk.words()
    desk.write("licence_day", "20.11.2026")
    desk.press("save_small")
    assert "Archived with the vendor 20 Nov 2026" in desk.words()
    desk.press("licence_unarchive")
    assert "Archived with the vendor 20 Nov 2026" not in desk.words()
    desk.press("licence_patient")
    assert desk.heard.went[-1][0] == "patients"

"""ESAS-r with one «kan ikke vurdere»: a gap in the trend and words on paper, never a zero."""

import io

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from station.training import door
from station.views.charts.data import PanelData
from station.views.charts.trace import Trace
from station.views.charts.view import TrendView
from station.views.forms.printview import FormPrintView
from tests.journeys.driver import Nurse
from tests.journeys.work import RED, open_card, stands

WHO = "Blid Trapp"
PAIN = "esas_r.pain"


@pytest.fixture
def at_work(training: Nurse) -> Nurse:
    """Signed in, with her card open."""
    training.sign_in(door.USER, door.PASSWORD)
    training.until(lambda: training.has("worklist"), "the worklist")
    open_card(training, WHO)
    return training


def type_keys(nurse: Nurse, text: str) -> None:
    """Types where the keyboard is: the focus goes from question to question by itself."""
    for letter in text:
        box = QApplication.focusWidget()
        assert box is not None
        if letter == "\n":
            QTest.keyClick(box, Qt.Key.Key_Return)
        else:
            QTest.keyClicks(box, letter)
        QApplication.processEvents()
    nurse.settle()


def answer_esas(nurse: Nurse, pain: str, time: str) -> None:
    """Fills in ESAS-r from paper for this morning, without the mouse: eight scores below pain."""
    if not nurse.has("which_form"):
        nurse.press("open_forms_page")
    nurse.choose("which_form", "ESAS-r")
    nurse.press("fill_in")
    nurse.until(lambda: nurse.has("answer_wellbeing"), "the last question")
    nurse.settle()
    type_keys(nurse, f"{pain}\n1\n2\n1\n2\n1\n2\n1\n2\n")
    nurse.choose("answered_by", "pårørende")
    nurse.write("answered_name", "Lun Hylle")
    nurse.choose("answered_source", "papir")
    nurse.write("reading_time", time)
    nurse.key("Ctrl+S")
    nurse.until(lambda: nurse.has("seen_answer"), "the answers as they are stored")


def test_s36_one_that_cannot_say_is_a_gap_and_not_a_zero(at_work: Nurse) -> None:
    nurse = at_work
    for pain, time in (("3", "06:00"), ("-", "07:00"), ("8", "08:00")):
        answer_esas(nurse, pain, time)
    nurse.go("today")
    stands(nurse, WHO, RED)
    open_card(nurse, WHO)
    nurse.until(lambda: PAIN in panels(nurse), "the trend of pain")
    panel = panels(nurse)[PAIN]
    assert panel.title == "Smerte"
    (series,) = panel.series
    assert list(series.values[-2:]) == [3.0, 8.0]
    assert 0.0 not in series.values
    # Two hours apart, where a line would cross a day and a half: only the gap breaks it.
    strip = Trace(series, panel.gap_ms).strip(series.times[0], series.times[-1], 1000)
    assert not strip.joined[-2]
    nurse.press("trend_switch")
    nurse.until(lambda: "Kan ikke vurdere" in nurse.words("trend-table"), "the table's word")
    nurse.press("trend_switch")
    assert "ESAS-r: smerte 8 av 10" in nurse.words("timeline")


def test_s36_on_paper_it_stands_in_words(at_work: Nurse) -> None:
    nurse = at_work
    answer_esas(nurse, "-", "07:00")
    nurse.until(lambda: "Kan ikke vurdere" in nurse.words("seen_answer"), "the answer in words")
    nurse.press("print_answer")
    view = nurse.find("form_print", FormPrintView)
    nurse.until(lambda: view.printed is not None, "the print")
    assert view.printed is not None
    pages = pypdf.PdfReader(io.BytesIO(view.printed.pdf)).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "Smerte Kan ikke vurdere" in text
    assert "Smerte 0" not in text
    assert nurse.find("page_forms", QWidget).isVisible()


def panels(nurse: Nurse) -> dict[str, PanelData]:
    """What the card's trend draws, by component."""
    return {panel.key: panel for panel in nurse.find("trend-view", TrendView).trend.data.panels}

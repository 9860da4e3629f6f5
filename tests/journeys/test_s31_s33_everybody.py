"""Nynorsk all through, large text that is not cut, levels told without colour, no mouse needed."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QScrollArea,
    QWidget,
)

from station.core.clock import FixedClock
from station.core.look import Look, write_look
from station.training import door
from station.training.day import morning
from station.views import style
from tests.journeys.conftest import Come
from tests.journeys.driver import Nurse, visible, words_of
from tests.journeys.work import line_of, open_card, stands
from tests.municipality import copy_home

NYNORSK = "Even Lyng"
ILL, WELL = "Rask Elg", "Blid Trapp"
BOKMAL_ONLY = re.compile(
    r"\b(ikke|jeg|noen|fra før|ennå|bare denne|målinger|målingen|pasienter|måler|hvem|hva|hvor|"
    r"hvorfor|gjelder|lukk varselet|sykepleier|våken|opprettet|mangler|"
    r"åpent|stengt, åpner|velg en|nå gjelder|godkjente|uker|økte|fortsett|tilbake til listen)\b",
    re.IGNORECASE,
)
"""Words that no nynorsk sentence has."""
PLAN_WORDS = re.compile(r"Jeg |Gå til|Ringte\.")
"""The training plans are written in bokmål, as the patients speak; they keep their words."""
PATIENTS_VOICE = re.compile(r"\b[Jj]eg\b")
"""What the plan asks and says in the patient's own voice, beside what Station says."""
PLACES = ("today", "patients", "plans", "inbox", "settings")


@pytest.fixture
def large(
    come: Come,
    municipality: Path,
    tmp_path: Path,
    look: style.Theme,
    qapp: QApplication,
    request: pytest.FixtureRequest,
) -> Iterator[Nurse]:
    """At the door of the training municipality on a PC with large text that speaks nynorsk."""
    home = copy_home(municipality, tmp_path / "home")
    write_look(home.root, Look("light", request.param, "nn"))
    yield come(home, FixedClock(morning()))
    style.apply(qapp, look)


def cut_off(widget: QWidget) -> str:
    """The words of a label or button that do not fit on it, or ""."""
    if isinstance(widget, QLabel):
        text = widget.text()
        if not text or not widget.pixmap().isNull():
            return ""
        room = widget.contentsRect()
        flags = Qt.TextFlag.TextWordWrap if widget.wordWrap() else Qt.TextFlag.TextSingleLine
        needed = widget.fontMetrics().boundingRect(
            QRect(0, 0, room.width() if widget.wordWrap() else 10_000, 10_000), flags, text
        )
    elif isinstance(widget, QAbstractButton):
        text = widget.text()
        if not text:
            return ""
        room, needed = widget.rect(), widget.fontMetrics().boundingRect(text)
    else:
        return ""
    fits = needed.width() <= room.width() + 2 and needed.height() <= room.height() + 2
    return "" if fits else f"{widget.objectName()} «{text}» {needed.size()} in {room.size()}"


def pushed_out(widget: QWidget) -> str:
    """The name of something that stands past the side of what it scrolls in, or ""."""
    area = widget.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    if area is None or not isinstance(widget, QLabel | QAbstractButton | QComboBox | QLineEdit):
        return ""
    room = area.viewport()
    right = widget.mapTo(room, widget.rect().topRight()).x()
    if right <= room.width() or area.horizontalScrollBar().isVisible():
        return ""
    return f"{widget.objectName()} «{widget.accessibleName()}» ends at {right} of {room.width()}"


def elides(widget: QWidget) -> bool:
    """Whether a label shows by itself that its words go on («…»), with the whole in its hint."""
    return isinstance(widget, style.ElidedLabel)


def wrong_with(nurse: Nurse, place: str) -> list[str]:
    """What is cut off, and what is said in bokmål, on the screen now."""
    nurse.settle()
    # A page that needs more room than there is would push the window over the screen's edge.
    assert (nurse.window.width(), nurse.window.height()) == (1366, 768), place
    wrong: list[str] = []
    for widget in visible(nurse.window):
        if not elides(widget) and (found := cut_off(widget)):
            wrong.append(f"{place}, cut: {found}")
        if found := pushed_out(widget):
            wrong.append(f"{place}, past the edge: {found}")
        for words in words_of(widget):
            own = PATIENTS_VOICE if place in PLANS else PLAN_WORDS
            lines = [line for line in words.splitlines() if not own.search(line)]
            if any(BOKMAL_ONLY.search(line) for line in lines):
                wrong.append(f"{place}, in bokmål: {words}")
    return wrong


def at_the_reading_form(nurse: Nurse) -> None:
    """Types an odd reading, so that the form asks."""
    open_card(nurse, WELL)
    nurse.press("new_reading")
    nurse.press("kind_spo2")
    nurse.write("reading_value1", "31")
    nurse.press("save_reading")


def at_a_patient_like_another(nurse: Nurse) -> None:
    """Fills in a name and a birth date that somebody has already."""
    nurse.go("patients")
    nurse.press("new_patient")
    nurse.write("patient_given_name", "Rask")
    nurse.write("patient_family_name", "Elg")
    nurse.write("patient_birth_date", "14.03.1948")
    nurse.until(lambda: nurse.has("none_of_these"), "the question")


def at_the_plan_editor(nurse: Nurse) -> None:
    """Opens a draft, with a limit's own form."""
    nurse.go("plans")
    nurse.pick("plan_list", WELL)
    nurse.until(lambda: nurse.has("plan_overview"), "the plan")
    nurse.press("next_version")
    nurse.press("change_limits_spo2")
    nurse.write("limit_yellow_low_number", "91")


def at_the_approval(nurse: Nurse) -> None:
    """Closes the limit's form and goes on to the approval."""
    nurse.press("change_limits_spo2")
    nurse.press("approve")
    nurse.until(lambda: nurse.has("approval_form"), "the form")


def at_the_comparison(nurse: Nurse) -> None:
    """Compares the draft with the version in force."""
    nurse.press("leave_approval")
    nurse.press("leave_draft")
    nurse.until(lambda: nurse.has("plan_overview"), "the plan")
    others = nurse.find("compare_with", QComboBox)
    last = others.count() - 1
    others.setCurrentIndex(last)
    others.activated.emit(last)
    nurse.until(lambda: nurse.has("changes"), "what differs")


WRITING = {
    "reading form": at_the_reading_form,
    "alike": at_a_patient_like_another,
    "plan editor": at_the_plan_editor,
    "approval": at_the_approval,
    "comparison": at_the_comparison,
}
PLANS = ("plan editor", "approval", "comparison")


@pytest.mark.parametrize("large", [1.25, 2.0], indirect=True)
def test_s31_nothing_is_cut_and_no_word_is_bokmal(large: Nurse) -> None:
    large.sign_in(NYNORSK, door.PASSWORD)
    wrong: list[str] = []
    for place in PLACES:
        large.go(place)
        if place == "today":
            open_card(large, ILL)
        wrong += wrong_with(large, place)
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("large", [2.0], indirect=True)
def test_s31_nothing_is_cut_where_somebody_writes_or_compares(large: Nurse) -> None:
    large.sign_in(NYNORSK, door.PASSWORD)
    wrong: list[str] = []
    for place, reach_it in WRITING.items():
        reach_it(large)
        wrong += wrong_with(large, place)
    assert wrong == [], "\n".join(wrong)


def test_s32_levels_are_told_by_word_and_shape_without_colour(training: Nurse) -> None:
    training.sign_in(door.USER, door.PASSWORD)
    training.until(lambda: training.has("worklist"), "the worklist")
    words = {
        line_of(training, name).split(",")[0]
        for name in (ILL, "Rolig Fjord", "Grønn Bro", "Lun Hylle", "Blid Trapp")
    }
    assert words == {"Rød", "Gul", "Mangler", "Pause", "Grønn"}
    view = training.find("worklist", QListView)
    badges = []
    for row in (0, 1, 4, 6, 8):
        view.scrollTo(view.model().index(row, 0), QListView.ScrollHint.PositionAtTop)
        place = view.visualRect(view.model().index(row, 0))
        place.setWidth(100)
        grey = view.viewport().grab(place).toImage().convertToFormat(QImage.Format.Format_Mono)
        badges.append(bytes(grey.constBits()))
    # In black and white no two badges are the same picture.
    assert len(set(badges)) == len(badges)


def test_s33_a_morning_without_a_mouse(training: Nurse) -> None:
    nurse = training
    people = nurse.find("people", QWidget)
    people.setFocus()
    QTest.keyClicks(nurse.window.focusWidget(), "M")
    for _ in range(4):
        if nurse.window.focusWidget().objectName() == "password":
            break
        QTest.keyClick(nurse.window.focusWidget(), Qt.Key.Key_Tab)
    QTest.keyClicks(nurse.window.focusWidget(), door.PASSWORD)
    QTest.keyClick(nurse.window.focusWidget(), Qt.Key.Key_Return)
    nurse.until(lambda: nurse.has("worklist"), "the worklist")
    stands(nurse, ILL, "Rød")
    nurse.until(lambda: nurse.find("worklist", QWidget).hasFocus(), "the keyboard on the list")
    QTest.keyClick(nurse.window.focusWidget(), Qt.Key.Key_Return)
    nurse.until(lambda: nurse.has("card_head"), "the card")
    nurse.until(lambda: nurse.has("act_call"), "what can be done")
    nurse.settle()
    nurse.key("6")
    nurse.until(lambda: nurse.has("handling_form"), "the form")
    assert nurse.window.focusWidget().accessibleName()
    for name in ("action_call", "verdict_real"):
        reach(nurse, name)
        QTest.keyClick(nurse.window.focusWidget(), Qt.Key.Key_Space)
    reach(nurse, "handling_note")
    QTest.keyClicks(nurse.window.focusWidget(), "Ringte.")
    nurse.key("Ctrl+S")
    nurse.until(lambda: not line_of(nurse, ILL).startswith("Rød"), "the closed alert")
    nurse.key("Ctrl+L")
    nurse.until(nurse.at_the_door, "the door")


def reach(nurse: Nurse, name: str) -> None:
    """Presses Tab, and the arrows within a group, until the focus stands on a widget."""
    for _ in range(60):
        focus = nurse.window.focusWidget()
        if focus.objectName() == name:
            return
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    raise AssertionError(f"{name} cannot be reached by keyboard")

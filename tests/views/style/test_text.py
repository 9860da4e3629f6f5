"""A label's height at a width, and the height of a line, in a window that wears the style sheet."""

import pytest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from station.views import style
from station.views.style.tokens import DARK

WORDS = "Ta kontakt med fastlegen når pusten er tyngre enn vanlig to dager på rad. " * 4


@pytest.fixture
def window(qtbot: QtBot, usual_look: style.Theme) -> QWidget:
    """An empty window that wears the style sheet."""
    made = QWidget()
    QVBoxLayout(made)
    qtbot.addWidget(made)
    return made


def put(window: QWidget, made: style.Label) -> style.Label:
    layout = window.layout()
    assert layout is not None
    layout.addWidget(made)
    return made


@pytest.mark.parametrize("role", ["display", "heading", "subheading", "body", "muted", "small"])
def test_a_line_is_as_high_as_a_label_of_its_role(window: QWidget, role: str) -> None:
    assert style.line_height(role) == put(window, style.label("Ålgård", role)).sizeHint().height()


def test_a_height_is_that_of_the_words_and_letters_now(window: QWidget) -> None:
    made = put(window, style.label(WORDS, "body", wrap=True))
    narrow, wide = made.heightForWidth(150), made.heightForWidth(600)
    assert narrow > wide
    assert made.heightForWidth(150) == narrow
    made.set_role("heading")
    assert made.heightForWidth(150) > narrow
    made.setText("Kort")
    assert made.heightForWidth(150) < narrow


def test_a_window_wears_another_look_when_it_is_chosen(window: QWidget, qapp: QApplication) -> None:
    made = put(window, style.label(WORDS, "body", wrap=True))
    usual = made.heightForWidth(300)
    style.apply(qapp, style.Theme(DARK, 2.0))
    assert made.heightForWidth(300) > usual
    assert made.palette().color(made.foregroundRole()).name() == DARK.ink


def test_a_label_outside_a_window_is_not_styled_yet(qtbot: QtBot, look: style.Theme) -> None:
    made = style.label("Ålgård", "display")
    holder = QWidget()
    QVBoxLayout(holder).addWidget(made)
    plain = made.sizeHint().height()
    qtbot.addWidget(holder)
    assert made.sizeHint().height() == style.line_height("display") > plain

"""Inputs that the sign-in screen does without: notes, choices, boxes to tick."""

from PySide6.QtWidgets import QCheckBox, QComboBox, QPlainTextEdit

from station.views.style.theme import current


def note_input(placeholder: str = "", lines: int = 3) -> QPlainTextEdit:
    """A text input of several lines, plain text only; Tab moves on."""
    made = QPlainTextEdit()
    made.setPlaceholderText(placeholder)
    made.setTabChangesFocus(True)
    theme = current()
    made.setFixedHeight(round(lines * theme.size("body") * 1.5) + theme.px(5))
    return made


def check(text: str, *, checked: bool = False) -> QCheckBox:
    """A box to tick, with its words."""
    made = QCheckBox(text.replace("&", "&&"))
    made.setAccessibleName(text)
    made.setChecked(checked)
    return made


def choice(*options: tuple[str, object]) -> QComboBox:
    """A drop-down of (words, value) pairs."""
    made = QComboBox()
    for words, value in options:
        made.addItem(words, value)
    return made

"""The row below a form of the card: what it does, and the way out without doing it."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout

from station.core.i18n import tr
from station.views.style import Button, button, current


def verbs(
    form: str, words: str, act: Callable[[], object], cancel: Callable[[], object]
) -> QHBoxLayout:
    """Gives the buttons `<form>_save` with these words and `<form>_cancel`, side by side."""
    row = QHBoxLayout()
    row.setSpacing(current().px(2))
    row.addWidget(_named(button(words, "Ctrl+S", primary=True), f"{form}_save", act))
    row.addWidget(_named(button(tr("Cancel"), "Esc"), f"{form}_cancel", cancel))
    row.addStretch(1)
    return row


def _named(made: Button, name: str, act: Callable[[], object]) -> Button:
    made.setObjectName(name)
    made.clicked.connect(lambda _checked=False: act())
    return made

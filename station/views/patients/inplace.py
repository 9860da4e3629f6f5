"""A short form that stands where the facts of a patient stood: no window of its own."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.core.i18n import tr
from station.views.style import Button, Field, button, current, field, heading


class InPlace(QWidget):
    """Its title, its fields by key, a way to save and a way back (Esc)."""

    cancelled = Signal()

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.fields: dict[str, Field] = {}
        theme = current()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, theme.px(2), 0)
        self.column.setSpacing(theme.px(3))
        self.column.addWidget(heading(title))

    def field(self, words: str, editor: QWidget, help_text: str = "", *, key: str) -> Field:
        """A named field that `show_problems` finds by `key`; the caller places it."""
        self.fields[key] = field(words, editor, help_text)
        return self.fields[key]

    def finish(self, verb: str, act: Callable[[], object]) -> None:
        """Ends the form with its verb and «Cancel»."""
        save = button(verb, "Ctrl+S", primary=True)
        save.setObjectName("save_small")
        save.clicked.connect(lambda _checked=False: act())
        self._end(save, tr("Cancel"))

    def back(self) -> None:
        """Ends the form with the way back alone."""
        self._end(None, tr("Back to the patient"))

    def begin(self) -> None:
        """Puts the cursor into the first field."""
        first = next(iter(self.fields.values()), None)
        if first is not None:
            first.editor.setFocus()

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Shows each sentence under its field, and goes to the first."""
        for key, each in self.fields.items():
            each.set_wrong(problems.get(key, ""))
        wrong = next((each for key, each in self.fields.items() if key in problems), None)
        if wrong is not None:
            wrong.editor.setFocus()

    def _end(self, save: Button | None, words: str) -> None:
        cancel = button(words, "Esc")
        cancel.setObjectName("cancel_small")
        cancel.clicked.connect(lambda _checked=False: self.cancelled.emit())
        row = QHBoxLayout()
        for made in (save, cancel):
            if made is not None:
                row.addWidget(made)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addStretch(1)

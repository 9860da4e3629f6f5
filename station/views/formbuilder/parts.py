"""What the forms of the builder share: named inputs that tell of every change at once."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.formats import number
from station.core.i18n import tr
from station.rules.form_checks import MOST_WORDS
from station.rules.units import decimals_of
from station.views.forms.asking import number_of
from station.views.style import (
    Field,
    FlowLayout,
    check,
    choice,
    current,
    field,
    note_input,
    text_input,
)


class PartForm(QWidget):
    """A column of inputs; each calls what it is given with what now stands in it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        theme = current()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, theme.px(1), 0)
        self.column.setSpacing(theme.px(2.5))

    def line(
        self, name: str, title: str, text: str, put: Callable[[str], object], help_text: str = ""
    ) -> Field:
        """A line of text."""
        editor = text_input(longest=MOST_WORDS)
        editor.setObjectName(name)
        editor.setText(text)
        editor.textEdited.connect(lambda typed: put(typed.strip()))
        made = field(title, editor, help_text)
        self.column.addWidget(made)
        return made

    def note(
        self, name: str, title: str, text: str, put: Callable[[str], object], help_text: str = ""
    ) -> Field:
        """A text of several lines."""
        editor = note_input(lines=2)
        editor.setObjectName(name)
        editor.setPlainText(text)
        editor.textChanged.connect(lambda: put(editor.toPlainText().strip()[:MOST_WORDS]))
        made = field(title, editor, help_text)
        self.column.addWidget(made)
        return made

    def numbers(
        self, *asked: tuple[str, str, float | None, Callable[[float | None], object]]
    ) -> None:
        """Numbers beside each other, as (object name, title, value, what takes it)."""
        flow = FlowLayout(gap=current().px(3))
        for name, title, value, put in asked:
            editor = text_input(longest=12)
            editor.setObjectName(name)
            editor.setText("" if value is None else number(value, decimals_of(value, 3)))
            made = field(title, editor)
            made.setFixedWidth(current().px(34))
            editor.textEdited.connect(lambda typed, at=made, to=put: _number_put(at, typed, to))
            flow.addWidget(made)
        self.column.addLayout(flow)

    def choose(
        self,
        name: str,
        title: str,
        options: Sequence[tuple[str, object]],
        value: object,
        put: Callable[[object], object],
    ) -> Field:
        """One of several."""
        editor = choice(*options)
        editor.setObjectName(name)
        values = [option for _, option in options]
        editor.setCurrentIndex(values.index(value) if value in values else -1)
        editor.activated.connect(lambda at: put(values[at]))
        made = field(title, editor)
        self.column.addWidget(made)
        return made

    def ticks(self, *asked: tuple[str, str, bool, Callable[[bool], object]]) -> None:
        """Boxes to tick, as (object name, words, ticked, what takes it)."""
        flow = FlowLayout(gap=current().px(3))
        for name, words, ticked, put in asked:
            box = check(words, checked=ticked)
            box.setObjectName(name)
            box.toggled.connect(put)
            flow.addWidget(box)
        self.column.addLayout(flow)

    def finish(self) -> None:
        """Ends the column."""
        self.column.addStretch(1)


def _number_put(shown: Field, typed: str, put: Callable[[float | None], object]) -> None:
    text = typed.strip()
    found = number_of(text) if text else None
    readable = found is None or isinstance(found, int | float)
    shown.set_wrong("" if readable else tr("This is not a number."))
    if found is None or isinstance(found, int | float):
        put(found)

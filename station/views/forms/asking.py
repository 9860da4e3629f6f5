"""One question of a form: its words, the way to answer it, and what is wrong with the answer."""

from collections.abc import Sequence
from math import isfinite

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from station.core.formats import number
from station.core.i18n import language, tr
from station.rules.form_scoring import MOST_TEXT
from station.rules.forms import SCALE_TOP, Choice, Item, ItemKind
from station.rules.numbers import Refusal, parse_number
from station.rules.units import decimals_of
from station.views.forms.options import CANNOT_KEY, Option, Options
from station.views.style import check, current, label, note_input, restyle, text_input

MISSING = object()
"""What `answer` gives while nothing is answered."""
_DIGIT = 9
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Question(QWidget):
    """One item. `answered` says that its answer is another, `passed` that Enter was pressed."""

    answered = Signal()
    passed = Signal()

    def __init__(self, item: Item, place: int) -> None:
        super().__init__()
        self.item = item
        self.setObjectName(f"question_{item.code}")
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(1))
        spoken = language()
        asked = item.text.said(spoken) or "…"
        self._asked = label(f"{place}. {asked}", "strong", wrap=True)
        column.addWidget(self._asked)
        for words, role in ((item.help.said(spoken), "small"), (anchors(item), "small")):
            if words:
                column.addWidget(label(words, role, wrap=True))
        self._cannot: QCheckBox | None = None
        self.editor: QWidget = self._make()
        self.editor.setObjectName(f"answer_{item.code}")
        self.editor.setAccessibleName(asked)
        column.addLayout(self._row())
        self._wrong = label("", "error", wrap=True)
        self._wrong.setObjectName(f"wrong_{item.code}")
        self._wrong.hide()
        column.addWidget(self._wrong)
        self.setFocusProxy(self.editor)

    def set_place(self, place: int) -> None:
        """Counts the question as another one of the form."""
        self._asked.setText(f"{place}. {self.item.text.said(language()) or '…'}")

    @property
    def answer(self) -> object:
        """The answer: a number, a text, None for «cannot say», MISSING for none.

        A number that cannot be read is given as it was typed, for the rules to refuse.
        """
        editor = self.editor
        if isinstance(editor, Options):
            return editor.option.value if editor.option else MISSING
        if self._cannot is not None and self._cannot.isChecked():
            return None
        if isinstance(editor, QPlainTextEdit):
            return editor.toPlainText().strip() or MISSING
        typed = editor.text().strip() if isinstance(editor, QLineEdit) else ""
        return number_of(typed) if typed else MISSING

    @property
    def last(self) -> QWidget:
        """The widget after which Tab goes on to the next question."""
        return self._cannot or self.editor

    def show_answer(self, answer: object) -> None:
        """Puts an answer in without telling anybody; MISSING takes it away."""
        self._fill(answer)
        if self._cannot is not None:
            self._cannot.blockSignals(True)
            self._cannot.setChecked(answer is None)
            self._cannot.blockSignals(False)
            self.editor.setEnabled(answer is not None)

    def set_wrong(self, sentence: str) -> None:
        """Shows what is wrong beside the question; an empty sentence takes it away."""
        self._wrong.setText(sentence)
        self._wrong.setVisible(bool(sentence))
        if self.editor.property("wrong") != bool(sentence):
            self.editor.setProperty("wrong", bool(sentence))
            restyle(self.editor)

    @property
    def wrong(self) -> str:
        """The sentence now shown, or an empty text."""
        return self._wrong.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In a text Enter goes on, and Shift Enter begins a new line."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in _ENTER
            and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        ):
            self.passed.emit()
            return True
        return super().eventFilter(watched, event)

    # ------------------------------------------------------------------------------- inside

    def _make(self) -> QWidget:
        item = self.item
        if item.kind in (ItemKind.CHOICE, ItemKind.SCALE):
            made = Options(options_of(item), in_row=item.kind is ItemKind.SCALE)
            made.chosen.connect(self._changed)
            made.passed.connect(self.passed)
            return made
        if item.kind is ItemKind.TEXT:
            note = note_input(lines=2)
            note.installEventFilter(self)
            note.textChanged.connect(self._changed)
            return note
        line = text_input(longest=20)
        line.setFixedWidth(current().px(32))
        line.textEdited.connect(lambda _text: self._changed())
        line.returnPressed.connect(self.passed)
        return line

    def _row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(current().px(2))
        row.addWidget(self.editor)
        if self.item.kind is ItemKind.NUMBER:
            row.addWidget(label(span_words(self.item), "muted"))
        if self.item.kind in (ItemKind.NUMBER, ItemKind.TEXT) and self.item.cannot_say:
            self._cannot = check(tr("Cannot say"))
            self._cannot.setObjectName(f"cannot_{self.item.code}")
            self._cannot.toggled.connect(self._cannot_turned)
            row.addWidget(self._cannot, 0, Qt.AlignmentFlag.AlignTop)
        if self.item.kind is ItemKind.NUMBER:
            row.addStretch(1)
        return row

    def _cannot_turned(self, on: bool) -> None:
        self.editor.setEnabled(not on)
        self._changed()

    def _changed(self) -> None:
        self.set_wrong("")
        self.answered.emit()

    def _fill(self, answer: object) -> None:
        editor = self.editor
        editor.blockSignals(True)
        if isinstance(editor, Options):
            if answer is None or isinstance(answer, int | float):
                editor.choose(answer)
            else:
                editor.clear()
        elif isinstance(editor, QPlainTextEdit):
            editor.setPlainText(answer if isinstance(answer, str) else "")
        elif isinstance(editor, QLineEdit):
            editor.setText(typed_words(answer))
        editor.blockSignals(False)


def options_of(item: Item) -> tuple[Option, ...]:
    """The answers of a choice or a scale with their keys, «cannot say» last.

    The key is the answer's value, as a grade is read off paper, where every value is one digit.
    """
    if item.kind is ItemKind.SCALE:
        found = [Option(str(step), str(step), step) for step in range(SCALE_TOP + 1)]
    else:
        spoken, keys = language(), _keys(item.choices)
        found = [
            Option(key, choice.text.said(spoken) or "…", choice.value)
            for key, choice in zip(keys, item.choices, strict=True)
        ]
    if item.cannot_say:
        found.append(Option(CANNOT_KEY, tr("Cannot say"), None))
    return tuple(found)


def _keys(choices: Sequence[Choice]) -> list[str]:
    if all(0 <= choice.value <= _DIGIT for choice in choices):
        return [str(choice.value) for choice in choices]
    return [str(at) if at <= _DIGIT else "" for at in range(1, len(choices) + 1)]


def anchors(item: Item) -> str:
    """What the ends of a scale mean: 0 = best · 10 = worst."""
    spoken = language()
    return " · ".join(filter(None, (item.low.said(spoken), item.high.said(spoken))))


def span_words(item: Item) -> str:
    """The unit of a number, and from where to where it goes: ganger (0–40)."""
    least, most = item.span
    unit = item.unit.said(language())
    if least is None or most is None:
        return unit
    ends = [number(end, decimals_of(end, 3)) for end in (least, most)]
    return f"{unit} ({ends[0]}–{ends[1]})".strip()


def number_of(typed: str) -> object:
    """A number as it was typed with comma or point; the text itself where it is none."""
    found = parse_number(typed)
    if isinstance(found, Refusal) or not isfinite(found):
        return typed
    return int(found) if found == int(found) else found


def typed_words(answer: object) -> str:
    """An answer as it stands in the field of a number."""
    if isinstance(answer, bool) or answer is None or answer is MISSING:
        return ""
    if isinstance(answer, int | float):
        return number(answer, decimals_of(answer, 3))
    return str(answer)[:MOST_TEXT]

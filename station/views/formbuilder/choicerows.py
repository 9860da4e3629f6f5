"""The answers of a choice in the builder: value, words and zone of each, a row each."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from station.core.i18n import tr
from station.rules.form_checks import MOST_CHOICES, MOST_WORDS
from station.rules.forms import Choice, Words
from station.rules.limits import Level
from station.views.formbuilder.edits import worded
from station.views.formbuilder.words import LEVELS
from station.views.steps import Steps
from station.views.style import button, choice, current, label, text_input


class ChoiceRows(QWidget):
    """`edited` carries the choices as they are now. Enter goes to the next row, or makes one."""

    edited = Signal(object)

    def __init__(self, choices: tuple[Choice, ...], language: str) -> None:
        super().__init__()
        self.setObjectName("item_choices")
        self.choices, self._language = choices, language
        self._steps = Steps(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(1.5))
        column.addWidget(label(tr("Answers to choose from"), "strong"))
        self._room = QVBoxLayout()
        column.addLayout(self._room)
        self._more = button(tr("New answer"), kind="quiet", icon="plus")
        self._more.setObjectName("new_choice")
        self._more.clicked.connect(lambda _checked=False: self._add())
        column.addWidget(self._more)
        self._grid = QGridLayout()
        self._build()

    def _build(self, stand_at: int = -1) -> None:
        self._steps.drop()
        while (item := self._room.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        holder = QWidget()
        self._grid = QGridLayout(holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(current().px(1.5))
        self._grid.setVerticalSpacing(current().px(1))
        self._grid.setColumnStretch(1, 1)
        self._room.addWidget(holder)
        for at in range(len(self.choices)):
            self._steps.add(partial(self._row, at, stand_at))
        self._more.setEnabled(len(self.choices) < MOST_CHOICES)

    def _row(self, at: int, stand_at: int) -> None:
        each, theme = self.choices[at], current()
        value = text_input(longest=3)
        value.setObjectName(f"choice_value_{at}")
        value.setAccessibleName(tr("Value of answer {number}", number=at + 1))
        value.setText(str(each.value))
        value.setFixedWidth(theme.px(12))
        words = text_input(longest=MOST_WORDS)
        words.setObjectName(f"choice_words_{at}")
        words.setAccessibleName(tr("Words of answer {number}", number=at + 1))
        words.setText(getattr(each.text, self._language))
        zone = choice(*((tr(said), level) for level, said in LEVELS.items()))
        zone.setObjectName(f"choice_level_{at}")
        zone.setAccessibleName(tr("Zone of answer {number}", number=at + 1))
        zone.setCurrentIndex(list(LEVELS).index(each.level))
        gone = button("", kind="quiet", icon="close")
        gone.setObjectName(f"choice_gone_{at}")
        gone.setAccessibleName(tr("Take answer {number} away", number=at + 1))
        for column, part in enumerate((value, words, zone, gone)):
            self._grid.addWidget(part, at, column)
        value.textEdited.connect(lambda typed: self._value(at, typed))
        words.textEdited.connect(lambda typed: self._words(at, typed))
        words.returnPressed.connect(lambda: self._next(at))
        zone.activated.connect(lambda place: self._level(at, list(LEVELS)[place]))
        gone.clicked.connect(lambda _checked=False: self._drop(at))
        if at == stand_at:
            words.setFocus()

    def _put(self, at: int, each: Choice) -> None:
        self.choices = (*self.choices[:at], each, *self.choices[at + 1 :])
        self.edited.emit(self.choices)

    def _value(self, at: int, typed: str) -> None:
        if typed.strip().isdecimal():
            self._put(at, replace(self.choices[at], value=int(typed)))

    def _words(self, at: int, typed: str) -> None:
        each = self.choices[at]
        self._put(at, replace(each, text=worded(each.text, self._language, typed.strip())))

    def _level(self, at: int, level: Level | None) -> None:
        self._put(at, replace(self.choices[at], level=level))

    def _next(self, at: int) -> None:
        if at + 1 < len(self.choices):
            below = self.findChild(QWidget, f"choice_words_{at + 1}")
            if below is not None:
                below.setFocus()
        elif self.choices[at].text.by_language():
            self._add()

    def _add(self) -> None:
        if len(self.choices) >= MOST_CHOICES:
            return
        value = max((each.value for each in self.choices), default=-1) + 1
        self.choices = (*self.choices, Choice(value, Words()))
        self._build(len(self.choices) - 1)
        self.edited.emit(self.choices)

    def _drop(self, at: int) -> None:
        self.choices = (*self.choices[:at], *self.choices[at + 1 :])
        self._build(min(at, len(self.choices) - 1))
        self.edited.emit(self.choices)

"""The form of one patient: filled in and checked in place, kept as a draft until it is saved."""

from collections.abc import Callable
from dataclasses import asdict, fields
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from station.core.i18n import tr
from station.services.office.access_words import FIELD_WORDS
from station.services.patients.checks import Checked
from station.services.patients.values import Opened, PatientDetails
from station.views.page import Draft
from station.views.patients.days import iso_of, shown
from station.views.patients.words import GENDERS, LANGUAGES, PROTECTIONS
from station.views.style import (
    Field,
    button,
    choice,
    current,
    field,
    heading,
    note_input,
    scrolled,
    text_input,
)

_ADDRESS = ("address", "postal_code", "city")
_ADDRESS_ROW = 3
_LAYOUT: tuple[tuple[str, int, int, int], ...] = (
    ("number", 0, 0, 2),
    ("birth_date", 0, 2, 1),
    ("gender", 0, 3, 1),
    ("given_name", 1, 0, 2),
    ("family_name", 1, 2, 2),
    ("phone", 2, 0, 2),
    ("language", 2, 2, 1),
    ("protection", 2, 3, 1),
    ("address", 3, 0, 2),
    ("postal_code", 3, 2, 1),
    ("city", 3, 3, 1),
    ("diagnosis", 4, 0, 2),
    ("responsible_id", 4, 2, 2),
    ("gp_name", 5, 0, 2),
    ("gp_office", 5, 2, 1),
    ("gp_phone", 5, 3, 1),
    ("needs", 6, 0, 2),
    ("note", 6, 2, 2),
)
"""(field, row, column, columns wide) on a grid of four columns."""

CHECK_MS = 150
Editor = QLineEdit | QPlainTextEdit | QComboBox


class PatientForm(QWidget):
    """Details to fill in. `checked` carries a Checked a moment after each change."""

    saved = Signal()
    cancelled = Signal()
    address_wanted = Signal()
    checked = Signal(object)

    def __init__(
        self,
        title: str,
        check: Callable[[PatientDetails], Checked],
        staff: tuple[tuple[str, str], ...],
        before: Opened | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("patient_form")
        self._check = check
        self.before = before or Opened(PatientDetails(), 0, address_hidden=False)
        self._touched: set[str] = set()
        self._asked_once = False
        self._proposed: dict[str, str] = {}
        self._editors: dict[str, Editor] = {}
        self._fields: dict[str, Field] = {}
        theme = current()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(CHECK_MS)
        self._pause.timeout.connect(self.look)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(3))
        column.addWidget(heading(title))
        self.news = QVBoxLayout()
        inside = QWidget()
        lines = QVBoxLayout(inside)
        lines.setContentsMargins(0, 0, theme.px(2), 0)
        lines.setSpacing(theme.px(3))
        lines.addLayout(self.news)
        lines.addWidget(self._grid())
        lines.addStretch(1)
        self._area = scrolled(inside)
        column.addWidget(self._area, 1)
        column.addLayout(self._buttons())
        self._make(staff)
        self._placed = 0
        self._placing = QTimer(self)
        self._placing.timeout.connect(self._place)
        self._place()
        self._placing.start(0)
        self.fill(self.before.details)

    def details(self) -> PatientDetails:
        """What now stands in the fields."""
        values: dict[str, Any] = {name: self._value(name) for name in self._editors}
        if self.before.address_hidden:
            values |= dict.fromkeys(_ADDRESS)
        return PatientDetails(**values)

    def fill(self, details: PatientDetails) -> None:
        """Puts these details into the fields."""
        for each in fields(details):
            self._put(each.name, getattr(details, each.name) or "")
        self._hide_address()
        self.look()

    def start_from(self, before: Opened, details: PatientDetails) -> None:
        """Goes on from a newer state of the patient, with `details` in the fields."""
        self.before = before
        self.fill(details)

    def look(self) -> None:
        """Checks what is typed and shows a sentence under each field that needs one."""
        self._pause.stop()
        found = self._check(self.details())
        self._propose(found)
        for name, each in self._fields.items():
            told = self._asked_once or name in self._touched
            wrong = found.problems.get(name, "") if told else ""
            if wrong != each.wrong:
                each.set_wrong(wrong)
            each.set_help((found.cautions.get(name, "") if told else "") or self._hint(name))
        self.checked.emit(found)

    def show_problems(self) -> None:
        """Shows every sentence, and goes to the first field that needs mending."""
        self._asked_once = True
        self.look()
        wrong = (name for name, *_ in _LAYOUT if self._fields[name].wrong)
        first = next(wrong, None)
        if first is not None:
            self._editors[first].setFocus()

    def set_busy(self, busy: bool) -> None:
        """Lets nothing be pressed twice while it is being saved."""
        self.save.setEnabled(not busy)

    def show_news(self) -> None:
        """Scrolls to what stands above the fields."""
        self._area.verticalScrollBar().setValue(0)

    def unsaved(self) -> bool:
        """Whether anything differs from what the form started from."""
        return self.details() != self.before.details

    def draft(self) -> Draft | None:
        """The unsaved words and what they started from, or None when nothing was typed."""
        if not self.unsaved():
            return None
        return {"mine": asdict(self.details()), "before": asdict(self.before)}

    def restore(self, draft: Draft) -> None:
        """Puts a draft back, with the state of the patient that it was written upon."""
        mine, before = draft.get("mine"), draft.get("before")
        if isinstance(mine, dict) and isinstance(before, dict):
            was = Opened(
                PatientDetails(**before["details"]), before["revision"], before["address_hidden"]
            )
            self._touched.update(mine)
            self.start_from(was, PatientDetails(**mine))

    def focus_first(self) -> None:
        """Puts the cursor where one begins."""
        self._editors["number"].setFocus()

    def _make(self, staff: tuple[tuple[str, str], ...]) -> None:
        for name, *_ in _LAYOUT:
            editor = self._editor(name, staff)
            editor.setObjectName(f"patient_{name}")
            self._editors[name] = editor
            self._fields[name] = field(tr(FIELD_WORDS[name]), editor)
        self._show_address = button(tr("Show address"))
        self._show_address.setObjectName("show_address")
        self._show_address.clicked.connect(lambda _checked=False: self.address_wanted.emit())

    def _grid(self) -> QWidget:
        holder = QWidget()
        self._rows = QGridLayout(holder)
        theme = current()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setHorizontalSpacing(theme.px(3))
        self._rows.setVerticalSpacing(theme.px(3))
        for column in range(4):
            self._rows.setColumnStretch(column, 1)
        return holder

    def _place(self) -> None:
        """Puts one row into the window at a time: eighteen fields at once would make it stall."""
        row = self._placed
        for name, at, column, wide in _LAYOUT:
            if at == row:
                self._rows.addWidget(self._fields[name], at, column, 1, wide)
        if row == _ADDRESS_ROW:
            self._rows.addWidget(self._show_address, row, 0, 1, 2)
            self._hide_address()
        self._placed += 1
        if self._placed > _LAYOUT[-1][1]:
            self._placing.stop()
            chain = [*self._editors.values(), self.save, self.cancel]
            for one, other in pairwise(chain):
                self.setTabOrder(one, other)

    def _editor(self, name: str, staff: tuple[tuple[str, str], ...]) -> Editor:
        options = {
            "gender": [(tr(words), code) for code, words in GENDERS],
            "language": [(tr(words), code) for code, words in LANGUAGES],
            "protection": [(tr(words), code.value) for code, words in PROTECTIONS],
            "responsible_id": [(tr("Nobody yet"), ""), *((who, key) for key, who in staff)],
        }
        if name in options:
            drop = choice(*options[name])
            drop.currentIndexChanged.connect(lambda _at, name=name: self._changed(name))
            return drop
        if name in ("needs", "note"):
            note = note_input(lines=2)
            note.textChanged.connect(lambda name=name: self._changed(name))
            return note
        longest = 2000 if name not in ("number", "postal_code") else 40
        line = text_input("01.01.1940" if name == "birth_date" else "", longest=longest)
        line.textEdited.connect(lambda _text, name=name: self._changed(name))
        line.editingFinished.connect(lambda name=name: self._left(name))
        return line

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.save = button(tr("Save"), "Ctrl+S", primary=True)
        self.save.setObjectName("save_patient")
        self.save.clicked.connect(lambda _checked=False: self.saved.emit())
        self.cancel = button(tr("Cancel"), "Esc")
        self.cancel.setObjectName("cancel_patient")
        self.cancel.clicked.connect(lambda _checked=False: self.cancelled.emit())
        row.addWidget(self.save)
        row.addWidget(self.cancel)
        row.addStretch(1)
        return row

    def _changed(self, name: str) -> None:
        # A number is told about when it is whole or left; nobody is scolded while typing.
        if name != "number" or len(self._value(name)) >= 11:
            self._touched.add(name)
        self._pause.start()

    def _left(self, name: str) -> None:
        if self._value(name):
            self._touched.add(name)
            self.look()

    def _propose(self, found: Checked) -> None:
        """Fills in birth date and gender from the number where no person has written."""
        for name, new in {"birth_date": found.birth_hint, "gender": found.gender_hint}.items():
            value, before = self._value(name), self._proposed.get(name, "")
            if value != before or (not before and not new):
                # A person has written something here; it stands.
                self._proposed.pop(name, None)
            elif new != before:
                self._put(name, new)
                self._proposed[name] = new

    def _hint(self, name: str) -> str:
        proposed = self._proposed.get(name)
        return tr("Suggested by the number; check it with the person.") if proposed else ""

    def _hide_address(self) -> None:
        if self._placed < _ADDRESS_ROW:
            return
        hidden = self.before.address_hidden
        self._show_address.setVisible(hidden)
        for name in _ADDRESS:
            self._fields[name].setVisible(not hidden)

    def _value(self, name: str) -> str:
        editor = self._editors[name]
        if isinstance(editor, QComboBox):
            return str(editor.currentData() or "")
        text = editor.text() if isinstance(editor, QLineEdit) else editor.toPlainText()
        return iso_of(text) if name == "birth_date" else text

    def _put(self, name: str, value: str) -> None:
        editor = self._editors[name]
        editor.blockSignals(True)
        if isinstance(editor, QComboBox):
            place = editor.findData(value)
            if place < 0:
                # Somebody who has left is still the responsible one until another is chosen.
                editor.addItem(tr("Somebody who has left"), value)
                place = editor.count() - 1
            editor.setCurrentIndex(place)
        elif isinstance(editor, QLineEdit):
            editor.setText(shown(value) if name == "birth_date" else value)
            editor.setCursorPosition(0)
        else:
            editor.setPlainText(value)
        editor.blockSignals(False)

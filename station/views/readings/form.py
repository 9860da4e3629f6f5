"""The form of one reading: kind, value, unit, time, who said it, note."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from station.core.i18n import tr
from station.services.readings.entry import EntryKind
from station.services.readings.manual import Answer, Typed
from station.views.page import Draft
from station.views.readings.kinds import KindChooser
from station.views.readings.moment import MomentFields
from station.views.readings.words import PATIENT, STAFF
from station.views.style import Field, FlowLayout, appear, choice, current, field, text_input

_PARTS = 2
_OTHER = "other"


class ReadingForm(QWidget):
    """The fields alone: they ask nothing and store nothing.

    `edited` says that something was changed, `submitted` that Enter was pressed in a field.
    """

    edited = Signal()
    submitted = Signal()

    def __init__(
        self,
        kinds: Sequence[EntryKind],
        relatives: Sequence[tuple[str, str]],
        now: Callable[[], int],
    ) -> None:
        super().__init__()
        self.setObjectName("reading_form")
        theme = current()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(3))
        self._wide = theme.px(56)
        self.parts: tuple[Callable[[], object], ...] = (
            partial(self._add_kinds, kinds),
            self._add_values,
            partial(self._add_moment, now),
            partial(self._add_words, relatives),
            self._connect,
        )
        """What it is built of, each in a turn of its own before it is shown."""

    # -------------------------------------------------------------------------- what stands in it

    @property
    def kind(self) -> EntryKind:
        """The kind now chosen."""
        return self.kinds.kind

    def texts(self) -> tuple[str, ...]:
        """What stands in the value fields of the kind."""
        return tuple(each.text() for each in self._values[: len(self.kind.parts)])

    def typed(self, patient_id: str, remeasures_id: str = "") -> Typed | None:
        """Gives what stands in the form, or None while the time cannot be read."""
        taken_at = self.moment.read()
        if taken_at is None:
            return None
        return Typed(
            patient_id,
            self.kind.code,
            self.texts(),
            str(self._unit.currentData() or ""),
            taken_at,
            said_by=self._said_by(),
            note=self._note.text().strip(),
            remeasures_id=remeasures_id,
        )

    def begun(self) -> bool:
        """Whether a value or a note stands in the form."""
        return any(each.text().strip() for each in (*self._values, self._note))

    def show_answer(self, answer: Answer, *, to_error: bool) -> None:
        """Shows a sentence under each field that is wrong; `to_error` moves the cursor there.

        While a person is typing, a field that is still empty is not complained about.
        """
        count = len(self.kind.parts)
        for place, (each, found) in enumerate(zip(self._fields, answer.fields, strict=False)):
            if place < count:
                silent = not to_error and not self._values[place].text().strip()
                each.set_wrong("" if silent else found.sentence)
        if len(answer.fields) > count:
            self.moment.show_future(answer.fields[count].sentence)
        if to_error:
            self._to_error(answer, count)

    # ------------------------------------------------------------------------------ filling it in

    def begin(self) -> None:
        """Puts the cursor into the first value."""
        self._values[0].setFocus()
        self._values[0].selectAll()

    def clear(self) -> None:
        """Empties values and note and goes back to «now»; kind and who said it stay."""
        for each in (*self._values, self._note):
            each.clear()
        for shown in self._fields:
            shown.set_wrong("")
        self.moment.reset()

    def fill(self, kind: str, texts: Sequence[str], unit: str, taken_at: int | None) -> None:
        """Puts in what is known; a time that is not known must be written."""
        self.kinds.choose(kind)
        self._show_kind()
        for each, text in zip(self._values, texts, strict=False):
            each.setText(text)
        if unit:
            self._unit.setCurrentIndex(max(0, self._unit.findData(unit)))
        if taken_at is None:
            self.moment.clear()
        else:
            self.moment.show_moment(taken_at)

    def draft(self) -> Draft | None:
        """The unsaved words, or None."""
        if not self.begun():
            return None
        return {
            "kind": self.kind.code,
            "texts": list(self.texts()),
            "unit": str(self._unit.currentData() or ""),
            "moment": self.moment.draft(),
            "said": self._said.currentData(),
            "other": self._other.text(),
            "note": self._note.text(),
        }

    def restore(self, draft: Draft) -> None:
        """Puts unsaved words back."""
        self.kinds.choose(str(draft["kind"]))
        self._show_kind()
        texts = draft["texts"]
        for each, text in zip(self._values, texts if isinstance(texts, list) else (), strict=False):
            each.setText(str(text))
        self._unit.setCurrentIndex(max(0, self._unit.findData(draft["unit"])))
        self.moment.restore(draft["moment"])
        self._said.setCurrentIndex(max(0, self._said.findData(draft["said"])))
        self._other.setText(str(draft["other"]))
        self._note.setText(str(draft["note"]))
        self._show_other()

    # ------------------------------------------------------------------------------------- inside

    def _value(self, at: int) -> QLineEdit:
        made = text_input(longest=60)
        made.setObjectName(f"reading_value{at + 1}")
        made.setProperty("kind", "value")
        made.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        made.textEdited.connect(lambda _text: self.edited.emit())
        made.returnPressed.connect(lambda: self._enter(at))
        return made

    def _add_kinds(self, kinds: Sequence[EntryKind]) -> None:
        self.kinds = KindChooser(kinds)
        self._column.addWidget(self.kinds)

    def _add_values(self) -> None:
        self._values = [self._value(at) for at in range(_PARTS)]
        self._fields: list[Field] = [field("", each) for each in self._values]
        for each in self._fields:
            each.setFixedWidth(self._wide)
        self._unit = choice()
        self._unit.setObjectName("reading_unit")
        self._unit_field = field(tr("Unit"), self._unit)
        self._unit_field.setFixedWidth(current().px(32))
        self._column.addWidget(_flow(*self._fields, self._unit_field))
        self._show_kind()

    def _add_moment(self, now: Callable[[], int]) -> None:
        self.moment = MomentFields(now)
        self._column.addWidget(self.moment)

    def _add_words(self, relatives: Sequence[tuple[str, str]]) -> None:
        self._said = _said_choice(relatives)
        self._other = text_input(tr("Name"), longest=120)
        self._other.setObjectName("reading_said_name")
        self._other_field = field(tr("Who"), self._other)
        self._note = text_input(tr("For instance: measured after stairs"), longest=300)
        self._note.setObjectName("reading_note")
        who = field(tr("Who gave the value"), self._said)
        note = field(tr("Note"), self._note)
        for each in (who, self._other_field, note):
            each.setFixedWidth(self._wide)
        self._show_other()
        self._column.addWidget(_flow(who, self._other_field, note))

    def _connect(self) -> None:
        self.kinds.chosen.connect(self._kind_chosen)
        self._unit.activated.connect(lambda _at: self.edited.emit())
        self.moment.edited.connect(self.edited)
        self._said.activated.connect(lambda _at: self._show_other())
        for each in (self._note, self._other):
            each.returnPressed.connect(self.submitted)
        for each in self.moment.findChildren(QLineEdit):
            each.returnPressed.connect(self.submitted)

    def _kind_chosen(self, _code: str) -> None:
        self._show_kind()
        self.begin()
        self.edited.emit()

    def _show_kind(self) -> None:
        kind = self.kind
        for place, (shown, editor) in enumerate(zip(self._fields, self._values, strict=True)):
            appear(shown, shown=place < len(kind.parts))
            shown.set_wrong("")
            if place < len(kind.parts):
                unit = kind.units[0][1] if len(kind.units) == 1 else ""
                shown.set_name(f"{kind.parts[place]} ({unit})" if unit else kind.parts[place])
            else:
                editor.clear()
        self._unit.clear()
        for code, words in kind.units:
            self._unit.addItem(words, code)
        appear(self._unit_field, shown=len(kind.units) > 1)

    def _show_other(self) -> None:
        appear(self._other_field, shown=self._said.currentData() == _OTHER)

    def _said_by(self) -> str:
        found = str(self._said.currentData())
        return self._other.text().strip() if found == _OTHER else found

    def _enter(self, at: int) -> None:
        """Enter goes to the second value of a pair, and otherwise saves."""
        if at + 1 < len(self.kind.parts) and not self._values[at + 1].text().strip():
            self._values[at + 1].setFocus()
        else:
            self.submitted.emit()

    def _to_error(self, answer: Answer, count: int) -> None:
        for place, found in enumerate(answer.fields[:count]):
            if found.sentence:
                self._values[place].setFocus()
                self._values[place].setCursorPosition(found.position)
                return
        self.moment.to_first_wrong()


def _said_choice(relatives: Sequence[tuple[str, str]]) -> QComboBox:
    options = [(tr("The patient"), PATIENT)]
    options += [
        (f"{name} ({relation})" if relation else name, name) for name, relation in relatives
    ]
    options += [(tr("Measured by staff"), STAFF), (tr("Somebody else …"), _OTHER)]
    made = choice(*options)
    made.setObjectName("reading_said")
    return made


def _flow(*widgets: QWidget) -> QWidget:
    holder = QWidget()
    flow = FlowLayout(holder, gap=current().px(3))
    for widget in widgets:
        flow.addWidget(widget)
    return holder

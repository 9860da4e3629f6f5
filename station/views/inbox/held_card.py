"""One thing in quarantine: what came, whose it is, and what may be done about it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from station.core.i18n import tr
from station.services.patients.values import PatientHit
from station.services.quarantine.quarantine import HeldItem
from station.services.readings.entry import entry_kinds
from station.services.readings.manual import Saved, Typed
from station.views.context import Context
from station.views.inbox.held_list import place_words, whose
from station.views.inbox.words import thousands
from station.views.readings.picker import PatientPicker, hit_words
from station.views.readings.writing import Writing
from station.views.stage import Stage
from station.views.style import (
    Banner,
    FlowLayout,
    button,
    check,
    current,
    field,
    heading,
    label,
    rule,
    text_input,
)

TypeIn = Callable[[Typed, bool], Saved]


class HeldCard(QWidget):
    """`retried` carries (patient id or None, all of the person), `discarded` the reason.

    `typed` carries the Saved of a reading that was typed in by hand.
    """

    retried = Signal(object, bool)
    discarded = Signal(str)
    typed = Signal(object)

    def __init__(self, context: Context, item: HeldItem, type_in: TypeIn) -> None:
        super().__init__()
        self.item = item
        self._context, self._type_in = context, type_in
        self._patient = item.patient_id
        self.writing: Writing | None = None
        theme = current()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, theme.px(2), 0)
        self._column.setSpacing(theme.px(3))
        self._column.addWidget(heading(whose(item), wrap=True))
        self._column.addWidget(label(place_words(item, context.clock.now()), "muted", wrap=True))
        if item.reading:
            self._column.addWidget(heading(item.reading, "subheading", wrap=True))
        self._column.addWidget(Banner(item.why, "warning"))
        self.parts: tuple[Callable[[], object], ...] = (
            self._add_raw,
            self._add_patient,
            self._add_actions,
        )
        """What it is built of, each in a turn of its own before it is shown."""

    def say(self, words: str, tone: str) -> None:
        """Shows one sentence beside the actions."""
        self._news.show_text(words, tone)
        self._news.show()

    def show_reason_wrong(self, sentence: str) -> None:
        """Shows a sentence under the reason for discarding."""
        self._reason_field.set_wrong(sentence)
        self._reason.setFocus()

    def _add_raw(self) -> None:
        if self.item.cells:
            self._column.addLayout(self._raw())
        self._column.addWidget(rule())

    def _raw(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.addWidget(label(tr("As it came"), "small-strong"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(current().px(4))
        grid.setVerticalSpacing(current().px(0.5))
        shown = [cell for cell in self.item.cells if cell[1] or cell[0]][:12]
        for at, (name, text) in enumerate(shown):
            words = label(text, "body", wrap=True)
            words.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            words.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            grid.addWidget(label(name, "muted"), at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words, at, 1)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        return column

    def _add_patient(self) -> None:
        self._who = label("", "strong", wrap=True)
        self._who.setObjectName("held_patient")
        self.picker = PatientPicker(self._context, tr("Whose reading is it?"))
        self.picker.picked.connect(self._pick)
        other = button(tr("Another patient"), kind="quiet")
        other.setObjectName("held_other_patient")
        other.clicked.connect(lambda _checked=False: self._free())
        self._other = other
        row = QHBoxLayout()
        row.addWidget(self._who, 1)
        row.addWidget(other)
        self._column.addLayout(row)
        self._column.addWidget(self.picker)
        count = thousands(self.item.siblings)
        words = tr("All {n} that this file left here", n=count)
        if self.item.person:
            words = tr("All {n} of «{person}» in this file", n=count, person=self.item.person)
        self._all = check(words, checked=True)
        self._all.setObjectName("held_all")
        self._column.addWidget(self._all)
        self._all.setVisible(self.item.siblings > 1 and self.item.patient_id is None)
        self._show_who(self.item.patient)

    def _add_actions(self) -> None:
        self._news = Banner("")
        self._news.setObjectName("held_news")
        self._news.hide()
        self._column.addWidget(self._news)
        holder = QWidget()
        flow = FlowLayout(holder, gap=current().px(2))
        words = tr("Try again") if self.item.whole else tr("Give it to this patient")
        self._retry = button(words, primary=self.item.whole)
        self._retry.setObjectName("held_retry")
        self._retry.clicked.connect(lambda _checked=False: self._emit_retry())
        self._type = button(tr("Type it in …"), primary=not self.item.whole)
        self._type.setObjectName("held_type")
        self._type.clicked.connect(lambda _checked=False: self._open_form())
        self._away = button(tr("Discard …"))
        self._away.setObjectName("held_discard")
        self._away.clicked.connect(lambda _checked=False: self._open_discard())
        for made in (self._retry, self._type, self._away):
            flow.addWidget(made)
        self._column.addWidget(holder)
        self._reason = text_input(tr("For instance: test of the device"), longest=200)
        self._reason.setObjectName("held_reason")
        self._reason_field = field(tr("Why it is not to be used"), self._reason)
        self._reason_verb = button(tr("Discard"), kind="danger")
        self._reason_verb.setObjectName("held_discard_now")
        discard = self._emit_discard
        self._reason.returnPressed.connect(discard)
        self._reason_verb.clicked.connect(lambda _checked=False: discard())
        for part in (self._reason_field, self._reason_verb):
            part.hide()
        self._column.addWidget(self._reason_field)
        self._column.addWidget(self._reason_verb, 0, Qt.AlignmentFlag.AlignLeft)
        room = QVBoxLayout()
        self._column.addLayout(room)
        self._stage = Stage(self._context.bridge, self, room)
        self._column.addStretch(1)

    # ------------------------------------------------------------------------------------- acting

    def _pick(self, hit: PatientHit) -> None:
        self._patient = hit.id
        self._show_who(hit_words(hit))
        if self.writing is not None:
            self.writing.about(hit.id)
        self._retry.setFocus()

    def _free(self) -> None:
        self._patient = None
        self._show_who("")
        self.picker.box.setFocus()

    def _show_who(self, words: str) -> None:
        self._who.setText(
            tr("Patient: {name}", name=words) if words else tr("Whose reading is it?")
        )
        self._other.setVisible(bool(words))
        self.picker.setVisible(not words)

    def _emit_retry(self) -> None:
        if self._patient is None:
            self.say(tr("Choose whose reading this is first."), "warning")
            self.picker.box.setFocus()
            return
        every = self._all.isVisibleTo(self) and self._all.isChecked()
        self.retried.emit(self._patient, every)

    def _open_discard(self) -> None:
        for part in (self._reason_field, self._reason_verb):
            part.show()
        self._reason.setFocus()

    def _emit_discard(self) -> None:
        self.discarded.emit(self._reason.text())

    def _open_form(self) -> None:
        if self._patient is None:
            self.say(tr("Choose whose reading this is first."), "warning")
            self.picker.box.setFocus()
            return
        if self.writing is not None:
            self.writing.form.begin()
            return
        writing = Writing(self._context, entry_kinds(), (), self._type_in, tr("Store this reading"))
        writing.setObjectName("held_form")
        writing.saved.connect(self.typed)
        writing.left.connect(self._close_form)
        self._stage.put(writing, partial(self._form_stands, writing), writing.parts)

    def _form_stands(self, writing: Writing) -> None:
        self.writing = writing
        if self._patient is not None:
            writing.about(self._patient)
        self._prefill(writing)
        writing.form.begin()

    def _prefill(self, writing: Writing) -> None:
        found = self.item.prefill
        writing.form.fill(found.kind, found.texts, found.unit, found.taken_at)
        if found.profile_gone:
            words = tr("The kind of file is not known here any more. Read it from the row above.")
            writing.say(words, "info")
        elif found.taken_at is None and found.time_text:
            words = tr(
                "The time in the file is «{time}». Write it as day and time of day.",
                time=found.time_text,
            )
            writing.say(words, "info")

    def _close_form(self) -> None:
        if self.writing is not None:
            self._stage.clear()
            self.writing = None

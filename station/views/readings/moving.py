"""Giving a reading to the patient it belongs to: found, looked at large, moved with a reason."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from station.core.formats import day, when
from station.core.i18n import ntr, tr
from station.core.trouble import Trouble
from station.services.patients.values import PatientHit
from station.services.readings.moving import Moved, Preview
from station.views.context import Context
from station.views.readings.picker import PatientPicker
from station.views.readings.words import born_words
from station.views.style import (
    Label,
    button,
    check,
    current,
    field,
    heading,
    label,
    text_input,
)


class MovePanel(QFrame):
    """`done` carries (what happened in words, how it is undone); `left` that nothing is moved."""

    done = Signal(str, object)
    left = Signal()

    def __init__(self, context: Context, preview: Preview) -> None:
        super().__init__()
        self.setObjectName("move_panel")
        self.setProperty("surface", "card")
        self._context, self.preview = context, preview
        self._to: PatientHit | None = None
        theme = current()
        self._column = QVBoxLayout(self)
        side = theme.px(3)
        self._column.setContentsMargins(side, side, side, side)
        self._column.setSpacing(theme.px(2))
        self._column.addWidget(heading(tr("Whose reading is it?"), "subheading"))
        told = tr(
            "It stays here with its trace and no longer counts, and is judged with the right "
            "patient. Both logs tell it."
        )
        self._column.addWidget(label(told, "muted", wrap=True))
        for words in preview_words(preview, context.clock.now()):
            self._column.addWidget(label(words, wrap=True))
        self._all = check(all_words(preview))
        self._all.setObjectName("move_all")
        self._all.setVisible(preview.batch_count + preview.batch_held > 1)
        self._column.addWidget(self._all)
        self.picker = PatientPicker(context, tr("The right patient"))
        self.picker.picked.connect(self._pick)
        self._column.addWidget(self.picker)
        self._name: Label = heading("", "display", wrap=True)
        self._name.setObjectName("move_to_name")
        self._born: Label = heading("", "heading", wrap=True)
        self._born.setObjectName("move_to_born")
        self._reason = text_input(tr("For instance: the name on the meter"), longest=200)
        self._reason.setObjectName("move_reason")
        self._reason_field = field(tr("How do you know?"), self._reason)
        for part in (self._name, self._born, self._reason_field):
            part.hide()
            self._column.addWidget(part)
        self._lay_buttons()

    def begin(self) -> None:
        """Puts the cursor into the search."""
        self.picker.box.setFocus()

    def _lay_buttons(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(current().px(2))
        self._verb = button(tr("Move"), "Ctrl+Return", primary=True)
        self._verb.setObjectName("move_now")
        self._verb.clicked.connect(lambda _checked=False: self._move())
        self._verb.hide()
        leave = button(tr("Cancel"))
        leave.setObjectName("move_cancel")
        leave.clicked.connect(lambda _checked=False: self.left.emit())
        row.addWidget(self._verb)
        row.addWidget(leave)
        row.addStretch(1)
        self._column.addLayout(row)

    def _pick(self, hit: PatientHit) -> None:
        self._to = hit
        self._name.setText(hit.name)
        self._born.setText(born_words(hit.birth_date))
        self._verb.set_words(tr("Move to {name}", name=hit.name))
        for part in (self._name, self._born, self._reason_field, self._verb):
            part.show()
        self._reason.setFocus()

    def _move(self) -> None:
        if self._to is None:
            return
        self._verb.setEnabled(False)
        name, moving = self._to.name, self._context.station.moving
        session = self._context.session

        def moved(found: Moved) -> None:
            self.done.emit(moved_words(found, name), partial(moving.undo, session, found))

        self._context.bridge.ask(self, self._job(self._to.id), moved, self._refused)

    def _job(self, to: str) -> Callable[[], Moved]:
        moving, session, given = (
            self._context.station.moving,
            self._context.session,
            self.preview,
        )
        reason = self._reason.text().strip()
        if given.answer_id:
            return partial(moving.move_answer, session, given.answer_id, to, reason)
        if self._all.isChecked():
            patient = given.patient_id
            return partial(moving.move_batch, session, given.batch_id, patient, to, reason)
        return partial(moving.move, session, given.reading_id, to, reason)

    def _refused(self, trouble: Trouble) -> None:
        self._verb.setEnabled(True)
        self._reason_field.set_wrong(trouble.sentence())
        self._reason.setFocus()


def preview_words(preview: Preview, now: int) -> tuple[str, ...]:
    """What is moved, and what it has raised where it is."""
    said = [f"{preview.text} · {when(preview.taken_at, now)}"]
    if preview.answer_id:
        said.append(tr("It belongs to answers to a form. The answers are moved as a whole."))
    if preview.alerts:
        said.append(
            tr("It has raised an open alert here. The alert stays until somebody closes it.")
        )
    return tuple(said)


def all_words(preview: Preview) -> str:
    """«Alle 214 målingene fra filen «x.csv», 1.–20.11.2026»."""
    words = ntr(
        "The one reading from the file «{file}»",
        "All {n} readings from the file «{file}», {first} to {last}",
        preview.batch_count,
        file=preview.file_name,
        first=day(preview.first_at),
        last=day(preview.last_at),
    )
    more = []
    if preview.batch_held:
        more.append(tr("{n} in quarantine", n=preview.batch_held))
    if preview.batch_alerts:
        more.append(ntr("{n} open alert", "{n} open alerts", preview.batch_alerts))
    return " · ".join((words, *more))


def moved_words(moved: Moved, name: str) -> str:
    """What a move did, in one sentence."""
    if moved.answer[0]:
        return tr("The answers are moved to {name}.", name=name)
    n = len(moved.steps)
    words = ntr(
        "{n} reading is moved to {name}.", "{n} readings are moved to {name}.", n, name=name
    )
    there = sum(step.there for step in moved.steps)
    if there:
        words += " " + ntr(
            "{n} was there already.", "{n} were there already; nothing was doubled.", there
        )
    return words

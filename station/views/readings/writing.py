"""Filling in one reading: checked while one types, asked about where it is odd, then saved."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.formats import clock_time
from station.core.i18n import tr
from station.core.trouble import Trouble
from station.rules.limits import Level
from station.services.readings.entry import EntryKind, Line
from station.services.readings.manual import Answer, Excluded, Saved, Typed
from station.views.context import Context
from station.views.readings.form import ReadingForm
from station.views.readings.questions import QuestionCard
from station.views.style import Banner, FlowLayout, button, check, current

CHECK_MS = 250
Save = Callable[[Typed, bool], Saved]
"""Stores what was typed; the second argument says that its questions were answered with yes."""
_TONES = {Level.RED: "danger", Level.YELLOW: "warning"}


class Writing(QWidget):
    """The form with its questions, its verb, and what saving came to.

    `saved` carries the Saved; `left` that Esc or «Cancel» was pressed.
    """

    saved = Signal(object)
    left = Signal()

    def __init__(
        self,
        context: Context,
        kinds: tuple[EntryKind, ...],
        relatives: tuple[tuple[str, str], ...],
        save: Save,
        verb: str,
    ) -> None:
        super().__init__()
        self._context, self._save = context, save
        self._patient, self._remeasures = "", ""
        self._asked = 0
        self._busy = False
        self.form = ReadingForm(kinds, relatives, context.clock.now)
        self.parts = self.form.parts
        """What it is built of, each in a turn of its own before it is shown."""
        self.questions = QuestionCard()
        self.news = Banner("")
        self.news.setObjectName("reading_news")
        self.news.hide()
        self._verb = button(verb, "Ctrl+S", primary=True)
        self._verb.setObjectName("save_reading")
        self.first_out = False
        """Whether the reading that is checked is to be left out in the same step."""
        self.first_box = check("")
        self.first_box.setObjectName("first_out")
        self.first_box.toggled.connect(self._first_turned)
        self.first_box.hide()
        self._cancel = button(tr("Cancel"), "Esc")
        self._cancel.setObjectName("cancel_reading")
        self._arrange()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(CHECK_MS)
        self._pause.timeout.connect(self._check)
        self.form.edited.connect(self._edited)
        self.form.submitted.connect(self.submit)
        self.questions.agreed.connect(lambda: self._submit(asked=True))
        self.questions.refused.connect(self._reconsider)
        self._verb.clicked.connect(lambda _checked=False: self.submit())
        self._cancel.clicked.connect(lambda _checked=False: self._leave())

    def about(self, patient_id: str, remeasures_id: str = "", first: Line | None = None) -> None:
        """Says whose reading it is, and which one it was taken to check; `first` is that one."""
        self._patient, self._remeasures = patient_id, remeasures_id
        counts = first is not None and first.excluded is Excluded.NO
        self.first_box.setChecked(False)
        self.first_box.setVisible(counts)
        if first is not None:
            self.say(
                tr("The next reading checks this one: {text}.", text=first_words(first)), "info"
            )
            if counts:
                self.first_box.setText(first_out_words(first))

    @property
    def remeasures(self) -> str:
        """The id of the reading that the next one was taken to check, or an empty text."""
        return self._remeasures

    def submit(self) -> None:
        """Saves, or shows what is wrong, or asks."""
        self._submit(asked=False)

    def say(self, words: str, tone: str) -> None:
        """Shows one sentence above the buttons; an empty one takes it away."""
        if words:
            self.news.show_text(words, tone)
        self.news.setVisible(bool(words))

    # ------------------------------------------------------------------------------------- inside

    def _arrange(self) -> None:
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(3))
        column.addWidget(self.form)
        column.addWidget(self.first_box)
        column.addWidget(self.questions)
        holder = QWidget()
        flow = FlowLayout(holder, gap=theme.px(2))
        flow.addWidget(self._verb)
        flow.addWidget(self._cancel)
        column.addWidget(holder)
        column.addWidget(self.news)
        column.addStretch(1)

    def _first_turned(self, on: bool) -> None:
        self.first_out = on

    def _edited(self) -> None:
        self.questions.hide()
        self.say("", "info")
        self._asked += 1
        self._pause.start()

    def _check(self) -> None:
        typed = self.form.typed(self._patient, self._remeasures)
        if typed is None or not self.form.begun():
            return
        number, session = self._asked, self._context.session
        manual = self._context.station.manual

        def show(answer: Answer) -> None:
            if number == self._asked and not self._busy:
                self.form.show_answer(answer, to_error=False)
                self.questions.hint(answer.questions)

        self._context.bridge.ask(self, partial(manual.check, session, typed), show, self._failed)

    def _submit(self, *, asked: bool) -> None:
        self._pause.stop()
        self._asked += 1
        if self._busy:
            return
        typed = self.form.typed(self._patient, self._remeasures)
        if typed is None:
            self.form.moment.to_first_wrong()
            return
        self._set_busy(busy=True)
        session, manual = self._context.session, self._context.station.manual

        def checked(answer: Answer) -> None:
            self.form.show_answer(answer, to_error=answer.refused)
            if answer.refused or (answer.questions and not asked):
                self._set_busy(busy=False)
                self.questions.ask(() if answer.refused else answer.questions)
                return
            self._store(typed, asked=asked)

        self._context.bridge.ask(self, partial(manual.check, session, typed), checked, self._failed)

    def _store(self, typed: Typed, *, asked: bool) -> None:
        job = partial(self._save, typed, asked)
        self._context.bridge.ask(self, job, self._done, self._failed)

    def _done(self, saved: Saved) -> None:
        self._set_busy(busy=False)
        self.questions.hide()
        self._remeasures = ""
        self.first_box.setChecked(False)
        self.first_box.hide()
        self.form.clear()
        self.form.begin()
        self.say(saved_words(saved), saved_tone(saved))
        self.saved.emit(saved)

    def _failed(self, trouble: Trouble) -> None:
        self._set_busy(busy=False)
        self.questions.hide()
        self.say(trouble.sentence(), "warning")

    def _reconsider(self) -> None:
        self.questions.hide()
        self.form.begin()

    def _leave(self) -> None:
        if self.questions.isVisible():
            self._reconsider()
        else:
            self.left.emit()

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self._verb.setEnabled(not busy)


def first_words(line: Line) -> str:
    """«SpO₂ 84 % kl. 07:12»: the reading that a new one checks."""
    return tr("{reading} at {time}", reading=line.text, time=clock_time(line.taken_at))


def first_out_words(line: Line) -> str:
    """What the box says that leaves the first one out in the same step."""
    return tr("{reading} was measured during activity and does not count", reading=line.text)


def saved_words(saved: Saved) -> str:
    """«Lagret: SpO₂ 84 %. Rød: …», or where it lies instead."""
    if saved.text:
        return tr("Saved: {text}. {gave}", text=saved.text, gave=saved.gave)
    if saved.held:
        return tr("Held in quarantine: {why}", why=saved.gave)
    return saved.gave


def saved_tone(saved: Saved) -> str:
    """The tone of the banner that tells what was saved."""
    if saved.level in _TONES:
        return _TONES[saved.level]
    return "good" if saved.text else "warning"

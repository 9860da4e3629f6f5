"""Answering one form: the questions at the left, what they come to and who answered beside."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from station.core.i18n import language, tr
from station.core.trouble import Trouble
from station.rules.form_scoring import AnswerFault, answer_fault_text, visible
from station.rules.forms import Form
from station.services.forms.answers import Answered, AnswerReceipt
from station.services.readings.entry import EntryFacts
from station.views.context import Context
from station.views.forms.about import About
from station.views.forms.questions import Questions
from station.views.forms.words import ZONES, ScoreLine, progress_words, score_lines, worst
from station.views.page import Draft
from station.views.steps import Steps, unless_written
from station.views.style import (
    Banner,
    Card,
    FlowLayout,
    Panes,
    ZoneBadge,
    button,
    current,
    heading,
    label,
    scrolled,
)

SUM_MS = 80
"""So long after the last key the summary follows."""


class Answering(QWidget):
    """One form being filled in for one patient.

    `saved` carries the AnswerReceipt; `left` says that Esc or «Cancel» was pressed.
    """

    saved = Signal(object)
    left = Signal()

    def __init__(self, context: Context, facts: EntryFacts, form: Form, given: Draft) -> None:
        super().__init__()
        self.setObjectName("answering")
        self._context, self._facts, self.form = context, facts, form
        self._busy = False
        self._given = given
        self.about: About | None = None
        self.questions = Questions()
        self.summary = Summary()
        self.news = Banner("", "warning")
        self.news.setObjectName("form_news")
        self.news.hide()
        self._right, self._left = Card(), Card()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Panes(self._left, self._right, (7, 5), gap=3))
        self.questions.answered.connect(self._answered)
        self.questions.finished.connect(self._finished)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SUM_MS)
        self._soon.timeout.connect(self._sum_up)
        # The frame first, then a part in each breath, so that the window never stands still.
        self._steps = Steps(self)
        self._steps.add(self._place_left, self._place_right, self._place_about, self._place_acts)
        self._steps.add(self._begin)

    def draft(self) -> Draft | None:
        """The unsaved answers, None while nothing is answered."""
        if self.about is None:
            return self._given or None
        answers = self.questions.answers()
        about = self.about.draft()
        if not answers and not about["comment"]:
            return None
        return {
            "code": self.form.code,
            "version": self.form.version,
            "answers": answers,
            "about": about,
        }

    def submit(self) -> None:
        """Checks every answer, shows what is wrong beside its question, and else saves."""
        about = self.about
        if self._busy or about is None or not self.questions.ready:
            return
        moment = about.moment.read()
        if moment is None:
            about.moment.to_first_wrong()
            return
        self._set_busy(busy=True)
        given = Answered(
            self.form.code,
            self.form.version,
            self.questions.asked(),
            about.by,
            about.source,
            moment,
            name=about.name,
            comment=about.comment.toPlainText().strip(),
            language=language(),
        )
        answers, session = self._context.station.answers, self._context.session
        patient = self._facts.patient_id
        job = partial(
            answers.faults, session, patient, given.form_code, given.version, given.answers
        )
        self._context.bridge.ask(self, job, partial(self._checked, given), self._failed)

    # ------------------------------------------------------------------------------- inside

    def _place_left(self) -> None:
        head = QHBoxLayout()
        head.addWidget(heading(self.form.title.said(language()), "subheading", wrap=True), 1)
        self._count = label("", "muted")
        self._count.setObjectName("form_progress")
        head.addWidget(self._count)
        self._left.body.addLayout(head)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._left.body.addWidget(self._bar)
        self._left.body.addWidget(self.questions, 1)

    def _place_right(self) -> None:
        theme = current()
        inner = QWidget()
        self._inner = QVBoxLayout(inner)
        self._inner.setContentsMargins(0, 0, theme.px(1), 0)
        self._inner.setSpacing(theme.px(3))
        self._inner.addWidget(self.summary)
        self._inner.addStretch(1)
        self._right.body.addWidget(scrolled(inner), 1)
        self._right.body.addWidget(self.news)

    def _place_about(self) -> None:
        about = About(self._facts.relatives, self._context.clock.now)
        about.restore(self._given.get("about"))
        self._inner.insertWidget(1, about)
        self.about = about

    def _place_acts(self) -> None:
        self._save = button(tr("Save the answers"), "Ctrl+S", primary=True)
        self._save.setObjectName("save_answers")
        self._save.clicked.connect(lambda _checked=False: self.submit())
        # Pressed before every question stands there, it would be forgotten.
        self._save.setEnabled(False)
        cancel = button(tr("Cancel"), "Esc")
        cancel.setObjectName("cancel_answers")
        cancel.clicked.connect(lambda _checked=False: self.left.emit())
        acts = FlowLayout(gap=current().px(2))
        acts.addWidget(self._save)
        acts.addWidget(cancel)
        self._right.body.addLayout(acts)

    def _begin(self) -> None:
        answers = self._given.get("answers")
        before = dict(answers) if isinstance(answers, dict) else {}
        self.questions.show_form(self.form, before, self._ready)

    def _ready(self) -> None:
        self._answered()
        self._save.setEnabled(not self._busy)
        unless_written(self, self.questions.begin)

    def _answered(self) -> None:
        given = self.questions.asked()
        asked = visible(self.form, given)
        self._count.setText(progress_words(self.form, given))
        self._bar.setAccessibleName(self._count.text())
        self._bar.setRange(0, max(1, len(asked)))
        self._bar.setValue(sum(item.code in given for item in asked))
        self._soon.start()

    def _sum_up(self) -> None:
        self.summary.show_lines(score_lines(self.form, self.questions.asked()))

    def _finished(self) -> None:
        if self.about is not None:
            self.about.comment.setFocus()

    def _checked(self, given: Answered, faults: tuple[AnswerFault, ...]) -> None:
        if faults:
            self._set_busy(busy=False)
            self._show_faults(faults)
            return
        answers, session = self._context.station.answers, self._context.session
        job = partial(answers.answer, session, self._facts.patient_id, given)
        self._context.bridge.ask(self, job, self._stored, self._failed)

    def _show_faults(self, faults: tuple[AnswerFault, ...]) -> None:
        known = {item.code for item in self.form.items}
        beside: Mapping[str, str] = {
            fault.item: answer_fault_text(self.form, fault)
            for fault in reversed(faults)
            if fault.item in known
        }
        self.questions.show_faults(beside)
        whole = [answer_fault_text(self.form, each) for each in faults if each.item not in known]
        words = tr("Nothing is saved yet. What is missing stands beside the questions.")
        self._say(" ".join(whole) if whole else words)

    def _stored(self, receipt: AnswerReceipt) -> None:
        self._set_busy(busy=False)
        self.saved.emit(receipt)

    def _failed(self, trouble: Trouble) -> None:
        self._set_busy(busy=False)
        self._say(f"{trouble.sentence()} {tr('What is typed stands here still.')}")

    def _say(self, words: str) -> None:
        self.news.show_text(words, "warning")
        self.news.show()

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self._save.setEnabled(not busy)
        if busy:
            self.news.hide()


class Summary(QWidget):
    """What the answers come to so far: the worst level, the totals, what is yellow or red."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("form_summary")
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(1.5))
        head = QHBoxLayout()
        head.addWidget(heading(tr("The answers so far"), "subheading"), 1)
        self._badge = ZoneBadge("green")
        self._badge.setObjectName("form_level")
        head.addWidget(self._badge)
        column.addLayout(head)
        self._text = label("", "body", wrap=True)
        column.addWidget(self._text)

    def show_lines(self, lines: tuple[ScoreLine, ...]) -> None:
        """Shows other scores."""
        level = worst(lines)
        self._badge.setVisible(level is not None)
        if level is not None:
            self._badge.set_zone(ZONES[level])
        said = [_score_words(line) for line in lines]
        self._text.setText("\n".join(said) or tr("Nothing is yellow or red."))
        self.setAccessibleName(self._text.text())


def _score_words(line: ScoreLine) -> str:
    signs = {"red": "◆ ", "yellow": "▲ "}
    sign = signs.get(ZONES[line.level], "") if line.level is not None else ""
    return f"{sign}{line.name}: {line.said}"

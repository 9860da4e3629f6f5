"""The page of one patient's forms: what waits and what was answered, and the form in front."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from station.core.bus import ChangeSet
from station.core.i18n import tr
from station.core.trouble import Trouble
from station.rules.forms import Form
from station.rules.readings import Excluded
from station.services.forms.answers import AnswerReceipt, AnswerView, DueForm, ShownAnswer
from station.services.forms.forms import FormRow
from station.services.prints.form_sheet import PrintedForm
from station.services.readings.entry import EntryFacts
from station.views.context import Context
from station.views.forms.answering import Answering
from station.views.forms.listing import FormLine, FormList, lines_of
from station.views.forms.placing import bring_up, clear
from station.views.forms.printview import FormPrintView
from station.views.forms.seen import Exclude, Seen
from station.views.forms.words import ZONES
from station.views.page import Draft, Page
from station.views.readings.page import PatientHead
from station.views.style import (
    Card,
    EmptyState,
    Panes,
    StateView,
    button,
    choice,
    current,
    scrolled,
    zone_word,
)

PATIENTS = "patients"
DRAFT = "form"


@dataclass(frozen=True, slots=True)
class Desk:
    """What the page shows of one patient."""

    facts: EntryFacts
    due: tuple[DueForm, ...]
    answered: tuple[AnswerView, ...]
    in_use: tuple[FormRow, ...]


class FormsPage(Page):
    """Opened for «patient», «patient/code» (to answer that form) or «patient/answer:id»."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._patient = ""
        self._desk: Desk | None = None
        self._then: Callable[[], None] | None = None
        self._waiting: Draft | None = None
        self.list: FormList | None = None
        self._right: QVBoxLayout | None = None
        side = current().px(3)
        column = QVBoxLayout(self)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(side)
        self._head = QVBoxLayout()
        column.addLayout(self._head)
        self._stack = QStackedWidget()
        column.addWidget(self._stack, 1)
        self._rest()

    @property
    def answering(self) -> Answering | None:
        """The form being filled in, or None."""
        front = self._stack.currentWidget()
        return front if isinstance(front, Answering) else None

    # ----------------------------------------------------------------------------- the shell

    def opened(self, subject: str | None) -> None:
        """Opens a patient, and what was asked for of hers."""
        if not subject:
            return
        patient, _, wanted = subject.partition("/")
        if patient == self._patient and self.draft() is not None:
            # What was begun stays in front; nothing that was typed gives way to another form.
            self.refresh()
            return
        self._keep_words()
        self._then = partial(self._follow, wanted) if wanted else None
        if patient != self._patient or self.list is None:
            if self.answering is not None:
                # What is typed until the new one stands must not land in the last patient's form.
                self._to_front(StateView("loading"))
            self._patient, self._desk = patient, None
        entry, session = self.context.station.entry, self.context.session
        self._ask(partial(entry.open, session, patient))

    def changed(self, changes: ChangeSet) -> None:
        """Takes in what was saved, also by others; a form being filled in stays."""
        about = self._patient in changes.patients or not changes.patients
        if about and changes.topics & {"readings", "plans", "forms", "patients"}:
            self.refresh()

    def refresh(self) -> None:
        """Shows the same patient's forms as they are now."""
        if self._patient and self._desk is not None:
            entry, session = self.context.station.entry, self.context.session
            self._ask(partial(entry.refresh, session, self._patient))

    def draft_key(self) -> tuple[str, str] | None:
        """Unsaved answers belong to the patient."""
        return (DRAFT, self._patient) if self._patient else None

    def draft(self) -> Draft | None:
        """The answers that were not saved."""
        return self.answering.draft() if self.answering is not None else None

    def restore(self, draft: Draft) -> None:
        """Opens the form again with the unsaved answers, as soon as the patient is there."""
        if self._desk is None:
            self._waiting = draft
            return
        code, version = str(draft.get("code", "")), draft.get("version")
        self._answer(code, version if isinstance(version, int) else None, draft)

    # ------------------------------------------------------------------------------- asking

    def _ask(self, facts: Callable[[], EntryFacts]) -> None:
        station, session, patient = self.context.station, self.context.session, self._patient

        def job() -> Desk:
            return Desk(
                facts(),
                station.answers.due(session, patient),
                station.answers.listing(session, patient),
                station.forms.in_use(session),
            )

        self.context.bridge.ask(self, job, self._show, self._failed)

    def _show(self, desk: Desk) -> None:
        if desk.facts.patient_id != self._patient:
            return
        fresh, self._desk = self._desk is None, desk
        if fresh:
            self._lay_out(desk)
        self._show_list(desk)
        if fresh and self._waiting is not None:
            draft, self._waiting = self._waiting, None
            self.restore(draft)
        elif (then := self._then) is not None:
            self._then = None
            then()

    def _failed(self, trouble: Trouble) -> None:
        view = StateView("failed", trouble.sentence())
        view.add_action(tr("To the patients"), partial(self.context.go, PATIENTS))
        self._desk = None
        self._to_front(view)

    def _follow(self, wanted: str) -> None:
        what, _, answer_id = wanted.partition(":")
        if what == "answer":
            self._see(answer_id)
        else:
            self._answer(wanted, None)

    # ------------------------------------------------------------------------------ showing

    def _rest(self) -> None:
        empty = EmptyState(tr("No patient is open"), tr("Choose a patient first, then «Forms»."))
        go = partial(self.context.go, PATIENTS)
        empty.add_action(tr("To the patients"), go, primary=True)
        self._to_front(empty)

    def _lay_out(self, desk: Desk) -> None:
        clear(self._head)
        head = PatientHead(desk.facts)
        head.back.clicked.connect(lambda _checked=False: self._leave())
        self._head.addWidget(head)
        left, right = Card(), Card()
        row = QHBoxLayout()
        self._which = choice(*((form.title, form.code) for form in desk.in_use))
        self._which.setObjectName("which_form")
        self._which.setAccessibleName(tr("Which form"))
        row.addWidget(self._which, 1)
        fill = button(tr("Fill in"), "Ctrl+N", primary=True, icon="plus")
        fill.setObjectName("fill_in")
        fill.clicked.connect(lambda _checked=False: self._fill())
        row.addWidget(fill)
        left.body.addLayout(row)
        self.list = FormList()
        self.list.wanted.connect(self._open_line)
        left.body.addWidget(self.list, 1)
        self._right = right.body
        self._right.addWidget(self._nothing())
        self._front = Panes(left, right, (5, 7), gap=3)
        self._to_front(self._front)
        self.list.setFocus()

    def _show_list(self, desk: Desk) -> None:
        if self.list is None:
            return
        chosen = self.list.chosen()
        self.list.rows.show_lines(lines_of(desk.due, desk.answered), self.context.clock.now())
        if chosen is not None:
            self.list.stand_at(self.list.rows.place_of(lambda line: line.id == chosen.id))
        elif desk.due or desk.answered:
            self.list.stand_at(0)
        codes = [self._which.itemData(at) for at in range(self._which.count())]
        if codes != [form.code for form in desk.in_use]:
            self._which.clear()
            for form in desk.in_use:
                self._which.addItem(form.title, form.code)

    def _nothing(self) -> EmptyState:
        words = tr("Enter opens what stands in the list. Ctrl N fills in the form chosen above it.")
        return EmptyState(tr("No form is open"), words)

    def _put_right(self, widget: QWidget) -> None:
        if self._right is not None:
            clear(self._right)
            self._right.addWidget(widget)
            # With large text the two stand under each other, and what was opened below the list.
            QTimer.singleShot(0, widget, partial(bring_up, widget))

    def _to_front(self, widget: QWidget) -> None:
        """Shows a widget in place of all; the list and what is beside it stay behind."""
        kept = getattr(self, "_front", None)
        if self._stack.indexOf(widget) < 0:
            self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget)
        for at in reversed(range(self._stack.count())):
            old = self._stack.widget(at)
            if old is not None and old not in (widget, kept):
                self._stack.removeWidget(old)
                old.deleteLater()

    # --------------------------------------------------------------------------- answering

    def _open_line(self, line: FormLine) -> None:
        if line.view is not None:
            self._see(line.id)
        elif line.due is not None and line.due.version is not None:
            self._answer(line.id, line.due.version)

    def _fill(self) -> None:
        if code := str(self._which.currentData() or ""):
            self._answer(code, None)

    def _answer(self, code: str, version: int | None, draft: Draft | None = None) -> None:
        forms, session = self.context.station.forms, self.context.session
        job = partial(forms.form, session, code, version)

        def failed(trouble: Trouble) -> None:
            self._refused(trouble)
            self._keep(draft)

        self.context.bridge.ask(self, job, partial(self._begin, draft or {}), failed)

    def _begin(self, draft: Draft, form: Form) -> None:
        if self._desk is None:
            return
        made = Answering(self.context, self._desk.facts, form, draft)
        made.saved.connect(self._saved)
        made.left.connect(self._left_form)
        self._to_front(made)

    def _left_form(self) -> None:
        """Esc gives up what was typed, and for ten seconds it can be had back."""
        words = self.draft()
        self._drop_draft()
        self._to_list()
        if words is not None:
            again = partial(self.restore, words)
            self.context.toast(tr("The form is closed. Nothing was saved."), again)

    def _to_list(self) -> None:
        self._to_front(self._front)
        if self.list is not None:
            self.list.setFocus()

    def _drop_draft(self) -> None:
        drafts, session, patient = self.context.station.drafts, self.context.session, self._patient
        drop = partial(drafts.drop, session, DRAFT, patient)
        self.context.bridge.ask(self.context.bridge, drop, lambda _none: None)

    def _saved(self, receipt: AnswerReceipt) -> None:
        self._drop_draft()
        self._to_list()
        self.refresh()
        self._see(receipt.answer_id)
        if receipt.outcome == "duplicate":
            self.context.toast(tr("These very answers were saved before. Nothing was added."))
            return
        level = f" · {zone_word(ZONES[receipt.level])}" if receipt.level is not None else ""
        answers, session = self.context.station.answers, self.context.session
        why = tr("Undone right after it was typed in")
        undo = partial(answers.exclude, session, receipt.answer_id, Excluded.TEST, why)
        self.context.toast(tr("The answers are saved") + level, lambda: self._do(undo))

    # ------------------------------------------------------------------------------- seeing

    def _see(self, answer_id: str) -> None:
        answers, session = self.context.station.answers, self.context.session
        self.context.bridge.ask(
            self, partial(answers.shown, session, answer_id), self._show_answer, self._refused
        )

    def _show_answer(self, shown: ShownAnswer) -> None:
        if shown.view.patient_id != self._patient or self.answering is not None:
            return
        seen = Seen(shown, self.context.clock.now())
        answers, session, found = self.context.station.answers, self.context.session, shown.view.id
        seen.read_wanted.connect(
            lambda: self._do(partial(answers.read_comment, session, found), found)
        )
        seen.back_wanted.connect(
            lambda: self._do(partial(answers.take_back, session, found), found)
        )
        seen.exclude_wanted.connect(partial(self._exclude, shown))
        seen.print_wanted.connect(partial(self._print, shown))
        self._put_right(scrolled(seen))
        if self.list is not None:
            place = self.list.rows.place_of(lambda line: line.id == found)
            if place >= 0:
                self.list.stand_at(place)

    def _exclude(self, shown: ShownAnswer) -> None:
        form = Exclude()
        form.cancelled.connect(partial(self._see, shown.view.id))
        form.decided.connect(partial(self._leave_out, shown.view.id))
        self._put_right(scrolled(form))
        form.begin()

    def _leave_out(self, answer_id: str, why: tuple[Excluded, str]) -> None:
        answers, session = self.context.station.answers, self.context.session

        def undo() -> None:
            self._do(partial(answers.take_back, session, answer_id), answer_id)

        self._do(partial(answers.exclude, session, answer_id, *why), answer_id)
        self.context.toast(tr("Left out. The answers are kept and no longer count."), undo)

    def _do(self, job: Callable[[], object], answer_id: str = "") -> None:
        def done(_none: object) -> None:
            if answer_id:
                self._see(answer_id)

        self.context.bridge.ask(self, job, done, self._refused)

    def _print(self, shown: ShownAnswer) -> None:
        prints, session, patient = (
            self.context.station.form_prints,
            self.context.session,
            self._patient,
        )
        found = shown.view.id

        def make(_spoken: str) -> PrintedForm:
            return prints.render(prints.answered(session, found), patient, found)

        view = FormPrintView(self.context, shown.view.title, make)
        view.left.connect(self._to_list)
        self._to_front(view)

    def _refused(self, trouble: Trouble) -> None:
        self._to_list()
        self._put_right(StateView("failed", trouble.sentence()))

    def _leave(self) -> None:
        self.context.go(PATIENTS, self._patient)

    def _keep_words(self) -> None:
        """Answers begun for one patient wait for her while another is looked at."""
        self._keep(self.draft())

    def _keep(self, words: Draft | None) -> None:
        if words is not None:
            drafts, session = self.context.station.drafts, self.context.session
            keep = partial(drafts.keep, session, DRAFT, self._patient, words)
            self.context.bridge.ask(self.context.bridge, keep, lambda _none: None)

"""The page for typing readings in: the patient large on top, the form, the newest beside it."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.core.bus import ChangeSet
from station.core.formats import day
from station.core.i18n import tr
from station.services.readings.entry import EntryFacts, Line
from station.services.readings.manual import Excluded, Saved, Typed
from station.views.context import Context
from station.views.page import Draft, Page
from station.views.readings.recent import Recent
from station.views.readings.words import namesake_words, person_words
from station.views.readings.writing import Writing
from station.views.stage import Stage
from station.views.steps import Steps
from station.views.style import (
    Banner,
    Card,
    EmptyState,
    Panes,
    button,
    current,
    heading,
    label,
    scrolled,
)

PATIENTS = "patients"


class ReadingsPage(Page):
    """Opened for a patient; typed by keyboard alone, from the first value to the next one."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._facts: EntryFacts | None = None
        self._patient = ""
        self.writing: Writing | None = None
        self.recent: Recent | None = None
        self._waiting: Draft | None = None
        self._steps = Steps(self)
        column = QVBoxLayout(self)
        side = current().px(3)
        column.setContentsMargins(side, side, side, side)
        self._stage = Stage(context.bridge, self, column)
        self._rest()

    def opened(self, subject: str | None) -> None:
        """Opens a patient, «id», or the form for a new try of a reading, «id/reading»."""
        if not subject:
            if not self._patient:
                self._rest()
            return
        patient, _, remeasures = subject.partition("/")
        if patient == self._patient and self.writing is not None:
            self.writing.about(patient, remeasures)
            if remeasures:
                self._again(remeasures)
            self.refresh()
            return
        self._patient, self.writing, self.recent = patient, None, None
        self._steps.drop()
        if (before := self._stage.here) is not None:
            # What is typed until the new form stands must not land in the last patient's.
            before.setEnabled(False)
        entry, session = self.context.station.entry, self.context.session
        job = partial(entry.open, session, patient)
        self.context.bridge.ask(self, job, lambda facts: self._show(facts, remeasures))

    def changed(self, changes: ChangeSet) -> None:
        """Takes in what was saved, also by others."""
        about = self._patient in changes.patients or not changes.patients
        if about and changes.topics & {"readings", "patients", "plans"}:
            self.refresh()

    def refresh(self) -> None:
        """Shows the newest readings as they are now."""
        if not self._patient or self._facts is None:
            return
        entry, session = self.context.station.entry, self.context.session
        job = partial(entry.refresh, session, self._patient)
        self.context.bridge.ask(self, job, self._show_newest)

    def draft_key(self) -> tuple[str, str] | None:
        """Unsaved words belong to the patient."""
        return ("reading", self._patient) if self._patient else None

    def draft(self) -> Draft | None:
        """The value and the note that were not saved."""
        if self.writing is None:
            return None
        words = self.writing.form.draft()
        return words if words is None else {**words, "remeasures": self.writing.remeasures}

    def restore(self, draft: Draft) -> None:
        """Puts them back, as soon as the form is there."""
        if self.writing is None:
            self._waiting = draft
            return
        self.writing.about(self._patient, str(draft.get("remeasures", "")))
        self.writing.form.restore(draft)
        words = tr("These are your unsaved words from before the screen was locked.")
        self.writing.say(words, "info")

    # ------------------------------------------------------------------------------------ showing

    def _rest(self) -> None:
        empty = EmptyState(
            tr("No patient is open"), tr("Choose a patient first, then «New reading».")
        )
        go = partial(self.context.go, PATIENTS)
        empty.add_action(tr("To the patients"), go, primary=True)
        self._stage.put_at_once(empty)

    def _show(self, facts: EntryFacts, remeasures: str) -> None:
        """Shows whose page it is at once; form and list follow, so that the window never waits."""
        if facts.patient_id != self._patient:
            return
        self._facts = facts
        left, right = Card(), Card()

        def fill() -> None:
            self._steps.add(
                partial(self._make_form, facts, remeasures, left),
                partial(self._place_recent, facts, right),
            )

        self._stage.put(scrolled(self._arranged(facts, left, right)), fill)

    def _make_form(self, facts: EntryFacts, remeasures: str, card: Card) -> None:
        manual, session = self.context.station.manual, self.context.session

        def save(typed: Typed, asked: bool) -> Saved:
            first = Excluded.ACTIVITY if made.first_out else Excluded.NO
            return manual.save(session, typed, asked=asked, first=first)

        made = Writing(self.context, facts.kinds, facts.relatives, save, tr("Save"))
        made.about(facts.patient_id, remeasures)
        made.left.connect(self._leave)
        stage = Stage(self.context.bridge, card, card.body)
        stage.put(scrolled(made), partial(self._form_stands, facts, made), made.parts)

    def _form_stands(self, facts: EntryFacts, made: Writing) -> None:
        if facts.patient_id != self._patient:
            return
        self.writing = made
        self.writing.form.begin()
        if self.writing.remeasures:
            self._again(self.writing.remeasures)
        if self._waiting is not None:
            draft, self._waiting = self._waiting, None
            self.restore(draft)

    def _place_recent(self, facts: EntryFacts, card: Card) -> None:
        self.recent = Recent(self.context)
        self.recent.again.connect(self._again)
        self.recent.why.connect(self._why)
        card.body.addWidget(self.recent)
        self.recent.show_lines(facts.newest, self.context.clock.now())

    def _arranged(self, facts: EntryFacts, left: Card, right: Card) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(3))
        head = PatientHead(facts)
        head.back.clicked.connect(lambda _checked=False: self._leave())
        column.addWidget(head)
        left.body.addWidget(heading(tr("New reading"), "subheading"))
        column.addWidget(Panes(left, right, (7, 5), gap=3, scrolls=False), 1)
        return whole

    def _show_newest(self, facts: EntryFacts) -> None:
        if facts.patient_id == self._patient and self.recent is not None:
            self._facts = facts
            self.recent.show_lines(facts.newest, self.context.clock.now())

    # ------------------------------------------------------------------------------------- acting

    def _why(self, reading_id: str) -> None:
        self.context.go("why", f"reading/{reading_id}/readings")

    def _again(self, reading_id: str) -> None:
        """Starts the form for a new try of a reading, wherever it was seen."""
        entry, session = self.context.station.entry, self.context.session
        self.context.bridge.ask(self, partial(entry.line, session, reading_id), self._check_again)

    def _check_again(self, line: Line) -> None:
        if self.writing is None:
            return
        self.writing.about(self._patient, line.id, line)
        self.writing.form.fill(line.kind, ("", ""), "", None)
        self.writing.form.moment.reset()
        self.writing.form.begin()

    def _leave(self) -> None:
        drafts, session, patient = self.context.station.drafts, self.context.session, self._patient
        drop = partial(drafts.drop, session, "reading", patient)
        self.context.bridge.ask(self.context.bridge, drop, lambda _none: None)
        if self.writing is not None:
            self.writing.form.clear()
            self.writing.say("", "info")
        self.context.go(PATIENTS, patient)


class PatientHead(Card):
    """Whose readings these are, so large that it is read without being looked for."""

    def __init__(self, facts: EntryFacts) -> None:
        super().__init__(3)
        self.setObjectName("reading_patient")
        self.setAccessibleName(f"{facts.name}, {person_words(facts)}")
        row = QHBoxLayout()
        row.setSpacing(current().px(4))
        name = heading(facts.name, "display", wrap=True)
        name.setObjectName("reading_patient_name")
        row.addWidget(name)
        row.addWidget(label(person_words(facts), "subheading", wrap=True), 1)
        self.back = button(tr("To the patient"), kind="quiet", icon="back")
        row.addWidget(self.back)
        self.body.addLayout(row)
        if twin := namesake_words(facts):
            self.body.addWidget(Banner(twin, "warning"))
        if facts.deceased_on is not None:
            words = tr(
                "The patient is registered as dead {day}. A reading is held in quarantine.",
                day=day(facts.deceased_on),
            )
            self.body.addWidget(Banner(words, "danger"))

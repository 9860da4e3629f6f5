"""The right side of the page of patients: one patient, or the form that takes her place."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.formats import day
from station.core.i18n import tr
from station.core.trouble import Trouble
from station.core.zone import day_of
from station.rules.status import Needed, Status
from station.services.care.statuses import StepMissing
from station.services.office.access_words import AccessLine
from station.services.patients.consents import ConsentDetails
from station.services.patients.relatives import RelativeDetails
from station.services.patients.values import (
    Choices,
    Opened,
    PatientFacts,
    PatientIncomplete,
    Relative,
)
from station.views.context import Context
from station.views.page import Draft
from station.views.patients.access import AccessPanel
from station.views.patients.ending import EndingCard
from station.views.patients.facts import FactsPanel
from station.views.patients.filling import Filling
from station.views.patients.inplace import InPlace
from station.views.patients.small_forms import LinksForm, RelativeForm
from station.views.patients.statuses import ConsentForm, StatusForm, day_of_text, status_set
from station.views.stage import Stage
from station.views.style import Banner, EmptyState, StateView, scrolled

T = TypeVar("T")


class Desk(QWidget):
    """Shows one thing at a time and asks the services for what it needs.

    `shown` carries the id of the patient now shown, "" for none; `turned` says that something
    else came to stand here.
    """

    register_wanted = Signal()
    shown = Signal(str)
    turned = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._station, self._session = context.station, context.session
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._stage = Stage(context.bridge, self, column)
        self.front: QWidget | None = None
        self.subject = ""
        self._facts: PatientFacts | None = None
        self.rest()

    @property
    def resting(self) -> bool:
        """Whether nobody is shown and nothing is being written."""
        return isinstance(self.front, StateView)

    # --------------------------------------------------------------------------- patients

    def open(self, patient_id: str) -> None:
        """Opens a patient, which leaves a row in the log."""
        # What is opened on the same patient's facts meanwhile stays.
        same = isinstance(self.front, FactsPanel) and self.subject == patient_id
        self.subject, show = patient_id, self._show_newer if same else self._show_facts
        self._ask(
            partial(self._station.patients.card, self._session, patient_id), show, self._failed
        )

    def refresh(self) -> None:
        """Shows the same patient as she is now."""
        patients, session = self._station.patients, self._session
        if self.subject:
            self._ask(partial(patients.refresh, session, self.subject), self._show_facts)

    def changed(self, patients: frozenset[str]) -> None:
        """Takes in a change, unless somebody is writing in a form: saving tells her then."""
        if isinstance(self.front, FactsPanel) and self.subject in patients:
            service, session = self._station.patients, self._session
            self._ask(partial(service.refresh, session, self.subject), self._show_newer)

    def register(self) -> None:
        """Opens the form for a new patient."""
        self._fill("", None, None)

    def edit(self) -> None:
        """Opens the form of the patient shown."""
        patient = self.subject
        job = partial(self._station.patients.open_form, self._session, patient)
        self._ask(job, partial(self._fill, patient, None))

    def draft(self) -> Draft | None:
        """The unsaved words of the form in front."""
        return self.front.draft() if isinstance(self.front, Filling) else None

    def restore(self, draft: Draft) -> None:
        """Opens the form again with unsaved words."""
        if not isinstance(self.front, Filling):
            before = Filling.before_of(draft) if self.subject else None
            self._fill(self.subject if before else "", draft, before)

    # -------------------------------------------------------------------------- in place

    def status(self) -> None:
        """Opens the status of the patient shown."""
        facts = self._facts
        if facts is None:
            return
        form = StatusForm(facts)
        statuses, session, patient = self._station.statuses, self._session, facts.id
        form.set_wanted.connect(partial(self._set_status, form, facts.id))
        form.pause_wanted.connect(lambda reason, until: self._pause(form, facts.id, reason, until))
        form.pause_end_wanted.connect(
            lambda: self._do(form, partial(statuses.end_pause, session, patient), tr("Pause ended"))
        )
        form.death_wanted.connect(lambda typed: self._death(form, facts.id, typed))
        form.death_back_wanted.connect(
            lambda: self._do(
                form, partial(statuses.take_back_death, session, patient), tr("Taken back")
            )
        )
        if facts.status in (Status.ENDED, Status.ENDED_EQUIPMENT_OUT):
            form.ending.addWidget(EndingCard(self._context, facts.id, self.refresh))
        self._in_place(form)

    def consent(self, why: str = "", waiting: tuple[Status, str] | None = None) -> None:
        """Opens the consent of the patient shown.

        `why` tells which step waits for it, and `waiting` is that (status, reason), set with it.
        """
        facts = self._facts
        if facts is None:
            return
        today = day_of(self._context.clock.now())
        form = ConsentForm(facts, self._session.name, today, why)
        form.saved.connect(lambda details: self._consented(form, facts.id, details, waiting))
        form.withdrawn.connect(
            lambda consent, typed: self._withdraw(form, facts.id, consent, typed)
        )
        self._in_place(form)

    def relative(self, relative: Relative | None) -> None:
        """Opens a relative, or a new one."""
        facts = self._facts
        if facts is None:
            return
        patient, session, relatives = facts.id, self._session, self._station.relatives
        form = RelativeForm(relative)

        def save(details: RelativeDetails) -> None:
            job: Callable[[], object] = partial(relatives.add, session, patient, details)
            if relative is not None:
                job = partial(relatives.change, session, patient, relative.id, details)
            self._do(form, job, tr("Saved"))

        form.saved.connect(save)
        if relative is not None:
            form.removed.connect(
                lambda: self._do(
                    form, partial(relatives.remove, session, patient, relative.id), tr("Taken away")
                )
            )
        self._in_place(form)

    def links(self) -> None:
        """Opens the other files of the patient shown."""
        facts = self._facts
        if facts is None:
            return
        form = LinksForm(facts)
        links, patients, session = self._station.links, self._station.patients, self._session

        def search(text: str) -> None:
            found = partial(patients.search, session, text, None, 6)
            self._context.bridge.ask(form, found, form.show_hits)

        form.searched.connect(search)
        form.linked.connect(
            lambda other, reason: self._do(
                form, partial(links.link, session, facts.id, other, reason), tr("Linked")
            )
        )
        form.unlinked.connect(
            lambda link, reason: self._do(
                form, partial(links.unlink, session, link, reason), tr("Taken apart")
            )
        )
        self._in_place(form)

    def access(self) -> None:
        """Opens «Hvem har sett min journal» of the patient shown."""
        facts = self._facts
        if facts is not None:
            job = partial(self._station.patients.access, self._session, facts.id)
            self._ask(job, partial(self._show_access, facts))

    # ---------------------------------------------------------------------------- showing

    def rest(self) -> None:
        """Shows no patient."""
        self.subject, self._facts = "", None
        empty = EmptyState(
            tr("No patient is open"),
            tr("Choose one in the list: Enter or a click opens. What is opened stands in the log."),
        )
        made = empty.add_action(tr("New patient"), self.register_wanted.emit)
        made.setObjectName("register_first")
        self._put(empty)
        self.shown.emit("")

    def _show_facts(self, facts: PatientFacts) -> None:
        if facts.id != self.subject:
            return
        self._facts = facts
        after_form = isinstance(self.front, InPlace | Filling | AccessPanel)
        panel = FactsPanel(self._context, facts)
        panel.edit_wanted.connect(self.edit)
        panel.status_wanted.connect(self.status)
        panel.consent_wanted.connect(self.consent)
        panel.relative_wanted.connect(self.relative)
        panel.links_wanted.connect(self.links)
        panel.forms_wanted.connect(lambda: self._context.go("forms", facts.id))
        panel.prints_wanted.connect(lambda: self._context.go("prints", f"patients/{facts.id}"))
        for wanted, page in (
            (panel.measure_wanted, "measure_now"),
            (panel.hand_out_wanted, "hand_out"),
            (panel.pair_wanted, "pair_device"),
            (panel.tablet_wanted, "hand_out_tablet"),
        ):
            wanted.connect(partial(self._context.go, page, f"patient/{facts.id}"))
        panel.access_wanted.connect(self.access)
        self._put(panel, panel.begin if after_form else None)
        self.shown.emit(facts.id)

    def _show_newer(self, facts: PatientFacts) -> None:
        # A form that was opened while the answer was on its way stays.
        if isinstance(self.front, FactsPanel):
            self._show_facts(facts)

    def _show_access(self, facts: PatientFacts, lines: tuple[AccessLine, ...]) -> None:
        panel = AccessPanel(facts.name, lines, self._context.clock.now())
        patients, session = self._station.patients, self._session
        panel.closed.connect(self.refresh)
        panel.more_wanted.connect(
            lambda seq: self._context.bridge.ask(
                panel, partial(patients.access, session, facts.id, seq), panel.add
            )
        )
        prints, bridge = self._station.access_prints, self._context.bridge
        panel.set_file_name(prints.file_name())
        panel.print_wanted.connect(
            lambda path: bridge.ask(
                panel, partial(prints.save, session, facts.id, path), panel.saved, panel.not_saved
            )
        )
        self._put(panel)

    def _fill(self, subject: str, draft: Draft | None, before: Opened | None) -> None:
        shown = self.subject

        def show(choices: Choices) -> None:
            # Somebody else was opened meanwhile: these words must not be saved as hers.
            if self.subject != shown or subject not in ("", shown):
                return
            filling = Filling(self._context, subject, choices, before)
            filling.done.connect(self.open)
            filling.left.connect(self._leave_form)
            if draft is not None:
                filling.restore(draft)
            if not subject:
                self.subject, self._facts = "", None
                self.shown.emit("")
            self._put(filling, filling.begin, scroll=False)

        self._ask(partial(self._station.patients.choices, self._session), show)

    def _leave_form(self) -> None:
        if self.subject:
            self.refresh()
        else:
            self.rest()

    def _failed(self, trouble: Trouble) -> None:
        self.rest()
        if isinstance(self.front, StateView):
            self.front.set_text(trouble.sentence())

    def _in_place(self, form: InPlace) -> None:
        form.cancelled.connect(self.refresh)
        self._put(form, form.begin)

    def _put(
        self, widget: QWidget, begin: Callable[[], object] | None = None, *, scroll: bool = True
    ) -> None:
        self.front = widget
        if isinstance(widget, StateView):
            self._stage.put_at_once(widget)
        else:
            self._stage.put(scrolled(widget) if scroll else widget, begin)
        self.turned.emit()

    # ---------------------------------------------------------------------------- asking

    def _ask(
        self,
        job: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[Trouble], None] | None = None,
    ) -> None:
        self._context.bridge.ask(self, job, then, failed)

    def _do(self, form: InPlace, job: Callable[[], object], said: str) -> None:
        """Does what a form asks for and goes back to the facts, or shows what is wrong."""

        def done(_result: object) -> None:
            self._context.toast(said)
            self.refresh()

        def failed(trouble: Trouble) -> None:
            if isinstance(trouble, PatientIncomplete):
                form.show_problems(trouble.problems)
            elif trouble.code == "reason_missing":
                form.show_problems({"reason": trouble.sentence()})
            else:
                form.column.insertWidget(1, Banner(trouble.sentence(), "warning"))

        self._context.bridge.ask(form, job, done, failed)

    def _set_status(self, form: StatusForm, patient: str, code: str, reason: str) -> None:
        statuses, session, after = self._station.statuses, self._session, Status(code)

        def done(became: Status) -> None:
            self._context.toast(status_set(became))
            self.refresh()

        def failed(trouble: Trouble) -> None:
            if isinstance(trouble, StepMissing) and trouble.needed is Needed.CONSENT:
                self.consent(trouble.sentence(), (after, reason))
            elif isinstance(trouble, StepMissing) and trouble.needed is Needed.REASON:
                form.show_problems({"status_reason": trouble.sentence()})
            else:
                form.show_problems({"status": trouble.sentence()})

        job = partial(statuses.set, session, patient, after, reason)
        self._context.bridge.ask(form, job, done, failed)

    def _consented(
        self,
        form: ConsentForm,
        patient: str,
        details: ConsentDetails,
        waiting: tuple[Status, str] | None,
    ) -> None:
        """Registers a consent, then goes on with the status that waited for it."""
        consents, statuses, session = self._station.consents, self._station.statuses, self._session

        def job() -> None:
            consents.register(session, patient, details)
            if waiting is not None:
                statuses.set(session, patient, *waiting)

        said = tr("Consent is registered")
        if waiting is not None:
            said = f"{said}. {status_set(waiting[0])}"
        self._do(form, job, said)

    def _withdraw(self, form: ConsentForm, patient: str, consent: str, typed: str) -> None:
        on = day_of_text(typed)
        if on is None:
            form.show_problems({"withdrawn_on": tr("This is not a date. Write it as 07.03.1948.")})
            return
        consents, session = self._station.consents, self._session
        job = partial(consents.withdraw, session, patient, consent, on)
        self._do(form, job, tr("Consent withdrawn {day}", day=day(on)))

    def _pause(self, form: StatusForm, patient: str, reason: str, typed: str) -> None:
        until = day_of_text(typed)
        if until is None:
            form.show_problems({"until": tr("This is not a date. Write it as 07.03.1948.")})
            return
        job = partial(self._station.statuses.pause, self._session, patient, reason, until)
        self._do(form, job, tr("On pause until {day}", day=day(until)))

    def _death(self, form: StatusForm, patient: str, typed: str) -> None:
        on = day_of_text(typed)
        if on is None:
            form.show_problems({"deceased_on": tr("This is not a date. Write it as 07.03.1948.")})
            return
        job = partial(self._station.statuses.register_death, self._session, patient, on)
        self._do(form, job, tr("The death is registered"))

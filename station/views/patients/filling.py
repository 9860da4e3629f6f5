"""Filling in a patient: the form, who is registered already, and saves that meet another's."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.i18n import tr
from station.core.trouble import Trouble
from station.services.patients.checks import Checked
from station.services.patients.register import merged
from station.services.patients.values import (
    Choices,
    Matches,
    Opened,
    PatientConflict,
    PatientDetails,
    PatientExists,
    PatientIncomplete,
)
from station.views.context import Context
from station.views.page import Draft
from station.views.patients.conflict import ConflictCard
from station.views.patients.form import PatientForm
from station.views.patients.matches import MatchBox
from station.views.patients.words import said_value
from station.views.style import Banner

NEW = "new"


class Filling(QWidget):
    """The form of a new or a known patient (`subject`), with what stands around it.

    `done` carries the patient to open next; `left` says that nothing was saved.
    """

    done = Signal(str)
    left = Signal()

    def __init__(
        self, context: Context, subject: str, choices: Choices, before: Opened | None
    ) -> None:
        super().__init__()
        self._context = context
        self.subject = subject
        self._staff = choices.staff
        self._asked: PatientDetails | None = None
        patients = context.station.patients
        title = tr("Change the patient") if subject else tr("New patient")
        check = partial(patients.check, training=choices.training)
        self.form = PatientForm(title, check, choices.staff, before)
        self.matches = MatchBox()
        self._news: QWidget | None = None
        self.form.news.addWidget(self.matches)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)
        self.form.checked.connect(self._look_for_twins)
        self.form.saved.connect(self.save)
        self.form.cancelled.connect(self._leave)
        self.form.address_wanted.connect(self._show_address)
        self.matches.open_wanted.connect(self._open_other)
        self.matches.ruled_out.connect(lambda _ids: self._settle())

    @staticmethod
    def before_of(draft: Draft) -> Opened | None:
        """The state of the patient that a draft was written upon, or None."""
        before = draft.get("before")
        if not isinstance(before, dict):
            return None
        details = PatientDetails(**before["details"])
        return Opened(details, before["revision"], before["address_hidden"])

    def begin(self) -> None:
        """Puts the cursor where one begins."""
        self.form.focus_first()

    def draft(self) -> Draft | None:
        """The unsaved words."""
        return self.form.draft()

    def restore(self, draft: Draft) -> None:
        """Puts unsaved words back."""
        self.form.restore(draft)
        self._say(tr("These are your unsaved words from before the screen was locked."), "info")

    def save(self) -> None:
        """Saves, or says what has to be mended or looked at first."""
        if self.matches.blocking:
            return
        details, session = self.form.details(), self._context.session
        patients, subject = self._context.station.patients, self.subject
        job: Callable[[], object] = partial(
            patients.register, session, details, self.matches.not_same
        )
        if subject:
            job = partial(patients.change, session, subject, self.form.before, details)
        self.form.set_busy(busy=True)
        self._context.bridge.ask(self, job, self._saved, self._refused)

    def _saved(self, result: object) -> None:
        self._drop_draft()
        said = tr("Saved") if self.subject else tr("The patient is registered")
        self._context.toast(said)
        self.done.emit(self.subject or str(result))

    def _refused(self, trouble: Trouble) -> None:
        self.form.set_busy(busy=False)
        if isinstance(trouble, PatientIncomplete):
            self.form.show_problems()
        elif isinstance(trouble, PatientExists):
            self.matches.show_matches(trouble.matches)
            self.form.show_news()
            self._settle()
        elif isinstance(trouble, PatientConflict):
            self._show_conflict(trouble)
        else:
            self._say(trouble.sentence(), "warning")

    def _show_conflict(self, conflict: PatientConflict) -> None:
        def take() -> None:
            before, mine = self.form.before, self.form.details()
            both = merged(before.details, mine, conflict.newest.details)
            self.form.start_from(conflict.newest, both)
            self._say(tr("Put together. Look it over, then save."), "info")

        say = partial(said_value, staff=self._staff)
        card = ConflictCard(conflict, self._context.clock.now(), say, take)
        self._put_news(card)
        card.take.setFocus()

    def _look_for_twins(self, found: Checked) -> None:
        """Asks who is registered already, once there is enough to recognise somebody by."""
        self._settle()
        details = found.details
        enough = found.number_kind or (details.family_name and details.given_name)
        key = PatientDetails(
            details.given_name, details.family_name, details.number, details.birth_date
        )
        if not enough or key == self._asked or (self.subject and not self.form.unsaved()):
            return
        self._asked = key
        patients, session = self._context.station.patients, self._context.session
        own = self.subject or None

        def show(matches: Matches) -> None:
            if key == self._asked:
                # A known patient's near matches were looked at when she was registered.
                near = matches.near if not self.subject else ()
                self.matches.show_matches(Matches(matches.exact, matches.exact_hidden, near))
                self._settle()

        self._context.bridge.ask(self, partial(patients.matches, session, details, own), show)

    def _settle(self) -> None:
        self.form.set_busy(busy=self.matches.blocking)

    def _show_address(self) -> None:
        patients, session = self._context.station.patients, self._context.session

        def show(opened: Opened) -> None:
            both = merged(self.form.before.details, self.form.details(), opened.details)
            self.form.start_from(opened, both)

        ask = partial(patients.open_form, session, self.subject, address=True)
        self._context.bridge.ask(self, ask, show, self._refused)

    def _open_other(self, patient_id: str) -> None:
        self._drop_draft()
        self.done.emit(patient_id)

    def _leave(self) -> None:
        self._drop_draft()
        self.left.emit()

    def _drop_draft(self) -> None:
        drafts, session = self._context.station.drafts, self._context.session
        key = self.subject or NEW
        drop = partial(drafts.drop, session, "patient", key)
        self._context.bridge.ask(self._context.bridge, drop, lambda _none: None)

    def _say(self, words: str, tone: str) -> None:
        self._put_news(Banner(words, tone))

    def _put_news(self, widget: QWidget) -> None:
        if self._news is not None:
            self._news.hide()
            self._news.deleteLater()
        self._news = widget
        self.form.news.addWidget(widget)
        self.form.show_news()

"""Status, consent and pause in place: the step that is missing is offered where it is missed."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from station.core.formats import day
from station.core.i18n import N_, tr
from station.rules.status import Status
from station.services.care.statuses import choices_from, is_followed
from station.services.patients.consents import ConsentDetails
from station.services.patients.values import Consent, PatientFacts
from station.views.patients.days import iso_of
from station.views.patients.inplace import InPlace
from station.views.style import Banner, Card, Field, button, choice, heading, label, text_input

_LEFT: Final = Qt.AlignmentFlag.AlignLeft
STATUSES: Final[Mapping[str, str]] = {
    Status.REFERRED: N_("Referred"),
    Status.MAPPING: N_("Being mapped"),
    Status.DECIDED: N_("Decision made"),
    Status.STARTING: N_("Starting"),
    Status.TRIAL: N_("Trial period"),
    Status.ACTIVE: N_("Follow-up"),
    Status.EVALUATION: N_("Evaluation"),
    Status.ENDED: N_("Ended"),
    Status.ENDED_EQUIPMENT_OUT: N_("Ended, equipment still out"),
    Status.DECLINED: N_("Declined"),
}


def status_word(status: str) -> str:
    """The status in words; one of a newer program is shown as it is stored."""
    words = STATUSES.get(status)
    return tr(words) if words else status


def status_set(became: str) -> str:
    """Say which status was set, and what a service waits for that has its equipment out."""
    said = tr("Status: {status}", status=status_word(became))
    if became != Status.ENDED_EQUIPMENT_OUT:
        return said
    return f"{said}. {tr('It ends by itself when steps 5.1 to 5.3 are done.')}"


class StatusForm(InPlace):
    """The status, the pause and the death of one patient.

    `set_wanted` carries (status, reason), `pause_wanted` (reason, ISO day as typed),
    `death_wanted` an ISO day as typed; the others carry nothing.
    """

    set_wanted = Signal(str, str)
    pause_wanted = Signal(str, str)
    pause_end_wanted = Signal()
    death_wanted = Signal(str)
    death_back_wanted = Signal()

    def __init__(self, facts: PatientFacts) -> None:
        super().__init__("status_form", tr("Status of {name}", name=facts.name))
        self._facts = facts
        self.missing = QVBoxLayout()
        self.column.addLayout(self.missing)
        self._status_part()
        self.ending = QVBoxLayout()
        """Where what is left of the end of a service stands."""
        self.column.addLayout(self.ending)
        if facts.pause is not None:
            self._pause_now()
        elif is_followed(facts.status):
            self._pause_part()
        self._death_part()
        self.back()

    def _status_part(self) -> None:
        card = self._card(tr("Status: {status}", status=status_word(self._facts.status)))
        options = [(status_word(each), each.value) for each in choices_from(self._facts.status)]
        self._after = choice(*options)
        self._after.setObjectName("status_after")
        self._reason = text_input(longest=500)
        self._reason.setObjectName("status_reason")
        explained = tr("Needed when the service ends or is declined")
        self._pair(
            card,
            self.field(tr("New status"), self._after, key="status"),
            self.field(tr("Reason"), self._reason, explained, key="status_reason"),
        )
        made = button(tr("Set status"), "Ctrl+S", primary=True)
        made.setObjectName("set_status")
        made.clicked.connect(
            lambda _checked=False: self.set_wanted.emit(
                str(self._after.currentData()), self._reason.text()
            )
        )
        card.addWidget(made, 0, _LEFT)

    def _pause_part(self) -> None:
        card = self._card(tr("Pause, for example a stay in hospital"))
        why, until = text_input(longest=300), text_input("01.12.2026", longest=20)
        why.setObjectName("pause_reason")
        until.setObjectName("pause_until")
        explained = tr("The follow-up goes on by itself on the morning of this day")
        self._pair(
            card,
            self.field(tr("Reason"), why, key="reason"),
            self.field(tr("Goes on"), until, explained, key="until"),
        )
        made = button(tr("Pause the follow-up"))
        made.setObjectName("set_pause")
        made.clicked.connect(
            lambda _checked=False: self.pause_wanted.emit(why.text(), iso_of(until.text()))
        )
        card.addWidget(made, 0, _LEFT)

    def _pause_now(self) -> None:
        pause = self._facts.pause
        reason = pause.reason if pause else ""
        until = day(pause.until) if pause and pause.until else tr("no end yet")
        card = self._card(tr("On pause until {day}", day=until))
        card.addWidget(label(reason, "body", wrap=True))
        made = button(tr("End the pause now"))
        made.setObjectName("end_pause")
        made.clicked.connect(lambda _checked=False: self.pause_end_wanted.emit())
        card.addWidget(made, 0, _LEFT)

    def _death_part(self) -> None:
        if self._facts.deceased_on is not None:
            card = self._card(tr("Dead {day}", day=day(self._facts.deceased_on)))
            made = button(tr("This is a mistake: take it back"))
            made.setObjectName("take_back_death")
            made.clicked.connect(lambda _checked=False: self.death_back_wanted.emit())
        else:
            card = self._card(tr("When the patient has died"))
            died = text_input("01.12.2026", longest=20)
            died.setObjectName("deceased_on")
            explained = tr("The service ends, and no more letters or reminders are made")
            card.addWidget(self.field(tr("Day of death"), died, explained, key="deceased_on"))
            made = button(tr("Register the death"))
            made.setObjectName("register_death")
            made.clicked.connect(lambda _checked=False: self.death_wanted.emit(iso_of(died.text())))
        card.addWidget(made, 0, _LEFT)

    def _pair(self, card: QVBoxLayout, one: Field, other: Field) -> None:
        row = QHBoxLayout()
        for each in (one, other):
            row.addWidget(each, 1, Qt.AlignmentFlag.AlignTop)
        card.addLayout(row)

    def _card(self, title: str) -> QVBoxLayout:
        card = Card(margin=3)
        card.body.addWidget(heading(title, "subheading"))
        self.column.addWidget(card)
        return card.body


class ConsentForm(InPlace):
    """Registers a consent, and withdraws one that stands.

    `saved` carries ConsentDetails, `withdrawn` (consent id, ISO day as typed). `why` is the
    sentence of a step that waits for this consent.
    """

    saved = Signal(object)
    withdrawn = Signal(str, str)

    def __init__(self, facts: PatientFacts, informer: str, today: date, why: str = "") -> None:
        super().__init__("consent_form", tr("Consent of {name}", name=facts.name))
        if why:
            self.column.addWidget(Banner(why, "warning"))
        if facts.consent is not None:
            self._standing(facts.consent, today)
        self._version = text_input(longest=80)
        self._day = text_input("20.11.2026", longest=20)
        self._informer = text_input(longest=120)
        self._note = text_input(longest=500)
        self._day.setText(f"{today:%d.%m.%Y}")
        self._informer.setText(informer)
        for editor, key, words, explained in (
            (self._version, "form_version", tr("Version of the form"), tr("Stands on the form")),
            (self._day, "given_on", tr("Signed on"), ""),
            (self._informer, "informed_by", tr("Informed by"), ""),
            (self._note, "note", tr("Note"), ""),
        ):
            editor.setObjectName(f"consent_{key}")
            self.column.addWidget(self.field(words, editor, explained, key=key))
        self.finish(tr("Register consent"), lambda: self.saved.emit(self.details()))

    def details(self) -> ConsentDetails:
        """What now stands in the fields."""
        return ConsentDetails(
            self._version.text(),
            day_of_text(self._day.text()),
            self._informer.text(),
            self._note.text(),
        )

    def _standing(self, consent: Consent, today: date) -> None:
        card = Card(margin=3)
        given = tr(
            "Given {day} on form {version}; informed by {who}",
            day=day(consent.given_on),
            version=consent.form_version,
            who=consent.informed_by,
        )
        card.body.addWidget(label(given, "body", wrap=True))
        warned = tr("If it is withdrawn, the follow-up stops until there is a new consent.")
        card.body.addWidget(label(warned, "small", wrap=True))
        on = text_input("20.11.2026", longest=20)
        on.setText(f"{today:%d.%m.%Y}")
        on.setObjectName("withdrawn_on")
        card.body.addWidget(self.field(tr("Withdrawn on"), on, key="withdrawn_on"))
        made = button(tr("Register the withdrawal"), kind="danger")
        made.setObjectName("withdraw_consent")
        made.clicked.connect(
            lambda _checked=False: self.withdrawn.emit(consent.id, iso_of(on.text()))
        )
        card.body.addWidget(made, 0, _LEFT)
        self.column.addWidget(card)


def day_of_text(typed: str) -> date | None:
    """The day that was typed, or None if it is none."""
    try:
        return date.fromisoformat(iso_of(typed))
    except ValueError:
        return None

"""The facts about one patient: a head for every card, and the whole panel of the register."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from station.core.formats import day
from station.core.i18n import tr
from station.core.zone import day_of
from station.services.footers import phone_text
from station.services.patients.values import Address, PatientFacts, Protection, Relative
from station.views import clipboard
from station.views.context import Context
from station.views.patients.statuses import status_word
from station.views.patients.words import GENDERS, LANGUAGES, age_words, born_words, chips
from station.views.style import (
    Button,
    Chip,
    ElidedLabel,
    FlowLayout,
    Label,
    button,
    current,
    label,
    rule,
)


class FactsHead(QWidget):
    """Name, age, diagnosis, telephones and chips: what every card of a patient begins with."""

    def __init__(self, context: Context, facts: PatientFacts) -> None:
        super().__init__()
        self.setObjectName("facts_head")
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        name = ElidedLabel(facts.name, "heading")
        name.setObjectName("facts_name")
        column.addWidget(name)
        parts = [age_words(facts.age), born_words(facts.birth_date), facts.diagnosis]
        column.addWidget(ElidedLabel(" · ".join(part for part in parts if part), "muted"))
        lines = FlowLayout(gap=theme.px(2))
        for who, phone in _phones(facts):
            lines.addWidget(PhoneButton(context, who, phone))
        if lines.count():
            column.addLayout(lines)
        found = chips(facts)
        if found:
            flow = FlowLayout(gap=theme.px(2))
            for words, tone in found:
                flow.addWidget(Chip(words, tone))
            column.addLayout(flow)


class PhoneButton(Button):
    """A telephone number that is copied when it is pressed."""

    def __init__(self, context: Context, who: str, phone: str) -> None:
        said = f"{who} {phone_text(phone)}".strip()
        super().__init__(said)
        self._context = context
        self._phone = phone
        self.set_icon("phone")
        self.setObjectName("copy_phone")
        self.setAccessibleName(tr("Copy the telephone number {phone}", phone=said))
        self.clicked.connect(self._copy)

    def _copy(self) -> None:
        clipboard.copy(self._phone)
        self._context.toast(tr("The telephone number is copied."))


class FactsPanel(QWidget):
    """Everything the register knows of one patient, with what is hidden shown on request.

    The signals ask the page for another panel; `relative_wanted` carries a Relative or None.
    """

    edit_wanted = Signal()
    status_wanted = Signal()
    consent_wanted = Signal()
    access_wanted = Signal()
    links_wanted = Signal()
    forms_wanted = Signal()
    prints_wanted = Signal()
    measure_wanted = Signal()
    hand_out_wanted = Signal()
    pair_wanted = Signal()
    tablet_wanted = Signal()
    relative_wanted = Signal(object)

    def __init__(self, context: Context, facts: PatientFacts) -> None:
        super().__init__()
        self.setObjectName("facts_panel")
        self._context = context
        self._facts = facts
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(3))
        column.addWidget(FactsHead(context, facts))
        column.addLayout(self._actions())
        column.addWidget(rule())
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(4))
        self._grid.setVerticalSpacing(theme.px(2))
        self._grid.setColumnStretch(1, 1)
        column.addLayout(self._grid)
        self._fill()
        column.addStretch(1)

    @property
    def facts(self) -> PatientFacts:
        """What is shown."""
        return self._facts

    def begin(self) -> None:
        """Puts the keyboard on the first action."""
        if self._first is not None:
            self._first.setFocus()

    def _actions(self) -> FlowLayout:
        flow = FlowLayout(gap=current().px(2))
        for name, words, wanted in (
            ("edit", tr("Change"), self.edit_wanted),
            ("status", tr("Status and pause"), self.status_wanted),
            ("consent", tr("Consent"), self.consent_wanted),
            ("forms", tr("Forms"), self.forms_wanted),
            ("prints", tr("Print"), self.prints_wanted),
            ("measure", tr("Measure now"), self.measure_wanted),
            ("hand_out", tr("Hand out …"), self.hand_out_wanted),
            ("pair", tr("Lend and pair"), self.pair_wanted),
            ("tablet", tr("Tablet"), self.tablet_wanted),
            ("links", tr("Linked files"), self.links_wanted),
            ("access", tr("Who has seen the file"), self.access_wanted),
        ):
            made = button(words)
            made.setObjectName(f"facts_{name}")
            made.clicked.connect(lambda _checked=False, wanted=wanted: wanted.emit())
            flow.addWidget(made)
        first = flow.itemAt(0)
        self._first = first.widget() if first else None
        return flow

    def _fill(self) -> None:
        facts = self._facts
        since = day(day_of(facts.status_since))
        self._line(tr("Status"), f"{status_word(facts.status)} · {tr('since {day}', day=since)}")
        if facts.pause is not None:
            self._line(tr("Pause"), self._pause_words())
        self._line(tr("Consent"), self._consent_words())
        self._number_line()
        self._address_line()
        self._line(tr("Responsible nurse"), facts.responsible)
        gp = ", ".join(part for part in (facts.gp_name, facts.gp_office) if part)
        self._line(tr("GP"), gp)
        self._line(tr("Language"), tr(dict(LANGUAGES).get(facts.language, "")))
        if facts.gender:
            self._line(tr("Gender"), tr(dict(GENDERS)[facts.gender]))
        self._line(tr("Adaptation"), facts.needs)
        self._line(tr("Note"), facts.note)
        for relative in facts.relatives:
            self._relative_line(relative)
        more = button(tr("New relative"), icon="plus")
        more.setObjectName("facts_relative")
        more.clicked.connect(lambda _checked=False: self.relative_wanted.emit(None))
        self._grid.addWidget(more, self._grid.rowCount(), 1, Qt.AlignmentFlag.AlignLeft)
        for link in facts.links:
            self._line(tr("Other file"), f"{link.name}, {born_words(link.birth_date)}")

    def _line(self, name: str, text: str) -> Label | None:
        """One fact; a fact that nobody has written down takes no line."""
        if not text:
            return None
        value = label(text, "body", wrap=True)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._place(name, value)
        return value

    def _place(self, name: str, value: QWidget) -> None:
        at = self._grid.rowCount()
        # A long text begins beside its name; a line with a button stands level with it.
        level = isinstance(value, Label)
        place = Qt.AlignmentFlag.AlignTop if level else Qt.AlignmentFlag.AlignVCenter
        self._grid.addWidget(label(name, "muted"), at, 0, place)
        self._grid.addWidget(value, at, 1)

    def _pause_words(self) -> str:
        pause = self._facts.pause
        if pause is None:
            return ""
        until = tr("until {day}", day=day(pause.until)) if pause.until else tr("no end yet")
        return f"{pause.reason} · {until}"

    def _consent_words(self) -> str:
        consent = self._facts.consent
        if consent is None:
            return tr("Missing. Follow-up cannot become active before consent is registered.")
        return tr(
            "Given {day} on form {version}; informed by {who}",
            day=day(consent.given_on),
            version=consent.form_version,
            who=consent.informed_by,
        )

    def _number_line(self) -> None:
        facts = self._facts
        if not facts.number_masked:
            self._line(tr("National number"), tr("Missing. Write it in as soon as it is known."))
            return
        asked = Revealed(facts.number_masked, tr("Show"), self._ask_number)
        asked.setObjectName("facts_number")
        self._place(tr("National number"), asked)

    def _address_line(self) -> None:
        facts = self._facts
        if facts.address is not None:
            self._line(tr("Address"), facts.address.line())
            return
        strict = facts.protection is Protection.STRICT
        words = tr("Strictly confidential") if strict else tr("Confidential")
        asked = Revealed(words, tr("Show address"), self._ask_address)
        asked.setObjectName("facts_address")
        self._place(tr("Address"), asked)

    def _ask_number(self, show: Callable[[str], None]) -> None:
        session, patient = self._context.session, self._facts.id
        patients = self._context.station.patients
        self._context.bridge.ask(self, lambda: patients.number(session, patient), show)

    def _ask_address(self, show: Callable[[str], None]) -> None:
        session, patient = self._context.session, self._facts.id
        patients = self._context.station.patients

        def shown(address: Address) -> None:
            show(address.line() or tr("No address is registered."))

        self._context.bridge.ask(self, lambda: patients.address(session, patient), shown)

    def _relative_line(self, relative: Relative) -> None:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        parts = [relative.name, relative.relation, relative.note]
        if relative.reports:
            parts.append(tr("may report readings"))
        line.addWidget(label(" · ".join(part for part in parts if part), "body", wrap=True), 1)
        if relative.phone:
            line.addWidget(PhoneButton(self._context, "", relative.phone))
        change = button(tr("Change"), kind="quiet")
        change.setObjectName("change_relative")
        change.setAccessibleName(tr("Change {name}", name=relative.name))
        change.clicked.connect(lambda _checked=False: self.relative_wanted.emit(relative))
        line.addWidget(change)
        self._place(tr("Relative"), row)


class Revealed(QWidget):
    """A text of which something is hidden, and the button that asks for the whole."""

    def __init__(
        self, hidden: str, words: str, ask: Callable[[Callable[[str], None]], None]
    ) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.text = label(hidden)
        self.button = button(words, kind="quiet")
        row.addWidget(self.text)
        row.addWidget(self.button)
        row.addStretch(1)
        self.button.clicked.connect(lambda _checked=False: ask(self._show))

    def _show(self, whole: str) -> None:
        self.text.setText(whole)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.button.hide()


def _phones(facts: PatientFacts) -> list[tuple[str, str]]:
    """(whose, number): the patient's own, the GP's, and the relatives'."""
    found = [("", facts.phone), (tr("GP"), facts.gp_phone)]
    found += [
        (tr("Relative ({relation})", relation=each.relation or each.name), each.phone)
        for each in facts.relatives
    ]
    return [(who, phone) for who, phone in found if phone]

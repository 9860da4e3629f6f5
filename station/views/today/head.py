"""The head of the card: who she is, how to reach her and hers, and what stands out about her."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from station.core.formats import day, near_day, weekday
from station.core.i18n import language, tr
from station.core.zone import day_of
from station.rules.status import Status
from station.rules.wording_workshop import trial_text
from station.rules.workshop import TRIAL_DAYS
from station.services.footers import phone_text
from station.services.patients.values import PatientFacts
from station.services.plans.values import visit_words
from station.services.today.card import Card, PlanBrief, Review
from station.views import clipboard
from station.views.context import Context
from station.views.patients.words import age_words, chips
from station.views.style import (
    Button,
    Chip,
    FlowLayout,
    button,
    current,
    heading,
    hint,
    keys,
    label,
    line_height,
)

_NO_DAY = ""
PRINT_KEY = "Ctrl+P"


class PhoneLink(Button):
    """A telephone number that is copied when it is pressed; its owner stands before it."""

    def __init__(self, context: Context, who: str, phone: str) -> None:
        super().__init__(f"{who} {phone_text(phone)}".strip(), kind="quiet")
        self._context, self._phone = context, phone
        self.setProperty("tight", True)
        self.set_icon("phone")
        self.setObjectName("copy_phone")
        said = f"{who} {phone_text(phone)}".strip()
        self.setAccessibleName(tr("Copy the telephone number {phone}", phone=said))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._copy)

    def _copy(self) -> None:
        clipboard.copy(self._phone)
        self._context.toast(tr("The telephone number is copied."))


class Head(QWidget):
    """Name and facts in one line, telephones beside, chips below; made anew for every card."""

    reading_wanted = Signal()
    plan_wanted = Signal()
    forms_wanted = Signal()
    workshop_wanted = Signal()

    def __init__(self, context: Context, card: Card) -> None:
        super().__init__()
        self.setObjectName("card_head")
        theme = current()
        facts = card.facts
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(1.5))
        line = FlowLayout(gap=theme.px(1.5))
        name = heading(facts.name)
        name.setObjectName("card_name")
        line.addWidget(name)
        about = " · ".join(part for part in (age_words(facts.age), facts.diagnosis) if part)
        told = label(about, "muted")
        told.setMinimumHeight(line_height("heading"))
        told.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(told)
        for who, phone in phones(facts):
            link = PhoneLink(context, who, phone)
            link.setMinimumHeight(line_height("heading"))
            line.addWidget(link)
        column.addLayout(line)
        # What is known of her, and the ways on: as many lines as large letters need.
        low = FlowLayout(gap=theme.px(1.5))
        for words, tone in card_chips(card):
            low.addWidget(Chip(words, tone))
        ways = self._ways(in_trial=facts.status == Status.TRIAL)
        for made in (_measure_way(context, facts.id), *ways, _print_way(context, facts.id)):
            low.addWidget(made)
        column.addLayout(low)

    def _ways(self, *, in_trial: bool) -> tuple[Button, ...]:
        reading = _way(tr("New reading"), "Ctrl+N")
        reading.setObjectName("new_reading")
        reading.clicked.connect(lambda _checked=False: self.reading_wanted.emit())
        plan = _way(tr("The plan"), "Ctrl+E")
        plan.setObjectName("open_plan")
        plan.clicked.connect(lambda _checked=False: self.plan_wanted.emit())
        forms = _way(tr("Forms"), "Ctrl+J")
        forms.setObjectName("open_forms_page")
        forms.clicked.connect(lambda _checked=False: self.forms_wanted.emit())
        if not in_trial:
            return reading, forms, plan
        workshop = _way(tr("Threshold workshop"), "Ctrl+Shift+G")
        workshop.setObjectName("open_workshop")
        workshop.clicked.connect(lambda _checked=False: self.workshop_wanted.emit())
        return workshop, reading, forms, plan


def _way(words: str, shortcut: str) -> Button:
    """A way to another page; its key is said where the pointer rests."""
    made = button(words, kind="quiet")
    made.setShortcut(QKeySequence(shortcut))
    made.setProperty("tight", True)
    hint(made, f"{words}  {keys(shortcut)}")
    return made


def _measure_way(context: Context, patient_id: str) -> Button:
    """The way to measuring at the office, with one of the devices that she has."""
    made = _way(tr("Measure now"), "Ctrl+D")
    made.setObjectName("open_measure")
    made.clicked.connect(lambda _checked=False: context.go("measure_now", f"patient/{patient_id}"))
    return made


def _print_way(context: Context, patient_id: str) -> Button:
    """The way to all that can be printed; its key is the page's, which also prints the day."""
    words = tr("Print")
    made = button(words, kind="quiet")
    made.setProperty("tight", True)
    made.setObjectName("open_prints")
    hint(made, f"{words}  {keys(PRINT_KEY)}")
    made.clicked.connect(lambda _checked=False: context.go("prints", f"today/{patient_id}"))
    return made


def phones(facts: PatientFacts) -> list[tuple[str, str]]:
    """(whose, number): her own, the GP's and the relatives', as far as they are known."""
    found = [("", facts.phone), (tr("GP"), facts.gp_phone)]
    found += [
        (tr("Relative ({relation})", relation=each.relation or each.name), each.phone)
        for each in facts.relatives
    ]
    return [(who, phone) for who, phone in found if phone]


def card_chips(card: Card) -> list[tuple[str, str]]:
    """(words, tone) of the plan, what stands out, and when somebody last was in touch."""
    today = day_of(card.now)
    found = [*_trial(card), *chips(card.facts)]
    if card.plan_readable:
        found = [*plan_chips(card.plan, today), *found]
    else:
        found = [(tr("The plan cannot be read"), "danger"), *found]
    if card.with_gp_since is not None:
        since = _without_weekday(day_of(card.with_gp_since), today)
        found.append((tr("Plan with the GP since {day}", day=since), ""))
    if words := visit_words(card.visit, today):
        found.append((words, "warning" if card.visit.late else ""))
    if card.elsewhere:
        found.insert(0, (card.elsewhere, "warning"))
    found += [(each.words, "warning" if each.warns else "") for each in card.equipment]
    if card.last_contact is not None:
        last = _without_weekday(day_of(card.last_contact), today)
        found.append((tr("Last contact {day}", day=last), ""))
    else:
        found.append((tr("No contact yet"), ""))
    return found


def _trial(card: Card) -> list[tuple[str, str]]:
    """Prøveperiode dag 9 av 14, while it lasts."""
    if card.facts.status != Status.TRIAL:
        return []
    days = (day_of(card.now) - day_of(card.facts.status_since)).days + 1
    return [(trial_text(days, TRIAL_DAYS), "")]


def plan_chips(plan: PlanBrief | None, today: date) -> list[tuple[str, str]]:
    """(words, tone) of the plan that decides: approved by whom, and whether review is due."""
    if plan is None:
        return [(tr("No plan yet"), "warning")]
    found = [(_plan_words(plan, today), "" if plan.approved else "warning")]
    if plan.review is Review.DUE:
        found.append((tr("Review is due"), "warning"))
    elif plan.review is Review.SOON:
        on = near_day(date.fromisoformat(plan.review_on), today)
        found.append((tr("Review {day}", day=on), ""))
    if plan.newer_draft:
        found.append((tr("A new version is being written"), ""))
    return found


def _plan_words(plan: PlanBrief, today: date) -> str:
    if not plan.approved:
        return tr("Plan v{number} not approved", number=plan.number)
    if plan.elsewhere:
        return tr("Plan v{number} made by {who}", number=plan.number, who=plan.approved_by)
    on = _NO_DAY
    if plan.approved_on:
        approved = date.fromisoformat(plan.approved_on)
        on = short_day(approved) if approved.year == today.year else day(approved)
    return tr(
        "Plan v{number} approved {day} by {who}", number=plan.number, day=on, who=plan.approved_by
    )


def _without_weekday(found: date, today: date) -> str:
    """A day as seen from today, short enough for a chip: i går, 19. okt."""
    return near_day(found, today).removeprefix(weekday(found.weekday(), short=True)).strip()


def short_day(found: date) -> str:
    """A day of this year without the year: 02.11."""
    return f"{found:%d.%m.}" if language() != "en" else day(found)

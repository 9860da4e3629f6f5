"""The treatment meeting on one screen: who met, what was agreed, limits, goal and treatment."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.i18n import tr
from station.core.trouble import Trouble
from station.core.zone import day_of
from station.rules.plans import PlanContent, PlanStatus
from station.services.plans.meetings import Meeting, Outcome
from station.services.plans.values import PlanDesk, Template, VersionRow
from station.views.context import Context
from station.views.plans.approval import hindrance_words
from station.views.plans.days import DayField
from station.views.plans.side import Side
from station.views.plans.words import moment_of_text, typed_day
from station.views.steps import Steps, unless_written
from station.views.style import (
    Banner,
    FlowLayout,
    Panes,
    button,
    check,
    choice,
    current,
    field,
    heading,
    label,
    note_input,
    text_input,
)
from station.views.style import scrolled as in_scroll

CLOSER_DAYS = (0, 7, 14, 28)
_NOW, _LATER = "now", "later"


@dataclass(frozen=True, slots=True)
class Held:
    """What was written about a meeting before the screen was locked."""

    version_id: str
    before: str
    content: PlanContent
    words: Mapping[str, str]


class MeetingForm(QWidget):
    """One meeting. `stored` carries the Outcome, `left` goes back without storing."""

    stored = Signal(object)
    left = Signal()

    def __init__(
        self,
        context: Context,
        desk: PlanDesk,
        row: VersionRow,
        template: Template | None,
        held: Held | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("meeting_form")
        self._context, self.row = context, row
        self.before = held.before if held else row.content_hash
        self.content = held.content if held else row.version.content
        self._desk, self._template, self._held = desk, template, held
        self._built = False
        theme, column = current(), QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addLayout(self._top(desk.person.name))
        self.banner = Banner(self._standing(), "info")
        self.banner.setObjectName("meeting_banner")
        column.addWidget(self.banner)
        self.act.setEnabled(False)
        facts, self._right = QWidget(), QWidget()
        self._facts = QVBoxLayout(facts)
        self._facts.setContentsMargins(0, 0, theme.px(2), 0)
        self._facts.setSpacing(theme.px(3))
        self._rest = QVBoxLayout(self._right)
        self._rest.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Panes(in_scroll(facts), in_scroll(self._right), (9, 11)), 1)
        parts = [self._meeting_fields, self._approval_fields, self._side, self._all_built]
        self.steps = Steps(self, parts)

    # ---------------------------------------------------------------------------- outside

    def begin(self) -> None:
        """Puts the cursor on who was there."""
        self.steps.add(partial(unless_written, self, self._to_first))

    def held(self) -> Held | None:
        """What is written and not stored yet; None where nothing was written."""
        if not self._built:
            return self._held
        words = self._words()
        if words == self._first and self.content == self.row.version.content:
            return None
        return Held(self.row.version.id, self.before, self.content, words)

    # --------------------------------------------------------------------------- building

    def _top(self, name: str) -> FlowLayout:
        row = FlowLayout(gap=current().px(2))
        back = button(tr("Back to the plan"), "Alt+Left", kind="quiet", icon="back")
        back.setObjectName("leave_meeting")
        back.clicked.connect(lambda _checked=False: self.left.emit())
        row.addWidget(back)
        row.addWidget(heading(f"{tr('Treatment meeting')} · {name}", "subheading"))
        self.act = button(tr("Store what was agreed"), "Ctrl+S", primary=True)
        self.act.setObjectName("store_meeting")
        self.act.clicked.connect(lambda _checked=False: self._store())
        row.addWidget(self.act)
        return row

    def _standing(self) -> str:
        number = self.row.version.number
        if self.row.version.status is PlanStatus.DRAFT:
            return tr("What is agreed here goes into the draft, version {number}.", number=number)
        return tr(
            "What is agreed here becomes a new version after version {number}.", number=number
        )

    def _to_first(self) -> None:
        self._who.setFocus()

    def _side(self) -> None:
        self.side = Side(self._context, self._desk.person.patient_id, self.content, self._template)
        self.side.edited.connect(self._side_edited)
        self._rest.addWidget(self.side)

    def _all_built(self) -> None:
        self._first = self._words()
        if self._held:
            self._put_back(self._held.words)
        self._built = True
        self.act.setEnabled(True)

    def _meeting_fields(self) -> None:
        column = self._facts
        self._on = DayField(tr("Day of the meeting"), typed_day(self._now()), "meeting_on")
        self._who = text_input(tr("Names and roles"), longest=300)
        self._who.setObjectName("meeting_who")
        self._goal = note_input(lines=2)
        self._goal.setObjectName("meeting_goal")
        self._goal.setPlainText(self.content.goal)
        self._minutes = note_input(lines=4)
        self._minutes.setObjectName("meeting_minutes")
        self._closer = choice(*((_closer_words(days), days) for days in CLOSER_DAYS))
        self._closer.setObjectName("meeting_closer")
        column.addWidget(self._on)
        column.addWidget(field(tr("Who took part"), self._who))
        column.addWidget(field(tr("My goal"), self._goal))
        column.addWidget(field(tr("What was agreed"), self._minutes))
        column.addWidget(field(tr("Closer follow-up"), self._closer))

    def _approval_fields(self) -> None:
        column = self._facts
        self._agreed = check(tr("The GP approves the plan in the meeting"), checked=True)
        self._agreed.setObjectName("meeting_agreed")
        self._agreed.toggled.connect(lambda _on: self._turn())
        column.addWidget(self._agreed)
        self._gp = text_input(longest=120)
        self._gp.setObjectName("meeting_gp")
        self._gp.setText(self._desk.person.gp_name)
        self._gp_field = field(tr("The GP's name"), self._gp)
        column.addWidget(self._gp_field)
        self._when = choice((tr("from now"), _NOW), (tr("from a stated day"), _LATER))
        self._when.setObjectName("meeting_when")
        self._when.currentIndexChanged.connect(lambda _at: self._turn())
        self._force = field(tr("In force"), self._when)
        tomorrow = day_of(self._now()) + timedelta(days=1)
        self._from = DayField(tr("In force from which day"), f"{tomorrow:%d.%m.%Y}", "meeting_from")
        column.addWidget(self._force)
        column.addWidget(self._from)
        said = tr("Without the GP's approval it stays a draft, ready to be printed for the GP.")
        column.addWidget(label(said, "small", wrap=True))
        column.addStretch(1)
        self._turn()

    def _turn(self) -> None:
        agreed = self._agreed.isChecked()
        self._gp_field.setVisible(agreed)
        self._force.setVisible(agreed)
        self._from.setVisible(agreed and self._when.currentData() == _LATER)

    def _now(self) -> int:
        return self._context.clock.now()

    def _side_edited(self, content: PlanContent) -> None:
        self.content = content

    # ----------------------------------------------------------------------------- words

    def _words(self) -> dict[str, str]:
        return {
            "on": self._on.line.text(),
            "who": self._who.text(),
            "goal": self._goal.toPlainText(),
            "minutes": self._minutes.toPlainText(),
            "closer": str(self._closer.currentIndex()),
            "agreed": "yes" if self._agreed.isChecked() else "",
            "gp": self._gp.text(),
            "when": str(self._when.currentIndex()),
            "from": self._from.line.text(),
        }

    def _put_back(self, words: Mapping[str, str]) -> None:
        for line, key in (
            (self._on.line, "on"),
            (self._who, "who"),
            (self._gp, "gp"),
            (self._from.line, "from"),
        ):
            line.setText(words.get(key, ""))
        self._goal.setPlainText(words.get("goal", ""))
        self._minutes.setPlainText(words.get("minutes", ""))
        self._closer.setCurrentIndex(int(words.get("closer", "0")))
        self._when.setCurrentIndex(int(words.get("when", "0")))
        self._agreed.setChecked(bool(words.get("agreed")))

    # ---------------------------------------------------------------------------- storing

    def _store(self) -> None:
        self.side.settle()
        if self.side.unfinished:
            self._tell(self.side.unfinished)
            return
        meeting = self._meeting()
        if meeting is not None:
            meetings, session = self._context.station.meetings, self._context.session
            job = partial(meetings.hold, session, self.row.version.id, self.before, meeting)
            self._context.bridge.ask(self, job, self._stored, self._refused)

    def _meeting(self) -> Meeting | None:
        """What is written, or None with the sentence at the field."""
        on = self._on.day
        wrong = tr("This is not a date. Write it as 07.03.1948.")
        self._on.set_wrong("" if on else wrong)
        self._gp_field.set_wrong("")
        agreed, gp, start = self._agreed.isChecked(), self._gp.text().strip(), 0
        if agreed and not gp:
            self._gp_field.set_wrong(tr("Write who approved."))
            return None
        if agreed and self._when.currentData() == _LATER:
            found = moment_of_text(self._from.line.text(), "00:00")
            self._from.set_wrong("" if found else wrong)
            if found is None:
                return None
            start = found
        if on is None:
            return None
        content = replace(self.content, goal=self._goal.toPlainText().strip())
        days = int(self._closer.currentData())
        return Meeting(
            on,
            self._who.text(),
            self._minutes.toPlainText(),
            content,
            gp if agreed else "",
            start,
            _ends(day_of(self._now()), days),
        )

    def _stored(self, outcome: Outcome) -> None:
        self.stored.emit(outcome)

    def _refused(self, trouble: Trouble) -> None:
        self._tell(trouble.sentence())

    def _tell(self, words: str) -> None:
        self.banner.show_text(words, "warning")


def outcome_words(outcome: Outcome) -> str:
    """What came of the meeting, and what is left before the plan can be in force."""
    if outcome.approved:
        return tr("The meeting is stored and the plan is approved.")
    if not outcome.hindered:
        return tr("The meeting is stored. The draft is ready for the GP.")
    left = " ".join(hindrance_words(each) for each in outcome.hindered)
    return tr("The meeting is stored as a draft. Before it can be approved: {left}", left=left)


def _ends(today: date, days: int) -> date | None:
    return today + timedelta(days=days) if days else None


def _closer_words(days: int) -> str:
    return tr("for {days} days", days=days) if days else tr("no")

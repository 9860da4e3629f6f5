"""Registering a doctor's approval: what hinders it with a way there, then who, when and how."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from station.core.clock import Clock
from station.core.formats import clock_time
from station.core.i18n import N_, ntr, tr
from station.core.trouble import Trouble
from station.core.zone import day_of
from station.rules.approval import ELSEWHERE, Approval, Hindered, Hindrance
from station.rules.plans import PlanContent
from station.rules.wording import level_word
from station.rules.wording_entry import limit_fault_text, rule_fault_text
from station.services.plans.values import CHANNELS
from station.views.plans.days import DayField
from station.views.plans.words import day_of_text, moment_of_text, typed_day
from station.views.style import (
    Banner,
    Card,
    button,
    choice,
    current,
    field,
    heading,
    label,
    note_input,
    text_input,
)

_NOW, _LATER = "now", "later"
_SENTENCES = {
    Hindrance.NO_GOAL: N_("The goal is not written."),
    Hindrance.NO_REVIEW: N_("The review date is not set."),
    Hindrance.NO_ORIGIN: N_("Write who made the plan."),
    Hindrance.NOT_A_DRAFT: N_("This version is approved already."),
    Hindrance.NO_NAME: N_("Write who approved."),
    Hindrance.NO_CHANNEL: N_("Choose how the approval came."),
    Hindrance.APPROVED_IN_FUTURE: N_("The day of approval lies in the future."),
    Hindrance.BEFORE_CURRENT: N_(
        "The version in force began later than this moment. Choose a later one."
    ),
    Hindrance.TOO_FAR_AHEAD: N_("A plan comes into force within a year. Choose an earlier day."),
}
_FIELDS = {
    Hindrance.NO_NAME: "by",
    Hindrance.NO_CHANNEL: "channel",
    Hindrance.APPROVED_IN_FUTURE: "on",
    Hindrance.BEFORE_CURRENT: "from",
    Hindrance.TOO_FAR_AHEAD: "from",
}


def hindrance_words(found: Hindered) -> str:
    """What keeps a plan from being approved, in a sentence."""
    if found.hindrance is Hindrance.UNTOUCHED_LINES:
        return ntr(
            "{n} line is still a proposal: keep, change or remove it.",
            "{n} lines are still proposals: keep, change or remove them.",
            len(found.lines),
        )
    if found.hindrance is Hindrance.EMPTY_LINES:
        return ntr("{n} line has no words.", "{n} lines have no words.", len(found.lines))
    if found.hindrance is Hindrance.UNFINISHED_LINES:
        return ntr(
            "{n} line is begun and not finished: write the rest, or remove it.",
            "{n} lines are begun and not finished: write the rest, or remove them.",
            len(found.lines),
        )
    return _number_words(found)


def _number_words(found: Hindered) -> str:
    if found.hindrance is Hindrance.EMPTY_ZONE and found.level is not None:
        return tr("{zone} has no lines.", zone=level_word(found.level))
    if found.limits:
        return limit_fault_text(found.limits[0])
    if found.rules:
        return rule_fault_text(found.rules[0])
    return tr(_SENTENCES[found.hindrance])


class ApprovalForm(QWidget):
    """The form in place. `approved` carries (Approval, note); `jump` a Hindered; `left` to go."""

    approved = Signal(object, str)
    jump = Signal(object)
    left = Signal()

    def __init__(
        self,
        number: int,
        gp_name: str,
        clock: Clock,
        hindered: Sequence[Hindered],
        unfinished: str,
        changes: str,
        content: PlanContent,
    ) -> None:
        super().__init__()
        self.setObjectName("approval_form")
        self._clock, self._now = clock, clock.now()
        theme = current()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, theme.px(2), 0)
        card = Card(margin=5)
        card.setMaximumWidth(theme.px(240))
        outer.addWidget(card)
        outer.addStretch(1)
        column = card.body
        column.setSpacing(theme.px(3))
        self._made = content if content.valid_from else None
        title, words = self._title(number)
        column.addWidget(heading(title))
        column.addWidget(label(words, "muted", wrap=True))
        if changes:
            column.addWidget(label(changes, "strong", wrap=True))
        self.banner = Banner("", "warning")
        self.banner.hide()
        column.addWidget(self.banner)
        if hindered or unfinished:
            column.addWidget(self._hindrances(hindered, unfinished))
        hinders, grid = bool(hindered or unfinished), QGridLayout()
        column.addLayout(grid)
        self.parts: tuple[Callable[[], object], ...] = (
            partial(self._fields, gp_name),
            partial(self._place_fields, grid),
            lambda: column.addWidget(self._note()),
            lambda: column.addLayout(self._buttons(hinders)),
        )
        """What it is built of, each in a turn of its own before it is shown."""

    def show_hindered(self, found: Sequence[Hindered]) -> None:
        """Shows what the service said, at its field or above."""
        for each in found:
            key = _FIELDS.get(each.hindrance)
            if key is None:
                self.show_trouble(hindrance_words(each))
            else:
                self.fields[key].set_wrong(hindrance_words(each))

    def show_trouble(self, words: str) -> None:
        """Shows a sentence above the form."""
        self.banner.show_text(words, "warning")
        self.banner.show()

    def look(self) -> tuple[Approval, str] | None:
        """What is written, or None with a sentence at each field that needs another word."""
        for each in self.fields.values():
            each.set_wrong("")
        name, on = self._by.text().strip(), self._on.day
        start = self._start()
        if not name:
            self.fields["by"].set_wrong(tr(_SENTENCES[Hindrance.NO_NAME]))
        if on is None:
            self._on.set_wrong(tr("This is not a date. Write it as 07.03.1948."))
        if start is None:
            self.fields["from"].set_wrong(
                tr("This is not a day and a time. Write them as 07.03.2027 and 08:00.")
            )
        if not name or on is None or start is None:
            return None
        channel = ELSEWHERE if self._made else str(self._channel.currentData())
        return Approval(name, on.isoformat(), channel, start), self._words.toPlainText().strip()

    def _title(self, number: int) -> tuple[str, str]:
        if self._made is None:
            return tr("Approve version {number}", number=number), tr(
                "Write down what the GP has decided. After this the version never changes, "
                "and its limits raise the alerts from the moment below."
            )
        return tr("Put version {number} in force", number=number), tr(
            "It was made elsewhere, and comes into force without the approval of the GP here, "
            "marked with who made it. After this it never changes."
        )

    def _start(self) -> int | None:
        if self._when.currentData() == _NOW:
            return self._clock.now()
        try:
            return moment_of_text(self._day.text(), self._time.text())
        except Trouble as trouble:
            self.show_trouble(trouble.sentence())
            return None

    def _hindrances(self, hindered: Sequence[Hindered], unfinished: str) -> Card:
        card = Card()
        card.setObjectName("hindrances")
        card.body.addWidget(label(tr("Before it can be approved"), "strong"))
        items = [(hindrance_words(each), each) for each in hindered]
        if unfinished:
            items.append((unfinished, Hindered(Hindrance.FAULTY_LIMITS)))
        for at, (words, each) in enumerate(items):
            row = QHBoxLayout()
            row.addWidget(label(f"○  {words}", "body", wrap=True), 1)
            go = button(tr("Go there"))
            go.setObjectName(f"go_{each.hindrance.value}")
            go.setAccessibleName(f"{tr('Go there')}: {words}")
            go.clicked.connect(lambda _checked=False, each=each: self.jump.emit(each))
            row.addWidget(go)
            card.body.addLayout(row)
            if at == 0:
                self._first = go
        return card

    def _fields(self, gp_name: str) -> None:
        self._by = text_input(longest=120)
        self._by.setText(gp_name)
        self._by.setObjectName("approved_by")
        self._on = DayField(tr("Approved on"), typed_day(self._now), "approved_on")
        self._channel = choice(*((tr(words), code) for code, words in CHANNELS.items()))
        self._channel.setObjectName("approved_channel")
        self._when = choice((tr("from now"), _NOW), (tr("from a stated moment"), _LATER))
        self._when.setObjectName("in_force_when")
        self._when.currentIndexChanged.connect(lambda _at: self._turn())
        self.fields = {
            "by": field(tr("The GP's name"), self._by),
            "on": self._on,
            "channel": field(tr("The approval came"), self._channel),
            "from": field(tr("In force"), self._moment()),
        }

    def _place_fields(self, grid: QGridLayout) -> None:
        theme = current()
        grid.setHorizontalSpacing(theme.px(4))
        grid.setVerticalSpacing(theme.px(3))
        for at, made in enumerate(self.fields.values()):
            grid.addWidget(made, at // 2, at % 2)
        if self._made is not None:
            self._as_made(self._made, grid)
        self._turn()

    def _as_made(self, content: PlanContent, grid: QGridLayout) -> None:
        """Who made it and since when it holds, as they were written when it was begun."""
        since = date.fromisoformat(content.valid_from)
        today = day_of(self._now)
        self._by.setText(content.origin)
        self._on.line.setText(f"{min(since, today):%d.%m.%Y}")
        self._when.setCurrentIndex(self._when.findData(_LATER))
        self._day.setText(f"{since:%d.%m.%Y}")
        self._time.setText("00:00")
        self.fields["by"].set_name(tr("Made by"))
        self._on.set_name(tr("Made on"))
        self._by.setCursorPosition(0)
        self.fields["channel"].hide()
        grid.addWidget(self.fields["from"], 1, 0)

    def _moment(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        self._day = text_input("07.03.2027", longest=10)
        self._day.setText(f"{_tomorrow(self._now):%d.%m.%Y}")
        self._day.setObjectName("in_force_day")
        self._day.setAccessibleName(tr("In force from which day"))
        self._time = text_input("08:00", longest=5)
        self._time.setText(clock_time(self._now))
        self._time.setObjectName("in_force_time")
        self._time.setAccessibleName(tr("In force from which time"))
        for part, share in ((self._when, 3), (self._day, 2), (self._time, 1)):
            row.addWidget(part, share)
        return holder

    def _turn(self) -> None:
        later = self._when.currentData() == _LATER
        self._day.setVisible(later)
        self._time.setVisible(later)

    def _note(self) -> QWidget:
        self._words = note_input(lines=2)
        self._words.setObjectName("approval_note")
        return field(tr("Note"), self._words, tr("For instance what the GP changed"))

    def _buttons(self, hindered: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        words = tr("Put it in force") if self._made else tr("Register the approval")
        self.act = button(words, "Ctrl+S", primary=True)
        self.act.setObjectName("register_approval")
        self.act.setEnabled(not hindered)
        self.act.clicked.connect(lambda _checked=False: self._register())
        back = button(tr("Back to the draft"), "Esc")
        back.setObjectName("leave_approval")
        back.clicked.connect(lambda _checked=False: self.left.emit())
        row.addWidget(self.act)
        row.addWidget(back)
        row.addStretch(1)
        return row

    def begin(self) -> None:
        """Puts the cursor where something is to be done."""
        (self._by if self.act.isEnabled() else self._first).setFocus()

    def _register(self) -> None:
        found = self.look()
        if found is not None:
            self.approved.emit(*found)


def _tomorrow(now: int) -> date:
    found = day_of_text(typed_day(now))
    return (found or date.min) + timedelta(days=1)

"""The limits of one measurement: as sentences, and opened as four numbers that are checked live."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from station.core.i18n import N_, tr
from station.rules.guardrails import FaultyLimit, LimitFault, check_limits, limits_of
from station.rules.kinds import component_of
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.numbers import Refusal, parse_number
from station.rules.wording import (
    component_name,
    green_phrase,
    level_sign,
    level_word,
    limit_sentence,
    persistence_phrase,
    unit_text,
)
from station.rules.wording_entry import limit_fault_text, refusal_text
from station.views.plans.parts import OPERATORS, typed
from station.views.steps import Steps, let_go
from station.views.style import Card, button, choice, current, label, text_input

PLACES = (
    (Level.RED, Side.LOW),
    (Level.YELLOW, Side.LOW),
    (Level.YELLOW, Side.HIGH),
    (Level.RED, Side.HIGH),
)
_SIDES = {Side.LOW: N_("low"), Side.HIGH: N_("high")}
_OFTEN = ((1, 1, 0), (2, 2, 0), (2, 3, 0), (3, 3, 0), (2, 5, 0), (3, 5, 0))
_HOURS = tuple((1, 1, hours) for hours in (1, 2, 6, 12, 24, 48))
"""«For at least so many hours» instead of so many readings."""
Place: TypeAlias = tuple[Level, Side, int]
"""A row of the form: level, side, and which of the limits there (the quickest is 0)."""
_CHECK_MS = 250


@dataclass(slots=True)
class Typed:
    """What came of the four numbers: the limits if every number was taken, and what is wrong."""

    limits: tuple[Limit, ...]
    wrong: dict[Place, str]
    ask_reason: frozenset[Place]
    by_place: dict[Place, Limit]


class PlaceRow:
    """One of the four numbers: operator, number, how often, and a reason where one is due."""

    def __init__(self, component: str, place: Place, was: Limit | None) -> None:
        self.component = component
        self.level, self.side, nth = place
        level, side = self.level, self.side
        name = f"{level.name.lower()}_{side.value}{f'_{nth}' if nth else ''}"
        words = f"{level_word(level)} {tr(_SIDES[side])}"
        self.name = label(f"{level_sign(level)} {words}", "strong")
        self.operator = choice(*((tr(text), code.value) for text, code in OPERATORS[side]))
        self.number = text_input(longest=15)
        self.number.setFixedWidth(current().px(18))
        self.often = choice(*self._often(was))
        for drop in (self.operator, self.often):
            # In large text a list may be narrower than its longest words, never cut at the edge.
            drop.setMinimumWidth(current().px(24))
        self.reason = text_input(tr("Why this number is right for this person"), longest=300)
        self.said = label("", "small", wrap=True)
        for part, key, what in (
            (self.operator, "operator", tr("operator")),
            (self.number, "number", tr("number")),
            (self.often, "often", tr("how often")),
            (self.reason, "reason", tr("reason")),
        ):
            part.setObjectName(f"limit_{name}_{key}")
            part.setAccessibleName(f"{words}, {what}")
        if was is not None:
            self.put(was)
        else:
            # Red is offered at once, yellow after two in a row, a further one after hours.
            at = len(_OFTEN) if nth else 0 if level is Level.RED else 1
            self.often.setCurrentIndex(at)
        if was is None or not was.reason:
            self.reason.hide()

    def put(self, limit: Limit | None) -> None:
        """Writes a limit into the row, or takes its number away; nobody is told."""
        if limit is None:
            self.number.clear()
            return
        self.number.setText(typed(limit.value))
        for drop, wanted in ((self.operator, limit.operator.value), (self.often, _code(limit))):
            with QSignalBlocker(drop):
                if drop.findData(wanted) < 0:
                    drop.addItem(persistence_phrase(limit), wanted)
                drop.setCurrentIndex(drop.findData(wanted))
        self.reason.setText(limit.reason)

    def typed(self) -> Limit | Refusal | None:
        """The limit as typed, why the number was not taken, or None where none is written."""
        if not self.number.text().strip():
            return None
        value = parse_number(self.number.text())
        if isinstance(value, Refusal):
            return value
        k, n, *further = (int(part) for part in str(self.often.currentData()).split("/"))
        hours = further[0] if further else 0
        operator = Operator(self.operator.currentData())
        reason = self.reason.text().strip()
        return Limit(self.component, self.level, self.side, operator, value, k, n, reason, hours)

    def on_change(self, act: Callable[[], object]) -> None:
        """Calls `act` at every edit."""
        self.number.textEdited.connect(lambda _text: act())
        self.reason.textEdited.connect(lambda _text: act())
        for drop in (self.operator, self.often):
            drop.currentIndexChanged.connect(lambda _at: act())

    def _often(self, was: Limit | None) -> list[tuple[str, object]]:
        ways = [*_OFTEN, *_HOURS]
        if was is not None and (was.k, was.n, was.hours) not in ways:
            ways.append((was.k, was.n, was.hours))
        shown = Operator.BELOW
        made = [
            Limit(self.component, self.level, self.side, shown, 0, k, n, hours=hours)
            for k, n, hours in ways
        ]
        return [(persistence_phrase(limit), _code(limit)) for limit in made]


class LimitForm(QWidget):
    """The four numbers of one component. `checked` carries Typed a moment after every edit."""

    checked = Signal(object)

    def __init__(self, component: str, limits: Sequence[Limit]) -> None:
        super().__init__()
        self._component = component
        own = limits_of(limits, component)
        theme = current()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, theme.px(1), 0, 0)
        self._grid = grid = QGridLayout()
        self._column.addLayout(grid)
        grid.setHorizontalSpacing(theme.px(2))
        grid.setVerticalSpacing(theme.px(1))
        self.rows: dict[Place, PlaceRow] = {}
        stands = _by_place(own)
        self._left: deque[Callable[[], object]] = deque()
        for level, side in PLACES:
            for nth in range(max(1, sum(place[:2] == (level, side) for place in stands))):
                place = (level, side, nth)
                self._left.append(partial(self._add, place, stands.get(place)))
        self._left.append(self._end)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_CHECK_MS)
        self._pause.timeout.connect(self.look)

    def parts(self) -> list[Callable[[], object]]:
        """The steps it is built in, one for each turn; asked before, it builds the rest at once."""
        return [self._build] * len(self._left)

    def _build(self) -> None:
        if self._left:
            self._left.popleft()()

    def _whole(self) -> None:
        while self._left:
            self._build()

    def _end(self) -> None:
        self._grid.setColumnStretch(4, 1)
        self._column.addWidget(self._further())
        self._show(self.typed())

    def begin(self) -> None:
        """Puts the cursor into the first number, or the first that is wrong."""
        wrong = self.typed().wrong
        first = next((place for place in self.rows if place in wrong), next(iter(self.rows)))
        self.rows[first].number.setFocus()

    def put(self, limits: Sequence[Limit], before: Sequence[Limit]) -> None:
        """Writes into the rows what differs from `before`, and checks it; nobody is told.

        A row that says the same stays as it is, also where a number that is not taken stands.
        """
        self._whole()
        wanted, stood = _by_place(limits), _by_place(before)
        for place in dict.fromkeys((*self.rows, *wanted)):
            if place not in self.rows:
                self._add(place, wanted[place])
            elif wanted.get(place) != stood.get(place):
                self.rows[place].put(wanted.get(place))
        self._show(self.typed())

    def _add(self, place: Place, was: Limit | None) -> PlaceRow:
        row, at, grid = PlaceRow(self._component, place, was), len(self.rows) * 3, self._grid
        self.rows[place] = row
        for across, part in enumerate((row.name, row.operator, row.number)):
            grid.addWidget(part, at, across)
        grid.addWidget(label(unit_text(self._component), "muted"), at, 3)
        grid.addWidget(row.often, at, 4)
        grid.addWidget(row.said, at + 1, 1, 1, 4)
        grid.addWidget(row.reason, at + 2, 1, 1, 4)
        row.on_change(self._edited)
        return row

    def _further(self) -> QComboBox:
        """A second limit of a level: over 16 for 12 hours, or over 12 for 24."""
        names = [
            (f"{level_sign(level)} {level_word(level)} {tr(_SIDES[side])}", at)
            for at, (level, side) in enumerate(PLACES)
        ]
        made = choice((tr("One more that lasts for hours …"), -1), *names)
        made.setObjectName(f"limit_further_{self._component}")
        made.setAccessibleName(tr("One more limit, for at least some hours"))
        made.activated.connect(lambda _at: self._one_more(made))
        return made

    def _one_more(self, drop: QComboBox) -> None:
        at = int(drop.currentData())
        drop.setCurrentIndex(0)
        if at >= 0:
            level, side = PLACES[at]
            nth = sum(place[:2] == (level, side) for place in self.rows)
            row = self._add((level, side, nth), None)
            self._show(self.typed())
            row.number.setFocus()

    def look(self) -> None:
        """Checks what is typed, shows it and tells it; nothing is before it is all there."""
        self._pause.stop()
        if self._left:
            return
        typed = self.typed()
        self._show(typed)
        self.checked.emit(typed)

    def typed(self) -> Typed:
        """What now stands in the four rows, checked by the guardrails."""
        self._whole()
        taken: dict[Place, Limit] = {}
        wrong: dict[Place, str] = {}
        for place, row in self.rows.items():
            found = row.typed()
            if isinstance(found, Refusal):
                wrong[place] = refusal_text(found, component_of(self._component))
            elif found is not None:
                taken[place] = found
        asked = set()
        for faulty in check_limits(tuple(taken.values())):
            place = next(at for at, limit in taken.items() if limit == faulty.limit)
            wrong.setdefault(place, _alone(faulty))
            if faulty.fault is LimitFault.NEEDS_REASON:
                asked.add(place)
        return Typed(tuple(taken.values()), wrong, frozenset(asked), taken)

    def _edited(self) -> None:
        self._pause.start()

    def _show(self, typed: Typed) -> None:
        for place, row in self.rows.items():
            limit = typed.by_place.get(place)
            wrong = typed.wrong.get(place, "")
            row.said.set_role("error" if wrong else "small")
            row.said.setText(wrong or (limit_sentence(limit) if limit else ""))
            row.said.setVisible(bool(row.said.text()))
            row.reason.setVisible(place in typed.ask_reason or bool(row.reason.text()))


class LimitBox(Card):
    """One component: its sentences and what they would have given; «Change» opens the numbers.

    `changed` carries (component, limits) each time all four numbers are right; `unfinished`
    (component, whether something typed is not taken).
    """

    changed = Signal(str, object)
    unfinished = Signal(str, bool)

    def __init__(self, component: str, limits: Sequence[Limit], source: str = "") -> None:
        super().__init__(margin=3)
        self.component = component
        self.setObjectName(f"limits_{component}")
        self.form: LimitForm | None = None
        self._limits = tuple(limits)
        top = QHBoxLayout()
        top.addWidget(label(component_name(component), "strong"))
        self._gave = label("", "small")
        self._gave.setObjectName(f"gave_{component}")
        top.addStretch(1)
        top.addWidget(self._gave)
        self._turn = button(tr("Change"), kind="quiet")
        self._turn.setObjectName(f"change_limits_{component}")
        self._turn.clicked.connect(lambda _checked=False: self.toggle())
        top.addWidget(self._turn)
        self.body.addLayout(top)
        self._said = label("", "body", wrap=True)
        self._said.setObjectName(f"said_{component}")
        self.body.addWidget(self._said)
        self._source = label(source, "small", wrap=True)
        self.body.addWidget(self._source)
        self._source.setVisible(bool(source))
        self._inner = QVBoxLayout()
        self.body.addLayout(self._inner)
        self._steps = Steps(self)
        self.show_limits(limits)

    def show_limits(self, limits: Sequence[Limit]) -> None:
        """Says the limits in sentences: green, yellow, red, as the zones stand in a plan."""
        self._limits = tuple(limits)
        own = sorted(limits_of(limits, self.component), key=lambda one: one.level)
        lines = []
        if green := green_phrase(own, self.component):
            lines.append(
                f"{level_sign(Level.GREEN)} "
                + tr("{value} is green", value=green[:1].upper() + green[1:])
            )
        lines += [
            f"{level_sign(one.level)} {level_word(one.level)}: {limit_sentence(one)}" for one in own
        ]
        self._said.setText("\n".join(lines) or tr("No limit yet: the GP decides."))

    def show_gave(self, words: str) -> None:
        """Says what the limits would have given on own readings."""
        self._gave.setText(words)

    def toggle(self) -> None:
        """Opens the four numbers, or closes them."""
        if self.form is not None:
            self.form.look()
            self._steps.drop()
            let_go(self.form)
            self.form = None
            self._turn.set_words(tr("Change"))
            self.unfinished.emit(self.component, False)
            return
        self.form = LimitForm(self.component, self._limits)
        self.form.setObjectName(f"limit_form_{self.component}")
        self.form.checked.connect(self._take)
        # Seen when it is whole: nobody writes in half a form.
        self.form.hide()
        self._inner.addWidget(self.form)
        self._turn.set_words(tr("Done"))
        self._steps.add(*self.form.parts(), self._form_stands)

    def _form_stands(self) -> None:
        if self.form is not None:
            self.form.show()
            self.form.begin()

    def open(self) -> None:
        """Opens the four numbers and puts the cursor where something is to be written."""
        if self.form is None:
            self.toggle()
        elif self.form is not None:
            self.form.begin()

    def _take(self, typed: Typed) -> None:
        self.unfinished.emit(self.component, bool(typed.wrong))
        if not typed.wrong:
            self.changed.emit(self.component, typed.limits)


def _alone(faulty: FaultyLimit) -> str:
    """The sentence without the component's name, which stands above."""
    words = limit_fault_text(faulty).removeprefix(f"{component_name(faulty.limit.component)}: ")
    return words[:1].upper() + words[1:]


def _by_place(limits: Sequence[Limit]) -> dict[Place, Limit]:
    """The limits by their row; of two of one level and side the quicker one comes first."""
    found: dict[Place, Limit] = {}
    for limit in sorted(limits, key=lambda one: one.hours):
        nth = sum(place[:2] == (limit.level, limit.side) for place in found)
        found[limit.level, limit.side, nth] = limit
    return found


def _code(limit: Limit) -> str:
    return f"{limit.k}/{limit.n}" + (f"/{limit.hours}" if limit.hours else "")

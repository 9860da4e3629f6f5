"""The card of a device of the register: how it stands, what is next, its steps, and its history."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from station.core.formats import when
from station.core.i18n import tr
from station.core.zone import day_of
from station.rules.equipment import DeviceState, Purpose
from station.services.equipment.checks import CheckRound
from station.services.equipment.meter_models import known_model
from station.services.equipment.values import HEARD_KINDS, DeviceCard, MoveLine
from station.services.radio.listening_news import Seen
from station.views.context import Context
from station.views.equipment.actions import Action, actions_of, chips_of, more_of
from station.views.equipment.badge import StandingBadge
from station.views.equipment.card import Drawer, Panel
from station.views.equipment.facts import (
    FactGroups,
    Facts,
    made_by,
    money_facts,
    state_facts,
    what_facts,
)
from station.views.equipment.history import (
    History,
    contact_lines,
    event_lines,
    loan_lines,
    move_lines,
)
from station.views.equipment.moving import moves_of
from station.views.equipment.photos import PhotoStrip
from station.views.equipment.preparing import Preparing
from station.views.overview.cases import DeviceCases
from station.views.steps import Steps
from station.views.style import Chip, FlowLayout, current, label, rule

MOVE = "move/"
"""What the name of an action begins with that moves the device; the state follows."""


class DevicePanel(Panel):
    """One device; built a part at a time. `ticked` is what Checklist tells."""

    ticked = Signal(str, object, str)

    def __init__(
        self,
        context: Context,
        card: DeviceCard,
        going_over: CheckRound | None,
        seen: Seen | None,
    ) -> None:
        super().__init__("device_panel")
        self.card, self.going_over = card, going_over
        self._context, self._now = context, context.clock.now()
        self.preparing: Preparing | None = None
        self._cases: DeviceCases | None = None
        row = card.row
        known = known_model(row.model)
        made = known.title if known else made_by(row)
        parts = (row.kind_words, made, row.label)
        about = " · ".join(dict.fromkeys(part for part in parts if part))
        head = self.head(row.kind, row.name, about)
        head.addWidget(StandingBadge(row.standing), 0, Qt.AlignmentFlag.AlignTop)
        self.near.setVisible(row.kind in HEARD_KINDS and row.state is not DeviceState.SCRAPPED)
        self.near.show_seen(seen)
        self._stand()
        self._actions(in_range=seen is not None)
        self._prepare()
        self.column.addWidget(rule())
        self._rest = Steps(self)
        self._rest.add(
            self._facts,
            partial(self._group, "device_what"),
            partial(self._group, "device_money"),
            partial(self._group, "device_state"),
            partial(self._history, "moves"),
            self._photos,
            partial(self._history, "loans"),
            self._add_cases,
            partial(self._history, "contacts"),
            partial(self._history, "failed"),
            partial(self.column.addStretch, 1),
        )

    @property
    def busy(self) -> bool:
        """Whether something goes on here that must not be disturbed."""
        return self.doing.running or self.writing

    @property
    def writing(self) -> bool:
        """Whether somebody writes a support case."""
        return self._cases is not None and self._cases.busy

    def look(self) -> None:
        """Looks at what the card itself does not say."""
        if self._cases is not None:
            self._cases.look()

    def takes(self, going_over: CheckRound | None) -> bool:
        """Takes in how the steps stand, if the card need not be built anew for that."""
        if going_over == self.going_over:
            return True
        if going_over is None or self.preparing is None or self.going_over is None:
            return False
        if going_over.id != self.going_over.id:
            return False
        self.show_round(going_over)
        return True

    def show_round(self, going_over: CheckRound) -> None:
        """Takes in how the steps stand now."""
        self.going_over = going_over
        if self.preparing is not None:
            self.preparing.show_round(going_over, self._context.clock.now())

    # ------------------------------------------------------------------------------- building

    def _stand(self) -> None:
        """Since when it stands like this, by whom, and why; and what should be looked at."""
        row = self.card.row
        said = label(since_words(self.card, self._now), "body", wrap=True)
        said.setObjectName("device_since")
        self.column.addWidget(said)
        chips = chips_of(row, day_of(self._now))
        if not chips:
            return
        holder = QWidget()
        holder.setObjectName("device_chips")
        flow = FlowLayout(holder, gap=current().px(1.5))
        for words, tone in chips:
            flow.addWidget(Chip(words, tone))
        self.column.addWidget(holder)

    def _actions(self, *, in_range: bool) -> None:
        row = self.card.row
        found = actions_of(row, in_range=in_range)
        if self.going_over is not None and self.going_over.purpose is Purpose.PREPARE:
            found = [each for each in found if each.name != "prepare"]
        ways = [
            Action(f"{MOVE}{move.to}", f"{move.words} …")
            for move in moves_of(row.state)
            if move.to in self.card.ways
        ]
        drawers = [Drawer("moves", tr("Move …"), ways)] if ways else []
        drawers.append(Drawer("more", tr("More …"), more_of(row)))
        self.add_actions(found, drawers)

    def _prepare(self) -> None:
        going_over = self.going_over
        if going_over is None or going_over.purpose is not Purpose.PREPARE:
            return
        self.preparing = Preparing(going_over, self._now)
        self.preparing.ticked.connect(self.ticked)
        self.preparing.ready.connect(partial(self.wanted.emit, "ready"))
        self.column.addWidget(self.preparing)

    def _facts(self) -> None:
        self._groups = FactGroups()
        self.column.addWidget(self._groups)

    def _group(self, name: str) -> None:
        row = self.card.row
        title, facts = {
            "device_what": (tr("The device"), what_facts(row)),
            "device_money": (tr("Owner and deadlines"), money_facts(row)),
            "device_state": (tr("How it is"), state_facts(row, self._now)),
        }[name]
        if facts:
            self._groups.add(Facts(name, title, facts))

    def _add_cases(self) -> None:
        row = self.card.row
        self._cases = DeviceCases(self._context, row.id, row.name)
        self.column.addWidget(self._cases)

    def _photos(self) -> None:
        if self.card.photos:
            self.column.addWidget(PhotoStrip(self._context, self.card.photos))

    def _history(self, part: str) -> None:
        card, now = self.card, self._now
        hears = card.row.kind in HEARD_KINDS
        if part in {"contacts", "failed"} and not hears:
            return
        made = {
            "moves": lambda: History(
                "device_moves", tr("Where it has been"), move_lines(card.moves, now), ""
            ),
            "loans": lambda: History(
                "device_loans", tr("Loans"), loan_lines(card.loans), tr("It was never lent.")
            ),
            "contacts": lambda: History(
                "device_contacts",
                tr("Connections"),
                contact_lines(card.contacts, now),
                tr("It was never connected."),
            ),
            "failed": lambda: History(
                "device_failed",
                tr("Failed measurements"),
                event_lines(card.events, now),
                tr("None. A failed measurement is never a number."),
            ),
        }[part]()
        self.column.addWidget(made)


def since_words(card: DeviceCard, now: int) -> str:
    """How a device stands, since when, through whom, and why."""
    row, newest = card.row, _newest(card.moves)
    parts = [row.state_words, tr("since {when}", when=when(row.state_since, now))]
    if newest is not None:
        parts += [newest.by, newest.reason]
    return " · ".join(part for part in parts if part)


def _newest(moves: Sequence[MoveLine]) -> MoveLine | None:
    return moves[0] if moves else None

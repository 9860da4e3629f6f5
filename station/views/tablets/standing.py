"""How things stand with one tablet, and what can be done with it now."""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from station.core.formats import day, when
from station.core.i18n import ntr, tr
from station.core.zone import day_of
from station.rules.equipment import DeviceState
from station.services.equipment.lending import LENT, DeviceRow
from station.services.radio.listening_news import Seen
from station.services.tablets.tablets import TabletState
from station.views.context import Context
from station.views.equipment.card import DeviceMark, NearLine
from station.views.equipment.doing import Doing
from station.views.equipment.who import Who
from station.views.equipment.words import battery_words, contact_words, device_title
from station.views.style import (
    Banner,
    FlowLayout,
    button,
    current,
    heading,
    label,
    rule,
)

PAIRED: Final = "paired"
ENDED: Final = frozenset({"wiped", "revoked"})
Action = tuple[str, str, str]
"""Its name, its words, and its kind of button."""


class StatePanel(QWidget):
    """`wanted` carries an action's name, such as lend, hand_out, fetch, wipe, lost, back, stop."""

    wanted = Signal(str)

    def __init__(
        self, context: Context, row: DeviceRow, state: TabletState, seen: Seen | None
    ) -> None:
        super().__init__()
        self.setObjectName("tablet_state")
        self.row, self.state = row, state
        theme, now = current(), context.clock.now()
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, theme.px(2), 0)
        column.setSpacing(theme.px(3))
        self._head(row, seen)
        self.who = Who(context, tr("Who borrows the tablet?"))
        column.addWidget(self.who)
        # Only what has a place is shown: it would be a window of its own for a moment.
        self.who.setVisible(row.in_house)
        banner = Banner(state.sentence, _tone(state))
        banner.setObjectName("tablet_sentence")
        column.addWidget(banner)
        banner.setVisible(row.state == LENT)
        self.refused = Banner("", "warning")
        self.refused.setObjectName("tablet_refused")
        self.refused.hide()
        column.addWidget(self.refused)
        self._add_actions(actions(row, state))
        self.doing = Doing()
        self.doing.stopped.connect(partial(self.wanted.emit, "stop"))
        column.addWidget(self.doing)
        column.addWidget(rule())
        column.addLayout(_facts(row, state, now))
        column.addStretch(1)

    def begin(self) -> None:
        """Puts the keyboard where it is needed first."""
        if self.who.isVisibleTo(self):
            self.who.picker.box.setFocus()
        elif self._first is not None:
            self._first.setFocus()

    def refuse(self, words: str) -> None:
        """Says why something was not done; an empty text takes it away."""
        self.refused.setVisible(bool(words))
        if words:
            self.refused.show_text(words, "warning")

    def _head(self, row: DeviceRow, seen: Seen | None) -> None:
        line = QHBoxLayout()
        line.setSpacing(current().px(4))
        line.addWidget(DeviceMark("tablet", 18), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        if row.state == LENT:
            named = heading(row.to, "display", wrap=True)
            named.setObjectName("tablet_patient")
            words.addWidget(named)
        words.addWidget(heading(device_title(row), "subheading", wrap=True))
        self.near = NearLine()
        self.near.show_seen(seen)
        words.addWidget(self.near)
        line.addLayout(words, 1)
        self._column.addLayout(line)

    def _add_actions(self, found: list[Action]) -> None:
        holder = QWidget()
        flow = FlowLayout(holder, gap=current().px(2))
        self._first: QWidget | None = None
        for number, (name, words, kind) in enumerate(found, 1):
            made = button(words, str(number), kind=kind)
            made.setObjectName(f"tablet_{name}")
            made.clicked.connect(lambda _checked=False, name=name: self.wanted.emit(name))
            flow.addWidget(made)
            self._first = self._first or made
        self._column.addWidget(holder)


def actions(row: DeviceRow, state: TabletState) -> list[Action]:
    """What can be done with a tablet as it stands now."""
    if row.state != LENT:
        if row.state in {DeviceState.RETURNED, DeviceState.CLEANING}:
            return [("inspect", tr("Look over …"), "primary")]
        if not row.in_house:
            return [("card", tr("To its card"), "primary")]
        return [("lend", tr("Lend and hand out"), "primary")]
    if state.state == PAIRED:
        return [
            ("fetch", tr("Fetch now"), "primary"),
            ("wipe", tr("Return: fetch and empty"), ""),
            ("lost", tr("Report lost …"), "danger"),
        ]
    if state.state in ENDED:
        return [("back", tr("Take in"), "primary")]
    return [("hand_out", tr("Hand out"), "primary"), ("back", tr("Take in"), "")]


def _tone(state: TabletState) -> str:
    if state.state == PAIRED:
        return "good" if not state.wipe_ordered else "info"
    return "warning" if state.state == "revoked" else "info"


def _facts(row: DeviceRow, state: TabletState, now: int) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(current().px(4))
    grid.setVerticalSpacing(current().px(1.5))
    grid.setColumnStretch(1, 1)
    lease = "" if state.lease_until is None else day(day_of(state.lease_until))
    for name, text in (
        (tr("Last contact"), contact_words(row, now)),
        (tr("Battery"), battery_words(row, now)),
        (tr("Handed out"), "" if state.paired_at is None else when(state.paired_at, now)),
        (tr("Locks itself"), lease and tr("{day}, unless it is met before", day=lease)),
        (tr("Fetched"), _fetched_words(state)),
        (tr("Receipt"), state.receipt),
    ):
        if text:
            at = grid.rowCount()
            grid.addWidget(label(name, "muted"), at, 0, Qt.AlignmentFlag.AlignTop)
            value = label(text, "body", wrap=True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(value, at, 1)
    return grid


def _fetched_words(state: TabletState) -> str:
    if state.state not in (PAIRED, *ENDED):
        return ""
    words = ntr("{n} entry is stored here", "{n} entries are stored here", state.committed)
    if state.waiting and state.state == PAIRED:
        words += " · " + ntr(
            "the tablet has not been told of {n} yet",
            "the tablet has not been told of {n} yet",
            state.waiting,
        )
    return words

"""The card of one device: what it is, who has it, what can be done, and what has happened."""

from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from station.core.i18n import tr
from station.services.lending import LENT, RETIRED, DeviceCard, DeviceRow
from station.services.listening_news import Seen
from station.services.meter_models import kind_of_model, known_model
from station.views.equipment.doing import Doing
from station.views.equipment.history import History, contact_lines, event_lines, loan_lines
from station.views.equipment.pictures import paint_device
from station.views.equipment.rows import SignalBars
from station.views.equipment.words import (
    battery_words,
    contact_words,
    seen_title,
    seen_whose,
    signal_word,
)
from station.views.steps import Steps
from station.views.style import (
    Button,
    Chip,
    FlowLayout,
    button,
    current,
    heading,
    label,
    rule,
)

Action = tuple[str, str, bool]
"""Its name, its words, and whether it is the first thing to do."""


class DeviceMark(QWidget):
    """A picture of a kind of device; the words stand beside it."""

    def __init__(self, kind: str, units: float = 12) -> None:
        super().__init__()
        self._kind = kind
        self.setFixedSize(current().px(units), current().px(units * 7 / 9))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the device."""
        paint_device(QPainter(self), self._kind, QRectF(self.rect()))


class NearLine(QWidget):
    """That a device is in range, with its signal in bars and in words; or that it is not."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("device_near")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current().px(1.5))
        self._bars = SignalBars(0)
        self._words = label("", "muted", wrap=True)
        row.addWidget(self._bars)
        row.addWidget(self._words, 1)
        self.show_seen(None)

    def show_seen(self, seen: Seen | None) -> None:
        """Says whether it is heard now."""
        words = tr("Not in range now")
        if seen is not None:
            words = tr("In range now, {signal}", signal=signal_word(seen.bars))
        self._bars.setVisible(seen is not None)
        self._bars.show_bars(seen.bars if seen else 0)
        self._words.setText(words)
        self.setAccessibleName(words)


class _Panel(QWidget):
    """A head with a picture, and actions on the number keys; `wanted` carries an action's name."""

    wanted = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        theme = current()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, theme.px(2), 0)
        self.column.setSpacing(theme.px(3))
        self.near = NearLine()
        self.doing = Doing()
        self.doing.stopped.connect(partial(self.wanted.emit, "stop"))
        self._first: Button | None = None

    def head(self, kind: str, title: str, about: str) -> QVBoxLayout:
        """The picture, the name, and a line about it; gives the column beside the picture."""
        row = QHBoxLayout()
        row.setSpacing(current().px(4))
        row.addWidget(DeviceMark(kind), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(current().px(0.5))
        named = heading(title, wrap=True)
        named.setObjectName("device_title")
        words.addWidget(named)
        if about:
            words.addWidget(label(about, "muted", wrap=True))
        words.addWidget(self.near)
        row.addLayout(words, 1)
        self.column.addLayout(row)
        return words

    def add_actions(self, found: list[Action]) -> None:
        """The buttons, each with its number."""
        holder = QWidget()
        flow = FlowLayout(holder, gap=current().px(2))
        for number, (name, words, primary) in enumerate(found, 1):
            made = button(words, str(number), primary=primary)
            made.setObjectName(f"device_{name}")
            made.clicked.connect(lambda _checked=False, name=name: self.wanted.emit(name))
            flow.addWidget(made)
            self._first = self._first or made
        self.column.addWidget(holder)
        self.column.addWidget(self.doing)

    def begin(self) -> None:
        """Puts the keyboard on the first action."""
        if self._first is not None:
            self._first.setFocus()


class SeenPanel(_Panel):
    """A device in range that is not in the register."""

    def __init__(self, seen: Seen) -> None:
        super().__init__("seen_panel")
        self.seen = seen
        about = " · ".join(part for part in (seen.model_name, seen.address) if part)
        self.head(kind_of_model(seen.model), seen_title(seen), about)
        self.near.show_seen(seen)
        words = tr(
            "This device is not in the register. Nothing is read from it before it is paired."
        )
        self.column.addWidget(label(f"{seen_whose(seen)}. {words}", "body", wrap=True))
        self.add_actions(
            [("pair", tr("Pair …"), True), ("register", tr("Register without pairing …"), False)]
        )
        self.column.addStretch(1)


class DevicePanel(_Panel):
    """A device of the register, with its history below; built a part at a time."""

    def __init__(self, card: DeviceCard, seen: Seen | None, now: int) -> None:
        super().__init__("device_panel")
        self.card, self._now = card, now
        row = card.row
        known = known_model(row.model)
        model = known.title if known else ""
        about = " · ".join(dict.fromkeys(part for part in (row.kind_words, model) if part))
        self.head(row.kind, row.name, about)
        self.near.show_seen(seen)
        self._chips(row)
        self.add_actions(_actions(row, in_range=seen is not None))
        self.column.addWidget(rule())
        self.column.addLayout(self._facts(row))
        Steps(self).add(
            partial(self._history, "loans"),
            partial(self._history, "contacts"),
            partial(self._history, "failed"),
            partial(self.column.addStretch, 1),
        )

    def _chips(self, row: DeviceRow) -> None:
        holder = QWidget()
        flow = FlowLayout(holder, gap=current().px(1.5))
        for words, tone in chips(row):
            flow.addWidget(Chip(words, tone))
        self.column.addWidget(holder)

    def _facts(self, row: DeviceRow) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(current().px(4))
        grid.setVerticalSpacing(current().px(1.5))
        grid.setColumnStretch(1, 1)
        for name, text in (
            (tr("Serial number"), row.serial),
            (tr("Last contact"), contact_words(row, self._now)),
            (tr("Battery"), battery_words(row, self._now)),
            (tr("The device's clock"), row.clock),
            (tr("Bluetooth address"), row.address or tr("Not known before it is paired")),
            (tr("Software"), row.firmware),
            (tr("Note"), row.note),
        ):
            if text:
                at = grid.rowCount()
                grid.addWidget(label(name, "muted"), at, 0, Qt.AlignmentFlag.AlignTop)
                value = label(text, "body", wrap=True)
                value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                grid.addWidget(value, at, 1)
        return grid

    def _history(self, part: str) -> None:
        card, now = self.card, self._now
        made = {
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


def chips(row: DeviceRow) -> list[tuple[str, str]]:
    """(words, tone) of where a device is and what should be looked at."""
    found = [(row.state_words, "")]
    if row.state == RETIRED:
        return found
    if row.kind != "tablet" and not row.address:
        found.append((tr("Not paired"), "warning"))
    if row.battery_low:
        found.append((tr("Battery {percent} %", percent=row.battery), "warning"))
    if row.silent and row.state == LENT:
        found.append((row.silent, "warning"))
    if row.wants_user and row.user_index is None:
        found.append((tr("Not read: the user number is missing"), "warning"))
    if row.unencrypted_ok:
        found.append((tr("Read without encryption, by agreement"), "warning"))
    return found


def _actions(row: DeviceRow, *, in_range: bool) -> list[Action]:
    """What can be done with a device as it stands now."""
    if row.state == RETIRED:
        return []
    lent = row.state == LENT
    found: list[Action] = []
    if row.kind == "tablet":
        found.append(("tablet", tr("The tablet …"), True))
    elif row.address:
        if lent:
            found.append(("fetch", tr("Fetch now"), in_range))
        found.append(("measure", tr("Measure now …"), not lent and in_range))
        found.append(("pair", tr("Pair again …"), False))
    elif row.kind != "other":
        found.append(("pair", tr("Pair …"), True))
    if row.wants_user:
        found.append(("user", tr("User number and code …"), row.user_index is None))
    if lent:
        found.append(("back", tr("Take back …"), False))
    else:
        found.append(("lend", tr("Lend …"), not found))
    found.append(("change", tr("Change …"), False))
    if not lent:
        found.append(("retire", tr("Out of use …"), False))
    return found

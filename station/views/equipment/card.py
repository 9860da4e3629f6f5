"""The card of one device: how it stands, the one next thing to do, and what has happened."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.core.i18n import tr
from station.services.equipment.meter_models import kind_of_model
from station.services.radio.listening_news import Seen
from station.views.equipment.actions import Action
from station.views.equipment.doing import Doing
from station.views.equipment.pictures import paint_device
from station.views.equipment.rows import SignalBars
from station.views.equipment.words import seen_title, seen_whose, signal_word
from station.views.style import Button, FlowLayout, button, current, heading, label


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


class Panel(QWidget):
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
        self._drawers: dict[Drawer, Button] = {}

    def head(self, kind: str, title: str, about: str) -> QHBoxLayout:
        """The picture, the name, and a line about it; gives the row, with room at its end."""
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
        return row

    def add_actions(self, found: Sequence[Action], drawers: Sequence["Drawer"] = ()) -> None:
        """The buttons, each with its number; the last ones pull out what is done seldom."""
        holder = QWidget()
        flow = FlowLayout(holder, gap=current().px(2))
        for number, each in enumerate(found, 1):
            made = button(each.words, str(number), primary=each.first)
            made.setObjectName(f"device_{each.name}")
            made.clicked.connect(lambda _=False, name=each.name: self.wanted.emit(name))
            flow.addWidget(made)
            self._first = self._first or made
        self.column.addWidget(holder)
        for number, drawer in enumerate(drawers, len(found) + 1):
            made = button(drawer.words, str(number))
            made.setObjectName(f"open_{drawer.objectName()}")
            made.setCheckable(True)
            made.toggled.connect(partial(self._pull, drawer))
            drawer.wanted.connect(self.wanted)
            drawer.hide()
            flow.addWidget(made)
            self._drawers[drawer] = made
            self.column.addWidget(drawer)
        self.column.addWidget(self.doing)

    def begin(self) -> None:
        """Puts the keyboard on the first action."""
        if self._first is not None:
            self._first.setFocus()

    def _pull(self, drawer: "Drawer", opened: bool) -> None:
        for each, made in self._drawers.items():
            if opened and each is not drawer:
                made.setChecked(False)
        drawer.pull(opened=opened)


class Drawer(QWidget):
    """A row of buttons for what is done seldom, made when it is pulled out first."""

    wanted = Signal(str)

    def __init__(self, name: str, words: str, found: Sequence[Action]) -> None:
        super().__init__()
        self.setObjectName(name)
        self.words, self._found = words, found
        self._flow = FlowLayout(self, gap=current().px(2))

    def pull(self, *, opened: bool) -> None:
        """Shows what is in it, or hides it again."""
        if opened and self._flow.count() == 0:
            for each in self._found:
                made = button(each.words)
                made.setObjectName(f"device_{each.name}")
                made.setProperty("dense", True)
                made.clicked.connect(lambda _=False, name=each.name: self.wanted.emit(name))
                self._flow.addWidget(made)
        self.setVisible(opened)
        if opened and (first := self.findChild(Button)) is not None:
            first.setFocus()


class SeenPanel(Panel):
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
            [
                Action("pair", tr("Pair …"), first=True),
                Action("register", tr("Register without pairing …")),
            ]
        )
        self.column.addStretch(1)

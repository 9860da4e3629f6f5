"""What goes out: devices that are scanned or found, each with what goes with it."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.core.i18n import tr
from station.core.trouble import Trouble
from station.services.equipment.values import DeviceRow
from station.services.handing_out.values import ACCESSORIES, USUAL, HandOutItem
from station.views.context import Context
from station.views.steps import let_go
from station.views.style import FlowLayout, button, check, current, field, label, text_input

_MOST: Final = 6
"""So many devices are offered while one is looked for."""


class DeviceLine(QWidget):
    """One device that goes out; `removed` says that it stays after all."""

    removed = Signal()

    def __init__(self, row: DeviceRow) -> None:
        super().__init__()
        self.setObjectName("handout_device")
        self.row = row
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.px(2))
        column.setSpacing(theme.px(1))
        top = QHBoxLayout()
        top.addWidget(label(row.name, "strong"))
        top.addWidget(label(_facts(row), "muted"), 1)
        away = button(tr("Not this one"), kind="quiet")
        away.setObjectName("handout_remove")
        away.setAccessibleName(tr("Not this one: {name}", name=row.name))
        away.clicked.connect(lambda _checked=False: self.removed.emit())
        top.addWidget(away)
        column.addLayout(top)
        self._with = {
            code: check(tr(words))
            for code, words in ACCESSORIES.items()
            if code in USUAL.get(row.kind, ())
        }
        if self._with:
            flow = FlowLayout(gap=theme.px(3))
            for code, box in self._with.items():
                box.setObjectName(f"with_{code}")
                flow.addWidget(box)
            column.addLayout(flow)
        self._also = text_input(tr("What else goes with it"), longest=120)
        self._also.setObjectName("with_also")
        self._also.setAccessibleName(tr("What else goes with {name}", name=row.name))
        column.addWidget(self._also)

    @property
    def item(self) -> HandOutItem:
        """The device as it goes out."""
        ticked = [code for code, box in self._with.items() if box.isChecked()]
        also = [text.strip() for text in self._also.text().split(",") if text.strip()]
        return HandOutItem(self.row.id, (*ticked, *also), self.row.condition_words)


class DevicesPart(QWidget):
    """A box that a scanner or a person types into, and the devices chosen; `changed` says so."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("handout_devices")
        self._context = context
        self._rows: tuple[DeviceRow, ...] = ()
        self._kind = ""
        self.lines: list[DeviceLine] = []
        theme = current()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(1))
        self.box = text_input(tr("Scan the label, or type name, kind or serial number"))
        self.box.setObjectName("handout_scan")
        self._field = field(tr("What goes out?"), self.box)
        self._column.addWidget(self._field)
        self._hits = QVBoxLayout()
        self._hits.setSpacing(theme.px(1))
        self._column.addLayout(self._hits)
        self._chosen = QVBoxLayout()
        self._chosen.setSpacing(theme.px(2))
        self._column.addLayout(self._chosen)
        self.box.textEdited.connect(lambda _text: self._offer())
        self.box.returnPressed.connect(self._entered)

    @property
    def items(self) -> tuple[HandOutItem, ...]:
        """What goes out."""
        return tuple(line.item for line in self.lines)

    @property
    def ids(self) -> tuple[str, ...]:
        """The devices that go out, by id."""
        return tuple(line.row.id for line in self.lines)

    def take_rows(self, rows: Sequence[DeviceRow]) -> None:
        """Takes in the register as it is now."""
        self._rows = tuple(rows)
        if self._kind and not self.box.text():
            self._offer()

    def prefer(self, kind: str) -> None:
        """Offers what is ready of this kind, without anything being typed."""
        self._kind = kind

    def add(self, row: DeviceRow) -> None:
        """Puts a device among those that go out."""
        self.box.clear()
        if row.id in self.ids:
            self._offer()
            self._field.set_wrong(tr("{name} is among them already.", name=row.name))
            return
        self._field.set_wrong("")
        line = DeviceLine(row)
        line.removed.connect(partial(self._remove, line))
        self.lines.append(line)
        self._chosen.addWidget(line)
        self._offer()
        self.changed.emit()

    def _remove(self, line: DeviceLine) -> None:
        self.lines.remove(line)
        let_go(line)
        self.box.setFocus()
        self.changed.emit()

    def _found(self) -> list[DeviceRow]:
        text = self.box.text().strip().lower()
        if not text:
            return self._like()
        found = [
            row
            for row in self._rows
            if row.in_house and not row.own and row.id not in self.ids and text in row.haystack
        ]
        # Ready ones first: they can go at once.
        found.sort(key=lambda row: (row.state != "ready", row.name))
        return found[:_MOST]

    def _like(self) -> list[DeviceRow]:
        """The ready ones of the kind that is replaced, while nothing is chosen."""
        if not self._kind or self.lines:
            return []
        found = [
            row
            for row in self._rows
            if row.kind == self._kind and row.state == "ready" and not row.reserved_words
        ]
        return sorted(found, key=lambda row: row.name)[:_MOST]

    def _offer(self) -> None:
        while item := self._hits.takeAt(0):
            if part := item.widget():
                let_go(part)
        for row in self._found():
            made = button(f"{row.name} · {row.kind_words} · {row.state_words}")
            made.setObjectName("handout_hit")
            made.clicked.connect(lambda _checked=False, row=row: self.add(row))
            self._hits.addWidget(made)

    def _entered(self) -> None:
        text = self.box.text().strip()
        if not text:
            return
        found = self._found()
        if len(found) == 1:
            self.add(found[0])
            return
        equipment, session = self._context.station.equipment, self._context.session
        self._context.bridge.ask(self, partial(equipment.scan, session, text), self.add, self._not)

    def _not(self, trouble: Trouble) -> None:
        self._field.set_wrong(trouble.sentence())
        self.box.selectAll()


def _facts(row: DeviceRow) -> str:
    parts = (row.kind_words, row.label, row.serial and tr("serial no. {n}", n=row.serial))
    return " · ".join(filter(None, parts))

"""The list of equipment: what is in range above, what is lent and in the store below."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from station.rules.equipment import DeviceState
from station.services.equipment.meter_models import kind_of_model
from station.services.equipment.values import DeviceRow
from station.services.radio.listening_news import Seen, Standing
from station.views.equipment.pictures import paint_device
from station.views.equipment.words import (
    battery_short,
    contact_words,
    device_title,
    seen_act,
    seen_title,
    seen_whose,
    signal_word,
)
from station.views.linelist import Index, LineDelegate, LineList, Lines, amber, write
from station.views.style import colour, current


@dataclass(frozen=True, slots=True)
class Section:
    """A heading between two parts of the list, with what stands where the part is empty."""

    title: str
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Near:
    """A device in range, with what the register says of it if it is there."""

    seen: Seen
    row: DeviceRow | None = None


Line = Section | Near | DeviceRow
Act = Callable[[Seen], str]


def key_of(line: Line | None) -> str:
    """What tells a line from the others for as long as the page is open; "" for a heading."""
    if isinstance(line, Near):
        return f"near/{line.seen.address}"
    return f"device/{line.id}" if isinstance(line, DeviceRow) else ""


def near_lines(seen: Sequence[Seen], rows: Sequence[DeviceRow]) -> list[Near]:
    """The devices in range, lent ones first; a signal that comes and goes moves none of them."""
    known = {row.id: row for row in rows}
    lines = [Near(each, known.get(each.device_id)) for each in seen]
    order = list(Standing)
    return sorted(
        lines, key=lambda each: (order.index(each.seen.standing), near_title(each), key_of(each))
    )


def near_title(line: Near) -> str:
    """The label of a registered device, and what any other calls itself."""
    return device_title(line.row) if line.row is not None else seen_title(line.seen)


def matches(line: Near | DeviceRow, text: str) -> bool:
    """Whether every word of a search stands in what a line says."""
    whole = " ".join(_parts_of(line)).casefold()
    return all(word in whole for word in text.casefold().split())


def _parts_of(line: Near | DeviceRow) -> tuple[str, ...]:
    if isinstance(line, DeviceRow):
        return line.name, line.serial, line.model, line.kind_words, line.to, line.address
    seen = line.seen
    return near_title(line), seen.name, seen.model_name, seen.patient, seen.address


class EquipmentLines(Lines[Line]):
    """The lines; the keyboard steps over headings."""

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings can be neither chosen nor stood on."""
        if index.isValid() and isinstance(self.lines[index.row()], Section):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)


class EquipmentLine(LineDelegate[Line]):
    """Draws a heading, a device in range, or a device of the register."""

    size = (50.0, 14.0)
    margin = (3.0, 2.0)

    def __init__(self, rows: Lines[Line], act: Act) -> None:
        super().__init__(rows)
        self._act = act

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """A heading is lower than a device."""
        line = self._rows.lines[index.row()]
        if not isinstance(line, Section):
            return super().sizeHint(option, index)
        return QSize(current().px(self.size[0]), current().px(12 if line.empty else 7.5))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draws a heading without a ground, anything else on one."""
        line = self._rows.lines[index.row()]
        if isinstance(line, Section):
            _paint_section(painter, option.rect, line)
        else:
            super().paint(painter, option, index)

    def draw(self, painter: QPainter, inner: QRect, line: Line, now: int) -> None:
        """Draws the two lines of text beside a picture of the device."""
        side = current().px(9)
        kind = "" if isinstance(line, Section) else _kind_of(line)
        paint_device(painter, kind, QRectF(inner.left(), inner.top(), side, inner.height()))
        room = inner.adjusted(side + current().px(2.5), 0, 0, 0)
        top = QRect(room.left(), room.top(), room.width(), room.height() // 2)
        low = QRect(room.left(), top.bottom() + 1, room.width(), room.height() - top.height())
        if isinstance(line, Near):
            _draw_near(painter, top, low, line, self._act(line.seen))
        elif isinstance(line, DeviceRow):
            _draw_device(painter, top, low, line, now)


class EquipmentList(LineList[Line]):
    """The list itself; Enter or a click opens."""

    def __init__(self, act: Act = seen_act, name: str = "equipment_list") -> None:
        """`act` says what Enter does with a device in range."""
        rows = EquipmentLines(_name, partial(_spoken, act))
        super().__init__(name, rows, EquipmentLine(rows, act))
        self.setUniformItemSizes(False)

    def show_parts(self, parts: Sequence[Line], now: int) -> None:
        """Takes other lines in and stays on the one that the keyboard stands on."""
        key, top = key_of(self.chosen()), self.verticalScrollBar().value()
        self.rows.show_lines(tuple(parts), now)
        if key:
            self.stand_on(key)
            self.verticalScrollBar().setValue(top)

    def stand_on(self, key: str) -> None:
        """Moves to a line, or to none."""
        self.stand_at(self.rows.place_of(lambda line: bool(key) and key_of(line) == key))

    def stand_first(self) -> None:
        """Moves to the first line that is no heading."""
        self.stand_at(self.rows.place_of(lambda line: not isinstance(line, Section)))


class SignalBars(QWidget):
    """Four bars, of which the signal fills some; the words stand beside them."""

    def __init__(self, bars: int) -> None:
        super().__init__()
        self._bars = bars
        self.setFixedSize(current().px(5), current().px(4))

    def show_bars(self, bars: int) -> None:
        """Shows another signal."""
        self._bars = bars
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the bars."""
        paint_bars(QPainter(self), QRectF(self.rect()), self._bars)


def paint_bars(painter: QPainter, box: QRectF, bars: int) -> None:
    """Draws four bars, the filled ones in ink, the others as an edge."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    wide = box.width() / 4
    for at in range(4):
        high = box.height() * (at + 1.4) / 4.4
        place = QRectF(box.left() + at * wide + 0.5, box.bottom() - high, wide - 2, high - 0.5)
        full = at < bars
        painter.setPen(QPen(colour("ink" if full else "control_line"), 1))
        painter.setBrush(colour("ink") if full else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(place, 1, 1)
    painter.restore()


def _kind_of(line: Near | DeviceRow) -> str:
    if isinstance(line, DeviceRow):
        return line.kind
    return line.row.kind if line.row is not None else kind_of_model(line.seen.model)


def _draw_near(painter: QPainter, top: QRect, low: QRect, line: Near, act: str) -> None:
    muted, theme, seen = colour("muted"), current(), line.seen
    used = write(painter, top, act, "small-strong", colour("accent"), right=True)
    write(painter, top.adjusted(0, 0, -used, 0), near_title(line), "strong", colour("ink"))
    wide, high = theme.px(5), theme.px(3.5)
    box = QRectF(low.right() - wide, low.center().y() - high / 2, wide, high)
    paint_bars(painter, box, seen.bars)
    left = low.adjusted(0, 0, -wide - theme.px(1), 0)
    used = write(painter, left, signal_word(seen.bars), "small", muted, right=True)
    write(painter, left.adjusted(0, 0, -used, 0), near_facts(line), "small", muted)


def near_facts(line: Near) -> str:
    """Whose a device in range is, its model, and what tells it from another of the same."""
    seen = line.seen
    end = "" if line.row is not None else f"…{seen.address[-5:]}"
    return " · ".join(part for part in (seen_whose(seen), seen.model_name, end) if part)


def _draw_device(painter: QPainter, top: QRect, low: QRect, line: DeviceRow, now: int) -> None:
    muted = colour("muted")
    told, ink = battery_short(line), _ink(low=line.battery_low)
    used = write(
        painter, top, told, "small-strong" if line.battery_low else "small", ink, right=True
    )
    write(painter, top.adjusted(0, 0, -used, 0), device_title(line), "strong", colour("ink"))
    silent = line.silent if line.state is DeviceState.LENT else ""
    half = low.adjusted(low.width() // 2, 0, 0, 0)
    words = silent or contact_words(line, now)
    role = "small-strong" if silent else "small"
    used = write(painter, half, words, role, _ink(low=bool(silent)), right=True)
    facts = " · ".join(part for part in (line.state_words, line.kind_words) if part)
    write(painter, low.adjusted(0, 0, -used, 0), facts, "small", muted)


def _ink(*, low: bool) -> QColor:
    return amber() if low else colour("muted")


def _paint_section(painter: QPainter, rect: QRect, line: Section) -> None:
    theme = current()
    inner = rect.adjusted(theme.px(2), theme.px(1), -theme.px(2), 0)
    high = inner.height() // 2 if line.empty else inner.height()
    top = QRect(inner.left(), inner.top(), inner.width(), high)
    write(painter, top, line.title, "small-strong", colour("ink"))
    low = QRect(inner.left(), inner.top() + high, inner.width(), inner.height() - high)
    write(painter, low, line.empty, "small", colour("muted"))


def _name(line: Line) -> str:
    if isinstance(line, Section):
        return line.title
    return near_title(line) if isinstance(line, Near) else line.name


def _spoken(act: Act, line: Line, now: int) -> tuple[str, ...]:
    if isinstance(line, Section):
        return line.title, line.empty
    if isinstance(line, Near):
        seen = line.seen
        return near_title(line), near_facts(line), signal_word(seen.bars), act(seen)
    words = (device_title(line), line.kind_words, line.state_words, battery_short(line))
    return *words, line.silent or contact_words(line, now)

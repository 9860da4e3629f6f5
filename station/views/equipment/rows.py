"""The list of equipment: what is in range above, what is lent and in the store below."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from station.services.lending import LENT, DeviceRow
from station.services.listening_news import Seen
from station.services.meter_models import kind_of_model
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


Line = Section | Seen | DeviceRow


def key_of(line: Line | None) -> str:
    """What tells a line from the others for as long as the page is open; "" for a heading."""
    if isinstance(line, Seen):
        return f"near/{line.address}"
    return f"device/{line.id}" if isinstance(line, DeviceRow) else ""


def matches(line: Seen | DeviceRow, text: str) -> bool:
    """Whether every word of a search stands in what a line says."""
    parts = (
        (seen_title(line), line.model_name, line.patient)
        if isinstance(line, Seen)
        else (line.name, line.serial, line.model, line.kind_words, line.to, line.address)
    )
    whole = " ".join(parts).casefold()
    return all(word in whole for word in text.casefold().split())


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
        if isinstance(line, Seen):
            _draw_seen(painter, top, low, line)
        elif isinstance(line, DeviceRow):
            _draw_device(painter, top, low, line, now)


class EquipmentList(LineList[Line]):
    """The list itself; Enter or a click opens."""

    def __init__(self) -> None:
        rows = EquipmentLines(_name, _spoken)
        super().__init__("equipment_list", rows, EquipmentLine(rows))

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


def _kind_of(line: Seen | DeviceRow) -> str:
    return line.kind if isinstance(line, DeviceRow) else kind_of_model(line.model)


def _draw_seen(painter: QPainter, top: QRect, low: QRect, line: Seen) -> None:
    muted, theme = colour("muted"), current()
    used = write(painter, top, seen_act(line), "small-strong", colour("accent"), right=True)
    write(painter, top.adjusted(0, 0, -used, 0), seen_title(line), "strong", colour("ink"))
    wide, high = theme.px(5), theme.px(3.5)
    box = QRectF(low.right() - wide, low.center().y() - high / 2, wide, high)
    paint_bars(painter, box, line.bars)
    left = low.adjusted(0, 0, -wide - theme.px(1), 0)
    used = write(painter, left, signal_word(line.bars), "small", muted, right=True)
    words = " · ".join(part for part in (seen_whose(line), line.model_name) if part)
    write(painter, left.adjusted(0, 0, -used, 0), words, "small", muted)


def _draw_device(painter: QPainter, top: QRect, low: QRect, line: DeviceRow, now: int) -> None:
    muted = colour("muted")
    told, ink = battery_short(line), _ink(low=line.battery_low)
    used = write(
        painter, top, told, "small-strong" if line.battery_low else "small", ink, right=True
    )
    write(painter, top.adjusted(0, 0, -used, 0), device_title(line), "strong", colour("ink"))
    silent = line.silent if line.state == LENT else ""
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
    inner = rect.adjusted(theme.px(0.5), theme.px(2), -theme.px(0.5), -theme.px(1))
    half = inner.height() // 2
    top = QRect(inner.left(), inner.top(), inner.width(), half)
    if line.empty:
        low = QRect(inner.left(), inner.top() + half, inner.width(), half)
        write(painter, low, line.empty, "small", colour("muted"))
    else:
        top.translate(0, half)
    write(painter, top, line.title, "small-strong", colour("ink"))


def _name(line: Line) -> str:
    if isinstance(line, Section):
        return line.title
    return seen_title(line) if isinstance(line, Seen) else line.name


def _spoken(line: Line, now: int) -> tuple[str, ...]:
    if isinstance(line, Section):
        return line.title, line.empty
    if isinstance(line, Seen):
        whose = (seen_title(line), line.model_name, seen_whose(line))
        return *whose, signal_word(line.bars), seen_act(line)
    words = (device_title(line), line.kind_words, line.state_words, battery_short(line))
    return *words, line.silent or contact_words(line, now)

"""The register as a list: one drawn line for each device, however many there are."""

from datetime import date

from PySide6.QtCore import QRect, QRectF, Signal
from PySide6.QtGui import QPainter

from station.core.formats import day
from station.core.i18n import tr
from station.rules.equipment import Standing
from station.services.equipment.values import DeviceRow
from station.views.equipment.badge import badge_width, paint_badge
from station.views.equipment.pictures import paint_device
from station.views.equipment.standings import standing_word, tone_of
from station.views.equipment.words import battery_short, device_title
from station.views.linelist import LineDelegate, LineList, Lines, amber, write
from station.views.style import colour, current

_OUT = frozenset({Standing.LENT, Standing.DUE, Standing.OVERDUE})


def where_words(row: DeviceRow) -> str:
    """Who has a device, whom it is reserved for, or where it lies."""
    if row.standing in _OUT:
        return row.to
    if row.reserved_words:
        return row.reserved_words
    return row.place


def due_words(row: DeviceRow) -> str:
    """When a lent device is to come back; "" where no day was agreed."""
    if row.due_on is None or row.standing not in _OUT:
        return ""
    return tr("back {day}", day=day(date.fromisoformat(row.due_on)))


def facts_words(row: DeviceRow) -> str:
    """What kind it is, where it is, and until when."""
    parts = (row.kind_words, where_words(row), due_words(row))
    return " · ".join(part for part in parts if part)


def told_words(row: DeviceRow) -> tuple[str, bool]:
    """What stands at the right of the lower line, and whether it should be looked at."""
    if row.silent and row.standing in _OUT:
        return row.silent, True
    return battery_short(row), row.battery_low


class RegisterLine(LineDelegate[DeviceRow]):
    """Draws one device: its picture, name and number, how it stands, and where it is."""

    size = (50.0, 13.0)
    margin = (2.5, 1.5)

    def draw(self, painter: QPainter, inner: QRect, line: DeviceRow, now: int) -> None:
        """Draws the picture and two lines of words."""
        theme = current()
        side = theme.px(8)
        paint_device(painter, line.kind, QRectF(inner.left(), inner.top(), side, inner.height()))
        room = inner.adjusted(side + theme.px(2), 0, 0, 0)
        half = room.height() // 2
        top = QRect(room.left(), room.top(), room.width(), half)
        low = QRect(room.left(), room.top() + half, room.width(), room.height() - half)
        words = standing_word(line.standing)
        wide, high = badge_width(words), theme.px(4.75)
        box = QRectF(top.right() - wide, top.top() + (half - high) / 2, wide, high)
        paint_badge(painter, box, words, tone_of(line.standing))
        title = top.adjusted(0, 0, -wide - theme.px(2), 0)
        write(painter, title, device_title(line), "strong", colour("ink"))
        told, loud = told_words(line)
        ink = amber() if loud else colour("muted")
        right = low.adjusted(low.width() * 2 // 5, 0, 0, 0)
        used = write(painter, right, told, "small-strong" if loud else "small", ink, right=True)
        write(painter, low.adjusted(0, 0, -used, 0), facts_words(line), "small", colour("muted"))


class RegisterList(LineList[DeviceRow]):
    """The list itself; Enter or a click opens, `typed` carries letters that were typed on it."""

    typed = Signal(str)

    def __init__(self, name: str = "equipment_list") -> None:
        rows = Lines[DeviceRow](lambda row: row.name, _spoken)
        super().__init__(name, rows, RegisterLine(rows))
        self.setAccessibleName(tr("Equipment"))

    def keyboardSearch(self, search: str) -> None:
        """What is typed goes to the box that looks through everything, not only through names."""
        self.typed.emit(search)

    def show_rows(self, rows: tuple[DeviceRow, ...], now: int) -> None:
        """Takes other rows in, and stays on the device that the keyboard stands on."""
        if rows == self.rows.lines and now == self.rows.now:
            return
        chosen, top = self.chosen(), self.verticalScrollBar().value()
        self.rows.show_lines(rows, now)
        if chosen is not None:
            self.stand_on(chosen.id)
            self.verticalScrollBar().setValue(top)

    def stand_on(self, device_id: str) -> None:
        """Moves to a device, or to none."""
        self.stand_at(self.rows.place_of(lambda row: row.id == device_id) if device_id else -1)


def _spoken(row: DeviceRow, _now: int) -> tuple[str, ...]:
    told, _loud = told_words(row)
    return device_title(row), standing_word(row.standing), facts_words(row), told

"""The list of what is held back: why, from where, and whose it may be."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from station.core.formats import when
from station.core.i18n import tr
from station.services.quarantine.quarantine import HeldItem
from station.services.readings.import_words import kind_words
from station.views.linelist import LineDelegate, LineList, Lines, amber, write
from station.views.style import colour


def whose(item: HeldItem) -> str:
    """Whose it is, or whom its sender names, or that nobody is known."""
    if item.patient:
        return item.patient
    return f"«{item.person}»" if item.person else tr("patient unknown")


def place_words(item: HeldItem, now: int) -> str:
    """The file and the row it came in, or the device that sent it, and when."""
    row = "" if item.row_number is None else tr("row {row}", row=item.row_number)
    came = when(item.received_at, now)
    return " · ".join(part for part in (item.file_name, item.device, row, came) if part)


class HeldLine(LineDelegate[HeldItem]):
    """Draws one item: whose and what above, why in the middle, where from below."""

    size = (50.0, 18.0)
    margin = (3.0, 2.0)

    def draw(self, painter: QPainter, inner: QRect, line: HeldItem, now: int) -> None:
        """Draws the three lines of text."""
        third = inner.height() // 3
        first, second, last = (
            QRect(inner.left(), inner.top() + at * third, inner.width(), third) for at in range(3)
        )
        muted = colour("muted")
        what = line.reading or kind_words(line.kind)
        used = write(painter, first, what, "small", muted, right=True)
        write(painter, first.adjusted(0, 0, -used, 0), whose(line), "strong", colour("ink"))
        write(painter, second, line.why, "small-strong", amber())
        write(painter, last, place_words(line, now), "small", muted)


class HeldList(LineList[HeldItem]):
    """The list itself; the item stood on is the one shown beside it."""

    def __init__(self) -> None:
        rows = Lines[HeldItem](lambda item: item.why, _spoken)
        super().__init__("held_list", rows, HeldLine(rows))
        self.setAccessibleName(tr("Held in quarantine"))

    def stand_on(self, item_id: str, place: int) -> None:
        """Moves to an item, or to the one that is in its place now."""
        found = self.rows.place_of(lambda item: item.id == item_id)
        last = len(self.rows.lines) - 1
        self.stand_at(found if found >= 0 else min(max(place, 0), last))


def _spoken(item: HeldItem, now: int) -> tuple[str, ...]:
    return whose(item), item.why, place_words(item, now)

"""The newest readings of the patient, to be marked, taken back in or confirmed."""

from PySide6.QtCore import QRect, QRectF, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.i18n import tr
from station.services.readings.entry import Line
from station.services.readings.manual import Excluded
from station.views.context import Context
from station.views.linelist import LineDelegate, LineList, Lines, amber, write
from station.views.readings.tools import ReadingTools
from station.views.readings.words import mark_words, more_words, origin_words
from station.views.style import colour, current, heading, label


class RecentLine(LineDelegate[Line]):
    """Draws one reading: value and mark above, origin below; one left out has a hollow point."""

    size = (40.0, 12.0)
    margin = (3.0, 1.5)
    gap = 0.25

    def draw(self, painter: QPainter, inner: QRect, line: Line, now: int) -> None:
        """Draws the point and the two lines of text."""
        half = inner.height() // 2
        _point(painter, inner, half, line)
        left = inner.adjusted(current().px(5), 0, 0, 0)
        top = QRect(left.left(), left.top(), left.width(), half)
        used = write(painter, top, line.text, "strong", colour("ink"))
        rest = top.adjusted(used, 0, 0, 0)
        write(painter, rest, mark_words(line), "small-strong", amber())
        origin = origin_words(line, now)
        write(painter, top.translated(0, half), origin, "small", colour("muted"))


def _point(painter: QPainter, inner: QRect, half: int, line: Line) -> None:
    size = current().px(2)
    box = QRectF(inner.left(), inner.top() + (half - size) / 2, size, size)
    hollow = line.excluded is not Excluded.NO
    painter.setPen(QPen(colour("ink"), 1.5))
    painter.setBrush(colour("surface") if hollow else colour("ink"))
    painter.drawEllipse(box)


def _spoken(line: Line, now: int) -> tuple[str, ...]:
    return line.text, origin_words(line, now), mark_words(line), more_words(line)


class Recent(QWidget):
    """The list, and what may be done with the reading that the keyboard stands on.

    `again` and `why` carry the id of a reading to be measured again, or to be explained.
    """

    again = Signal(str)
    why = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addWidget(heading(tr("Newest readings"), "subheading"))
        self.rows = Lines[Line](lambda line: line.text, _spoken)
        self.list = LineList("recent_list", self.rows, RecentLine(self.rows))
        self.list.setAccessibleName(tr("Newest readings"))
        self.list.setMinimumHeight(current().px(36))
        self.list.selectionModel().currentChanged.connect(lambda _new, _old: self._settle())
        self._nothing = label(tr("No readings yet."), "muted")
        column.addWidget(self._nothing)
        column.addWidget(self.list, 1)
        self._more = label("", wrap=True)
        self._more.setObjectName("reading_more")
        column.addWidget(self._more)
        self.tools = ReadingTools(context)
        self.tools.again.connect(self.again)
        self.tools.why.connect(self.why)
        self.tools.moving_turned.connect(self.list.setHidden)
        column.addWidget(self.tools)
        self._settle()

    def show_lines(self, lines: tuple[Line, ...], now: int) -> None:
        """Shows other readings; the one stood on stays the one stood on."""
        before = self.chosen()
        self.rows.show_lines(lines, now)
        self.list.stand_at(self.rows.place_of(lambda each: before and each.id == before.id))
        self.list.setVisible(bool(lines))
        self._nothing.setVisible(not lines)
        self._settle()

    def chosen(self) -> Line | None:
        """The reading stood on, or None."""
        return self.list.chosen()

    def _settle(self) -> None:
        line = self.chosen()
        more = more_words(line) if line is not None else ""
        self._more.setText(more)
        self._more.setVisible(bool(more))
        self.tools.show_line(line)

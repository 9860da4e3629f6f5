"""Lists of the overview: a title with a number at the right, and a line of details below."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from station.views.linelist import Index, LineDelegate, LineList, Lines, amber, write
from station.views.style import colour, current


@dataclass(frozen=True, slots=True)
class Line:
    """One line; `side` stands at the right, `loud` asks to be looked at, `key` is what it opens.

    A `heading` can be neither chosen nor opened.
    """

    title: str
    detail: str = ""
    side: str = ""
    loud: bool = False
    key: str = ""
    heading: bool = False


class _Model(Lines[Line]):
    """The lines; the keyboard steps over headings."""

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings can be neither chosen nor stood on."""
        if index.isValid() and self.lines[index.row()].heading:
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)


class _Drawn(LineDelegate[Line]):
    """Draws a line on its ground, a heading without one."""

    margin = (3.0, 1.5)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as what stands in it."""
        line = self._rows.lines[index.row()]
        high = 7.5 if line.heading else 13 if line.detail else 9
        return QSize(current().px(self.size[0]), current().px(high))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draws a heading plainly, anything else on its ground."""
        line = self._rows.lines[index.row()]
        if not line.heading:
            super().paint(painter, option, index)
            return
        theme = current()
        rect: QRect = option.rect
        box = rect.adjusted(theme.px(1), theme.px(1), -theme.px(1), 0)
        write(painter, box, line.title, "small-strong", colour("muted"))

    def draw(self, painter: QPainter, inner: QRect, line: Line, now: int) -> None:
        """Draws the words, the number in amber where it should be looked at."""
        high = inner.height() // 2 if line.detail else inner.height()
        top = QRect(inner.left(), inner.top(), inner.width(), high)
        ink = amber() if line.loud else colour("ink")
        used = write(painter, top, line.side, "strong", ink, right=True)
        write(painter, top.adjusted(0, 0, -used, 0), line.title, "strong", colour("ink"))
        if line.detail:
            low = QRect(inner.left(), top.bottom() + 1, inner.width(), inner.height() - high)
            write(painter, low, line.detail, "small", colour("muted"))


class LineView(LineList[Line]):
    """A list of lines; Enter or a click opens one, which `opens` is told of."""

    def __init__(self, name: str, title: str, opens: Callable[[Line], object]) -> None:
        rows = _Model(lambda line: line.title, _spoken)
        super().__init__(name, rows, _Drawn(rows))
        # Its lines stand on a ground of their own, and show where the keyboard is.
        self.setProperty("kind", "rows")
        self.setAccessibleName(title)
        self._opens = opens
        self.activated.connect(self._open)
        self.clicked.connect(self._open)

    def show_all(self, lines: Sequence[Line]) -> None:
        """Takes other lines in and stays on the one that the keyboard stands on."""
        before = self.chosen()
        # One look is enough where all are equally high: a list may have thousands.
        self.setUniformItemSizes(len({(each.heading, bool(each.detail)) for each in lines}) < 2)
        self.rows.show_lines(tuple(lines))
        if before is not None and before.key:
            self.stand_on(before.key)

    def stand_on(self, key: str) -> None:
        """Stands on the line with this key, or on none."""
        self.stand_at(self.rows.place_of(lambda line: line.key == key))

    def stand_first(self) -> None:
        """Stands on the first line that can be opened."""
        self.stand_at(self.rows.place_of(lambda line: not line.heading))

    def _open(self, index: QModelIndex) -> None:
        line = self.rows.lines[index.row()]
        if not line.heading:
            self._opens(line)


def _spoken(line: Line, _now: int) -> Iterable[str]:
    return line.title, line.side, line.detail

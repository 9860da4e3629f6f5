"""A list of frozen rows, one drawn line each: the model, the line's ground, and the list itself."""

from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from station.views.style import colour, current, font

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex
LINE_ROLE = int(Qt.ItemDataRole.UserRole)


class Lines(QAbstractListModel, Generic[T]):
    """The lines now shown, as seen from `now` (UTC ms).

    `name` gives the word that typing finds, `spoken` the parts a screen reader says.
    """

    def __init__(self, name: Callable[[T], str], spoken: Callable[[T, int], Iterable[str]]) -> None:
        super().__init__()
        self._name, self._spoken = name, spoken
        self.lines: tuple[T, ...] = ()
        self.now = 0

    def show_lines(self, lines: tuple[T, ...], now: int = 0) -> None:
        """Takes other lines in; the same ones stay where they are, seen from another moment."""
        self.now = now
        if lines != self.lines:
            self.beginResetModel()
            self.lines = lines
            self.endResetModel()
        elif lines:
            self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))

    def place_of(self, wanted: Callable[[T], object]) -> int:
        """The place of the first line that is wanted, or -1."""
        return next((at for at, line in enumerate(self.lines) if wanted(line)), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        """How many lines there are."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:  # noqa: ANN401
        """The line for the delegate, and its words for screen readers."""
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == LINE_ROLE:
            return line
        if role == int(Qt.ItemDataRole.DisplayRole):
            return self._name(line)
        if role == int(Qt.ItemDataRole.AccessibleTextRole):
            return ", ".join(part for part in self._spoken(line, self.now) if part)
        return None


class LineDelegate(QStyledItemDelegate, Generic[T]):
    """Draws a line on its ground; a subclass says how high and what stands in it."""

    size = (50.0, 14.0)
    """The least width, and the height, in grid units."""
    margin = (3.5, 2.0)
    """The air at the sides and above and below, in grid units."""
    gap = 0.5
    """The air between two lines, in grid units, on either side."""

    def __init__(self, rows: Lines[T]) -> None:
        super().__init__(rows)
        self._rows = rows

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every line is equally high."""
        return QSize(current().px(self.size[0]), current().px(self.size[1]))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draws the ground, and what the subclass puts on it."""
        theme = current()
        side, above = theme.px(self.margin[0]), theme.px(self.margin[1])
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, option.rect, option.state)
        inner: QRect = option.rect.adjusted(side, above, -side, -above)
        self.draw(painter, inner, self._rows.lines[index.row()], self._rows.now)
        painter.restore()

    def draw(self, painter: QPainter, inner: QRect, line: T, now: int) -> None:
        """Draws the line's words inside `inner`."""
        raise NotImplementedError

    def _ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
        theme = current()
        gap = theme.px(self.gap)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        painter.setBrush(colour("accent_soft" if chosen else "surface"))
        edge = colour("accent" if chosen or focused else "line")
        painter.setPen(QPen(edge, 2 if focused else 1))
        box = QRectF(rect).adjusted(0.5, gap, -0.5, -gap)
        painter.drawRoundedRect(box, theme.px(1.5), theme.px(1.5))


class LineList(QListView, Generic[T]):
    """The list itself: arrows only move, so that nothing opens unasked."""

    def __init__(self, name: str, rows: Lines[T], delegate: LineDelegate[T]) -> None:
        super().__init__()
        self.rows = rows
        rows.setParent(self)
        self.setObjectName(name)
        self.setModel(rows)
        self.setItemDelegate(delegate)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setProperty("kind", "lines")

    def chosen(self) -> T | None:
        """The line that the keyboard stands on, or None."""
        index = self.currentIndex()
        return self.rows.lines[index.row()] if index.isValid() else None

    def stand_at(self, place: int) -> None:
        """Moves to a place, or to none below 0."""
        self.setCurrentIndex(self.rows.index(place) if place >= 0 else QModelIndex())


def amber() -> QColor:
    """The ink of what should be looked at."""
    return QColor(current().palette.zones["yellow"].ink)


def write(
    painter: QPainter, box: QRect, text: str, role: str, ink: QColor, *, right: bool = False
) -> int:
    """Draws one line of text, elided to the box, and gives its width with a gap (0 for none)."""
    if not text:
        return 0
    metrics = QFontMetrics(font(role))
    line = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, box.width()))
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.setFont(font(role))
    painter.setPen(ink)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | side), line)
    return metrics.horizontalAdvance(line) + current().px(2)

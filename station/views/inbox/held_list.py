"""The list of what is held back: why, from where, and whose it may be."""

from typing import Any

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
    QWidget,
)

from station.core.formats import when
from station.core.i18n import tr
from station.services.import_words import kind_words
from station.services.quarantine import HeldItem
from station.views.style import colour, current, font

Index = QModelIndex | QPersistentModelIndex
ITEM_ROLE = int(Qt.ItemDataRole.UserRole)


def whose(item: HeldItem) -> str:
    """Whose it is, or whom its sender names, or that nobody is known."""
    if item.patient:
        return item.patient
    return f"«{item.person}»" if item.person else tr("patient unknown")


def place_words(item: HeldItem, now: int) -> str:
    """The file and the row it came in, or how it came, and when."""
    row = "" if item.row_number is None else tr("row {row}", row=item.row_number)
    came = when(item.received_at, now)
    return " · ".join(part for part in (item.file_name, row, came) if part)


class HeldRows(QAbstractListModel):
    """The lines now shown, as seen from `now`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.items: tuple[HeldItem, ...] = ()
        self.now = 0

    def show_items(self, items: tuple[HeldItem, ...], now: int) -> None:
        """Takes other lines in."""
        self.beginResetModel()
        self.items, self.now = items, now
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        """How many lines there are."""
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:  # noqa: ANN401
        """The item for the delegate, and its words for screen readers."""
        if not index.isValid():
            return None
        item = self.items[index.row()]
        if role == ITEM_ROLE:
            return item
        if role == int(Qt.ItemDataRole.DisplayRole):
            return item.why
        if role == int(Qt.ItemDataRole.AccessibleTextRole):
            return ", ".join((whose(item), item.why, place_words(item, self.now)))
        return None


class HeldLine(QStyledItemDelegate):
    """Draws one item: whose and what above, why in the middle, where from below."""

    def __init__(self, rows: HeldRows) -> None:
        super().__init__(rows)
        self._rows = rows

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every line is three lines of text high."""
        return QSize(current().px(50), current().px(18))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draws the line."""
        item: HeldItem = index.data(ITEM_ROLE)
        theme, rect = current(), option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, rect, option.state)
        inner = rect.adjusted(theme.px(3), theme.px(2), -theme.px(3), -theme.px(2))
        third = inner.height() // 3
        lines = [
            QRect(inner.left(), inner.top() + at * third, inner.width(), third) for at in range(3)
        ]
        used = _draw(
            painter,
            lines[0],
            item.reading or kind_words(item.kind),
            ("small", colour("muted")),
            right=True,
        )
        first = lines[0].adjusted(0, 0, -used, 0)
        _draw(painter, first, whose(item), ("strong", colour("ink")))
        amber = QColor(theme.palette.zones["yellow"].ink)
        _draw(painter, lines[1], item.why, ("small-strong", amber))
        _draw(painter, lines[2], place_words(item, self._rows.now), ("small", colour("muted")))
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
        theme = current()
        box = QRectF(rect).adjusted(0.5, theme.px(0.5), -0.5, -theme.px(0.5))
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        painter.setBrush(colour("accent_soft" if chosen else "surface"))
        edge = colour("accent" if chosen or focused else "line")
        painter.setPen(QPen(edge, 2 if focused else 1))
        painter.drawRoundedRect(box, theme.px(1.5), theme.px(1.5))


def _draw(
    painter: QPainter, box: QRect, text: str, look: tuple[str, QColor], *, right: bool = False
) -> int:
    """Draws one line and gives its width with a gap."""
    role, ink = look
    metrics = QFontMetrics(font(role))
    line = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, box.width()))
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.setFont(font(role))
    painter.setPen(ink)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | side), line)
    return metrics.horizontalAdvance(line) + current().px(2) if text else 0


class HeldList(QListView):
    """The list itself; the item stood on is the one shown beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = HeldRows(self)
        self.setObjectName("held_list")
        self.setAccessibleName(tr("Held in quarantine"))
        self.setModel(self.rows)
        self.setItemDelegate(HeldLine(self.rows))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setProperty("kind", "lines")

    def chosen(self) -> HeldItem | None:
        """The item stood on, or None."""
        index = self.currentIndex()
        found = index.data(ITEM_ROLE) if index.isValid() else None
        return found if isinstance(found, HeldItem) else None

    def stand_on(self, item_id: str, place: int) -> None:
        """Moves to an item, or to the one that is in its place now."""
        items = self.rows.items
        found = next((at for at, item in enumerate(items) if item.id == item_id), None)
        if found is None:
            found = min(max(place, 0), len(items) - 1)
        self.setCurrentIndex(self.rows.index(found) if items else QModelIndex())

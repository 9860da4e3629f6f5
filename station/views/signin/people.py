"""The people who can sign in, as a list with initials that arrow keys and letters move in."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from station.core.i18n import tr
from station.views.signin.gate import Person
from station.views.style.theme import current, font

Index = QModelIndex | QPersistentModelIndex
_INITIALS = Qt.ItemDataRole.UserRole + 1
_ROW = 12
_MOST_ROWS = 5


class _PersonRow(QStyledItemDelegate):
    """Draws a person: a disc with initials, and the name."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are equally high."""
        return QSize(current().px(40), current().px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draws one row; the chosen one on the accent's soft ground with a line around."""
        theme = current()
        colours = theme.palette
        state = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        box = QRectF(option.rect).adjusted(1, 1, -1, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.setPen(QPen(QColor(colours.accent), 1))
            painter.setBrush(QColor(colours.accent_soft))
            painter.drawRoundedRect(box, theme.px(1.5), theme.px(1.5))
        self._disc(painter, box, str(index.data(_INITIALS)), chosen=chosen)
        painter.setPen(QColor(colours.ink))
        painter.setFont(font("strong" if chosen else "body", theme))
        words = box.adjusted(theme.px(13), 0, -theme.px(2), 0)
        name = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, round(words.width())
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, name)
        painter.restore()

    def _disc(self, painter: QPainter, box: QRectF, initials: str, *, chosen: bool) -> None:
        theme = current()
        side = theme.px(8)
        disc = QRectF(box.left() + theme.px(2.5), box.center().y() - side / 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.palette.accent if chosen else theme.palette.line))
        painter.drawEllipse(disc)
        painter.setPen(QColor(theme.palette.on_accent if chosen else theme.palette.ink))
        painter.setFont(font("small-strong", theme))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, initials)


class PeopleList(QListWidget):
    """The list of people; five rows are seen at a time."""

    def __init__(self, people: Sequence[Person] = ()) -> None:
        super().__init__()
        self.setObjectName("people")
        self.setAccessibleName(tr("People who can sign in on this PC"))
        self.setItemDelegate(_PersonRow(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.set_people(people)

    def set_people(self, people: Sequence[Person]) -> None:
        """Shows these people and keeps the chosen one if she is still among them."""
        kept = self.chosen() or (people[0].slot_id if len(people) == 1 else "")
        self.clear()
        for person in people:
            item = QListWidgetItem(person.name)
            item.setData(Qt.ItemDataRole.UserRole, person.slot_id)
            item.setData(_INITIALS, person.initials)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, person.name)
            self.addItem(item)
        self.choose(kept)
        rows = max(1, min(len(people), _MOST_ROWS))
        self.setFixedHeight(rows * current().px(_ROW) + 2 * self.frameWidth() + 4)

    def chosen(self) -> str:
        """The slot id of the chosen person, or an empty text."""
        items = self.selectedItems()
        return str(items[0].data(Qt.ItemDataRole.UserRole)) if items else ""

    def chosen_name(self) -> str:
        """The chosen person's name, or an empty text."""
        items = self.selectedItems()
        return items[0].text() if items else ""

    def choose(self, slot_id: str) -> None:
        """Chooses the person with this slot id, if she is in the list."""
        for row in range(self.count()):
            if self.item(row).data(Qt.ItemDataRole.UserRole) == slot_id:
                self.setCurrentRow(row)

"""The lines of a draft as one list under their headings, gone through with the keyboard."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QListView,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from station.core.i18n import tr
from station.rules.editing import Spot, lines_at, spots_of
from station.rules.limits import Level
from station.rules.plans import Line, LineState, PlanContent
from station.views.plans.words import STATES, spot_words
from station.views.style import colour, current, font, paint_shape

Index = QModelIndex | QPersistentModelIndex
ITEM_ROLE = int(Qt.ItemDataRole.UserRole)
LONGEST = 400
"""A line with more characters than this is no line for the refrigerator."""
ZONE_OF = {Level.GREEN: "green", Level.YELLOW: "yellow", Level.RED: "red"}
_STATE_UNITS = 22


@dataclass(frozen=True, slots=True)
class Item:
    """One row of the list: a heading (no line), or a line under it."""

    spot: Spot
    line: Line | None = None


class LineRows(QAbstractListModel):
    """The rows of one draft."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.items: list[Item] = []

    def show_content(self, content: PlanContent) -> None:
        """Takes the lines in; where only words or states changed, the list stays in place."""
        items: list[Item] = []
        for spot in spots_of(content):
            items.append(Item(spot))
            items += [Item(spot, line) for line in lines_at(content, spot)]
        ids = [(each.spot, each.line and each.line.id) for each in items]
        if ids != [(each.spot, each.line and each.line.id) for each in self.items]:
            self.beginResetModel()
            self.items = items
            self.endResetModel()
            return
        before, self.items = self.items, items
        for at, (old, new) in enumerate(zip(before, items, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(at), self.index(at))

    def bare(self, at: int) -> bool:
        """Whether a heading has no lines under it."""
        below = self.items[at + 1 : at + 2]
        return self.items[at].line is None and not (below and below[0].line)

    def place_of(self, line_id: str) -> int:
        """The row of a line, or -1."""
        return next(
            (at for at, each in enumerate(self.items) if each.line and each.line.id == line_id), -1
        )

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        """How many rows there are."""
        return 0 if parent.isValid() else len(self.items)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A heading is stood on only while it has no lines; a line can be written in."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self.items[index.row()].line is None:
            bare = self.bare(index.row())
            return _STOOD_ON if bare else Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:  # noqa: ANN401
        """The row for the delegate, and its words for screen readers."""
        if not index.isValid():
            return None
        item = self.items[index.row()]
        if role == ITEM_ROLE:
            return item
        words = item.line.text if item.line else spot_words(item.spot)
        if role in (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.EditRole)):
            return words
        if role == int(Qt.ItemDataRole.AccessibleTextRole):
            return f"{tr(STATES[item.line.state][1])}: {words}" if item.line else words
        return None


class LineEdit(QPlainTextEdit):
    """Where a line is written: Enter is done, Esc leaves it as it was."""

    ended = Signal(bool)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ends on Enter, Tab and Esc."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            self.ended.emit(True)
        elif event.key() == Qt.Key.Key_Escape:
            self.ended.emit(False)
        else:
            super().keyPressEvent(event)


class LineDelegate(QStyledItemDelegate):
    """Draws headings with their zone's shape, and lines with what was done to them."""

    written = Signal(str, str)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as the wrapped words need."""
        item: Item = index.data(ITEM_ROLE)
        theme, wide = current(), self._width()
        if item.line is None:
            return QSize(wide, theme.px(9))
        box = QRect(0, 0, wide - theme.px(_STATE_UNITS + 6), 10_000)
        flags = int(Qt.TextFlag.TextWordWrap)
        high = QFontMetrics(font("body")).boundingRect(box, flags, item.line.text or " ").height()
        return QSize(wide, max(high + theme.px(3), theme.px(8)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draws the row."""
        item: Item = index.data(ITEM_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if item.line is None:
            model = index.model()
            bare = isinstance(model, LineRows) and model.bare(index.row())
            if bare and option.state & QStyle.StateFlag.State_Selected:
                _ground(painter, option.rect)
            _heading(painter, option.rect, item.spot, bare=bare)
        else:
            _line(painter, option.rect, item.line, option.state)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A place to write, over the words."""
        made = LineEdit(parent)
        made.setObjectName("line_edit")
        made.setAccessibleName(tr("The line's words"))
        made.ended.connect(lambda kept: self._end(made, kept=kept))
        return made

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Puts it over the words, with room for one line more."""
        theme, rect = current(), QRect(option.rect)
        rect.setLeft(rect.left() + theme.px(_STATE_UNITS))
        rect.setHeight(max(rect.height(), theme.px(14)))
        editor.setGeometry(rect)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Puts the words in, the cursor last; typing goes on undisturbed when others save."""
        if isinstance(editor, LineEdit) and not editor.property("begun"):
            editor.setProperty("begun", True)
            editor.setPlainText(str(index.data(int(Qt.ItemDataRole.EditRole))))
            editor.moveCursor(editor.textCursor().MoveOperation.End)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Tells the words; the model is filled anew from the content."""
        item: Item = index.data(ITEM_ROLE)
        if isinstance(editor, LineEdit) and item.line is not None:
            words = " ".join(editor.toPlainText().split())[:LONGEST]
            self.written.emit(item.line.id, words)

    def _end(self, editor: QWidget, *, kept: bool) -> None:
        if kept:
            self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def _width(self) -> int:
        view = self.parent()
        return view.viewport().width() if isinstance(view, QListView) else 400


class LineList(QListView):
    """Enter keeps, E writes, Del removes, N begins a line of one's own, Ctrl+Z undoes."""

    keep_wanted = Signal(str)
    remove_wanted = Signal(str)
    new_wanted = Signal(str)
    first_wanted = Signal(object)
    undo_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rows = LineRows(self)
        self.setModel(self.rows)
        self.delegate = LineDelegate(self)
        self.setItemDelegate(self.delegate)
        self.setObjectName("plan_lines")
        self.setAccessibleName(tr("The lines of the plan"))
        self.setEditTriggers(QListView.EditTrigger.DoubleClicked)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of going through."""
        line = self.line()
        undo = event.key() == Qt.Key.Key_Z and event.modifiers() & _CTRL
        bare = self.bare_spot()
        if undo:
            self.undo_wanted.emit()
        elif bare is not None and event.key() in _BEGIN:
            self.first_wanted.emit(bare)
        elif line is None or event.modifiers() & _CTRL:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.keep_wanted.emit(line.id)
        elif event.key() in (Qt.Key.Key_E, Qt.Key.Key_F2):
            self.edit(self.currentIndex())
        elif event.key() == Qt.Key.Key_Delete:
            self.remove_wanted.emit(line.id)
        elif event.key() == Qt.Key.Key_N:
            self.new_wanted.emit(line.id)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wraps the words anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def line(self) -> Line | None:
        """The line that the keyboard stands on."""
        index = self.currentIndex()
        item = index.data(ITEM_ROLE) if index.isValid() else None
        return item.line if isinstance(item, Item) else None

    def bare_spot(self) -> Spot | None:
        """The heading without lines that the keyboard stands on, or None."""
        index = self.currentIndex()
        if not index.isValid() or not self.rows.bare(index.row()):
            return None
        return self.rows.items[index.row()].spot

    def stand_on(self, line_id: str) -> None:
        """Moves to a line."""
        place = self.rows.place_of(line_id)
        if place >= 0:
            self.setCurrentIndex(self.rows.index(place))
            self.scrollTo(self.rows.index(max(place - 1, 0)))
            self.scrollTo(self.rows.index(place))

    def next_open(self, after: str) -> str | None:
        """The next line that is still a proposal, from the top again after the last; or None."""
        start = self.rows.place_of(after) + 1
        turned = [*self.rows.items[start:], *self.rows.items[:start]]
        lines = (each.line for each in turned)
        return next((each.id for each in lines if each and each.state in _OPEN), None)

    def next_line(self, after: str) -> str | None:
        """The line below, or None."""
        below = self.rows.items[self.rows.place_of(after) + 1 :]
        return next((each.line.id for each in below if each.line), None)


_CTRL = Qt.KeyboardModifier.ControlModifier
_BEGIN = (Qt.Key.Key_N, Qt.Key.Key_E, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STOOD_ON = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_OPEN = (LineState.PROPOSED,)


def _heading(painter: QPainter, rect: QRect, spot: Spot, *, bare: bool) -> None:
    theme = current()
    left = rect.left() + theme.px(3)
    ink = colour("muted")
    if spot.level is not None:
        zone = ZONE_OF[spot.level]
        ink = QColor(theme.palette.zones[zone].ink)
        side = theme.px(3)
        mark = QRectF(left, rect.bottom() - theme.px(1.5) - side, side, side)
        paint_shape(painter, zone, mark, ink)
        left += side + theme.px(2)
    painter.setFont(font("small-strong"))
    painter.setPen(ink)
    box = QRect(left, rect.top(), rect.right() - left, rect.height() - theme.px(1))
    flags = int(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft)
    words = spot_words(spot)
    painter.drawText(box, flags, words)
    if bare:
        box.setLeft(left + QFontMetrics(painter.font()).horizontalAdvance(words) + theme.px(3))
        painter.setFont(font("small"))
        painter.setPen(colour("muted"))
        painter.drawText(box, flags, tr("No lines yet. N writes one."))


def _ground(painter: QPainter, rect: QRect) -> None:
    theme = current()
    box = QRectF(rect).adjusted(theme.px(1), 0.5, -theme.px(1), -0.5)
    painter.setBrush(colour("accent_soft"))
    painter.setPen(QPen(colour("accent"), 1.5))
    painter.drawRoundedRect(box, theme.px(1.5), theme.px(1.5))


def _line(painter: QPainter, rect: QRect, line: Line, state: QStyle.StateFlag) -> None:
    theme = current()
    chosen = bool(state & QStyle.StateFlag.State_Selected)
    if chosen:
        _ground(painter, rect)
    open_yet, gone = line.state is LineState.PROPOSED, line.state is LineState.REMOVED
    sign, word = STATES[line.state]
    top = rect.adjusted(theme.px(3), theme.px(1.5), -theme.px(2), 0)
    painter.setFont(font("small-strong" if open_yet else "small"))
    painter.setPen(colour("accent" if open_yet else "muted"))
    painter.drawText(top.adjusted(0, 1, 0, 0), 0, f"{sign}  {tr(word)}")
    words = QFont(font("body"))
    words.setStrikeOut(gone)
    painter.setFont(words)
    painter.setPen(colour("muted" if gone else "ink"))
    left = rect.left() + theme.px(_STATE_UNITS)
    room = QRect(left, top.top(), rect.right() - left - theme.px(4), rect.height())
    painter.drawText(room, int(Qt.TextFlag.TextWordWrap), line.text)

"""The newest readings of the patient, to be marked, taken back in or confirmed."""

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from station.core.i18n import tr
from station.services.entry import Line
from station.services.manual import Excluded
from station.views.readings.words import mark_words, origin_words
from station.views.style import (
    Button,
    FlowLayout,
    button,
    colour,
    current,
    field,
    font,
    heading,
    label,
    text_input,
)

Index = QModelIndex | QPersistentModelIndex
LINE_ROLE = int(Qt.ItemDataRole.UserRole)


class RecentRows(QAbstractListModel):
    """The lines now shown, as seen from `now`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[Line, ...] = ()
        self.now = 0

    def show_lines(self, lines: tuple[Line, ...], now: int) -> None:
        """Takes other lines in."""
        self.beginResetModel()
        self.lines, self.now = lines, now
        self.endResetModel()

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
            return line.text
        if role == int(Qt.ItemDataRole.AccessibleTextRole):
            parts = (line.text, origin_words(line, self.now), mark_words(line))
            return ", ".join(part for part in parts if part)
        return None


class RecentLine(QStyledItemDelegate):
    """Draws one reading: value and mark above, origin below; one left out has a hollow point."""

    def __init__(self, rows: RecentRows) -> None:
        super().__init__(rows)
        self._rows = rows

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every line is two lines of text high."""
        return QSize(current().px(40), current().px(12))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draws the line."""
        line: Line = index.data(LINE_ROLE)
        theme, rect = current(), option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, rect, option.state)
        inner = rect.adjusted(theme.px(3), theme.px(1.5), -theme.px(3), -theme.px(1.5))
        half = inner.height() // 2
        self._point(painter, inner, half, line)
        left = inner.adjusted(theme.px(5), 0, 0, 0)
        top = QRect(left.left(), left.top(), left.width(), half)
        low = QRect(left.left(), left.top() + half, left.width(), half)
        used = _draw(painter, top, line.text, "strong", colour("ink"))
        rest = top.adjusted(used + theme.px(2), 0, 0, 0)
        _draw(painter, rest, mark_words(line), "small-strong", _amber())
        _draw(painter, low, origin_words(line, self._rows.now), "small", colour("muted"))
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
        theme = current()
        box = QRectF(rect).adjusted(0.5, theme.px(0.25), -0.5, -theme.px(0.25))
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.setBrush(colour("accent_soft" if chosen else "surface"))
        painter.setPen(QPen(colour("accent" if chosen else "line"), 1))
        painter.drawRoundedRect(box, theme.px(1.5), theme.px(1.5))

    def _point(self, painter: QPainter, inner: QRect, half: int, line: Line) -> None:
        size = current().px(2)
        box = QRectF(inner.left(), inner.top() + (half - size) / 2, size, size)
        hollow = line.excluded is not Excluded.NO
        painter.setPen(QPen(colour("ink"), 1.5))
        painter.setBrush(colour("surface") if hollow else colour("ink"))
        painter.drawEllipse(box)


def _amber() -> QColor:
    return QColor(current().palette.zones["yellow"].ink)


def _draw(painter: QPainter, box: QRect, text: str, role: str, ink: QColor) -> int:
    metrics = QFontMetrics(font(role))
    line = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, box.width()))
    painter.setFont(font(role))
    painter.setPen(ink)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), line)
    return metrics.horizontalAdvance(line)


class Recent(QWidget):
    """The list, and what may be done with the reading that the keyboard stands on.

    `marked` carries (reading id, Excluded, reason), `confirmed` and `again` a reading id.
    """

    marked = Signal(str, object, str)
    confirmed = Signal(str)
    again = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addWidget(heading(tr("Newest readings"), "subheading"))
        self.rows = RecentRows(self)
        self.list = QListView()
        self.list.setObjectName("recent_list")
        self.list.setAccessibleName(tr("Newest readings"))
        self.list.setModel(self.rows)
        self.list.setItemDelegate(RecentLine(self.rows))
        self.list.setUniformItemSizes(True)
        self.list.setMinimumHeight(current().px(36))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setFrameShape(QListView.Shape.NoFrame)
        self.list.setProperty("kind", "lines")
        self.list.selectionModel().currentChanged.connect(lambda _new, _old: self._settle())
        self._nothing = label(tr("No readings yet."), "muted")
        column.addWidget(self._nothing)
        column.addWidget(self.list, 1)
        self._reason = text_input(tr("For instance: right after stairs"), longest=200)
        self._reason.setObjectName("mark_reason")
        self._reason_field = field(tr("Reason"), self._reason)
        column.addWidget(self._reason_field)
        self._buttons: dict[str, Button] = {}
        holder = QWidget()
        self._flow = FlowLayout(holder, gap=theme.px(1.5))
        self._act("mark_activity", tr("During activity"), lambda: self._mark(Excluded.ACTIVITY))
        self._act("mark_test", tr("Test"), lambda: self._mark(Excluded.TEST))
        self._act("mark_back", tr("Count it again"), lambda: self._mark(Excluded.NO))
        self._act("confirm_reading", tr("It is right"), self._confirm)
        self._act("measure_again", tr("Measured again …"), self._again)
        column.addWidget(holder)
        self._settle()

    def show_lines(self, lines: tuple[Line, ...], now: int) -> None:
        """Shows other readings; the one stood on stays the one stood on."""
        before = self.chosen()
        self.rows.show_lines(lines, now)
        place = next((at for at, each in enumerate(lines) if before and each.id == before.id), -1)
        self.list.setCurrentIndex(self.rows.index(place) if place >= 0 else QModelIndex())
        self.list.setVisible(bool(lines))
        self._nothing.setVisible(not lines)
        self._settle()

    def chosen(self) -> Line | None:
        """The reading stood on, or None."""
        index = self.list.currentIndex()
        found = index.data(LINE_ROLE) if index.isValid() else None
        return found if isinstance(found, Line) else None

    def show_wrong(self, sentence: str) -> None:
        """Shows a sentence under the reason."""
        self._reason_field.set_wrong(sentence)
        self._reason.setFocus()

    def _act(self, name: str, words: str, act: Any) -> None:  # noqa: ANN401  (a slot)
        made = button(words)
        made.setObjectName(name)
        made.clicked.connect(lambda _checked=False: act())
        self._buttons[name] = made
        self._flow.addWidget(made)

    def _settle(self) -> None:
        line = self.chosen()
        counting = line is not None and line.excluded is Excluded.NO
        self._reason_field.setVisible(counting)
        self._reason_field.set_wrong("")
        self._buttons["mark_activity"].setVisible(counting)
        self._buttons["mark_test"].setVisible(counting)
        self._buttons["measure_again"].setVisible(line is not None)
        self._buttons["mark_back"].setVisible(line is not None and not counting)
        self._buttons["confirm_reading"].setVisible(line is not None and not line.confirmed)

    def _mark(self, excluded: Excluded) -> None:
        line = self.chosen()
        if line is not None:
            self.marked.emit(line.id, excluded, self._reason.text().strip())
            self._reason.clear()

    def _confirm(self) -> None:
        line = self.chosen()
        if line is not None:
            self.confirmed.emit(line.id)

    def _again(self) -> None:
        line = self.chosen()
        if line is not None:
            self.again.emit(line.id)

"""The list of all patients' plans: a model over frozen rows, and how one line is drawn."""

from datetime import date
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

from station.core.formats import day
from station.core.i18n import tr
from station.core.zone import day_of
from station.rules.approval import Review
from station.services.plan_values import PlanList
from station.views.plans.words import review_words, row_status, template_word
from station.views.style import colour, current, font

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = int(Qt.ItemDataRole.UserRole)
_NAME, _STATUS, _PLAN = 0.30, 0.56, 0.76
"""Where the columns end, as shares of the width."""


class PlanRows(QAbstractListModel):
    """The lines now shown, seen from `now`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[PlanList, ...] = ()
        self.now = 0

    @property
    def lines(self) -> tuple[PlanList, ...]:
        """The lines, in order."""
        return self._rows

    def show_rows(self, rows: tuple[PlanList, ...], now: int) -> None:
        """Takes other lines in; the same ones leave the list as it is."""
        self.now = now
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        """How many lines there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:  # noqa: ANN401
        """The line for the delegate, and its words for screen readers."""
        if not index.isValid():
            return None
        found = self._rows[index.row()]
        if role == ROW_ROLE:
            return found
        if role == int(Qt.ItemDataRole.DisplayRole):
            return found.row.name
        if role == int(Qt.ItemDataRole.AccessibleTextRole):
            return ", ".join(part for part in said(found, self.now) if part)
        return None


def said(found: PlanList, now: int) -> tuple[str, str, str, str, str]:
    """The columns of a line: name, status, draft beside, plan, review."""
    row = found.row
    beside = tr("draft beside") if row.has_draft and row.status == "approved" else ""
    if not row.version_id:
        return row.name, row_status(row, now), beside, "", ""
    if not row.readable:
        return row.name, row_status(row, now), beside, tr("The plan cannot be read"), ""
    plan = f"{template_word(row.template)} · {tr('version {number}', number=row.number)}"
    review = review_words(found.review, row.review_on, day_of(now))
    return row.name, row_status(row, now), beside, plan, review


class PlanLine(QStyledItemDelegate):
    """Draws one plan: name and birth year, status, template and version, review."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every line is as high as two lines of text with air around them."""
        return QSize(current().px(100), current().px(13))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draws the line."""
        found: PlanList = index.data(ROW_ROLE)
        model = index.model()
        now = model.now if isinstance(model, PlanRows) else 0
        theme, row = current(), found.row
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _ground(painter, option.rect, option.state)
        rect: QRect = option.rect.adjusted(theme.px(3.5), theme.px(1.5), -theme.px(3.5), 0)
        wide, half = rect.width(), (option.rect.height() - theme.px(3)) // 2
        name, status, beside, plan, review = said(found, now)
        born = row.birth_date[:4]
        approved = (
            tr("approved {day}", day=day(date.fromisoformat(row.approved_on)))
            if row.approved_on
            else ""
        )
        columns = (
            (0.0, _NAME, name, born, "strong", ""),
            (_NAME, _STATUS, status, beside, "strong" if row.version_id else "body", ""),
            (_STATUS, _PLAN, plan, approved, "body", ""),
            (_PLAN, 1.0, review, "", "body", _tone(found.review)),
        )
        for start, end, upper, lower, role, tone in columns:
            left, room = rect.left() + int(wide * start), int(wide * (end - start)) - theme.px(3)
            top = QRect(left, rect.top(), room, half)
            ink = QColor(theme.palette.zones["yellow"].ink) if tone else colour("ink")
            _write(painter, top, upper, role, ink)
            _write(painter, top.translated(0, half), lower, "small", colour("muted"))
        painter.restore()


class PlanRowsView(QListView):
    """The list itself; Enter or a click opens, arrows only move."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = PlanRows(self)
        self.setModel(self.rows)
        self.setItemDelegate(PlanLine(self))
        self.setObjectName("plan_list")
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setProperty("kind", "lines")


def _tone(review: Review) -> str:
    return "warning" if review is Review.DUE else ""


def _ground(painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
    theme = current()
    box = QRectF(rect).adjusted(0.5, theme.px(0.5), -0.5, -theme.px(0.5))
    chosen = bool(state & QStyle.StateFlag.State_Selected)
    focused = bool(state & QStyle.StateFlag.State_HasFocus)
    painter.setBrush(colour("accent_soft" if chosen else "surface"))
    edge = colour("accent" if chosen or focused else "line")
    painter.setPen(QPen(edge, 2 if focused else 1))
    painter.drawRoundedRect(box, theme.px(1.5), theme.px(1.5))


def _write(painter: QPainter, box: QRect, text: str, role: str, ink: QColor) -> None:
    metrics = QFontMetrics(font(role))
    painter.setFont(font(role))
    painter.setPen(ink)
    line = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), line)

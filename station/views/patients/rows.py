"""The list of patients: a model over frozen rows, and how one line is drawn."""

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

from station.core.i18n import tr
from station.services.patient_values import PatientHit
from station.views.patients.statuses import status_word
from station.views.patients.words import born_words, row_marks
from station.views.style import colour, current, font

Index = QModelIndex | QPersistentModelIndex
HIT_ROLE = int(Qt.ItemDataRole.UserRole)


class PatientRows(QAbstractListModel):
    """The lines now shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hits: tuple[PatientHit, ...] = ()

    @property
    def hits(self) -> tuple[PatientHit, ...]:
        """The lines, in order."""
        return self._hits

    def show_hits(self, hits: tuple[PatientHit, ...]) -> None:
        """Takes other lines in; the same ones leave the list as it is."""
        if hits != self._hits:
            self.beginResetModel()
            self._hits = hits
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        """How many lines there are."""
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:  # noqa: ANN401
        """The line for the delegate, and its words for screen readers."""
        if not index.isValid():
            return None
        hit = self._hits[index.row()]
        if role == HIT_ROLE:
            return hit
        if role == int(Qt.ItemDataRole.DisplayRole):
            return hit.name
        if role == int(Qt.ItemDataRole.AccessibleTextRole):
            marks = [words for words, _ in row_marks(hit)]
            return ", ".join([hit.name, number_words(hit), *said(hit), *marks])
        return None

    def place_of(self, patient_id: str) -> int:
        """The line of a patient, or -1."""
        return next((at for at, hit in enumerate(self._hits) if hit.id == patient_id), -1)


def said(hit: PatientHit) -> list[str]:
    """The facts of the second line, in order; a protected address is not among them."""
    parts = [born_words(hit.birth_date), status_word(hit.status), hit.diagnosis, hit.place]
    return [part for part in parts if part]


def number_words(hit: PatientHit) -> str:
    """The masked number, or that there is none."""
    return hit.number_masked or tr("no national identity number")


class PatientLine(QStyledItemDelegate):
    """Draws one patient: name and number above, facts below, what stands out at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every line is as high as two lines of text with air around them."""
        return QSize(current().px(50), current().px(14))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draws the line."""
        hit = index.data(HIT_ROLE)
        theme = current()
        rect: QRect = option.rect
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, rect, state)
        inner = rect.adjusted(theme.px(3.5), theme.px(2), -theme.px(3.5), -theme.px(2))
        top = QRect(inner.left(), inner.top(), inner.width(), inner.height() // 2)
        low = QRect(inner.left(), top.bottom() + 1, inner.width(), inner.height() - top.height())
        number = _right(painter, top, number_words(hit), "small", "muted")
        _left(painter, top.adjusted(0, 0, -number, 0), hit.name, "strong", "ink")
        marks = " · ".join(words for words, tone in row_marks(hit) if tone)
        used = _right(painter, low, marks, "small-strong", "", limit=0.5)
        _left(painter, low.adjusted(0, 0, -used, 0), " · ".join(said(hit)), "small", "muted")
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


def _ink(name: str) -> QColor:
    return colour(name) if name else QColor(current().palette.zones["yellow"].ink)


def _left(painter: QPainter, box: QRect, text: str, role: str, ink: str) -> None:
    metrics = QFontMetrics(font(role))
    painter.setFont(font(role))
    painter.setPen(_ink(ink))
    line = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), line)


def _right(
    painter: QPainter, box: QRect, text: str, role: str, ink: str, limit: float = 1.0
) -> int:
    """Draws at the right end and gives the width used, a gap included."""
    if not text:
        return 0
    metrics = QFontMetrics(font(role))
    line = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(box.width() * limit))
    painter.setFont(font(role))
    painter.setPen(_ink(ink))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), line)
    return metrics.horizontalAdvance(line) + current().px(3)


class PatientList(QListView):
    """The list itself; Enter or a click opens, arrows only move, so that nothing opens unasked."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = PatientRows(self)
        self.setModel(self.rows)
        self.setItemDelegate(PatientLine(self))
        self.setObjectName("patient_list")
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setProperty("kind", "lines")

    def chosen(self) -> PatientHit | None:
        """The line that the keyboard stands on, or None."""
        index = self.currentIndex()
        hit = index.data(HIT_ROLE) if index.isValid() else None
        return hit if isinstance(hit, PatientHit) else None

    def stand_on(self, patient_id: str | None) -> None:
        """Moves to a patient's line, or to none."""
        place = self.rows.place_of(patient_id) if patient_id else -1
        self.setCurrentIndex(self.rows.index(place) if place >= 0 else QModelIndex())

"""How one row of the worklist is drawn: zone, name, reason, marks, a fortnight and age."""

from collections import OrderedDict
from typing import Final

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from station.core.i18n import language, tr
from station.rules.standing import Standing
from station.services.today.worklist import WorkRow
from station.views.charts.sparkline import paint_sparkline
from station.views.style import colour, current, font, paint_badge
from station.views.style.zones import badge_size
from station.views.today.rows import ROW_ROLE, Index, WorkRows
from station.views.today.words import age_words, real_age_words, zone_of

HEIGHT: Final = 15.5
"""The height of a row in grid units, the gap below it included."""
_GAP: Final = 1.5
_SPARK: Final = 19
_NARROW: Final = 95
"""Below so many grid units there is no room for a fortnight beside the reason."""
_SPANS: Final = {
    "spo2": 10.0,
    "pulse": 40.0,
    "sys": 50.0,
    "dia": 30.0,
    "weight": 4.0,
    "temp": 2.0,
    "glucose": 8.0,
    "glucose_interstitial": 8.0,
    "resp": 12.0,
}
"""The least range that fills the height of a fortnight: a quiet patient's line stays quiet."""
_PICTURES: Final = 40
"""So many drawn rows are kept: those of one screen, and what the pointer last ran over."""
_SPARK_MOVES_MS: Final = 3_600_000
"""A fortnight's line moves by less than a pixel in this time."""
_SEEN: Final = (
    QStyle.StateFlag.State_Selected
    | QStyle.StateFlag.State_Active
    | QStyle.StateFlag.State_MouseOver
)
"""What of a row's state is drawn."""
Look = tuple[object, ...]
"""All that decides how a row looks."""
_LOUD: Final = (Standing.RED, Standing.YELLOW)
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class WorkLine(QStyledItemDelegate):
    """Draws rows; `opened` is the patient whose card stands beside the list, `now` the moment."""

    def __init__(self, rows: WorkRows, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self.opened = ""
        self.now = 0
        self._pictures: OrderedDict[Look, QPixmap] = OrderedDict()
        self._badges: dict[Look, QPixmap] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every row is equally high, so that ten thousand cost no more than ten."""
        return QSize(current().px(60), current().px(HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draws one row."""
        row = index.data(ROW_ROLE)
        if not isinstance(row, WorkRow):
            return
        ratio = painter.deviceTransform().m11()
        if not ratio.is_integer():
            # A picture laid between the pixels of the screen would be blurred.
            self._draw(painter, QRectF(option.rect), option.state, row)
            return
        painter.drawPixmap(option.rect.topLeft(), self._picture(option, row, ratio))

    def _picture(self, option: QStyleOptionViewItem, row: WorkRow, ratio: float) -> QPixmap:
        """The row as it was drawn last, or drawn now: most pictures of a window change no row."""
        theme, size = current(), option.rect.size()
        look = (
            row,
            (self._rows.fresh, row.patient_id == self.opened, real_age_words(row, self.now)),
            (option.state & _SEEN).value,
            (size.width(), size.height(), ratio),
            (theme.palette.name, theme.scale, language(), self.now // _SPARK_MOVES_MS),
        )
        picture = self._pictures.pop(look, None)
        if picture is None:
            picture = QPixmap(size * ratio)
            picture.setDevicePixelRatio(ratio)
            picture.fill(colour("ground"))
            drawn = QPainter(picture)
            self._draw(drawn, QRectF(QPointF(0, 0), size), option.state, row)
            drawn.end()
        self._pictures[look] = picture
        while len(self._pictures) > _PICTURES:
            self._pictures.popitem(last=False)
        return picture

    def _draw(
        self, painter: QPainter, whole: QRectF, state: QStyle.StateFlag, row: WorkRow
    ) -> None:
        theme = current()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = whole.adjusted(1, 1, -1, -theme.px(_GAP))
        self._ground(painter, box, state, opened=row.patient_id == self.opened)
        inner = box.adjusted(theme.px(2.5), theme.px(1), -theme.px(2.5), -theme.px(1))
        zone = zone_of(row, fresh=self._rows.fresh)
        left = self._badge(painter, inner, zone)
        right = self._age(painter, inner, row)
        name_ends = right
        if inner.width() >= theme.px(_NARROW):
            name_ends = self._spark(painter, inner, row, zone)
        text = QRectF(left, inner.top(), max(0.0, right - left), inner.height())
        self._words(painter, text, row, zone, name_ends)
        painter.restore()

    def _ground(
        self, painter: QPainter, box: QRectF, state: QStyle.StateFlag, *, opened: bool
    ) -> None:
        theme = current()
        standing_on = bool(state & QStyle.StateFlag.State_Selected)
        focused = standing_on and bool(state & QStyle.StateFlag.State_Active)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.setBrush(colour("accent_soft" if opened else "surface"))
        edge = "accent" if opened else "focus" if focused else "line"
        edge = "control_line" if edge == "line" and (hovered or standing_on) else edge
        wide = 2 if opened or focused else 1
        painter.setPen(QPen(colour(edge), wide))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), theme.px(2), theme.px(2))

    def _badge(self, painter: QPainter, inner: QRectF, zone: str) -> float:
        size, theme = badge_size(), current()
        top = inner.center().y() - size.height() / 2
        box = QRectF(inner.left(), round(top), size.width(), size.height())
        ratio = painter.device().devicePixelRatioF()
        if ratio.is_integer():
            painter.drawPixmap(box.topLeft(), self._badge_picture(zone, size, ratio))
        else:
            paint_badge(painter, zone, box)
        return inner.left() + size.width() + theme.px(3)

    def _badge_picture(self, zone: str, size: QSize, ratio: float) -> QPixmap:
        """The badge as it was drawn last: half of what a row costs, and the same in most rows."""
        theme = current()
        look = (zone, size.width(), size.height(), ratio, theme.palette.name, language())
        if look not in self._badges:
            if len(self._badges) >= _PICTURES:
                self._badges.clear()
            picture = QPixmap(size * ratio)
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            drawn = QPainter(picture)
            paint_badge(drawn, zone, QRectF(QPointF(0, 0), size))
            drawn.end()
            self._badges[look] = picture
        return self._badges[look]

    def _age(self, painter: QPainter, inner: QRectF, row: WorkRow) -> float:
        """The age above; its real age and the initials below. Gives where they begin."""
        theme = current()
        age, real = age_words(row), real_age_words(row, self.now)
        below = " · ".join(part for part in (real, row.opened_by) if part)
        both = bool(age and below)
        wide = max(
            QFontMetricsF(font("strong")).horizontalAdvance(age),
            QFontMetricsF(font("small")).horizontalAdvance(below),
        )
        line = inner.height() / 2
        middle = inner.top() + line / 2
        if age:
            top = inner.top() + theme.px(0.75) if both else middle
            _text(painter, QRectF(inner.left(), top, inner.width(), line), age, "strong", _RIGHT)
        if below:
            top = inner.center().y() - theme.px(0.25) if both else middle
            box = QRectF(inner.left(), top, inner.width(), line)
            _text(painter, box, below, "small", _RIGHT, colour("muted"))
        return inner.right() - max(wide, theme.px(10)) - theme.px(2)

    def _spark(self, painter: QPainter, inner: QRectF, row: WorkRow, zone: str) -> float:
        """The fortnight in the upper half, above the end of the reason; gives where it begins."""
        theme = current()
        # A place of its own, whatever the age beside it says, so that the lines stand in a column.
        right = inner.right() - theme.px(24)
        wide = theme.px(_SPARK)
        box = QRectF(right - wide, inner.top(), wide, inner.height() * 0.56)
        loud = row.standing in _LOUD
        ink = QColor(theme.palette.zones[zone].ink) if loud else colour("muted")
        span = _SPANS.get(row.component, 0.0)
        paint_sparkline(painter, box, row.spark, ink, now_ms=self.now, span=span)
        return box.left() - theme.px(2)

    def _words(
        self, painter: QPainter, text: QRectF, row: WorkRow, zone: str, name_ends: float
    ) -> None:
        """Name and year, the reason, and the marks if there are any, in the middle of the row."""
        theme = current()
        lines = 3 if row.marks else 2
        step = min(text.height() / lines, theme.px(4.75))
        top = text.center().y() - step * lines / 2
        line = QRectF(text.left(), top, text.width(), step)
        name = QRectF(line.left(), line.top(), max(0.0, name_ends - line.left()), step)
        # Who is acknowledged is read, and stands back behind those who are not.
        calm = row.acknowledged and self._rows.fresh
        role, ink = ("body", colour("muted")) if calm else ("strong", None)
        used = _text(painter, name, row.name, role, _LEFT, ink)
        year = name.adjusted(used + theme.px(1.25), 0, 0, 0)
        _text(painter, year, row.birth_year, "muted", _LEFT, colour("muted"))
        loud = row.standing in _LOUD
        ink = QColor(theme.palette.zones[zone].ink) if loud else colour("muted")
        reason = row.reason if self._rows.fresh or row.standing is not Standing.GREEN else ""
        _text(painter, line.translated(0, step), reason or tr("Not judged"), "small", _LEFT, ink)
        if row.marks:
            marks = " · ".join(row.marks)
            _text(painter, line.translated(0, step * 2), marks, "small-strong", _LEFT)


def _text(
    painter: QPainter,
    box: QRectF,
    text: str,
    role: str,
    side: Qt.AlignmentFlag,
    ink: QColor | None = None,
) -> float:
    """Draws one line, cut with «…» where there is no room, and gives its width."""
    if not text or box.width() <= 0:
        return 0.0
    drawn = font(role)
    metrics = QFontMetricsF(drawn)
    wide, line = metrics.horizontalAdvance(text), text
    if wide > box.width():
        line = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        wide = metrics.horizontalAdvance(line)
    painter.setFont(drawn)
    painter.setPen(ink or colour("ink"))
    painter.drawText(box, int(side), line)
    return wide

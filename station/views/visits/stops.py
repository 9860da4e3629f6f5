"""The stops of a round: one drawn line each, moved by Alt and the arrows or with the mouse."""

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import QListView

from station.core.i18n import tr
from station.rules.driving import VisitState
from station.services.visits.driving import Round, Stop
from station.services.visits.words import way_words
from station.views.linelist import LineDelegate, LineList, amber, write
from station.views.style import colour, current, font
from station.views.visits.drag import ERRANDS, STOP, StopLines, carried
from station.views.visits.errands import facts_of

_UP, _DOWN = Qt.Key.Key_Up, Qt.Key.Key_Down


class StopLine(LineDelegate[Stop]):
    """Draws the number in a ring, who and the way there above, what for and how it went below."""

    size = (50.0, 14.0)
    margin = (3.0, 1.8)

    def draw(self, painter: QPainter, inner: QRect, line: Stop, now: int) -> None:
        """Draws what is left to do in ink, what is ticked or moved away muted."""
        side = current().px(7)
        ring = QRect(inner.left(), inner.center().y() - side // 2, side, side)
        self._number(painter, ring, line)
        room = inner.adjusted(side + current().px(2.5), 0, 0, 0)
        top = QRect(room.left(), room.top(), room.width(), room.height() // 2)
        low = QRect(room.left(), top.bottom() + 1, room.width(), room.height() - top.height())
        way = way_words(line.metres, line.minutes) if line.driven_to else ""
        ink = colour("muted") if line.metres is not None else amber()
        used = write(painter, top, way, "small", ink, right=True)
        who = colour("ink" if line.state is VisitState.PLANNED else "muted")
        write(painter, top.adjusted(0, 0, -used, 0), line.errand.who, "strong", who)
        said, loud = standing_of(line)
        role = "small-strong" if loud else "small"
        half = low.adjusted(low.width() // 2, 0, 0, 0)
        used = write(painter, half, said, role, amber() if loud else colour("muted"), right=True)
        words = facts_of(line.errand)
        write(painter, low.adjusted(0, 0, -used, 0), words, "small", colour("muted"))

    def _number(self, painter: QPainter, ring: QRect, line: Stop) -> None:
        place = self._rows.place_of(lambda each: each is line)
        number = sum(each.driven_to for each in self._rows.lines[: place + 1])
        done = line.state is VisitState.DONE
        painter.setPen(QPen(colour("accent" if done else "control_line"), 1))
        painter.setBrush(colour("accent_soft") if done else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(ring)
        painter.setFont(font("small-strong"))
        painter.setPen(colour("ink" if line.driven_to else "muted"))
        text = "✓" if done else str(number) if line.driven_to else "–"
        painter.drawText(ring, int(Qt.AlignmentFlag.AlignCenter), text)


class StopList(LineList[Stop]):
    """The stops; `moved` carries an id and the place it is to stand at.

    `fallen` carries ids of errands and the place before which they were let fall.
    """

    moved = Signal(str, int)
    fallen = Signal(object, int)

    def __init__(self) -> None:
        rows = StopLines(lambda line: line.errand.who, _spoken)
        super().__init__("stop_list", rows, StopLine(rows))
        self.setAccessibleName(tr("The stops of the round, in order"))
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(True)
        self.setDragDropMode(QListView.DragDropMode.DragDrop)

    def show_round(self, found: Round | None, now: int) -> None:
        """Takes a round in and stays on the stop that the keyboard stood on."""
        before, place = self.chosen(), self.currentIndex().row()
        stops = found.stops if found is not None else ()
        self.rows.show_lines(stops, now)
        if not stops:
            return
        known = before.errand.id if before is not None else ""
        at = self.rows.place_of(lambda line: line.errand.id == known)
        self.stand_at(at if at >= 0 else max(0, min(place, len(stops) - 1)))

    def stand_on(self, visit_id: str) -> None:
        """Moves to a stop."""
        self.stand_at(self._place_of(visit_id))

    def step(self, by: int) -> None:
        """Moves the stop that the keyboard stands on up or down."""
        line, place = self.chosen(), self.currentIndex().row()
        if line is not None and 0 <= place + by < len(self.rows.lines):
            self.moved.emit(line.errand.id, place + by)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt and an arrow move the stop, an arrow alone moves the keyboard."""
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if alt and event.key() in (_UP, _DOWN):
            self.step(-1 if event.key() == _UP else 1)
            event.accept()
            return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Lets errands and own stops in."""
        self._take(event)
        super().dragEnterEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Shows where it would fall."""
        super().dragMoveEvent(event)
        self._take(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Says what was let fall where; the page asks for it to be done."""
        place, data = self._place_at(event.position().toPoint()), event.mimeData()
        if errands := carried(data, ERRANDS):
            self.fallen.emit(errands, place)
        for each in carried(data, STOP):
            here = self._place_of(each)
            if here >= 0:
                self.moved.emit(each, place - 1 if here < place else place)
        event.acceptProposedAction()
        self.viewport().update()

    def _place_of(self, visit_id: str) -> int:
        return self.rows.place_of(lambda line: line.errand.id == visit_id)

    def _take(self, event: QDropEvent) -> None:
        data = event.mimeData()
        if data.hasFormat(ERRANDS) or data.hasFormat(STOP):
            event.acceptProposedAction()
        else:
            event.ignore()

    def _place_at(self, point: QPoint) -> int:
        """The place before which something falls: above or below the middle of a line."""
        index = self.indexAt(point)
        if not index.isValid():
            return len(self.rows.lines)
        below = point.y() > self.visualRect(index).center().y()
        return index.row() + int(below)


def standing_of(line: Stop) -> tuple[str, bool]:
    """How a stop stands, and whether somebody should look: warnings before what was ticked."""
    errand = line.errand
    if line.state is not VisitState.PLANNED:
        return line.state_words, line.state is VisitState.NOT_HOME
    if errand.warning or errand.tried:
        return errand.warning or errand.tried, True
    return errand.why, errand.overdue


def _spoken(line: Stop, _now: int) -> tuple[str, ...]:
    way = way_words(line.metres, line.minutes) if line.driven_to else ""
    return line.errand.who, standing_of(line)[0], way, facts_of(line.errand)

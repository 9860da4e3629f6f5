"""What is to be done and is on no round yet: one drawn line each, dragged or sent by Enter."""

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QPainter
from PySide6.QtWidgets import QListView

from station.core.i18n import tr
from station.services.visits.visits import Errand
from station.views.linelist import LineDelegate, LineList, amber, write
from station.views.style import colour
from station.views.visits.drag import STOP, ErrandLines, carried


class ErrandLine(LineDelegate[Errand]):
    """Draws who and when above, what for and where below."""

    size = (50.0, 14.0)
    margin = (3.0, 1.8)

    def draw(self, painter: QPainter, inner: QRect, line: Errand, now: int) -> None:
        """Draws two lines; what is late, and what has happened since, in the ink for looking."""
        top = QRect(inner.left(), inner.top(), inner.width(), inner.height() // 2)
        low = QRect(inner.left(), top.bottom() + 1, inner.width(), inner.height() - top.height())
        said = line.warning or line.tried or line.why
        loud = bool(line.warning or line.tried or line.overdue)
        role = "small-strong" if loud else "small"
        ink = amber() if loud else colour("muted")
        room = top.adjusted(top.width() * 2 // 5, 0, 0, 0)
        used = write(painter, room, said, role, ink, right=True)
        write(painter, top.adjusted(0, 0, -used, 0), line.who, "strong", colour("ink"))
        write(painter, low, facts_of(line), "small", colour("muted"))


class ErrandList(LineList[Errand]):
    """The list; `sent` carries the ids of what Enter or a double click sends to the round.

    `returned` carries the id of a stop that was dragged back.
    """

    sent = Signal(object)
    returned = Signal(str)

    def __init__(self) -> None:
        rows = ErrandLines(lambda line: line.who, spoken)
        super().__init__("errand_list", rows, ErrandLine(rows))
        self.setAccessibleName(tr("To be done, on no round yet"))
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDragDropMode(QListView.DragDropMode.DragDrop)
        self.activated.connect(lambda _index: self.send())

    def picked(self) -> tuple[str, ...]:
        """The ids of the lines that are chosen, in the order of the list."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        if not rows and (stood_on := self.chosen()) is not None:
            # Qt lets the keyboard stand on a line without choosing it when it comes here.
            return (stood_on.id,)
        return tuple(self.rows.lines[row].id for row in rows)

    def send(self) -> None:
        """Sends what is chosen to the round."""
        if ids := self.picked():
            self.sent.emit(ids)

    def show_errands(self, errands: tuple[Errand, ...], now: int) -> None:
        """Takes other errands in, and stays near where the keyboard stood."""
        before, place = self.chosen(), self.currentIndex().row()
        self.rows.show_lines(errands, now)
        if before is None or not errands:
            return
        found = self.rows.place_of(lambda line: line.id == before.id)
        self.stand_at(found if found >= 0 else min(place, len(errands) - 1))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Lets a stop of the round in."""
        _take(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Lets a stop of the round in."""
        _take(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Puts a stop back on the list."""
        for each in carried(event.mimeData(), STOP):
            event.acceptProposedAction()
            self.returned.emit(each)


def _take(event: QDropEvent) -> None:
    if event.mimeData().hasFormat(STOP):
        event.acceptProposedAction()
    else:
        event.ignore()


def facts_of(line: Errand) -> str:
    """What for, with which devices, where, and what was noted."""
    devices = ", ".join(each.name for each in line.devices)
    where = line.where or tr("no address")
    return " · ".join(part for part in (line.purpose_words, devices, where, line.note) if part)


def spoken(line: Errand, _now: int) -> tuple[str, ...]:
    """What a screen reader says."""
    return line.who, line.purpose_words, line.warning, line.tried, line.why, facts_of(line)

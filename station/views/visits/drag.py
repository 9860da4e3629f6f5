"""What is dragged between the list and a round: ids, in an own kind of content."""

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, Qt

from station.services.visits.values import Errand, Stop
from station.views.linelist import Lines

ERRANDS: Final = "application/x-station-errands"
STOP: Final = "application/x-station-stop"
Index = QModelIndex | QPersistentModelIndex


class ErrandLines(Lines[Errand]):
    """Errands that can be dragged onto a round, several at a time."""

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every line can be dragged."""
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        """What a drag carries."""
        return [ERRANDS]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The ids of the errands, in the order of the list."""
        rows = sorted(index.row() for index in indexes)
        return packed(ERRANDS, (self.lines[row].id for row in rows))


class StopLines(Lines[Stop]):
    """Stops that can be dragged up and down, and errands can be let fall between."""

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every line can be dragged; what falls on a line comes before it."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        wanted = Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsDropEnabled
        return super().flags(index) | wanted

    def supportedDropActions(self) -> Qt.DropAction:
        """What is let fall is moved."""
        return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction

    def mimeTypes(self) -> list[str]:
        """What a drag carries, and what may fall here."""
        return [STOP, ERRANDS]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The id of the stop."""
        return packed(STOP, (self.lines[index.row()].errand.id for index in indexes))


def packed(kind: str, ids: Iterable[str]) -> QMimeData:
    """Put ids into a drag."""
    found = QMimeData()
    found.setData(kind, "\n".join(ids).encode())
    return found


def carried(data: QMimeData, kind: str) -> tuple[str, ...]:
    """Take the ids out of a drag; empty where it carries something else."""
    if not data.hasFormat(kind):
        return ()
    return tuple(part for part in bytes(data.data(kind).data()).decode().split("\n") if part)

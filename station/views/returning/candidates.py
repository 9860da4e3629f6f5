"""What can come in: first what waits to be looked over, then what is out, the late ones first."""

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.i18n import tr
from station.rules.equipment import Standing
from station.services.equipment.values import DeviceRow
from station.views.equipment.register_list import RegisterList
from station.views.equipment.scans import Scans
from station.views.equipment.shelf import natural
from station.views.style import current, heading, label, text_input

_ORDER = {
    standing: place
    for place, standing in enumerate(
        (Standing.RETURNED, Standing.CLEANING, Standing.OVERDUE, Standing.DUE, Standing.LENT)
    )
}
_FAR = date.max.isoformat()


def candidates(rows: Iterable[DeviceRow]) -> tuple[DeviceRow, ...]:
    """The rows that can be taken in or looked over, in the order in which they wait."""
    found = (row for row in rows if row.standing in _ORDER)
    return tuple(sorted(found, key=_place))


def _place(row: DeviceRow) -> tuple[int, str, list[str | int], str]:
    due = row.due_on or _FAR
    return _ORDER[row.standing], due, natural(row.name), row.id


class Candidates(QWidget):
    """A box for scans and words, and below it everything that can come in.

    `opened` carries a device's id, `entered` what stood in the box when Enter was pressed.
    """

    opened = Signal(str)
    entered = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: tuple[DeviceRow, ...] = ()
        self._now = 0
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(0)
        self._typing.timeout.connect(self.narrow)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(2))
        column.addWidget(heading(tr("Take in equipment")))
        self.box = text_input(tr("Scan what came in, or type name or borrower"))
        self.box.setObjectName("take_back_search")
        self.box.setAccessibleName(tr("Find what came in"))
        self.box.setClearButtonEnabled(True)
        self.box.textChanged.connect(lambda _text: self._typing.start())
        self.box.returnPressed.connect(lambda: self.entered.emit(self.box.text().strip()))
        down = QShortcut(QKeySequence(Qt.Key.Key_Down), self.box)
        down.setContext(Qt.ShortcutContext.WidgetShortcut)
        down.activated.connect(self._to_list)
        column.addWidget(self.box)
        self.scans = Scans(registers=False)
        column.addWidget(self.scans)
        self._nothing = label("", "muted", wrap=True)
        self._nothing.hide()
        column.addWidget(self._nothing)
        self.list = RegisterList("take_back_list")
        self.list.setAccessibleName(tr("What can come in"))
        self.list.activated.connect(self._open)
        self.list.clicked.connect(self._open)
        self.list.typed.connect(self._type)
        column.addWidget(self.list, 1)

    @property
    def count(self) -> int:
        """How many can come in."""
        return len(self._rows)

    def show_rows(self, rows: tuple[DeviceRow, ...], now: int) -> None:
        """Takes in what can come in now."""
        self._rows, self._now = rows, now
        self.narrow()

    def narrow(self) -> None:
        """Shows what the words let through."""
        self._typing.stop()
        rows = self._rows
        for word in self.box.text().lower().split():
            rows = tuple(row for row in rows if word in row.haystack)
        self.list.show_rows(rows, self._now)
        said = "" if rows else tr("Nothing found")
        if not self._rows:
            said = tr("Nothing is out, and nothing waits to be looked over.")
        self._nothing.setText(said)
        self._nothing.setVisible(bool(said))

    def first(self) -> str:
        """The id of the first device shown, "" for none."""
        self.narrow()
        return self.list.rows.lines[0].id if self.list.rows.lines else ""

    def begin(self) -> None:
        """Puts the keyboard where a scan or a word is typed."""
        self.box.setFocus()
        self.box.selectAll()

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self.list.rows.lines[index.row()].id)

    def _type(self, letters: str) -> None:
        self.box.setFocus()
        self.box.insert(letters)

    def _to_list(self) -> None:
        self.list.setFocus()
        if self.list.chosen() is None and self.list.rows.lines:
            self.list.stand_at(0)

"""What is in range now, in a list of its own above the register; no room while nothing is."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.i18n import tr
from station.services.equipment.values import DeviceRow
from station.services.radio.listening_news import Seen
from station.views.equipment.rows import EquipmentList, Near, matches, near_lines
from station.views.style import current, label

_MOST: Final = 2.5
"""So many lines are seen at a time; half a one says that there are more."""
_LEAST: Final = 1.5
"""So many on a screen that is low for its letters: the register below needs room as well."""
_LINE: Final = 14


class NearBox(QWidget):
    """`opened` carries the Seen that was clicked, or stood on when Enter was pressed."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("near_box")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(0.5))
        column.addWidget(label(tr("In range now"), "small-strong"))
        self.list = EquipmentList(name="near_list")
        self.list.setAccessibleName(tr("In range now"))
        self.list.activated.connect(self._open)
        self.list.clicked.connect(self._open)
        column.addWidget(self.list)
        self._lines: tuple[Near, ...] = ()
        self._text = ""
        self.hide()

    def show_seen(self, seen: Sequence[Seen], rows: Sequence[DeviceRow]) -> None:
        """Takes in what is in range, with what the register says of it."""
        self._lines = tuple(near_lines(seen, rows))
        self.narrow(self._text)

    def narrow(self, text: str) -> None:
        """Shows only what the words fit."""
        self._text = text
        shown = [each for each in self._lines if matches(each, text)]
        if tuple(shown) != self.list.rows.lines:
            self.list.show_parts(shown, 0)
            high, low = (
                current().px(_LINE * min(len(shown), most)) + current().px(1)
                for most in (_MOST, _LEAST)
            )
            self.list.setMaximumHeight(high)
            self.list.setMinimumHeight(low)
        if self.isHidden() == bool(shown):
            self.setVisible(bool(shown))

    def _open(self, index: QModelIndex) -> None:
        line = self.list.rows.lines[index.row()]
        if isinstance(line, Near):
            self.opened.emit(line.seen)

"""What comes after a broken device: another one in its place, or the next that came in."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.i18n import tr
from station.rules.equipment import DeviceState
from station.services.equipment.values import DeviceRow
from station.views.equipment.moving import said
from station.views.style import FlowLayout, button, current, heading, label


class Sent(QWidget):
    """`replace` asks for another device for the same borrower, `onwards` for what waits."""

    replace = Signal()
    onwards = Signal()

    def __init__(self, row: DeviceRow, to: DeviceState, rest: int) -> None:
        """`rest` counts how many wait after this one."""
        super().__init__()
        self.setObjectName("sent")
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, theme.px(2), 0)
        column.setSpacing(theme.px(3))
        column.addWidget(heading(said(to, row.name), wrap=True))
        words = tr("Does the borrower need another one? It goes out with a receipt of its own.")
        column.addWidget(label(words, "body", wrap=True))
        holder = QWidget()
        flow = FlowLayout(holder, gap=theme.px(2))
        self._first = button(tr("Hand out another in its place …"), "1", primary=True)
        self._first.setObjectName("sent_replace")
        self._first.clicked.connect(lambda _=False: self.replace.emit())
        onwards = button(tr("Next device") if rest else tr("Done"), "2")
        onwards.setObjectName("sent_onwards")
        onwards.clicked.connect(lambda _=False: self.onwards.emit())
        flow.addWidget(self._first)
        flow.addWidget(onwards)
        column.addWidget(holder)
        column.addStretch(1)

    def begin(self) -> None:
        """Puts the keyboard on the first of the two."""
        self._first.setFocus()

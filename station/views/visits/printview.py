"""The driving list inside the window, where the round stood."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.i18n import tr
from station.views.context import Context
from station.views.prints.viewer import Made, Viewer
from station.views.style import button, current


class PrintView(QWidget):
    """The pages, what prints and saves them, and the way back; `left` says that it was taken."""

    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("driving_print")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(2))
        back = self._back = button(tr("Back to the round"), "Esc", kind="quiet", icon="back")
        back.setObjectName("leave_driving_print")
        back.clicked.connect(lambda _checked=False: self.left.emit())
        column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        self.viewer = Viewer(context)
        column.addWidget(self.viewer, 1)

    def begin(self, make: Callable[[], Made]) -> None:
        """Lets the list be made and shown."""
        self._back.setFocus()
        self.viewer.show_print(make)

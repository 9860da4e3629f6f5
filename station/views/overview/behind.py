"""The list behind a number: which devices, receipts or people it counts."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.i18n import ntr, tr
from station.services.equipment.money import kroner
from station.services.stock.overview import Figure
from station.views.overview.lines import Line, LineView
from station.views.style import StateView, button, current, heading, label


class Behind(QWidget):
    """`left` asks for the overview again, `wanted` carries the page and the subject to open."""

    left = Signal()
    wanted = Signal(str, str)

    def __init__(self, figure: Figure) -> None:
        super().__init__()
        self.setObjectName("overview_behind")
        self.figure = figure
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        back = button(tr("Back to the overview"), "Esc", kind="quiet", icon="back")
        back.setObjectName("leave_behind")
        back.clicked.connect(lambda _checked=False: self.left.emit())
        column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(heading(figure.words, "subheading", wrap=True))
        counted = ntr("{n} in the list", "{n} in the list", figure.count)
        worth = "" if figure.ore is None else f" · {kroner(figure.ore)}"
        column.addWidget(label(f"{counted}{worth}", "muted"))
        if not figure.lines:
            column.addWidget(StateView("empty", "", tr("Nothing is counted here now")), 1)
            return
        self.list = LineView("behind_list", figure.words, self._open)
        self.list.show_all(
            [Line(line.title, line.detail, key=str(at)) for at, line in enumerate(figure.lines)]
        )
        column.addWidget(self.list, 1)

    def begin(self) -> None:
        """Puts the keyboard on the first line."""
        if self.figure.lines:
            self.list.stand_first()
            self.list.setFocus()

    def _open(self, line: Line) -> None:
        found = self.figure.lines[int(line.key)]
        self.wanted.emit(found.page, found.subject)

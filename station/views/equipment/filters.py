"""The filters above the register: each a word with its number, and one of them is chosen."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.i18n import tr
from station.views.equipment.shelf import Shelf
from station.views.equipment.standings import FILTERS, IN_USE, Filter
from station.views.style import Button, FlowLayout, colour, current, font

_LOUD = {"overdue": "red", "returned": "yellow", "due": "yellow"}
"""Numbers that somebody should act on are written in the ink of their zone."""


class FilterButton(Button):
    """A word and how many it lets through, drawn as a pill."""

    def __init__(self, each: Filter) -> None:
        super().__init__("", kind="count")
        self.code, self._words, self.count = each.code, tr(each.words), 0
        self.setText("")
        self.setObjectName(f"filter_{each.code}")
        self.setCheckable(True)
        self.show_count(0)

    def show_count(self, count: int) -> None:
        """Takes another number in."""
        self.count = count
        self.setAccessibleName(f"{self._words}: {count}")
        self.updateGeometry()
        self.update()

    def nextCheckState(self) -> None:
        """The owner says which one is chosen."""

    def sizeHint(self) -> QSize:
        """Room for the word and the number."""
        theme = current()
        word = QFontMetricsF(font("small", theme)).horizontalAdvance(self._words)
        number = QFontMetricsF(font("small-strong", theme)).horizontalAdvance(str(self.count))
        return QSize(round(word + number) + theme.px(5.5), theme.px(6.5))

    def minimumSizeHint(self) -> QSize:
        """The same: neither word nor number is ever cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the pill, its word and its number, and the ring of the focus."""
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen, focused = self.isChecked(), self.hasFocus()
        edge = colour("focus" if focused else "accent" if chosen else "line")
        painter.setPen(QPen(edge, 2 if focused or chosen else 1))
        painter.setBrush(colour("accent_soft" if chosen else "surface"))
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        inner = self.rect().adjusted(theme.px(2), 0, -theme.px(2), 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(font("small", theme))
        painter.setPen(colour("ink" if self.count or chosen else "muted"))
        painter.drawText(inner, int(middle | Qt.AlignmentFlag.AlignLeft), self._words)
        zone = _LOUD.get(self.code, "")
        loud = QColor(theme.palette.zones[zone].ink) if zone and self.count else colour("muted")
        painter.setFont(font("small-strong", theme))
        painter.setPen(loud)
        painter.drawText(inner, int(middle | Qt.AlignmentFlag.AlignRight), str(self.count))


class Filters(QWidget):
    """All filters in a flow; `chosen` carries the code of the one that was pressed."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("equipment_filters")
        self.setAccessibleName(tr("Show only"))
        self.code = IN_USE
        self._flow = FlowLayout(gap=current().px(1))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._flow)
        self._buttons = {each.code: FilterButton(each) for each in FILTERS}
        for code, made in self._buttons.items():
            made.clicked.connect(lambda _checked=False, code=code: self.choose(code))
            self._flow.addWidget(made)
        self._settle()

    def show_counts(self, shelf: Shelf) -> None:
        """Takes new numbers in; a filter that lets nothing through gives its room away."""
        counts = {code: shelf.count(code) for code in self._buttons}
        if counts == {code: made.count for code, made in self._buttons.items()}:
            return
        for code, made in self._buttons.items():
            made.show_count(counts[code])
        self._settle()

    def choose(self, code: str) -> None:
        """Chooses a filter; the one that is chosen already gives way to all."""
        self.code = IN_USE if code == self.code else code
        self._settle()
        self.chosen.emit(self.code)

    def _settle(self) -> None:
        # Each button that comes or goes would have the whole page laid out anew.
        self._flow.setEnabled(False)
        for code, made in self._buttons.items():
            made.setChecked(code == self.code)
            wanted = bool(made.count) or code in {self.code, IN_USE}
            if made.isHidden() == wanted:
                made.setVisible(wanted)
        self._flow.setEnabled(True)
        self._flow.invalidate()
        self._flow.activate()

"""The left rail: an icon and a word for each page, and Alt with its number."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from station.core.i18n import tr
from station.views import shortcuts
from station.views.pages import PageEntry
from station.views.style.controls import Button, keys
from station.views.style.frames import scrolled
from station.views.style.icons import paint_icon
from station.views.style.text import hint
from station.views.style.theme import colour, current, font

_HEIGHT, _LOW, _ICON = 14, 11.5, 5.5
"""In grid units; large text draws the rail lower, so that its pages still fit on the screen."""


class RailButton(Button):
    """A page's icon above its word."""

    def __init__(self, entry: PageEntry, number: int) -> None:
        super().__init__(tr(entry.title), kind="rail")
        self.entry = entry
        self.setObjectName(f"rail_{entry.name}")
        self.setCheckable(True)
        self.setText("")
        self._word = tr(entry.title)
        if number <= 8:
            self.setShortcut(shortcuts.rail(number))
            hint(self, f"{self._word}  {keys(shortcuts.rail(number))}")

    def sizeHint(self) -> QSize:
        """Wide enough for its word."""
        theme = current()
        word = QFontMetricsF(font("small-strong", theme)).horizontalAdvance(self._word)
        high = _HEIGHT if theme.scale < 1.5 else _LOW
        return QSize(round(word) + theme.px(4), theme.px(high))

    def minimumSizeHint(self) -> QSize:
        """The same: a word is never clipped."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the ground by the style sheet, then icon and word."""
        super().paintEvent(event)
        theme = current()
        chosen = self.isChecked()
        ink = colour("accent" if chosen else "muted")
        painter = QPainter(self)
        side, words = theme.px(_ICON), theme.px(4.5)
        top = (self.height() - side - theme.px(1) - words) / 2
        paint_icon(
            painter, self.entry.icon, QRectF((self.width() - side) / 2, top, side, side), ink
        )
        painter.setFont(font("small-strong" if chosen else "small", theme))
        painter.setPen(ink)
        box = QRectF(0, top + side + theme.px(1), self.width(), words)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._word)


class Rail(QFrame):
    """All pages this person may see; `chosen` carries the page's name."""

    chosen = Signal(str)

    def __init__(self, entries: Sequence[PageEntry]) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setProperty("surface", "rail")
        self.setAccessibleName(tr("Pages"))
        theme = current()
        content = QWidget()
        column = QVBoxLayout(content)
        side = theme.px(1.5)
        column.setContentsMargins(side, theme.px(2), side, theme.px(2))
        column.setSpacing(theme.px(1))
        self._group = QButtonGroup(self)
        self._buttons: dict[str, RailButton] = {}
        for number, entry in enumerate(entries, 1):
            made = RailButton(entry, number)
            made.clicked.connect(lambda _=False, name=entry.name: self.chosen.emit(name))
            self._group.addButton(made)
            self._buttons[entry.name] = made
            column.addWidget(made)
        column.addStretch(1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self._area = scrolled(content)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole.addWidget(self._area)
        widest = max((b.sizeHint().width() for b in self._buttons.values()), default=0)
        self.setFixedWidth(max(widest + 2 * side + theme.px(1), theme.px(22)) + 1)

    def show_page(self, name: str) -> None:
        """Marks a page as the one in front; none if it does not stand on the rail."""
        if name in self._buttons:
            self._buttons[name].setChecked(True)
            self._area.ensureWidgetVisible(self._buttons[name])
        elif (checked := self._group.checkedButton()) is not None:
            self._group.setExclusive(False)
            checked.setChecked(False)
            self._group.setExclusive(True)

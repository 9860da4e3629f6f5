"""Frames around things: cards, banners and rules."""

from collections.abc import Callable

from PySide6 import QtCore
from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from station.views.style.controls import Button, button
from station.views.style.flags import NO_FOCUS, SCROLLBAR_NEVER
from station.views.style.text import Label, label, restyle
from station.views.style.theme import colour, current


class Card(QFrame):
    """A white surface with a quiet edge; `body` is its column layout."""

    def __init__(self, margin: float = 4) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        theme = current()
        self.body = QVBoxLayout(self)
        side = theme.px(margin)
        self.body.setContentsMargins(side, side, side, side)
        self.body.setSpacing(theme.px(2))

    def set_chosen(self, chosen: bool) -> None:
        """Marks it as the one that is chosen."""
        self.setProperty("chosen", chosen)
        restyle(self)


class IconMark(QWidget):
    """An icon that stands still; it carries no name because a word stands beside it."""

    def __init__(self, name: str, units: float = 5, ink: str = "muted") -> None:
        super().__init__()
        self._name, self._ink = name, ink
        size = current().px(units)
        self.setFixedSize(QSize(size, size))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the icon."""
        from station.views.style.icons import paint_icon

        paint_icon(QPainter(self), self._name, self.rect().toRectF(), colour(self._ink))


class Banner(QFrame):
    """A line of news across a view; tones: "info", "warning", "danger", "good"."""

    def __init__(self, text: str, tone: str = "info") -> None:
        super().__init__()
        self.setProperty("surface", "banner")
        self.setProperty("tone", tone)
        theme = current()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(3), theme.px(2), theme.px(3), theme.px(2))
        row.setSpacing(theme.px(3))
        self._text: Label = label(text, "body", wrap=True)
        row.addWidget(self._text, 1)
        self._row = row
        self.setAccessibleName(text)

    @property
    def text(self) -> str:
        """The words shown."""
        return self._text.text()

    def show_text(self, text: str, tone: str) -> None:
        """Shows other words in another tone."""
        self._text.setText(text)
        self.setAccessibleName(text)
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            restyle(self)
            restyle(self._text)

    def add_action(self, words: str, act: Callable[[], object]) -> Button:
        """Adds a button at the right."""
        made = button(words)
        made.clicked.connect(lambda _checked=False: act())
        self._row.addWidget(made, 0, QtCore.Qt.AlignmentFlag.AlignTop)
        return made


def rule() -> QFrame:
    """A thin line between two parts."""
    made = QFrame()
    made.setProperty("surface", "rule")
    made.setFixedHeight(1)
    return made


class Scrolled(QScrollArea):
    """Scrolls one widget, and looks at it no sooner than its own size is asked for.

    Qt measures what it is given to scroll, and styles it for that; each layout that the whole is
    put into afterwards would have it styled again, which costs more than building it.
    """

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self._content = content
        self._looked = False
        self.setWidgetResizable(True)
        self.setProperty("horizontalScrollBarPolicy", SCROLLBAR_NEVER)
        self.setProperty("focusPolicy", NO_FOCUS)
        self.setFrameShape(QFrame.Shape.NoFrame)
        content.setProperty("surface", content.property("surface") or "scrolled")
        content.setParent(self.viewport())

    def widget(self) -> QWidget:
        """What scrolls."""
        return self._content

    def sizeHint(self) -> QSize:
        """As the content would have it."""
        self._look()
        return super().sizeHint()

    def ensureWidgetVisible(self, child: QWidget, across: int = 50, down: int = 50) -> None:
        """Scrolls to a widget within; before there is a size there is nothing to scroll."""
        if self._looked:
            super().ensureWidgetVisible(child, across, down)

    def showEvent(self, event: QShowEvent) -> None:
        """Takes the content in where no layout has asked."""
        self._look()
        super().showEvent(event)

    def _look(self) -> None:
        if not self._looked:
            self._looked = True
            self.setWidget(self._content)


def scrolled(content: QWidget) -> QScrollArea:
    """Lets `content` scroll upwards and downwards when there is too little room."""
    return Scrolled(content)

"""Frames around things: cards, banners, rules, and the drawn states of a view."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from station.core.i18n import N_, tr
from station.views.style.controls import Button, button
from station.views.style.flow import FlowLayout
from station.views.style.icons import paint_icon
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
        self._row.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
        return made


_STATES = {
    "empty": ("empty", N_("Nothing here yet")),
    "loading": ("clock", N_("Fetching …")),
    "failed": ("warning", N_("This could not be shown")),
    "locked": ("lock", N_("Locked")),
    "no_right": ("hidden", N_("Your role does not include this")),
}


class StateView(QWidget):
    """A view's own picture of being empty, loading, failed, locked or not permitted."""

    def __init__(self, state: str, text: str = "", title: str = "") -> None:
        super().__init__()
        icon_name, usual = _STATES[state]
        theme = current()
        self.setObjectName(f"state_{state}")
        column = QVBoxLayout(self)
        side = theme.px(6)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(theme.px(2))
        column.addStretch(1)
        column.addWidget(IconMark(icon_name, 9), 0, Qt.AlignmentFlag.AlignHCenter)
        self._title = label(title or tr(usual), "subheading", wrap=True)
        self._text = label(text, "muted", wrap=True)
        for part in (self._title, self._text):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(part)
        self._text.setVisible(bool(text))
        if state == "loading":
            column.addWidget(self._bar(), 0, Qt.AlignmentFlag.AlignHCenter)
        self._actions = FlowLayout(gap=theme.px(2))
        holder = QHBoxLayout()
        holder.addStretch(1)
        holder.addLayout(self._actions)
        holder.addStretch(1)
        column.addLayout(holder)
        column.addStretch(2)
        self.setAccessibleName(f"{self._title.text()}. {text}".strip())

    def add_action(self, words: str, act: Callable[[], object], *, primary: bool = False) -> Button:
        """Adds a button below the text («Prøv igjen», «Avbryt», «Ny pasient»)."""
        made = button(words, primary=primary)
        made.clicked.connect(lambda _checked=False: act())
        self._actions.addWidget(made)
        return made

    def set_text(self, text: str) -> None:
        """Says something else, for instance what is being done now."""
        self._text.setText(text)
        self._text.setVisible(bool(text))

    def _bar(self) -> QProgressBar:
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setFixedWidth(current().px(50))
        bar.setAccessibleName(self._title.text())
        return bar


class EmptyState(StateView):
    """The drawn picture of having nothing to show."""

    def __init__(self, title: str, text: str = "") -> None:
        super().__init__("empty", text, title)


def rule() -> QFrame:
    """A thin line between two parts."""
    made = QFrame()
    made.setProperty("surface", "rule")
    made.setFixedHeight(1)
    return made


def scrolled(content: QWidget) -> QScrollArea:
    """Lets `content` scroll upwards and downwards when there is too little room."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.viewport().setAutoFillBackground(False)
    content.setProperty("surface", content.property("surface") or "scrolled")
    area.setWidget(content)
    return area

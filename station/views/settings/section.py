"""What the sections share: cards in a column, a line of news, a job with progress."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLayout,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from station.core.bus import ChangeSet
from station.core.i18n import tr
from station.core.trouble import Trouble
from station.services.office.office import OfficeFacts
from station.views.context import Context
from station.views.style import Banner, Card, FlowLayout, current, heading, label

T = TypeVar("T")
LANGUAGES = (("Bokmål", "nb"), ("Nynorsk", "nn"), ("English", "en"))
LARGE = 1.5
WIDEST = 200
"""A form wider than so many grid units is hard to read."""
_ALL = 1000
"""The card's share beside an empty room that takes what the card may not."""


class Section(QWidget):
    """One section; a subclass fills `column` and asks for what it shows in `opened`."""

    fills = False
    """Whether it takes the whole height instead of scrolling."""

    def __init__(self, context: Context, facts: OfficeFacts) -> None:
        super().__init__()
        self.context, self.facts = context, facts
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, current().px(2), 0)
        self.column.setSpacing(current().px(3))

    def opened(self) -> None:
        """Called when the section comes to the front."""

    def changed(self, changes: ChangeSet) -> None:
        """Called when users or settings were saved."""

    def card(self, title: str, text: str = "") -> Card:
        """A titled card at the end of the column."""
        made = Card()
        if not self.fills:
            made.setMaximumWidth(current().px(WIDEST))
        made.body.setSpacing(current().px(3))
        made.body.addWidget(heading(title, "subheading"))
        if text:
            made.body.addWidget(label(text, "muted", wrap=True))
        self.add_card(made)
        return made

    def add_card(self, card: Card) -> None:
        """Adds a card at the end, asked for its height at the width it really gets."""
        if self.fills:
            self.column.addWidget(card)
            return
        row = QHBoxLayout()
        row.addWidget(card, _ALL)
        row.addStretch(1)
        self.column.addLayout(row)


class Work(QWidget):
    """Runs one job at a time and says what is being done, then how it went."""

    def __init__(self, context: Context, name: str) -> None:
        super().__init__()
        self._context = context
        self.setObjectName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._words = label("", "muted")
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(current().px(50))
        self.news = Banner("", "good")
        self.news.setObjectName(f"{name}_news")
        for part in (self._words, self._bar, self.news):
            part.hide()
            column.addWidget(part)

    @property
    def busy(self) -> bool:
        """Whether a job is on its way."""
        return not self._bar.isHidden()

    def run(
        self,
        words: str,
        job: Callable[[], T],
        then: Callable[[T], object],
        failed: Callable[[Trouble], object] | None = None,
    ) -> None:
        """Does the job on the record lane; one asked for meanwhile is not begun."""
        if self.busy:
            return
        self._words.setText(words)
        self._bar.setAccessibleName(words)
        self._show(busy=True)

        def done(result: T) -> None:
            self._show(busy=False)
            then(result)

        def not_done(trouble: Trouble) -> None:
            self._show(busy=False)
            if failed is None:
                self.say(trouble.sentence(), "danger")
            else:
                failed(trouble)

        self._context.bridge.ask(self, job, done, not_done)

    def say(self, text: str, tone: str = "good") -> None:
        """Says how it went."""
        self.news.show_text(text, tone)
        self.news.show()

    def _show(self, *, busy: bool) -> None:
        self._words.setVisible(busy)
        self._bar.setVisible(busy)
        if busy:
            self.news.hide()


def large() -> bool:
    """Whether the text is so large that things stand below each other, and the page scrolls."""
    return current().scale >= LARGE


def side_by_side(*parts: QWidget, end: bool = False) -> QLayout:
    """Places widgets beside each other (below each other in large text), equally wide.

    With `end` they keep their size, from the left, and go on in the next line.
    """
    if end:
        flow = FlowLayout(gap=current().px(2))
        for part in parts:
            flow.addWidget(part)
        return flow
    down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
    row = QBoxLayout(down if large() else across)
    row.setSpacing(current().px(4))
    for part in parts:
        row.addWidget(part, 1, Qt.AlignmentFlag.AlignTop)
    return row


def reveal(widget: QWidget) -> None:
    """Scrolls to a widget, wherever it stands."""
    over = widget.parentWidget()
    while over is not None and not isinstance(over, QScrollArea):
        over = over.parentWidget()
    if over is not None:
        over.ensureWidgetVisible(widget)


def saved_words() -> str:
    """What every form says when it was saved."""
    return tr("Saved")

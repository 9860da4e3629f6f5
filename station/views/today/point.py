"""One reading chosen on the card, from an alert or the trend: told, marked, moved or explained."""

from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from station.core.i18n import tr
from station.services.readings.entry import Line
from station.views.context import Context
from station.views.readings.tools import ReadingTools
from station.views.readings.words import mark_words, more_words, origin_words
from station.views.style import button, current, label
from station.views.today.alertbox import READING_KEY, WHY_KEY
from station.views.today.cardview import CardView


class PointCard(QFrame):
    """What is known of one reading, and what may be done with it; `left` takes it away."""

    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("point_card")
        self.setProperty("surface", "card")
        self.line: Line | None = None
        theme = current()
        column = QVBoxLayout(self)
        side = theme.px(3)
        column.setContentsMargins(side, theme.px(2), side, theme.px(2))
        column.setSpacing(theme.px(1.5))
        top = QHBoxLayout()
        top.setSpacing(theme.px(2))
        self._text = label("", "strong")
        self._text.setObjectName("point_text")
        self._origin = label("", "muted", wrap=True)
        away = button(tr("Close"), kind="quiet")
        away.setObjectName("point_close")
        away.clicked.connect(lambda _checked=False: self.left.emit())
        top.addWidget(self._text)
        top.addWidget(self._origin, 1)
        top.addWidget(away)
        column.addLayout(top)
        self._marks = label("", "strong", wrap=True)
        self._marks.setObjectName("point_marks")
        self._more = label("", "body", wrap=True)
        for part in (self._marks, self._more):
            column.addWidget(part)
        self.tools = ReadingTools(context)
        column.addWidget(self.tools)

    def show_line(self, line: Line, now: int) -> None:
        """Tells a reading as it is now."""
        self.line = line
        for part, words in (
            (self._text, line.text),
            (self._origin, origin_words(line, now)),
            (self._marks, mark_words(line)),
            (self._more, more_words(line)),
        ):
            part.setText(words)
            part.setVisible(bool(words))
        self.tools.show_line(line)
        said = (line.text, origin_words(line, now), mark_words(line), more_words(line))
        self.setAccessibleName(". ".join(part for part in said if part))


class Points(QObject):
    """Opens the chosen reading on the card, keeps it as it is now, and leads on to «Hvorfor»."""

    def __init__(self, context: Context, card: CardView) -> None:
        super().__init__(card)
        self._context, self._card = context, card
        self._point: PointCard | None = None
        card.reading_chosen.connect(self.open)
        card.why_wanted.connect(lambda alert: self._why("alert", alert))
        for key, act in ((WHY_KEY, self._why_chosen), (READING_KEY, self._open_chosen)):
            shortcut = QShortcut(QKeySequence(key), card)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(act)

    def open(self, reading_id: str) -> None:
        """Tells a reading on the card, with the keyboard on what can be done about it."""
        self._ask(reading_id, begin=True)

    def renew(self) -> None:
        """Tells the reading that stands there as it is now."""
        point = self._point
        if point is not None and self._standing(point) and point.line is not None:
            self._ask(point.line.id, begin=False)

    def _standing(self, point: PointCard) -> bool:
        return any(each is point for each in self._card.findChildren(PointCard))

    def _ask(self, reading_id: str, *, begin: bool) -> None:
        entry, session = self._context.station.entry, self._context.session
        job = partial(entry.line, session, reading_id)
        self._context.bridge.ask(self, job, lambda line: self._show(line, begin=begin))

    def _show(self, line: Line, *, begin: bool) -> None:
        if self._card.card is None or self._card.held:
            return
        if begin:
            self._point = self._made()
            self._card.show_point(self._point)
        # The card may have been filled anew while the answer was on its way.
        if self._point is not None and self._standing(self._point):
            self._point.show_line(line, self._context.clock.now())
            if begin:
                self._point.tools.begin()

    def _made(self) -> PointCard:
        made = PointCard(self._context)
        made.left.connect(self._leave)
        made.tools.why.connect(lambda reading: self._why("reading", reading))
        made.tools.again.connect(self._again)
        return made

    def _leave(self) -> None:
        self._point = None
        self._card.show_point(None)
        self._card.trend.trend.setFocus()

    def _again(self, reading_id: str) -> None:
        if self._card.card is not None:
            self._context.go("readings", f"{self._card.card.facts.id}/{reading_id}")

    def _why(self, what: str, subject: str) -> None:
        self._context.go("why", f"{what}/{subject}/today")

    def _why_chosen(self) -> None:
        """Explains the reading that stands open, else the chosen alert."""
        point = self._point
        if point is not None and self._standing(point) and point.line is not None:
            self._why("reading", point.line.id)
        elif self._card.alert is not None:
            self._why("alert", self._card.alert.id)

    def _open_chosen(self) -> None:
        if self._card.alert is not None:
            self.open(self._card.alert.reading_id)

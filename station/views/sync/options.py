"""One field of a conflict: its value here and there, beside each other, and which one is chosen."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from station.core.i18n import tr
from station.services.conflicts.values import Pair
from station.services.sync.values import CENTRE, STICK
from station.views.style import Card, current, label

OURS, THEIRS = "ours", "theirs"
_LARGE = 1.5
_MARKS = {True: "●", False: "○"}


def large() -> bool:
    """Whether the text is so large that things stand below each other, and the page scrolls."""
    return current().scale >= _LARGE


def reveal(widget: QWidget) -> None:
    """Puts the keyboard on a widget, and scrolls to it: Qt scrolls for the Tab key only."""
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    # What was just built, or what was hidden above it, is laid out in the next turn.
    QTimer.singleShot(0, widget, partial(_scroll_to, widget))


def _scroll_to(widget: QWidget) -> None:
    over = widget.parentWidget()
    while over is not None and not isinstance(over, QScrollArea):
        over = over.parentWidget()
    if over is not None:
        over.ensureWidgetVisible(widget)


def side_names(source: str = CENTRE) -> dict[str, str]:
    """What the two sides are called: the other may be the centre, a station, or a service."""
    there = {CENTRE: tr("Central"), STICK: tr("The other station")}
    return {OURS: tr("Here"), THEIRS: there.get(source) or tr("There")}


class Option(Card):
    """One value; a click chooses it."""

    picked = Signal()

    def __init__(self, side: str, name: str, value: str) -> None:
        super().__init__(margin=2)
        self.setObjectName(f"option_{side}")
        self.body.setSpacing(current().px(0.5))
        self._side = name
        self._mark = label("", "small-strong")
        self.body.addWidget(self._mark)
        self.body.addWidget(label(value or tr("Empty"), "body" if value else "muted", wrap=True))
        self.body.addStretch(1)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.choose(chosen=False)

    def choose(self, *, chosen: bool) -> None:
        """Marks it, in words and by its shape, as the one that will apply."""
        word = tr("{side} · chosen", side=self._side) if chosen else self._side
        self._mark.setText(f"{_MARKS[chosen]} {word}")
        if bool(self.property("chosen")) != chosen:
            self.set_chosen(chosen)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Chooses it."""
        super().mouseReleaseEvent(event)
        self.picked.emit()


class Choice(QFrame):
    """A field with two values. H or ← chooses the one here, S or → the central one.

    `chose` is told when it was chosen, `stepped` (-1 or 1) asks for the field before or after,
    `done` that what is chosen is taken.
    """

    chose = Signal()
    stepped = Signal(int)
    done = Signal()

    def __init__(
        self, pair: Pair, source: str = CENTRE, lasting: frozenset[str] = frozenset()
    ) -> None:
        super().__init__()
        self.pair = pair
        self.chosen = ""
        self._lasting = lasting
        self._names = side_names(source)
        self.setObjectName(f"choice_{pair.name}")
        self.setProperty("surface", "choice")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(2), theme.px(2), theme.px(2), theme.px(2))
        column.setSpacing(theme.px(1))
        head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        head.addWidget(label(pair.words, "strong", wrap=True), 1)
        head.addWidget(label(f"≠ {tr('Different')}", "small-strong"))
        column.addLayout(head)
        across = QBoxLayout.Direction.LeftToRight
        row = QBoxLayout(QBoxLayout.Direction.TopToBottom if large() else across)
        row.setSpacing(theme.px(2))
        values = ((OURS, pair.ours), (THEIRS, pair.theirs))
        self._options = {side: Option(side, self._names[side], value) for side, value in values}
        for side, made in self._options.items():
            made.picked.connect(lambda side=side: self._picked(side))
            row.addWidget(made, 1)
        column.addLayout(row)
        self._tell()

    def choose(self, side: str) -> None:
        """Chooses "ours" or "theirs", or neither ("")."""
        if side == self.chosen:
            return
        self.chosen = side
        for name, made in self._options.items():
            made.choose(chosen=name == side)
        self._tell()
        self.chose.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Chooses and moves by keyboard; what it does not know goes on to the card."""
        key = Qt.Key(event.key())
        if key in _SIDES:
            self.choose(_SIDES[key])
        elif key in _STEPS:
            self.stepped.emit(_STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.done.emit()
        else:
            super().keyPressEvent(event)

    def _picked(self, side: str) -> None:
        self.setFocus()
        self.choose(side)

    def _tell(self) -> None:
        names = self._names
        said = tr(
            "{field}. {here}: {ours}. {there}: {theirs}.",
            field=self.pair.words,
            here=names[OURS],
            there=names[THEIRS],
            ours=self.pair.ours or tr("Empty"),
            theirs=self.pair.theirs or tr("Empty"),
        )
        chosen = (
            tr("Chosen: {side}.", side=names[self.chosen]) if self.chosen else tr("Not chosen yet.")
        )
        for_good = tr("This cannot be undone.") if self.chosen in self._lasting else ""
        self.setAccessibleName(" ".join(filter(None, (said, chosen, for_good))))


_SIDES = {
    Qt.Key.Key_H: OURS,
    Qt.Key.Key_Left: OURS,
    Qt.Key.Key_S: THEIRS,
    Qt.Key.Key_Right: THEIRS,
}
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class Compared(QFrame):
    """A field with two values that are only looked at."""

    def __init__(self, pair: Pair, source: str = CENTRE) -> None:
        super().__init__()
        self.setObjectName(f"compared_{pair.name}")
        names = side_names(source)
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(2), theme.px(1), theme.px(2), theme.px(1))
        column.setSpacing(theme.px(0.5))
        mark = f"≠ {tr('Different')}" if pair.differs else f"= {tr('Alike')}"
        column.addWidget(label(f"{pair.words} · {mark}", "small-strong", wrap=True))
        across = QBoxLayout.Direction.LeftToRight
        row = QBoxLayout(QBoxLayout.Direction.TopToBottom if large() else across)
        row.setSpacing(theme.px(2))
        for side, value in ((OURS, pair.ours), (THEIRS, pair.theirs)):
            shown = value or tr("Empty")
            words = label(shown, "body" if value else "muted", wrap=True)
            words.setAccessibleName(f"{names[side]}: {shown}")
            half = QVBoxLayout()
            half.setSpacing(0)
            half.addWidget(label(names[side], "small"))
            half.addWidget(words)
            row.addLayout(half, 1)
        column.addLayout(row)


def same_words(pairs: Iterable[Pair]) -> str:
    """Which fields are alike on both sides, in a line."""
    alike = ", ".join(each.words for each in pairs if not each.differs)
    return tr("Alike on both sides: {fields}.", fields=alike) if alike else ""

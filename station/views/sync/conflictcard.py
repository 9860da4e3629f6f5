"""One conflict, opened: both sides field by field, what applies meanwhile, and the choice."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.core.i18n import tr
from station.services.conflicts.values import Conflict, Pair, Side
from station.services.sync.values import CENTRE, STICK
from station.views.style import (
    Banner,
    Button,
    FlowLayout,
    button,
    current,
    heading,
    label,
    rule,
    scrolled,
)
from station.views.style.text import appear
from station.views.sync.options import (
    OURS,
    THEIRS,
    Choice,
    Compared,
    large,
    reveal,
    same_words,
    side_names,
)
from station.views.sync.words import side_words


class ConflictCard(QWidget):
    """`left` asks for the list again, `chosen` carries what was chosen (see Chosen).

    Put it up with the turns that `parts()` gives: each builds one field.
    """

    left = Signal()
    chosen = Signal(object)

    def __init__(self, conflict: Conflict, now: int) -> None:
        super().__init__()
        self.setObjectName("conflict_card")
        self.conflict, self._now = conflict, now
        self.choices: list[Choice] = []
        self._choose: Button | None = None
        theme = current()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.px(2))
        self._top(whole)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, theme.px(2), 0)
        self._column.setSpacing(theme.px(2))
        # In large text all scrolls as one: head and buttons would leave no room for the fields.
        whole.addWidget(inside if large() else scrolled(inside), 1)
        self._foot = FlowLayout(gap=theme.px(2))
        self._missing = label("", "error", wrap=True)
        self._missing.setObjectName("conflict_missing")
        self._missing.hide()
        whole.addWidget(self._missing)
        whole.addLayout(self._foot)

    def parts(self) -> Iterator[Callable[[], object]]:
        """What it is built of, a turn of the event loop each."""
        conflict = self.conflict
        yield self._introduce
        different = [each for each in conflict.pairs if each.differs]
        if conflict.refused:
            yield from (partial(self._compare, each) for each in different)
        elif conflict.by_field and different:
            yield from (partial(self._offer, each) for each in different)
        else:
            yield self._offer_whole
            yield from (partial(self._compare, each) for each in different)
        yield self._end

    def begin(self) -> None:
        """Puts the keyboard on the first field."""
        if self.choices:
            reveal(self.choices[0])

    def take(self) -> None:
        """Hands on what is chosen; says what is missing where a field is not chosen yet."""
        missing = next((each for each in self.choices if not each.chosen), None)
        if missing is not None:
            self._missing.setText(
                tr("Choose for each field first. Left: {field}", field=missing.pair.words)
            )
            appear(self._missing, shown=True)
            missing.setFocus()
            return
        sides = {each.pair.name: each.chosen for each in self.choices}
        if len(set(sides.values())) == 1:
            self.chosen.emit(next(iter(sides.values())))
        else:
            self.chosen.emit(sides)

    def refuse(self, sentence: str) -> None:
        """Says why what was chosen was not taken."""
        self._missing.setText(sentence)
        appear(self._missing, shown=True)

    # --------------------------------------------------------------------------------- inside

    def _top(self, whole: QVBoxLayout) -> None:
        row = QHBoxLayout()
        row.setSpacing(current().px(2))
        back = button(tr("Back to the list"), "Esc", kind="quiet", icon="back")
        back.setObjectName("leave_conflict")
        back.clicked.connect(lambda _checked=False: self.left.emit())
        row.addWidget(back)
        row.addStretch(1)
        if not self.conflict.refused:
            there = side_names(self.conflict.source)[THEIRS]
            words = tr("↑ ↓ field · H here · S {there} · Enter chooses", there=there.lower())
            row.addWidget(label(words, "small"))
        whole.addLayout(row)
        title = " · ".join(filter(None, (self.conflict.patient, self.conflict.what)))
        whole.addWidget(heading(title, "subheading", wrap=True))

    def _introduce(self) -> None:
        conflict = self.conflict
        self._column.addWidget(label(conflict.reason, wrap=True))
        if conflict.meanwhile:
            meanwhile = Banner(conflict.meanwhile, "info")
            meanwhile.setObjectName("conflict_meanwhile")
            self._column.addWidget(meanwhile)
        if conflict.refused:
            self._column.addWidget(Banner(conflict.refused, "warning"))
        names = side_names(conflict.source)
        for side, known in ((OURS, conflict.ours), (THEIRS, conflict.theirs)):
            if conflict.by_field and (known != Side() or side == OURS):
                words = f"{names[side]}: {side_words(known, self._now)}"
                self._column.addWidget(label(words, "small", wrap=True))

    def _offer(self, pair: Pair) -> None:
        made = Choice(pair, self.conflict.source, self.conflict.lasting)
        made.stepped.connect(partial(self._step, made))
        made.done.connect(self.take)
        made.chose.connect(self._told)
        self.choices.append(made)
        self._column.addWidget(made)

    def _offer_whole(self) -> None:
        conflict = self.conflict
        self._offer(
            Pair(
                "*",
                tr("Which one is right?"),
                self._told_side(conflict.ours_words, conflict.ours),
                self._told_side(conflict.theirs_words, conflict.theirs),
            )
        )
        self._column.addWidget(rule())

    def _told_side(self, does: str, side: Side) -> str:
        """What choosing a side does, and who changed it where that is known."""
        known = side_words(side, self._now) if side != Side() or not does else ""
        return "\n".join(filter(None, (does, known)))

    def _compare(self, pair: Pair) -> None:
        self._column.addWidget(Compared(pair, self.conflict.source))

    def _end(self) -> None:
        if words := same_words(self.conflict.pairs):
            self._column.addWidget(label(words, "small", wrap=True))
        self._column.addStretch(1)
        if not self.choices:
            return
        self._choose = button(self._verb(), "Ctrl+Return", primary=True)
        self._choose.setObjectName("conflict_choose")
        self._choose.clicked.connect(lambda _checked=False: self.take())
        self._foot.addWidget(self._choose)
        if len(self.choices) > 1:
            for side, words in (
                (OURS, tr("Keep all from here")),
                (THEIRS, _take_all(self.conflict.source)),
            ):
                made = button(words)
                made.setObjectName(f"conflict_all_{side}")
                made.clicked.connect(lambda _checked=False, side=side: self._all(side))
                self._foot.addWidget(made)

    def _all(self, side: str) -> None:
        for each in self.choices:
            each.choose(side)

    def _told(self) -> None:
        appear(self._missing, shown=False)
        if self._choose is not None:
            self._choose.set_words(self._verb())

    def _verb(self) -> str:
        """What the button says: also that what is chosen now cannot be undone."""
        lasting = self.conflict.lasting
        chosen = {each.chosen for each in self.choices}
        # Where no side can be undone it is said before one is chosen.
        final = lasting & chosen or lasting >= {OURS, THEIRS}
        return tr("Choose – cannot be undone") if final else tr("Choose")

    def _step(self, of: Choice, way: int) -> None:
        at = self.choices.index(of) + way
        if 0 <= at < len(self.choices):
            reveal(self.choices[at])


def _take_all(source: str) -> str:
    if source == CENTRE:
        return tr("Take all from central")
    return tr("Take all from the other station") if source == STICK else tr("Take all from there")

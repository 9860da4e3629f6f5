"""The tabs below the truth: conflicts, what stands still, what waits, and earlier runs."""

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.formats import when
from station.core.i18n import ntr, tr
from station.services.conflicts.values import ConflictRow
from station.services.sync.values import Run, Stuck
from station.views.overview.lines import Line, LineView
from station.views.patients.inplace import InPlace
from station.views.places import SaveTo
from station.views.steps import Steps
from station.views.style import (
    Button,
    Card,
    EmptyState,
    FlowLayout,
    button,
    current,
    label,
    scrolled,
)
from station.views.sync.options import large, reveal
from station.views.sync.queue import queue_lines
from station.views.sync.seen import RESTING, Seen
from station.views.sync.words import run_words, stuck_words

_SHOWN = 20
"""So many of what stands still are built; the rest is counted."""
_HIGH = 80
"""Grid units of a list in large text, where the whole page scrolls."""


def _list(name: str, title: str, opens: Callable[[Line], object]) -> LineView:
    made = LineView(name, title, opens)
    if large():
        made.setMinimumHeight(current().px(_HIGH))
    return made


class ConflictList(QWidget):
    """All conflicts; `opened` carries the id of the one to look at."""

    opened = Signal(str)

    def __init__(self, rows: Sequence[ConflictRow], now: int) -> None:
        super().__init__()
        self.setObjectName("conflict_board")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._view: LineView | None = None
        if not rows:
            column.addWidget(
                EmptyState(
                    tr("No conflicts"),
                    tr("When two have changed the same, it comes here, and you choose."),
                )
            )
            return
        title = tr("Conflicts")
        self._view = _list("conflict_list", title, lambda line: self.opened.emit(line.key))
        self._view.show_all(
            [
                Line(
                    each.patient or each.what,
                    each.what if each.patient else "",
                    when(each.found_at, now),
                    key=each.id,
                )
                for each in rows
            ]
        )
        column.addWidget(self._view, 1)

    def begin(self) -> None:
        """Puts the keyboard on the first conflict."""
        if self._view is not None:
            self._view.stand_first()
            self._view.setFocus()


class StuckCard(Card):
    """One record that stands still: why, in the server's words, and what to do about it."""

    acted = Signal(str)

    def __init__(self, stuck: Stuck, now: int, acts: Collection[str]) -> None:
        super().__init__(margin=3)
        self.setObjectName("stuck_card")
        self.stuck = stuck
        self.body.setSpacing(current().px(1))
        self._title = " · ".join(filter(None, (stuck.whose, stuck.what)))
        self.body.addWidget(label(self._title, "strong", wrap=True))
        self.body.addWidget(label(stuck.reason, wrap=True))
        if stuck.server_says:
            said = tr("The service says: «{words}»", words=stuck.server_says)
            self.body.addWidget(label(said, "small", wrap=True))
        self.body.addWidget(label(stuck_words(stuck, now), "small", wrap=True))
        self.setAccessibleName(f"{self._title}. {stuck.reason}")
        self.buttons: list[Button] = []
        wanted = (*stuck.acts, *(("open",) if stuck.patient_id else ()))
        self._acts = [each for each in wanted if each in acts]

    def offer(self) -> None:
        """Adds the buttons, in a turn of their own."""
        self.flow = FlowLayout(gap=current().px(2))
        words = _act_words()
        for act in self._acts:
            made = button(words[act])
            made.setObjectName(f"stuck_{act}")
            # The same words stand on every card: whose they are is said to who only hears them.
            made.setAccessibleName(f"{words[act]} ({self._title})")
            made.clicked.connect(lambda _checked=False, act=act: self.acted.emit(act))
            self.flow.addWidget(made)
            self.buttons.append(made)
        self.body.addLayout(self.flow)


def _act_words() -> dict[str, str]:
    return {
        "retry": tr("Try again"),
        "take_up": tr("Try again"),
        "leave": tr("Let it lie here"),
        "export": tr("Save as a file …"),
        "choose": tr("Solve the conflict"),
        "open": tr("Open the patient"),
    }


class StuckBoard(QWidget):
    """What stands still; `acted` carries what was pressed and the record's Stuck."""

    acted = Signal(str, object)

    def __init__(self, seen: Seen, now: int, acts: Collection[str]) -> None:
        super().__init__()
        self.setObjectName("stuck_board")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._now, self._acts = now, acts
        self._wanted = False
        self._first: Button | None = None
        # What waits for a choice stands under the conflicts, too: it comes after the others.
        rows = sorted(seen.status.stuck, key=_place)
        if not rows:
            column.addWidget(
                EmptyState(
                    tr("Nothing stands still"),
                    tr("What is refused, or cannot be taken in, comes here with its reason."),
                )
            )
            return
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, current().px(2), 0)
        self._column.setSpacing(current().px(2))
        column.addWidget(inside if large() else scrolled(inside), 1)
        rest = len(rows) - _SHOWN + seen.status.stuck_more
        Steps(self, (*self._steps(rows[:_SHOWN]), partial(self._end, rest)))

    def begin(self) -> None:
        """Puts the keyboard on the first thing to do, now or when it is built."""
        self._wanted = True
        if self._first is not None:
            reveal(self._first)

    def _steps(self, rows: Sequence[Stuck]) -> Iterator[Callable[[], object]]:
        """A turn for each card, and for the words above those that nobody has to look at."""
        before = 0
        for each in rows:
            if (place := _place(each)) != before:
                before = place
                yield partial(self._part, place)
            yield partial(self._add, each)
            yield self._offer

    def _part(self, place: int) -> None:
        words = tr("Waits for a choice") if place == 1 else tr("Stays here")
        self._column.addWidget(label(words, "small-strong"))

    def _add(self, stuck: Stuck) -> None:
        self._card = card = StuckCard(stuck, self._now, self._acts)
        card.acted.connect(lambda act: self.acted.emit(act, stuck))
        self._column.addWidget(card)

    def _offer(self) -> None:
        card = self._card
        card.offer()
        if self._first is None and card.buttons:
            self._first = card.buttons[0]
            if self._wanted:
                reveal(self._first)

    def _end(self, rest: int) -> None:
        if rest > 0:
            words = ntr("{n} more stands still.", "{n} more stand still.", rest)
            self._column.addWidget(label(words, "muted"))
        self._column.addStretch(1)
        if self._first is not None and self._first.hasFocus():
            # Now that all stands there: what came after it has moved it.
            reveal(self._first)


def _place(stuck: Stuck) -> int:
    """Where it stands: what somebody must look at, what waits for a choice, what rests."""
    if stuck.state in RESTING:
        return 2
    return int(stuck.state == "differs")


class ExportForm(InPlace):
    """Where what stands still is saved; `saved` carries the path."""

    saved = Signal(object)

    def __init__(self, stuck: Stuck) -> None:
        super().__init__("stuck_export", tr("Save as a file"))
        title = " · ".join(filter(None, (stuck.whose, stuck.what)))
        self.column.addWidget(label(title, "strong", wrap=True))
        warn = tr("The file holds health information. Give it only to the one who helps you.")
        self.column.addWidget(label(warn, "muted", wrap=True))
        self._place = SaveTo("stuck_path", tr("Save here"), _file_name(stuck), "json", "")
        self.column.addWidget(self._place)
        self.finish(tr("Save the file"), self._save)

    def begin(self) -> None:
        """Puts the cursor into the path."""
        self._place.editor.setFocus()

    def _save(self) -> None:
        path: Path | None = self._place.path()
        if path is not None:
            self.saved.emit(path)


def _file_name(stuck: Stuck) -> str:
    """A name of its own for each: two that are saved must not be one file. It names nobody."""
    return f"station-{stuck.kind or 'sync'}-{stuck.record_id[:8] or stuck.since}.json"


class QueueBoard(QWidget):
    """What waits, by why and kind; nothing of it can be opened."""

    def __init__(self, seen: Seen, now: int) -> None:
        super().__init__()
        self.setObjectName("queue_board")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        lines = queue_lines(seen, now)
        if not lines:
            column.addWidget(
                EmptyState(tr("The queue is empty"), tr("Nothing waits to go out or in."))
            )
            return
        view = _list("queue_list", tr("What waits"), lambda _line: None)
        view.show_all(lines)
        column.addWidget(view, 1)


class RunBoard(QWidget):
    """Earlier runs, the newest first."""

    def __init__(self, runs: Sequence[Run], now: int) -> None:
        super().__init__()
        self.setObjectName("run_board")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        if not runs:
            column.addWidget(EmptyState(tr("No run yet"), tr("Each run is noted here.")))
            return
        view = _list("run_list", tr("Earlier runs"), lambda _line: None)
        lines = []
        for run in runs:
            moved, ended = run_words(run)
            loud = run.outcome in ("failed", "left")
            lines.append(Line(when(run.begun_at, now), ended, moved, loud=loud))
        view.show_all(lines)
        column.addWidget(view, 1)

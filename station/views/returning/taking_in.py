"""What came in: everything its borrower has, ticked one by one, and taken in together."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from station.core.formats import day
from station.core.i18n import ntr, tr
from station.core.zone import day_of
from station.services.handing_out.values import Borrower, HandoutLine
from station.views.equipment.checklist import into_view
from station.views.steps import Steps
from station.views.style import (
    Banner,
    FlowLayout,
    button,
    check,
    current,
    heading,
    label,
    note_input,
)

TABLET = "tablet"
MOST = 40
"""So many things of one borrower are shown; the others when they are scanned."""


@dataclass(frozen=True, slots=True)
class Out:
    """What one borrower has, and what she is called."""

    borrower: Borrower
    name: str
    lines: tuple[HandoutLine, ...]


class LoanLine(QWidget):
    """One thing that is out: a box to tick, and what is known of it.

    `settled` tells that it was ticked or not, `empty` that a tablet is to be emptied from here.
    """

    settled = Signal()
    empty = Signal(str)

    def __init__(self, line: HandoutLine, *, came: bool) -> None:
        super().__init__()
        self.line = line
        self.setObjectName(f"loan_{line.loan_id}")
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.box: QCheckBox = check(loan_title(line), checked=came)
        self.box.setObjectName(f"came_{line.device_id}")
        self.box.toggled.connect(self._toggled)
        column.addWidget(self.box)
        below = QWidget()
        words = QVBoxLayout(below)
        words.setContentsMargins(theme.px(7), 0, 0, 0)
        words.setSpacing(theme.px(1))
        words.addWidget(label(loan_words(line), "small", wrap=True))
        self._tablet = QWidget()
        if line.kind == TABLET:
            flow = FlowLayout(self._tablet, gap=theme.px(2))
            go = button(tr("Empty it now …"), kind="quiet")
            go.setProperty("dense", True)
            go.setObjectName(f"empty_{line.device_id}")
            go.clicked.connect(lambda _=False: self.empty.emit(line.device_id))
            flow.addWidget(go)
            self._broken = check(tr("It is broken and cannot be emptied"))
            self._broken.setObjectName(f"broken_{line.device_id}")
            flow.addWidget(self._broken)
            words.addWidget(self._tablet)
            self._tablet.setVisible(came)
        column.addWidget(below)

    @property
    def came(self) -> bool:
        """Whether it came in."""
        return self.box.isChecked()

    @property
    def broken(self) -> bool:
        """Whether it is a tablet that cannot be emptied."""
        return self.line.kind == TABLET and self.came and self._broken.isChecked()

    def _toggled(self, on: bool) -> None:
        if self.line.kind == TABLET:
            self._tablet.setVisible(on)
        self.settled.emit()


class TakingIn(QWidget):
    """`taken` carries loan ids, those of broken tablets among them, and a note."""

    taken = Signal(object, object, str)
    empty = Signal(str)
    replace = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("taking_in")
        theme = current()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, theme.px(2), 0)
        self._column.setSpacing(theme.px(2.5))
        self._column.addWidget(heading(tr("What came in?")))
        words = tr("Tick what lies here. Scan the next one, or leave out what is still out.")
        self._column.addWidget(label(words, "muted", wrap=True))
        self._refused = Banner("", "warning")
        self._refused.setObjectName("taking_in_refused")
        self._refused.hide()
        self._column.addWidget(self._refused)
        self._groups = QVBoxLayout()
        self._groups.setSpacing(theme.px(3))
        self._column.addLayout(self._groups)
        self._column.addWidget(label(tr("Note"), "strong"))
        self._note = note_input(tr("For instance: delivered by her daughter"), lines=2)
        self._note.setObjectName("take_back_note")
        self._note.setAccessibleName(tr("Note"))
        self._column.addWidget(self._note)
        self._verb = button("", "Ctrl+Return", primary=True)
        self._verb.setObjectName("take_in")
        self._verb.clicked.connect(lambda _=False: self._take())
        self._replace = button(tr("Hand out another in its place …"))
        self._replace.setObjectName("take_in_replace")
        self._replace.clicked.connect(lambda _=False: self.replace.emit(self.chosen[0]))
        holder = QWidget()
        flow = FlowLayout(holder, gap=theme.px(2))
        flow.addWidget(self._verb)
        flow.addWidget(self._replace)
        self._column.addWidget(holder)
        self._column.addStretch(1)
        self._lines: dict[str, LoanLine] = {}
        self._unseen: dict[str, tuple[QVBoxLayout, HandoutLine]] = {}
        self._borrowers: set[Borrower] = set()
        self._building = Steps(self)
        self._settle()

    def begin(self) -> None:
        """Puts the keyboard on the verb."""
        self._verb.setFocus()

    @property
    def chosen(self) -> list[str]:
        """The loans that are ticked."""
        return [loan for loan, line in self._lines.items() if line.came]

    def devices(self, loans: Sequence[str]) -> list[str]:
        """The devices of some of the loans shown."""
        return [self._lines[loan].line.device_id for loan in loans]

    def holds(self, loan_id: str) -> bool:
        """Whether a loan stands here already, or waits for its line."""
        return loan_id in self._lines or loan_id in self._unseen

    def tick(self, loan_id: str) -> None:
        """Ticks what was scanned."""
        if loan_id in self._unseen:
            self._add_line(*self._unseen.pop(loan_id), came=True)
        self._lines[loan_id].box.setChecked(True)
        self._verb.setFocus()

    def add(self, out: Out, came: Sequence[str]) -> None:
        """Shows what a borrower has, a few lines at a time; the loans in `came` are ticked."""
        if out.borrower in self._borrowers:
            for loan_id in came:
                if self.holds(loan_id):
                    self.tick(loan_id)
            return
        self._borrowers.add(out.borrower)
        first = sorted(out.lines, key=lambda line: line.loan_id not in came)
        shown, rest = first[:MOST], first[MOST:]
        group = QWidget()
        column = QVBoxLayout(group)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(1.5))
        column.addWidget(heading(out.name, "subheading", wrap=True))
        self._groups.addWidget(group)
        steps = [partial(self._add_line, column, line, came=line.loan_id in came) for line in shown]
        steps[0]()
        self._building.add(*steps[1:])
        if rest:
            words = ntr(
                "{n} more is out there. Scan it when it comes in.",
                "{n} more are out there. Scan them when they come in.",
                len(rest),
            )
            self._building.add(partial(self._add_words, column, words))
            self._unseen |= {line.loan_id: (column, line) for line in rest}
        self._verb.setFocus()

    def _add_line(self, column: QVBoxLayout, line: HandoutLine, *, came: bool) -> None:
        made = LoanLine(line, came=came)
        made.settled.connect(self._settle)
        made.empty.connect(self.empty)
        self._lines[line.loan_id] = made
        column.addWidget(made)
        self._settle()

    def _add_words(self, column: QVBoxLayout, words: str) -> None:
        column.addWidget(label(words, "muted", wrap=True))

    def refuse(self, sentence: str) -> None:
        """Says why nothing was taken in."""
        self._refused.show_text(sentence, "warning")
        self._refused.show()
        self._building.add(partial(into_view, self._refused))

    def _settle(self) -> None:
        chosen = self.chosen
        words = ntr("Take in {n} device", "Take in {n} devices", max(1, len(chosen)))
        self._verb.set_words(words)
        self._verb.setEnabled(bool(chosen))
        self._replace.setVisible(len(chosen) == 1)

    def _take(self) -> None:
        self._refused.hide()
        broken = [loan for loan, line in self._lines.items() if line.broken]
        self.taken.emit(self.chosen, broken, self._note.toPlainText().strip())


def loan_title(line: HandoutLine) -> str:
    """What a thing that is out is called."""
    return " · ".join(part for part in (line.name, line.label or line.serial) if part)


def loan_words(line: HandoutLine) -> str:
    """What it is, since when it is out, until when, and what went with it."""
    parts = [line.kind_words, tr("out since {day}", day=day(day_of(line.from_at)))]
    if line.due_on is not None:
        parts.append(tr("back {day}", day=day(line.due_on)))
    if line.accessory_words:
        parts.append(tr("with {things}", things=line.accessory_words))
    if line.condition:
        parts.append(line.condition)
    return " · ".join(parts)

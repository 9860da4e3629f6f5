"""What has happened with a device: where it was, who had it, every contact, and what failed."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from station.core.formats import day, when
from station.core.i18n import ntr, tr
from station.core.zone import day_of
from station.services.equipment.device_history import ContactLine, EventLine, LoanLine
from station.services.equipment.values import MoveLine
from station.views.style import button, current, heading, label

SHOWN: Final = 5
"""So many lines of each part stand there at first."""
Line = tuple[str, str, bool]
"""When, what, and whether it should be looked at."""


class History(QWidget):
    """One part of the history: a heading and its newest lines, the older ones on request."""

    def __init__(self, name: str, title: str, lines: Sequence[Line], empty: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._rest = list(lines[SHOWN:])
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(1))
        column.addWidget(heading(title, "subheading"))
        if not lines and empty:
            column.addWidget(label(empty, "muted", wrap=True))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(3))
        self._grid.setVerticalSpacing(theme.px(1))
        self._grid.setColumnMinimumWidth(0, theme.px(28))
        self._grid.setColumnStretch(1, 1)
        column.addLayout(self._grid)
        self._add(lines[:SHOWN])
        if self._rest:
            more = button(ntr("{n} older", "{n} older", len(self._rest)), kind="quiet")
            more.setObjectName(f"{name}_more")
            more.setProperty("tight", True)
            more.clicked.connect(lambda _checked=False: self._show_rest())
            column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
            self._more = more

    def _show_rest(self) -> None:
        some, self._rest = self._rest[: 2 * SHOWN], self._rest[2 * SHOWN :]
        self._add(some)
        self._more.setVisible(bool(self._rest))
        self._more.set_words(ntr("{n} older", "{n} older", max(1, len(self._rest))))

    def _add(self, lines: Sequence[Line]) -> None:
        top = Qt.AlignmentFlag.AlignTop
        for moment, text, marked in lines:
            at = self._grid.rowCount()
            self._grid.addWidget(label(moment, "muted"), at, 0, top)
            told = label(text, "strong" if marked else "body", wrap=True)
            self._grid.addWidget(told, at, 1)


def contact_lines(lines: Sequence[ContactLine], now: int) -> list[Line]:
    """Contacts: when, what for, how it ended, and who was there."""
    return [
        (
            when(each.at, now),
            " · ".join(part for part in (each.purpose, each.text, each.by) if part),
            False,
        )
        for each in lines
    ]


def event_lines(lines: Sequence[EventLine], now: int) -> list[Line]:
    """Failed measurements: when, and which."""
    return [(when(each.at, now), each.text, False) for each in lines]


def move_lines(lines: Sequence[MoveLine], now: int) -> list[Line]:
    """Moves: when, where to, through whom and why; what was taken back says so."""
    return [_move(each, now) for each in lines]


def loan_lines(lines: Sequence[LoanLine]) -> list[Line]:
    """Loans: since when, to whom, and until when."""
    return [_loan(each) for each in lines]


def _loan(line: LoanLine) -> Line:
    lent = tr("{name} · lent by {who}", name=line.to, who=line.lent_by)
    if line.ended_at is None:
        ended = ""
    else:
        back = day(day_of(line.ended_at))
        ended = tr("came back {day}, taken by {who}", day=back, who=line.ended_by)
    parts = (lent, line.note, ended, line.ended_note)
    text = " · ".join(part for part in parts if part)
    return day(day_of(line.from_at)), text, line.ended_at is None


def _move(line: MoveLine, now: int) -> Line:
    taken_back = tr("taken back afterwards") if line.undone else ""
    parts = (line.text, line.by, line.reason, line.place, taken_back)
    return when(line.at, now), " · ".join(part for part in parts if part), False

"""The timeline on the card: day and time at the left, what happened beside it."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from station.core.formats import near_day, when
from station.core.i18n import ntr, tr
from station.core.zone import day_of
from station.services.today.card import Entry
from station.views.style import button, current, label, rule
from station.views.today.alertbox import ZoneMark

SHOWN: Final = 6
"""So many stand there at first."""


class Past(QWidget):
    """Shows entries, the newest first; the older ones on request."""

    def __init__(self, entries: Sequence[Entry], now: int) -> None:
        super().__init__()
        self.setObjectName("timeline")
        self.setAccessibleName(tr("Timeline"))
        self._now = now
        self._rest = list(entries[SHOWN:])
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addWidget(rule())
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(2))
        self._grid.setVerticalSpacing(theme.px(1))
        self._grid.setColumnMinimumWidth(0, theme.px(24))
        self._grid.setColumnMinimumWidth(1, theme.px(4))
        self._grid.setColumnStretch(2, 1)
        column.addLayout(self._grid)
        self._add(entries[:SHOWN])
        if not entries:
            self._grid.addWidget(label(tr("Nothing has happened yet."), "muted"), 0, 0, 1, 3)
        self._more = button(ntr("{n} older", "{n} older", max(1, len(self._rest))), kind="quiet")
        self._more.setObjectName("timeline_more")
        self._more.setProperty("tight", True)
        self._more.clicked.connect(lambda _checked=False: self._show_rest())
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        # Shown without a place it would be a window of its own, and take the keyboard with it.
        self._more.setVisible(bool(self._rest))

    def _show_rest(self) -> None:
        self._add(self._rest)
        self._rest = []
        self._more.hide()

    def _add(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            at = self._grid.rowCount()
            top = Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(label(self._when(entry), "muted"), at, 0, top)
            if entry.zone:
                self._grid.addWidget(ZoneMark(entry.zone), at, 1, top)
            text = " · ".join(part for part in (entry.text, entry.by) if part)
            self._grid.addWidget(label(text, "body", wrap=True), at, 2)
            if entry.note:
                self._grid.addWidget(label(entry.note, "muted", wrap=True), at + 1, 2)

    def _when(self, entry: Entry) -> str:
        if entry.dated:
            return near_day(day_of(entry.at), day_of(self._now))
        return when(entry.at, self._now)

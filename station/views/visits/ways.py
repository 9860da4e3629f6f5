"""The distances of a round, typed in once: those that it drives first, then all others."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from station.core.i18n import ntr, tr
from station.services.visits.driving import WayLine
from station.views.patients.inplace import InPlace
from station.views.steps import Steps, unless_written
from station.views.style import button, current, label, text_input
from station.views.visits.forms import (
    NO_KILOMETRES,
    NO_MINUTES,
    kilometres,
    minutes,
    typed_kilometres,
)

_AT_ONCE = 3
"""So many lines are built in one turn."""


class WaysForm(InPlace):
    """Kilometres and minutes for each way; `saved` carries what was changed."""

    saved = Signal(object)

    def __init__(self, ways: tuple[WayLine, ...]) -> None:
        super().__init__("ways_form", tr("Distances"))
        self._ways = ways
        self._editors: list[tuple[WayLine, QLineEdit, QLineEdit]] = []
        hint = tr(
            "The same way in both directions. Type kilometres, and minutes if you know them; "
            "empty means that it is not known."
        )
        self.column.addWidget(label(hint, "muted", wrap=True))
        holder = QWidget()
        self._grid = QGridLayout(holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(current().px(3))
        self._grid.setColumnStretch(0, 1)
        self.column.addWidget(holder)
        for at, words in enumerate((tr("From and to"), tr("km"), tr("min")), 0):
            self._grid.addWidget(label(words, "small-strong"), 0, at)
        first = [way for way in ways if way.on_round]
        self._rest = [way for way in ways if not way.on_round]
        self._more()
        self._wrong = label("", "error", wrap=True)
        self._wrong.setObjectName("ways_wrong")
        self._wrong.hide()
        self.column.addWidget(self._wrong)
        self.finish(tr("Save"), self._save)
        self.steps = Steps(self)
        self._add(first)

    def begin(self) -> None:
        """Puts the cursor into the first field that is empty."""
        empty = [far for _, far, _ in self._editors if not far.text()]
        if empty:
            empty[0].setFocus()
        elif self._editors:
            self._editors[0][1].setFocus()

    def _more(self) -> None:
        row = QHBoxLayout()
        words = ntr("Also the other one", "Also the other {n}", len(self._rest))
        self._others = button(words, kind="quiet")
        self._others.setObjectName("ways_more")
        self._others.clicked.connect(lambda _checked=False: self._show_rest())
        row.addWidget(self._others)
        row.addStretch(1)
        self.column.addLayout(row)
        if not self._rest:
            self._others.hide()

    def _show_rest(self) -> None:
        self._others.hide()
        self._add(self._rest)

    def _add(self, ways: list[WayLine]) -> None:
        for at in range(0, len(ways), _AT_ONCE):
            part = ways[at : at + _AT_ONCE]
            self.steps.add(partial(self._add_lines, part))
        self.steps.add(partial(unless_written, self, self.begin))

    def _add_lines(self, ways: list[WayLine]) -> None:
        for way in ways:
            row, words = len(self._editors) + 1, f"{way.one} – {way.other}"
            far = text_input(longest=8)
            long = text_input(longest=5)
            far.setText(typed_kilometres(way.metres))
            long.setText("" if way.minutes is None else str(way.minutes))
            for editor, name, unit in ((far, "km", tr("km")), (long, "min", tr("min"))):
                editor.setObjectName(f"way_{row}_{name}")
                editor.setAccessibleName(f"{words}, {unit}")
                editor.setMaximumWidth(current().px(22))
            self._grid.addWidget(label(words, "body", wrap=True), row, 0)
            self._grid.addWidget(far, row, 1)
            self._grid.addWidget(long, row, 2)
            self._editors.append((way, far, long))

    def _save(self) -> None:
        changed = []
        for way, far, long in self._editors:
            metres, told = kilometres(far.text()), minutes(long.text())
            if far.text().strip() and metres is None:
                self._refuse(tr(NO_KILOMETRES), far)
                return
            if long.text().strip() and (told is None or metres is None):
                self._refuse(tr(NO_MINUTES) if told is None else tr(NO_KILOMETRES), long)
                return
            if (metres, told) != (way.metres, way.minutes):
                changed.append((way.places, metres, told))
        self.saved.emit(tuple(changed))

    def refuse(self, sentence: str) -> None:
        """Shows what the service refused."""
        self._refuse(sentence, None)

    def _refuse(self, sentence: str, editor: QLineEdit | None) -> None:
        self._wrong.setText(sentence)
        self._wrong.show()
        if editor is not None:
            editor.setFocus()

"""The newest readings of the patient, to be marked, taken back in or confirmed."""

from typing import Any

from PySide6.QtCore import QRect, QRectF, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.i18n import tr
from station.services.entry import Line
from station.services.manual import Excluded
from station.views.linelist import LineDelegate, LineList, Lines, amber, write
from station.views.readings.words import mark_words, origin_words
from station.views.style import (
    Button,
    FlowLayout,
    button,
    colour,
    current,
    field,
    heading,
    label,
    text_input,
)


class RecentLine(LineDelegate[Line]):
    """Draws one reading: value and mark above, origin below; one left out has a hollow point."""

    size = (40.0, 12.0)
    margin = (3.0, 1.5)
    gap = 0.25

    def draw(self, painter: QPainter, inner: QRect, line: Line, now: int) -> None:
        """Draws the point and the two lines of text."""
        half = inner.height() // 2
        _point(painter, inner, half, line)
        left = inner.adjusted(current().px(5), 0, 0, 0)
        top = QRect(left.left(), left.top(), left.width(), half)
        used = write(painter, top, line.text, "strong", colour("ink"))
        rest = top.adjusted(used, 0, 0, 0)
        write(painter, rest, mark_words(line), "small-strong", amber())
        origin = origin_words(line, now)
        write(painter, top.translated(0, half), origin, "small", colour("muted"))


def _point(painter: QPainter, inner: QRect, half: int, line: Line) -> None:
    size = current().px(2)
    box = QRectF(inner.left(), inner.top() + (half - size) / 2, size, size)
    hollow = line.excluded is not Excluded.NO
    painter.setPen(QPen(colour("ink"), 1.5))
    painter.setBrush(colour("surface") if hollow else colour("ink"))
    painter.drawEllipse(box)


def _spoken(line: Line, now: int) -> tuple[str, ...]:
    return line.text, origin_words(line, now), mark_words(line)


class Recent(QWidget):
    """The list, and what may be done with the reading that the keyboard stands on.

    `marked` carries (reading id, Excluded, reason), `confirmed` and `again` a reading id.
    """

    marked = Signal(str, object, str)
    confirmed = Signal(str)
    again = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addWidget(heading(tr("Newest readings"), "subheading"))
        self.rows = Lines[Line](lambda line: line.text, _spoken)
        self.list = LineList("recent_list", self.rows, RecentLine(self.rows))
        self.list.setAccessibleName(tr("Newest readings"))
        self.list.setMinimumHeight(current().px(36))
        self.list.selectionModel().currentChanged.connect(lambda _new, _old: self._settle())
        self._nothing = label(tr("No readings yet."), "muted")
        column.addWidget(self._nothing)
        column.addWidget(self.list, 1)
        self._reason = text_input(tr("For instance: right after stairs"), longest=200)
        self._reason.setObjectName("mark_reason")
        self._reason_field = field(tr("Reason"), self._reason)
        column.addWidget(self._reason_field)
        self._buttons: dict[str, Button] = {}
        holder = QWidget()
        self._flow = FlowLayout(holder, gap=theme.px(1.5))
        self._act("mark_activity", tr("During activity"), lambda: self._mark(Excluded.ACTIVITY))
        self._act("mark_test", tr("Test"), lambda: self._mark(Excluded.TEST))
        self._act("mark_back", tr("Count it again"), lambda: self._mark(Excluded.NO))
        self._act("confirm_reading", tr("It is right"), self._confirm)
        self._act("measure_again", tr("Measured again …"), self._again)
        column.addWidget(holder)
        self._settle()

    def show_lines(self, lines: tuple[Line, ...], now: int) -> None:
        """Shows other readings; the one stood on stays the one stood on."""
        before = self.chosen()
        self.rows.show_lines(lines, now)
        self.list.stand_at(self.rows.place_of(lambda each: before and each.id == before.id))
        self.list.setVisible(bool(lines))
        self._nothing.setVisible(not lines)
        self._settle()

    def chosen(self) -> Line | None:
        """The reading stood on, or None."""
        return self.list.chosen()

    def show_wrong(self, sentence: str) -> None:
        """Shows a sentence under the reason."""
        self._reason_field.set_wrong(sentence)
        self._reason.setFocus()

    def _act(self, name: str, words: str, act: Any) -> None:  # noqa: ANN401  (a slot)
        made = button(words)
        made.setObjectName(name)
        made.clicked.connect(lambda _checked=False: act())
        self._buttons[name] = made
        self._flow.addWidget(made)

    def _settle(self) -> None:
        line = self.chosen()
        counting = line is not None and line.excluded is Excluded.NO
        self._reason_field.setVisible(counting)
        self._reason_field.set_wrong("")
        self._buttons["mark_activity"].setVisible(counting)
        self._buttons["mark_test"].setVisible(counting)
        self._buttons["measure_again"].setVisible(line is not None)
        self._buttons["mark_back"].setVisible(line is not None and not counting)
        self._buttons["confirm_reading"].setVisible(line is not None and not line.confirmed)

    def _mark(self, excluded: Excluded) -> None:
        line = self.chosen()
        if line is not None:
            self.marked.emit(line.id, excluded, self._reason.text().strip())
            self._reason.clear()

    def _confirm(self) -> None:
        line = self.chosen()
        if line is not None:
            self.confirmed.emit(line.id)

    def _again(self) -> None:
        line = self.chosen()
        if line is not None:
            self.again.emit(line.id)

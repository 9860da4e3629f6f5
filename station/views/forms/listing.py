"""The list of one patient's forms: those that wait, then what was answered, newest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter

from station.core.i18n import tr
from station.services.forms.answer_views import AnswerView, DueForm
from station.views.forms.words import ZONES, answer_words, due_words
from station.views.linelist import LineDelegate, LineList, Lines, amber, write
from station.views.style import colour, current, paint_badge, zone_word
from station.views.style.zones import badge_size

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class FormLine:
    """One line: a form that the plan asks for, or an answered one."""

    what: Literal["due", "answer"]
    id: str
    title: str
    due: DueForm | None = None
    view: AnswerView | None = None

    def words(self, now: int) -> str:
        """The second line."""
        if self.view is not None:
            return answer_words(self.view, now)
        return due_words(self.due, now) if self.due is not None else ""

    @property
    def zone(self) -> str:
        """The zone of its badge, "" for none."""
        if self.view is not None:
            level = self.view.level
            return "" if level is None or self.view.excluded else ZONES[level]
        return "missing" if self.due is not None and self.due.due else ""


def lines_of(due: Sequence[DueForm], answered: Sequence[AnswerView]) -> tuple[FormLine, ...]:
    """The lines of the list."""
    asked = [FormLine("due", form.code, form.title, due=form) for form in due]
    return (*asked, *(FormLine("answer", view.id, view.title, view=view) for view in answered))


class _Rows(LineDelegate[FormLine]):
    size = (50.0, 14.5)

    def draw(self, painter: QPainter, inner: QRect, line: FormLine, now: int) -> None:
        """The title with its badge, and below it when and who."""
        half = inner.height() // 2
        top = QRect(inner.left(), inner.top(), inner.width(), half)
        low = QRect(inner.left(), inner.top() + half, inner.width(), half)
        if line.zone:
            size = badge_size()
            box = QRectF(top.right() - size.width(), top.top(), size.width(), size.height())
            paint_badge(painter, line.zone, box, compact=True)
            top.setRight(round(box.left()) - current().px(2))
        view = line.view
        left_out = view is not None and bool(view.excluded)
        write(painter, top, line.title, "strong", colour("muted" if left_out else "ink"))
        unread = view is not None and view.unread
        write(painter, low, line.words(now), "small", amber() if unread else colour("muted"))


class FormList(LineList[FormLine]):
    """Enter or a click opens; `wanted` carries the FormLine."""

    wanted = Signal(object)

    def __init__(self) -> None:
        rows: Lines[FormLine] = Lines(lambda line: line.title, _spoken)
        super().__init__("form_list", rows, _Rows(rows))
        self.setAccessibleName(tr("The patient's forms"))
        self.clicked.connect(lambda _index: self._open())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in _ENTER:
            self._open()
            return
        super().keyPressEvent(event)

    def _open(self) -> None:
        if (line := self.chosen()) is not None:
            self.wanted.emit(line)


def _spoken(line: FormLine, now: int) -> Iterable[str]:
    yield line.title
    if line.zone:
        yield zone_word(line.zone)
    yield line.words(now)

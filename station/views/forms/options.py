"""The answers of one question to choose among, drawn in one widget: a key for each, no mouse."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from station.core.i18n import tr
from station.views.style import colour, current, font

CANNOT_KEY = "–"
"""Written before «cannot say»; the hyphen of the keyboard chooses it."""
_TEN = 10
_CELL = 8.5
"""The least width of a cell of a scale, in grid units, for «cannot say» to stand beside it."""
_FORWARD = (Qt.Key.Key_Right, Qt.Key.Key_Down)
_BACK = (Qt.Key.Key_Left, Qt.Key.Key_Up)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


@dataclass(frozen=True, slots=True)
class Option:
    """One answer: its key ("" for none), its words, and its value (None is «cannot say»)."""

    key: str
    words: str
    value: float | None


class Options(QWidget):
    """Chooses one of `options`; a number key chooses, arrows move, Enter goes on.

    In a row (a scale) the cells stand beside each other, else under each other. `chosen` says
    that the answer is another, `passed` that Enter was pressed.
    """

    chosen = Signal()
    passed = Signal()

    def __init__(self, options: Sequence[Option], *, in_row: bool) -> None:
        super().__init__()
        self.options = tuple(options)
        self._in_row = in_row
        self._at = -1
        self._one = False
        self._boxes: tuple[QRect, ...] = ()
        self._heights: dict[int, tuple[int, ...]] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._say()

    # ---------------------------------------------------------------------------- the answer

    @property
    def option(self) -> Option | None:
        """The option that is chosen, None while there is none."""
        return self.options[self._at] if self._at >= 0 else None

    def choose(self, value: float | None) -> None:
        """Chooses the option with this value without telling anybody."""
        places = [at for at, option in enumerate(self.options) if option.value == value]
        self._at = places[0] if places else -1
        self._say()

    def clear(self) -> None:
        """Takes the answer away without telling anybody."""
        self._at = -1
        self._say()

    # ------------------------------------------------------------------------------- the keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Chooses, moves, clears, or goes on."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        key = event.key()
        if key in _ENTER:
            self.passed.emit()
        elif key in _FORWARD or key in _BACK:
            self._step(1 if key in _FORWARD else -1)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._take(-1)
        elif not self._typed(event.text()):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Chooses what was pressed."""
        for at, box in enumerate(self._boxes):
            if box.contains(event.position().toPoint()):
                self._take(at)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Forgets a 1 that could have become 10."""
        self._one = False
        super().focusOutEvent(event)

    def _typed(self, text: str) -> bool:
        wanted = CANNOT_KEY if text in ("-", CANNOT_KEY) else text
        ten = self._one and text == "0"
        if ten:
            wanted = str(_TEN)
        places = [at for at, option in enumerate(self.options) if option.key == wanted and wanted]
        if not places:
            return False
        self._take(places[0])
        self._one = text == "1" and any(option.key == str(_TEN) for option in self.options)
        return True

    def _step(self, way: int) -> None:
        at = self._at + way if self._at >= 0 else (0 if way > 0 else len(self.options) - 1)
        self._take(max(0, min(len(self.options) - 1, at)))

    def _take(self, at: int) -> None:
        self._one = False
        if at != self._at:
            self._at = at
            self._say()
            self.chosen.emit()

    def _say(self) -> None:
        option = self.option
        said = option.words if option else tr("Not answered")
        self.setAccessibleDescription(said)
        if self.isVisible():
            change = QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
            QAccessible.updateAccessibility(change)
        self.update()

    # ----------------------------------------------------------------------------- the picture

    def hasHeightForWidth(self) -> bool:
        """Long answers take several lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all options at this width."""
        gap = current().px(1)
        heights = self._lines(width)
        return sum(heights) + gap * (len(heights) - 1) if heights else 0

    def sizeHint(self) -> QSize:
        """As high as it is at a usual width."""
        wide = current().px(120)
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        """May be narrow; the cells wrap their words."""
        wide = current().px(60)
        return QSize(wide, self.heightForWidth(wide) if self._in_row else current().px(8))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the options, the chosen one filled, the ring around all when focused."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._boxes = self._places()
        for at, (option, box) in enumerate(zip(self.options, self._boxes, strict=True)):
            self._draw(painter, option, box, chosen=at == self._at)

    def _lines(self, width: int) -> tuple[int, ...]:
        """The height of every line: one for a row (and one for «cannot say»), else one each."""
        if width not in self._heights:
            if self._in_row:
                lines = 1 if self._beside(width) else 1 + len(self._unsaid())
                self._heights[width] = (current().px(8.5),) * lines
            else:
                self._heights[width] = tuple(self._high(each, width) for each in self.options)
        return self._heights[width]

    def _high(self, option: Option, width: int) -> int:
        theme = current()
        room = QRect(0, 0, max(1, width - theme.px(13)), 10_000)
        needed = QFontMetrics(font("body")).boundingRect(room, _WRAP, option.words).height()
        return max(theme.px(8.5), needed + theme.px(3))

    def _places(self) -> tuple[QRect, ...]:
        gap, wide = current().px(1), self.width()
        lines = self._lines(wide)
        if not self._in_row:
            tops = [sum(lines[:at]) + gap * at for at in range(len(lines))]
            return tuple(QRect(0, top, wide, high) for top, high in zip(tops, lines, strict=True))
        unsaid = self._unsaid()
        asked, high = len(self.options) - len(unsaid), lines[0]
        room = self._words_room() if unsaid and self._beside(wide) else 0
        cell = (wide - room + gap) / max(1, asked)
        boxes = [QRect(round(at * cell), 0, round(cell) - gap, high) for at in range(asked)]
        if room:
            return (*boxes, QRect(wide - room + gap, 0, room - gap, high))
        return (*boxes, *(QRect(0, high + gap, wide, high) for _ in unsaid))

    def _unsaid(self) -> list[Option]:
        return [option for option in self.options if option.value is None]

    def _words_room(self) -> int:
        """How wide «cannot say» is beside a scale."""
        words = (option.words for option in self._unsaid())
        metrics = QFontMetrics(font("body"))
        return max(map(metrics.horizontalAdvance, words), default=0) + current().px(14)

    def _beside(self, width: int) -> bool:
        """Whether a scale and «cannot say» have room on one line."""
        least = current().px(_CELL) * (len(self.options) - len(self._unsaid()))
        return width >= least + self._words_room()

    def _draw(self, painter: QPainter, option: Option, box: QRect, *, chosen: bool) -> None:
        theme = current()
        painter.setBrush(colour("accent" if chosen else "surface"))
        focused = self.hasFocus()
        edge = colour("focus" if focused else "accent" if chosen else "control_line")
        painter.setPen(QPen(edge, 2 if focused and (chosen or self._at < 0) else 1))
        painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), theme.px(1.5), theme.px(1.5))
        painter.setPen(colour("on_accent" if chosen else "ink"))
        if self._in_row and option.value is not None:
            painter.setFont(font("strong"))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), option.key)
            return
        painter.setFont(font("strong"))
        key = QRect(box.left() + theme.px(3), box.top(), theme.px(6), box.height())
        painter.drawText(key, int(Qt.AlignmentFlag.AlignVCenter), option.key)
        painter.setFont(font("body"))
        painter.drawText(box.adjusted(theme.px(9), 0, -theme.px(3), 0), _WRAP, option.words)

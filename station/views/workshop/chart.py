"""The chart of the workshop: readings, and limits that pointer and keyboard take hold of."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from station.core.i18n import tr
from station.rules.dragging import LEAP, nearest, stepped
from station.rules.limits import Limit
from station.rules.wording import level_word, limit_sentence
from station.services.plans.workshop import Workshop
from station.views.charts import cursor
from station.views.charts.axis import shades, ticks
from station.views.charts.canvas import Surface
from station.views.charts.data import PanelData
from station.views.charts.inks import inks
from station.views.charts.panel import Pointing, Stage
from station.views.workshop.chartdata import (
    bands_of,
    lines_of,
    quarters,
    reach_of,
    window_of,
)
from station.views.workshop.panel import HANDLE, STRIP, LimitPanel

_TICK_WIDTH: Final = 96
_MOVES: Final = {
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_PageUp: LEAP,
    Qt.Key.Key_PageDown: -LEAP,
}
_TURNS: Final = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}


@dataclass(slots=True)
class _Shown:
    """What the chart shows now."""

    workshop: Workshop
    limits: tuple[Limit, ...]


class LimitChart(Surface):
    """Shows one component's readings and limits; it moves nothing itself.

    Left and right choose a limit, up and down move it by a step of the component, Page Up and Page
    Down by five. `wanted` carries (number of the limit, the number it should have); `released`
    tells that a limit was let go of, or moved by a key; `chosen` which one is chosen.
    """

    wanted = Signal(int, float)
    released = Signal()
    chosen = Signal(int)

    panel: LimitPanel | None = None  # Qt sends events before __init__ is through
    _shown: _Shown | None = None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("limit_chart")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Readings and limits"))
        self.setAccessibleDescription(help_text())
        self._held = False
        self._stands = False
        self.counted = ""
        self.panel = LimitPanel()
        self.show_rows([self.panel])
        if (app := QCoreApplication.instance()) is not None:
            app.aboutToQuit.connect(self._let_go)

    def _let_go(self) -> None:
        """Takes the panel out of the scene before Qt ends: the two would delete it both."""
        self.show_rows([])
        self.panel = None

    def set_data(self, shown: Workshop, drawn: PanelData, limits: tuple[Limit, ...]) -> None:
        """Shows another span or component (`drawn` of it), the first limit chosen."""
        if self.panel is None:
            return
        self.draw_anew()
        self._shown, self._held, self._stands = _Shown(shown, limits), False, False
        self.panel.set_data(drawn, (), shown.now)
        self.panel.before = tuple(
            limit.value for limit in (shown.today.limits if shown.today else ())
        )
        self.panel.quarters = quarters(shown.found)
        self.panel.chosen = None
        self.paint_ground(inks().surface)
        self.show_limits(limits)
        self.fit()

    def show_limits(self, limits: tuple[Limit, ...]) -> None:
        """Shows these limits where the axis stands."""
        if self._shown is None or self.panel is None:
            return
        self.draw_anew()
        self._shown.limits = limits
        place = self.panel.chosen
        kept = place if place is not None and place < len(limits) else (0 if limits else None)
        self.panel.show_lines(lines_of(limits), bands_of(limits), kept)

    def fit(self) -> None:
        """Gives the axis room for every reading and limit; not while one is dragged."""
        if self._shown is None or self.panel is None:
            return
        values = [limit.value for limit in self._shown.limits]
        reach = reach_of(self.panel.shown, [*values, *self.panel.before])
        # Most moves leave the axis where it is: then nothing but the limits is drawn anew.
        if self._stands and reach == self.panel.held:
            return
        self.panel.held, self._stands = reach, True
        self._arrange()

    @property
    def chosen_limit(self) -> Limit | None:
        """The limit that the keys move."""
        place = self.panel.chosen if self.panel else None
        return None if place is None or self._shown is None else self._shown.limits[place]

    def choose(self, place: int) -> None:
        """Chooses the limit with this number, and says it."""
        if self._shown is None or self.panel is None or not 0 <= place < len(self._shown.limits):
            return
        self.draw_anew()
        self.panel.show_lines(self.panel.lines, self.panel.shown.bands, place)
        self.say()
        self.chosen.emit(place)

    def say(self) -> None:
        """Lets a screen reader say the chosen limit, and what the limits give now (`counted`)."""
        limit = self.chosen_limit
        words = f"{limit_words(limit)}. {self.counted}" if limit else tr("Readings and limits")
        self.setAccessibleName(words)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))

    # drawing

    def _arrange(self) -> None:
        if self._shown is None or self.panel is None:
            return
        self.draw_anew()
        drawn = inks()
        right = drawn.theme.px(HANDLE + STRIP)
        window = window_of(self._shown.workshop)
        width = max(1.0, self.width() - drawn.theme.px(11) - right)
        most = int(width / (_TICK_WIDTH * drawn.theme.scale))
        now = self._shown.workshop.now
        times = ticks(window.from_ms, window.to_ms, most, now)
        nights = shades(window.from_ms, window.to_ms)
        self.panel.arrange(Stage(window, times, nights, right))

    def sized(self) -> None:
        """Draws for the new size."""
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Draws in the new colours when the appearance changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._shown is not None:
            self.paint_ground(inks().surface)
            self._arrange()

    # the keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Chooses and moves limits; all other keys go on to the page."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = Qt.Key(event.key())
        if plain and key in _MOVES:
            self._move(_MOVES[key])
        elif plain and key in _TURNS:
            self._turn(_TURNS[key])
        else:
            event.ignore()
            return
        event.accept()

    def _move(self, steps: int) -> None:
        limit = self.chosen_limit
        if limit is None or self.panel is None or self.panel.chosen is None:
            return
        self.wanted.emit(self.panel.chosen, stepped(limit.component, limit.value, steps))
        self.released.emit()
        self.say()

    def _turn(self, by: int) -> None:
        """Chooses the next limit by its number, not by the order in which they stand."""
        if self.panel is None or not self.panel.lines:
            return
        ordered = sorted(self.panel.lines, key=lambda line: line.value)
        places = [line.place for line in ordered]
        now = self.panel.chosen
        at = places.index(now) if now in places else 0
        self.choose(places[(at + by) % len(places)])

    def focusInEvent(self, event: QEvent) -> None:
        """Shows that the keys move the chosen limit."""
        super().focusInEvent(event)
        self._mark(focused=True)

    def focusOutEvent(self, event: QEvent) -> None:
        """Shows that the keys go elsewhere."""
        super().focusOutEvent(event)
        self._mark(focused=False)

    def _mark(self, *, focused: bool) -> None:
        if self.panel is not None:
            self.draw_anew()
            self.panel.focused = focused
            self.panel.update()

    # the pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Takes hold of the limit under the pointer."""
        if event.button() != Qt.MouseButton.LeftButton or self.panel is None:
            return
        line = self.panel.line_at(self._spot(event))
        if line is not None:
            self._held = True
            self.choose(line.place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Moves the limit that is held; else reads the reading under the pointer."""
        if self.panel is None or self._shown is None:
            return
        spot = self._spot(event)
        limit = self.chosen_limit
        if self._held and limit is not None and self.panel.chosen is not None:
            box = self.panel.box
            y = min(max(spot.y(), box.rect.top()), box.rect.bottom())
            self.wanted.emit(self.panel.chosen, nearest(limit.component, box.value_at(y)))
            return
        over = self.panel.line_at(spot) is not None
        self.viewport().setCursor(
            Qt.CursorShape.SizeVerCursor if over else Qt.CursorShape.ArrowCursor
        )
        self._read(spot)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lets the limit go."""
        if self._held:
            self._held = False
            self.released.emit()
            self.say()

    def leaveEvent(self, event: QEvent) -> None:
        """Takes the cursor away."""
        if self.panel is not None:
            self.draw_anew()
            self.panel.point(None)

    def _read(self, spot: QPointF) -> None:
        if self.panel is None:
            return
        panel = self.panel
        at = cursor.nearest_time(panel.shown, panel.box.time_at(spot.x()))
        found = cursor.values_at((panel.shown,), at) if at is not None else ()
        self.draw_anew()
        panel.point(Pointing(float(at), found, ()) if at is not None else None)

    def _spot(self, event: QMouseEvent) -> QPointF:
        origin = self.panel.pos() if self.panel else QPointF()
        return event.position() - origin


def limit_words(limit: Limit) -> str:
    """▲ Gul: under 89 %, to målinger på rad, without its shape for those who hear it."""
    return f"{level_word(limit.level)}: {limit_sentence(limit)}"


def help_text() -> str:
    """How limits are moved by keyboard."""
    return tr(
        "Left and right choose a limit, up and down move it, Page Up and Page Down move it further."
    )

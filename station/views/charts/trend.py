"""The stacked panels of one patient under one cursor and one window in time."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from station.core.i18n import tr
from station.views.charts import cursor, words
from station.views.charts.axis import shades, ticks
from station.views.charts.canvas import Surface
from station.views.charts.cursor import CursorValue
from station.views.charts.data import DAY_MS, PanelData, TrendData
from station.views.charts.geometry import Window, everything, period
from station.views.charts.inks import inks
from station.views.charts.panel import Panel, Pointing, Stage, room_at_right

DAYS: Final = (7, 30, 90, 0)
"""The periods one can choose, in days; 0 is everything."""
_KEYS: Final[dict[int, int]] = {
    Qt.Key.Key_U: 7,
    Qt.Key.Key_M: 30,
    Qt.Key.Key_K: 90,
    Qt.Key.Key_A: 0,
}
_ZOOM: Final = 1.4
_TICK_WIDTH: Final = 96
_MARK_REACH: Final = 6
_CLICK_REACH: Final = 4
_SETTLED_MS: Final = 300
_NOTHING: Final = TrendData((), (), 0, 0)


class Trend(Surface):
    """Shows a TrendData; panels are made once and used again for every patient.

    Left and right walk through the readings of the active panel, with Shift by days; up and down
    choose the panel; + and - zoom, Ctrl with left and right moves, Home and End go to the first
    and last reading, U M K A choose 7, 30, 90 days and everything, Escape lets the cursor go.
    A click, or Enter, chooses the reading that the cursor stands on.
    The wheel zooms when the trend has the focus or with Ctrl, so that a page can be scrolled.
    """

    window_changed = Signal(object)
    """The Window now shown."""
    cursor_changed = Signal(object)
    """The readings under the cursor, a tuple of CursorValue; empty without a cursor."""
    period_chosen = Signal(int)
    """The days now shown, one of DAYS."""

    point_chosen = Signal(str)
    """The id of the reading that was clicked, or that the cursor stood on at Enter."""

    _panels: tuple[Panel, ...] = ()  # Qt sends events before __init__ is through

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trend")
        self.setAccessibleName(tr("Trend"))
        self.data = _NOTHING
        self.window_shown = Window(0, 1)
        self.days = 30
        self.cursor_at: float | None = None
        self._pool: list[Panel] = []
        self._active = 0
        self._drag: tuple[float, Window] | None = None
        self._pointed = False
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLED_MS)
        self._settled.timeout.connect(self._describe)
        if (app := QCoreApplication.instance()) is not None:
            app.aboutToQuit.connect(self._let_go)

    def _let_go(self) -> None:
        """Takes the panels out of the scene before Qt ends: the two would delete them both."""
        self._settled.stop()
        self._panels = ()
        self.show_rows([])
        self._pool.clear()

    # what is shown

    @property
    def panels(self) -> tuple[Panel, ...]:
        """The panels now shown, from the top."""
        return self._panels

    @property
    def active_panel(self) -> PanelData | None:
        """The panel whose readings the arrow keys walk through."""
        return self._panels[self._active].shown if self._panels else None

    def set_data(self, data: TrendData, days: int | None = None) -> None:
        """Shows another patient, or the same with new readings, for the period chosen last."""
        self.draw_anew()
        self.data = data
        self.cursor_at, self._drag = None, None
        while len(self._pool) < len(data.panels):
            self.add_panel()
        self._panels = tuple(self._pool[: len(data.panels)])
        self._active = min(self._active, max(0, len(self._panels) - 1))
        for panel, given in zip(self._panels, data.panels, strict=True):
            panel.set_data(given, data.marks, data.now_ms)
        self.show_rows(list(self._panels))
        self.paint_ground(inks().surface)
        self._mark_active()
        self.show_days(self.days if days is None else days)
        self._describe()

    def add_panel(self) -> None:
        """Makes one more panel, to be shown when a patient needs so many."""
        self._pool.append(Panel())

    def show_days(self, days: int) -> None:
        """Shows the last `days` days until now, or everything with 0."""
        self.days = days
        self.set_window(period(days, self.data.now_ms, self.data.first_ms))
        self.period_chosen.emit(days)

    def set_window(self, window: Window) -> None:
        """Shows this time on every panel, as far as there are readings."""
        self.window_shown = window.within(
            everything(max(DAYS), self.data.now_ms, self.data.first_ms)
        )
        self._arrange()
        self.window_changed.emit(self.window_shown)
        self._settled.start()

    def zoom(self, factor: float, about: float | None = None) -> None:
        """Shows `factor` times as much time around the cursor, the given time, or the newest."""
        shown = self.window_shown
        if about is None:
            seen = self.cursor_at
            inside = seen is not None and shown.from_ms <= seen <= shown.to_ms
            about = seen if inside and seen is not None else min(self.data.now_ms, shown.to_ms)
        self.set_window(shown.zoomed(factor, about))

    def image(self, scale: float = 2.0) -> QImage:
        """What is shown as a picture, `scale` times as fine as on the screen."""
        self.take_size()
        size = self.size() * scale
        picture = QImage(size, QImage.Format.Format_RGB32)
        picture.setDevicePixelRatio(scale)
        picture.fill(inks().surface)
        painter = QPainter(picture)
        self.render(painter, QRectF(0, 0, self.width(), self.height()), self.rect())
        painter.end()
        return picture

    # the cursor

    def cursor_values(self) -> tuple[CursorValue, ...]:
        """What the cursor reads on all panels; empty without a cursor."""
        if self.cursor_at is None:
            return ()
        return cursor.values_at(self.data.panels, self.cursor_at)

    def set_cursor(self, at: float | None) -> None:
        """Puts the cursor at a time, or takes it away."""
        if at == self.cursor_at:
            return
        self.draw_anew()
        self.cursor_at = at
        if at is None:
            self.setAccessibleName(tr("Trend"))
        values = self.cursor_values()
        for panel in self._panels:
            panel.point(self._pointing(panel, values))
        self.cursor_changed.emit(values)

    def step(self, forward: bool, skip_ms: float = 0) -> None:
        """Moves the cursor to the next or previous reading of the active panel, and shows it."""
        if (panel := self.active_panel) is None:
            return
        if self.cursor_at is None:
            found = cursor.ends(panel)
            at = found[1] if found else None
        elif forward:
            at = cursor.following(panel, self.cursor_at + skip_ms)
        else:
            at = cursor.preceding(panel, self.cursor_at - skip_ms)
        if at is not None:
            self._go(at)

    def choose_point(self) -> None:
        """Chooses the reading of the active panel that the cursor stands on, if there is one."""
        panel = self.active_panel
        own = (each.id for each in self.cursor_values() if panel and each.panel == panel.key)
        if chosen := next(own, ""):
            self.point_chosen.emit(chosen)

    def _go(self, at: float) -> None:
        self._pointed = False
        held = self.window_shown.holding(at)
        if held != self.window_shown:
            self.set_window(held)
        self.set_cursor(at)
        self._announce()

    def _go_to_end(self, last: bool) -> None:
        if (panel := self.active_panel) is not None and (found := cursor.ends(panel)) is not None:
            self._go(found[1] if last else found[0])

    def _choose_panel(self, place: int) -> None:
        if self._panels:
            self._active = min(max(place, 0), len(self._panels) - 1)
            self._mark_active()

    def _pointing(self, panel: Panel, values: tuple[CursorValue, ...]) -> Pointing | None:
        if self.cursor_at is None:
            return None
        own = tuple(value for value in values if value.panel == panel.shown.key)
        x = panel.box.x(self.cursor_at)
        near = tuple(m for m in panel.marks if abs(panel.box.x(m.at) - x) <= _MARK_REACH)
        return Pointing(self.cursor_at, own, near)

    # drawing

    def _arrange(self) -> None:
        self.draw_anew()
        right = room_at_right(self.data.panels)
        width = max(1.0, self.width() - inks().theme.px(11) - right)
        shown = self.window_shown
        most = int(width / (_TICK_WIDTH * inks().theme.scale))
        stage = Stage(
            shown,
            ticks(shown.from_ms, shown.to_ms, most, self.data.now_ms),
            shades(shown.from_ms, shown.to_ms),
            right,
            self._panels[0] if self._panels else None,
        )
        for panel in self._panels:
            panel.arrange(stage)

    def _mark_active(self) -> None:
        self.draw_anew()
        for place, panel in enumerate(self._panels):
            panel.set_active(place == self._active and self.hasFocus() and len(self._panels) > 1)

    # for those who do not see it

    def _describe(self) -> None:
        self.setAccessibleDescription(
            " ".join(
                words.summary(p.shown, p.traces, self.window_shown, self.data.now_ms)
                for p in self._panels
            )
        )

    def _announce(self) -> None:
        """Lets a screen reader say what the cursor reads on the active panel."""
        if not self._panels:
            return
        panel = self._panels[self._active]
        found = tuple(v for v in self.cursor_values() if v.panel == panel.shown.key)
        said = words.reading(panel.shown, found, self.data.now_ms)
        self.setAccessibleName(f"{panel.shown.title}: {said.value} · {said.rest}")
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))

    # events

    def sized(self) -> None:
        """Draws for the new width."""
        if self._panels:
            self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Draws in the new colours when the appearance changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._panels:
            self.paint_ground(inks().surface)
            self._arrange()

    def event(self, event: QEvent) -> bool:
        """Keeps its own letters while it has the focus, whatever else they mean in the window."""
        own = (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.modifiers() in _PLAIN
            and event.key() in {*_KEYS, *_STEPS}
        )
        if own:
            event.accept()
            return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walks, zooms and chooses periods; all other keys go on to the page."""
        if event.key() in _KEYS and event.modifiers() in _PLAIN:
            self.show_days(_KEYS[event.key()])
        elif (action := _STEPS.get(event.key())) is not None:
            action(self, event)
        else:
            event.ignore()
            return
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Takes hold of the time axis and makes the panel under the pointer the active one."""
        if event.button() == Qt.MouseButton.LeftButton and self._panels:
            self._drag = (event.position().x(), self.window_shown)
            self._choose_panel(self._panel_at(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Moves the time along with a held button; otherwise the cursor reads below the pointer."""
        if not self._panels:
            return
        if self._drag is not None:
            start, window = self._drag
            width = self._panels[0].box.rect.width()
            self.set_window(window.moved((start - event.position().x()) / width * window.span))
            return
        panel = self._panels[self._panel_at(event.position())]
        at = cursor.nearest_time(panel.shown, panel.box.time_at(event.position().x()))
        self._pointed = True
        self.set_cursor(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lets the time axis go; where it was not moved, the reading pointed at is chosen."""
        drag, self._drag = self._drag, None
        if drag is not None and abs(drag[0] - event.position().x()) < _CLICK_REACH:
            self.choose_point()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Shows the chosen period again."""
        self.show_days(self.days)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zooms about the pointer; without focus or Ctrl the page scrolls instead."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if not self._panels or not (control or self.hasFocus()):
            event.ignore()
            return
        about = self._panels[0].box.time_at(event.position().x())
        self.zoom(_ZOOM ** (-event.angleDelta().y() / 120), about)
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Takes the cursor away if the pointer had brought it."""
        if self._pointed:
            self.set_cursor(None)

    def focusInEvent(self, event: QEvent) -> None:
        """Shows which panel the arrow keys walk through."""
        super().focusInEvent(event)
        self._mark_active()

    def focusOutEvent(self, event: QEvent) -> None:
        """Hides which panel the arrow keys walk through."""
        super().focusOutEvent(event)
        self._mark_active()

    def _panel_at(self, spot: QPointF) -> int:
        below = sum(1 for panel in self._panels if panel.pos().y() <= spot.y())
        return max(0, below - 1)


def _arrow(trend: Trend, event: QKeyEvent) -> None:
    forward = event.key() == Qt.Key.Key_Right
    if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        shift = trend.window_shown.span * 0.25
        trend.set_window(trend.window_shown.moved(shift if forward else -shift))
        return
    day = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
    trend.step(forward, DAY_MS * 0.75 if day else 0)


_PLAIN: Final = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
_STEPS: Final[dict[int, Callable[[Trend, QKeyEvent], None]]] = {
    Qt.Key.Key_Left: _arrow,
    Qt.Key.Key_Right: _arrow,
    Qt.Key.Key_Up: lambda trend, _: trend._choose_panel(trend._active - 1),  # noqa: SLF001
    Qt.Key.Key_Down: lambda trend, _: trend._choose_panel(trend._active + 1),  # noqa: SLF001
    Qt.Key.Key_Home: lambda trend, _: trend._go_to_end(last=False),  # noqa: SLF001
    Qt.Key.Key_End: lambda trend, _: trend._go_to_end(last=True),  # noqa: SLF001
    Qt.Key.Key_Plus: lambda trend, _: trend.zoom(1 / _ZOOM),
    Qt.Key.Key_Equal: lambda trend, _: trend.zoom(1 / _ZOOM),
    Qt.Key.Key_Minus: lambda trend, _: trend.zoom(_ZOOM),
    Qt.Key.Key_Return: lambda trend, _: trend.choose_point(),
    Qt.Key.Key_Escape: lambda trend, _: trend.set_cursor(None),
}

"""Whether the judging of alerts is alive: a silent watcher must never look like calm."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from station.core.clock import Clock
from station.core.trouble import Trouble
from station.services.today.watch import Watched
from station.views.bridge import Bridge

ASK_EVERY_S: Final = 10
UNANSWERED_S: Final = 30
"""With the question every 10 s, a dead lane is seen within 60 s."""
STALE_AFTER_S: Final = 90
"""Judging runs every minute; half a minute more is allowed on a slow PC."""


class Watch(QObject):
    """Asks the record lane when judging last ran; `fresh_changed` tells when that is too old.

    Both clocks are looked at: a wall clock that stands still does not make old news fresh.
    `clock_changed` tells a ClockFault once the PC's clock was set, and again when it is right.
    """

    fresh_changed = Signal(bool)
    clock_changed = Signal(str)

    def __init__(self, bridge: Bridge, clock: Clock, source: Callable[[], Watched]) -> None:
        super().__init__()
        self._bridge, self._clock, self._source = bridge, clock, source
        self._state = Watched(clock.now())
        self._changed_at = clock.monotonic()
        self._fresh = True
        self._asked_at: float | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(ASK_EVERY_S * 1000)
        self._timer.timeout.connect(self.look)

    @property
    def fresh(self) -> bool:
        """Whether everything was judged recently enough."""
        return self._fresh

    @property
    def judged_at(self) -> int | None:
        """When everything was last judged, as far as is known (UTC ms)."""
        return self._state.judged_at

    def start(self) -> None:
        """Asks now and then every 10 s; what was known before counts no longer."""
        self._state = Watched(self._clock.now())
        self._changed_at, self._asked_at = self._clock.monotonic(), None
        self._timer.start()
        self.look()

    def stop(self) -> None:
        """Asks no more."""
        self._timer.stop()

    def look(self) -> None:
        """Asks once, unless the last question stands unanswered, and weighs what is known."""
        if self._asked_at is None:
            self._asked_at = self._clock.monotonic()
            self._bridge.ask(self, self._source, self._heard, self._not_heard, urgent=True)
        self._weigh()

    def _heard(self, state: Watched) -> None:
        self._asked_at = None
        if state.judged_at != self._state.judged_at:
            self._changed_at = self._clock.monotonic()
        before, self._state = self._state.clock, state
        self._weigh()
        if state.clock != before:
            self.clock_changed.emit(state.clock)

    def _not_heard(self, trouble: Trouble) -> None:
        self._asked_at = None
        self._state = replace(self._state, failed=True)
        self._weigh()

    def _weigh(self) -> None:
        judged_at = self._state.judged_at
        age = (self._clock.now() - judged_at) / 1000 if judged_at is not None else STALE_AFTER_S + 1
        standing = self._clock.monotonic() - self._changed_at
        waited = self._clock.monotonic() - self._asked_at if self._asked_at is not None else 0.0
        fresh = (
            not self._state.failed
            and max(age, standing) <= STALE_AFTER_S
            and waited <= UNANSWERED_S
        )
        if fresh != self._fresh:
            self._fresh = fresh
            self.fresh_changed.emit(fresh)

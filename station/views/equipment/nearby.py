"""What is in range, for a page that shows it: looked at every second while the page is seen."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from station.services.radio.listening_news import InRange, RadioNews
from station.views.context import Context
from station.views.hearing import Hearing

LOOK_MS: Final = 1000


class Nearby(QObject):
    """`seen` carries an InRange that differs, `radio` a RadioNews that does, `heard` other news."""

    seen = Signal(object)
    radio = Signal(object)
    heard = Signal(object)

    def __init__(self, page: QWidget, context: Context) -> None:
        """Begins to listen; the first look comes with begin()."""
        super().__init__(page)
        self._page, self._session = page, context.session
        self._listening = context.station.listening
        self._range: InRange | None = None
        self._radio: RadioNews | None = None
        self._hearing = Hearing(page, self._listening.watch, frozenset({RadioNews}))
        self._hearing.heard.connect(self._hear)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)

    def begin(self) -> None:
        """Looks now, tells everything, and goes on looking."""
        self._range = self._radio = None
        self.look()
        self._timer.start()

    def look(self) -> None:
        """Looks now; asks nobody and never waits."""
        self._tell_radio(self._listening.radio(self._session))
        found = self._listening.in_range()
        # When it was heard last is no news to anybody.
        news = InRange(tuple(replace(each, seen_at=0) for each in found.seen))
        if news != self._range:
            self._range = news
            self.seen.emit(news)

    def _look(self) -> None:
        if self._page.isVisible():
            self.look()
        else:
            self._timer.stop()

    def _hear(self, news: object) -> None:
        if isinstance(news, RadioNews):
            self._tell_radio(news)
        else:
            self.heard.emit(news)

    def _tell_radio(self, news: RadioNews) -> None:
        if news != self._radio:
            self._radio = news
            self.radio.emit(news)

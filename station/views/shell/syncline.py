"""How the exchange stands, in the top line of every page, and across the window while it fails."""

from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, QTimer

from station.core.trouble import Trouble
from station.services.sync.values import Progress
from station.views.context import Context
from station.views.hearing import Hearing
from station.views.style.theme import current
from station.views.sync import asking
from station.views.sync.seen import Seen, Standing
from station.views.sync.words import BLOCKED, banner_words, line_words, progress_words

_MINUTE_MS = 60_000
_LARGE = 1.5


class Say(Protocol):
    """Where the words go."""

    def __call__(self, words: str, *, offline: str = "", whole: str = "") -> None:
        """Shows the line, and a banner if `offline` is given."""


class SyncLine(QObject):
    """Asks how it stands when something happened; the words are found anew each minute.

    A station that shares nothing is never asked again: nothing is said of what is not there.
    """

    def __init__(self, parent: QObject, context: Context, say: Say) -> None:
        super().__init__(parent)
        self._context, self._say = context, say
        self._seen: Seen | None = None
        self._asking = self._again = False
        self._service = asking.syncing(context.station)
        if self._service is None:
            return
        heard = Hearing(self, self._service.watch, frozenset({Progress}))
        heard.heard.connect(self._hear)
        self._minute = QTimer(self)
        self._minute.setInterval(_MINUTE_MS)
        self._minute.timeout.connect(self.tell)
        self._minute.start()
        self.look()

    def look(self) -> None:
        """Asks how it stands; asked meanwhile, it asks once more."""
        if self._service is None:
            return
        if self._asking:
            self._again = True
            return
        self._asking = True
        context = self._context
        job = partial(asking.seen, context.station, context.session)
        context.bridge.ask(self, job, self._show, self._failed)

    def saved(self) -> None:
        """Counts anew what waits, where no run will soon: it stands across the window."""
        if self._seen is not None and self._seen.standing in BLOCKED:
            self.look()

    def tell(self) -> None:
        """Says what is known, as seen from now."""
        seen, now = self._seen, self._context.clock.now()
        if seen is None:
            return
        whole = line_words(seen, now)
        words = line_words(seen, now, narrow=True) if current().scale >= _LARGE else whole
        self._say(words, offline=banner_words(seen, now), whole=whole)

    def _hear(self, news: object) -> None:
        running = self._seen is not None and self._seen.standing is Standing.RUNNING
        if isinstance(news, Progress) and running:
            self._say(progress_words(news), whole=progress_words(news))
        else:
            self.look()

    def _show(self, seen: Seen) -> None:
        self._seen = seen
        self._asked()
        self.tell()

    def _failed(self, trouble: Trouble) -> None:
        # The page says what is wrong; the line keeps to what it last knew.
        self._asked()

    def _asked(self) -> None:
        self._asking = False
        if self._again:
            self._again = False
            self.look()

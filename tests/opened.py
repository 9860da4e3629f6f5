"""A page on an open file, as the nurse who is signed in has it: shown, listening, asked to open."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Protocol, TypeVar

import pytest
from PySide6.QtWidgets import QApplication

from station import wiring
from station.core.clock import FixedClock
from station.core.paths import Home
from station.models.database import Database
from station.services.session import Session
from station.views.bridge import Bridge
from station.views.context import Context
from station.views.page import Page
from station.views.style import dress
from station.wiring import Station

P = TypeVar("P", bound=Page)
HIGH = 696
"""The height a page has in a window of 1366 x 768 below one banner's worth of frame."""


class Ears(Protocol):
    """Who hears what a page says in passing and where it wants to go."""

    def go(self, page: str, subject: str | None = None) -> None:
        """Hear a wish for another page."""

    def toast(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Hear a short message."""


@dataclass(slots=True)
class Opener:
    """Makes pages on the services of one open file."""

    station: Station
    bridge: Bridge
    clock: FixedClock

    @contextmanager
    def shown(
        self,
        make: Callable[[Context], P],
        session: Session,
        ears: Ears,
        subject: str | None = None,
        high: int = HIGH,
    ) -> Iterator[P]:
        """Show a page as large as it is in a window of 1366 x 768; closed at the end."""
        page = make(Context(self.bridge, self.station, session, self.clock, ears.go, ears.toast))
        dress(page)
        self.bridge.changed.connect(page.changed)
        page.resize(1274, high)
        # As the frame does: built and styled in one turn, shown and filled in the next.
        built: list[bool] = []
        self.bridge.soon(page, partial(built.append, True))
        while not built:
            QApplication.processEvents()
        page.show()
        page.opened(subject)
        yield page
        page.close()
        page.deleteLater()


@pytest.fixture
def opener(bridge: Bridge, home: Home, database: Database, clock: FixedClock) -> Iterator[Opener]:
    """The services on an open file, with nobody's page yet."""
    station = wiring.build(home, clock)
    station.record.database = database
    bridge.listen(station.bus)
    yield Opener(station, bridge, clock)
    station.files.close()

"""What every page is handed: the services, who is signed in, and the ways out of the page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtWidgets import QWidget

from station.core.clock import Clock
from station.services.session import Session
from station.views.ahead import Ahead
from station.views.bridge import Bridge
from station.wiring import Station


class Go(Protocol):
    """Opens a page by its name, for a subject (an id) if it has one."""

    def __call__(self, page: str, subject: str | None = None) -> None:
        """Opens the page."""


class ShowToast(Protocol):
    """Says for ten seconds what was done, with «Angre» if `undo` is given."""

    def __call__(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Shows the message."""


@dataclass(frozen=True, slots=True)
class Context:
    """The surroundings of a page; made anew at each sign-in.

    `ahead` is what the first page of all wants to know, asked for before it was built. `room` is
    what pages stand in: built within it they are styled once, not again when they are put there.
    """

    bridge: Bridge
    station: Station
    session: Session
    clock: Clock
    go: Go
    toast: ShowToast
    ahead: Ahead | None = None
    room: QWidget | None = None

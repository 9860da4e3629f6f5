"""What a run of the exchange asks of the service at the other end, its line, and the inbox."""

from collections.abc import Iterator
from typing import Protocol

from station.models.database import Writer
from station.models.queries.outbox import Key
from station.services.sync.values import Worked
from station.sync.central_card import Card, Holder
from station.sync.values import Found, Page, Uploads


class CentralService(Uploads, Protocol):
    """What is needed of the central service (station.sync.central.Central has it)."""

    def pull(self, resource_type: str, cursor: str, limit: int = 200) -> Page:
        """Give the next page after the cursor."""
        ...

    def fetch(self, resource_type: str, resource_id: str) -> Found | None:
        """Give one resource; None if it never was there."""
        ...

    def ids(self, resource_type: str) -> Iterator[tuple[str, str]]:
        """Give id and version of everything of a type."""
        ...

    def card(self, station: str, kept: str, fresh: str) -> Card:
        """Look at the station's card and write on it."""
        ...

    def whose(self, station: str, kept: str, fresh: str) -> Holder:
        """Look at the station's card only."""
        ...


class Open(Protocol):
    """An open line (station.services.sync.line.Line is one)."""

    @property
    def central(self) -> CentralService:
        """The service at the other end."""
        ...

    @property
    def skew_ms(self) -> int | None:
        """How far the PC's clock is ahead of the server's, if that was heard."""
        ...

    def close(self) -> None:
        """Hang up."""
        ...


class Inbox(Protocol):
    """Storing and working in what comes."""

    def receive(self, writer: Writer, channel: str, page: Page) -> int:
        """Store a page and its cursor; give how many of its rows are new."""
        ...

    def found(self, writer: Writer, channel: str, found: Found, key: Key) -> None:
        """Store one resource that another version was found of."""
        ...

    def apply(self, writer: Writer, channel: str, limit: int) -> Worked:
        """Work in up to so many; how many were looked at, applied, and differ."""
        ...

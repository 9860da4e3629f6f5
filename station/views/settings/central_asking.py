"""What the section of the central service asks for; the services are found by name."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from station.services.session import Session
from station.services.sync_setup import SyncSetup
from station.services.sync_values import Status
from station.wiring import Station


class Tried(StrEnum):
    """How one step of the test went."""

    RUNNING = "running"
    OK = "ok"
    FAILED = "failed"
    SKIPPED = "skipped"
    """It could not be tried because one before it failed."""


@dataclass(frozen=True, slots=True)
class TestStep:
    """One step of the test of the connection: what is tried, how it went, and what to do."""

    name: str
    words: str
    tried: Tried
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class TestEnd:
    """The test is over."""


class KeyService(Protocol):
    """The key for signing in (`station.sync_keys`); its secret half never leaves the keyring."""

    def public(self, session: Session) -> str:
        """The public half as text to be registered, "" while there is no key."""
        ...

    def make(self, session: Session) -> str:
        """Makes a new key, and gives its public half."""
        ...


class TestService(Protocol):
    """Tests the connection (`station.sync_testing`) on the network lane."""

    def begin(self, listener: Callable[[object], None]) -> Callable[[], None]:
        """Begins; `listener` is called with each TestStep, and with TestEnd."""
        ...


def setup(station: Station) -> SyncSetup | None:
    """How it is set up."""
    return getattr(station, "sync_setup", None)


def keys(station: Station) -> KeyService | None:
    """The key that the station signs in with."""
    return getattr(station, "sync_keys", None)


def testing(station: Station) -> TestService | None:
    """The test of the connection."""
    return getattr(station, "sync_testing", None)


def status(station: Station, session: Session) -> Status | None:
    """How all channels stand, None where nothing can be shared."""
    service = getattr(station, "syncing", None)
    found: Status | None = service.status(session) if service is not None else None
    return found

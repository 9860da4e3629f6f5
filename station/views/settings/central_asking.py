"""What the section of the central service asks for; the services are found by name."""

from station.services.session import Session
from station.services.sync.keys import SyncKeys
from station.services.sync.setup import SyncSetup
from station.services.sync.testing import SyncTesting
from station.services.sync.values import Status
from station.wiring import Station


def setup(station: Station) -> SyncSetup | None:
    """How it is set up."""
    return getattr(station, "sync_setup", None)


def keys(station: Station) -> SyncKeys | None:
    """The key that the station signs in with."""
    return getattr(station, "sync_keys", None)


def testing(station: Station) -> SyncTesting | None:
    """The test of the connection."""
    return getattr(station, "sync_testing", None)


def status(station: Station, session: Session) -> Status | None:
    """How all channels stand, None where nothing can be shared."""
    service = getattr(station, "syncing", None)
    found: Status | None = service.status(session) if service is not None else None
    return found

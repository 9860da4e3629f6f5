"""The station's key for the central service: made here, kept by the system."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from station.core.trouble import Trouble
from station.models.records import hand
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session
from station.services.sync.setup import settings_of, share

if TYPE_CHECKING:
    # It loads the libraries of keys, which the sign-in must not wait for.
    from station.security.servicekeys import ServiceKeys

Keys = Callable[[str], "ServiceKeys"]
"""Gives the keys of a station (its id) for the central service; Trouble without a keyring."""


class SyncKeys:
    """Making the key and showing its public half; the secret half never leaves the keyring."""

    def __init__(self, record: Record, keys: Keys) -> None:
        """Work on `record` with `keys` (station.services.sync.line.keys_of)."""
        self._record = record
        self._keys = keys

    def public(self, session: Session) -> str:
        """Give the public half as JSON to be registered at the service, "" while there is none."""
        require(session, Right.CHANGE_OFFICE)
        with self._record.read() as reader:
            station = hand.station_id(reader)
        if not station:
            return ""
        try:
            return _shown(self._keys(station).current().public())
        except Trouble as trouble:
            if trouble.code == "key_missing":
                return ""
            raise

    def make(self, session: Session) -> str:
        """Make a new key instead of the one before, and give its public half.

        The station gets its id here if it has none. Trouble says why no key can be kept.
        """
        require(session, Right.CHANGE_OFFICE)
        with self._record.write(session) as writer:
            station, algorithm = share(writer), settings_of(writer).algorithm
            made = self._keys(station).make(algorithm)
            writer.audit("sync_key_made", "channel", "centre", kid=made.kid, algorithm=algorithm)
        return _shown(made.public())


def _shown(public: object) -> str:
    return json.dumps(public, indent=1, sort_keys=True)

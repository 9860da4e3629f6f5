"""The line to the central service: its address, the sign-in, the wire; used on the network lane.

Loads the network's libraries, so it is imported when the exchange is first used.
"""

from collections.abc import Mapping
from threading import Event

from station.core.clock import Clock
from station.security.servicekeys import ServiceKeys, system_keyring
from station.services.sync.setup import ChannelSettings
from station.sync.address import Address
from station.sync.carrier import Carrier, Reply
from station.sync.central import Central
from station.sync.http import Signer, Wire
from station.sync.signing_in import Client, ClientCredentials, NoSignIn

FORM = ("application/json",)
"""What a sign-in service answers in."""


class Line:
    """One line to the central service, from being opened until it is closed."""

    def __init__(self, settings: ChannelSettings, station: str, clock: Clock, stop: Event) -> None:
        """Open nothing yet; Refused or Trouble where address or key are not as they should be."""
        self._wire = Wire(
            settings.place(), signer(settings, station, clock, stop), clock, stop=stop
        )
        self.skew_ms: int | None = None
        """How far the PC's clock was found ahead of the server's; None while nobody said."""
        self.central = Central(self, batch=settings.batch)

    @property
    def address(self) -> Address:
        """Give where it leads."""
        return self._wire.address

    def ask(
        self,
        method: str,
        path: str,
        *,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        timeout_s: float = 30.0,
    ) -> Reply:
        """Ask over the wire, and hear what time it is there."""
        reply = self._wire.ask(method, path, body=body, headers=headers, timeout_s=timeout_s)
        if reply.skew_ms is not None:
            self.skew_ms = reply.skew_ms
        return reply

    def close(self) -> None:
        """Hang up."""
        self._wire.close()


def signer(settings: ChannelSettings, station: str, clock: Clock, stop: Event) -> Signer:
    """Give who signs requests: nobody, or the client whose key lies in the system's keyring."""
    if settings.sign_in == "none":
        return NoSignIn(settings.place())
    key = keys_of(station).current()
    client = Client(settings.client_id, settings.scope, settings.audience, settings.dpop)
    carrier = Carrier(settings.sign_in_place(), clock, stop=stop, accepts=FORM)
    return ClientCredentials(carrier, client, key, clock)


def keys_of(station: str) -> ServiceKeys:
    """Give this station's keys for the central service; Trouble without a keyring."""
    return ServiceKeys(system_keyring(), f"centre-{station}")

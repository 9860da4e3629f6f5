"""The wire: requests to one service, signed, and what came of them. Start reading here.

`Wire.ask` gives a Reply, or raises Lost (the network; try again) or Refused (something must be put
right first). Below it: `carrier` (one request), `line` (sockets), `tls`, `address`, `lost`.
"""

from collections.abc import Mapping
from threading import Event
from typing import Protocol, runtime_checkable

from station.core.clock import Clock
from station.sync.address import Address
from station.sync.carrier import FHIR, Carrier, Reply
from station.sync.lost import Lost, Phase, Refused

__all__ = ["Lost", "Phase", "Refused", "Reply", "Signer", "Wire", "clock_refusal"]

_UNAUTHORIZED = 401
_TRIES = 3
"""A sign-in may have to hear a new nonce first, and then find that its token is not good either."""
MOST_SKEW_MS = 5 * 60_000
"""From here on a wrong clock is named as the reason when someone does not let the PC in."""
_MINUTE_MS = 60_000


class Signer(Protocol):
    """Says in a request's headers who asks."""

    def sign(self, method: str, url: str, now_ms: int) -> Mapping[str, str]:
        """Give the headers for one request; Lost or Refused where it cannot be signed now."""

    def refused(self, reply: Reply) -> bool:
        """Take in a 401; tell whether the same request should be signed anew and sent again."""


@runtime_checkable
class _Closes(Protocol):
    """A signer that has a connection of its own."""

    def close(self) -> None: ...


class Wire:
    """The way to one service for one channel; may be used from any thread, one request at a time.

    What is not answered in FHIR's JSON (or in `accepts`), leads elsewhere, or comes from anyone but
    the right server is never taken for an answer.
    """

    def __init__(
        self,
        address: Address,
        signer: Signer,
        clock: Clock,
        *,
        stop: Event | None = None,
        accepts: tuple[str, ...] = FHIR,
    ) -> None:
        """Lead to `address`; `stop` ends what goes on within a moment."""
        self._carrier = Carrier(address, clock, stop=stop, accepts=accepts)
        self._signer = signer
        self._clock = clock

    @property
    def address(self) -> Address:
        """Give where it leads."""
        return self._carrier.address

    @property
    def server_key(self) -> str:
        """Give the pin of the server that answered last, "" without TLS or before any did."""
        return self._carrier.server_key

    def ask(
        self,
        method: str,
        path: str,
        *,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        timeout_s: float = 30.0,
    ) -> Reply:
        """Ask, and give the answer whatever its status but 401; Lost or Refused if there is none.

        `path` is below the base address ("" is the base) or a whole address of the same origin.
        After a 401 the very same request goes once more with a new token; then it is Refused.
        """
        url = self.address.url(path)

        def once() -> Reply:
            signed = {**(headers or {}), **self._signer.sign(method, url, self._clock.now())}
            return self._carrier.ask(method, url, body=body, headers=signed, timeout_s=timeout_s)

        reply = once()
        for _ in range(_TRIES - 1):
            if reply.status != _UNAUTHORIZED or not self._signer.refused(reply):
                break
            reply = once()
        if reply.status != _UNAUTHORIZED:
            return reply
        host = self.address.host
        raise clock_refusal(reply, host) or Refused("sign_in", host=host, reason=_UNAUTHORIZED)

    def close(self) -> None:
        """Stop what goes on, and hang up, where a token comes from as well."""
        if isinstance(self._signer, _Closes):
            self._signer.close()
        self._carrier.close()


def clock_refusal(reply: Reply, host: str) -> Refused | None:
    """Give the trouble with the PC's clock, if that may be why `host` said no; else None."""
    skew = reply.skew_ms
    if skew is None or abs(skew) <= MOST_SKEW_MS:
        return None
    code = "clock_ahead" if skew > 0 else "clock_behind"
    return Refused(code, host=host, minutes=round(abs(skew) / _MINUTE_MS))

"""What lies beyond the PC, made up: a central service in memory, a key, and no time that passes.

For the pictures of the exchange, which are made without a network and come out the same each time.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Event

from station.core.clock import Clock
from station.security.servicekeys import ServiceKeys
from station.services.channels.run import Work
from station.services.sync.setup import ChannelSettings
from station.services.sync.values import Report
from station.sync.central_capabilities import NEEDED, Capabilities
from station.sync.central_card import Card, Holder
from station.sync.fhir import TYPES
from station.sync.lost import Lost
from station.sync.values import Found, Outcome, Page, Resource, Sealed, Verdict
from station.wiring_groups import Outside

HOST = "fhir.example.no"
_SKEW_MS = 1_000
_KEY = {
    "alg": "ES256",
    "crv": "P-256",
    "d": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE",
    "kty": "EC",
    "x": "axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY",
    "y": "T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU",
}
"""The number one as a key: everybody knows it, and nobody lets it in."""


@dataclass(slots=True)
class Centre:
    """A service that keeps what it is sent; `news` is what it has that no station has fetched.

    It refuses the records in `refuses` with the words there, and is not reached while `away`.
    """

    there: dict[tuple[str, str], Found] = field(default_factory=dict)
    news: list[Found] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)
    away: bool = False

    def change(
        self, resource_type: str, resource_id: str, words: Iterable[tuple[str, str]]
    ) -> None:
        """Let another station have written other words in a resource: each (before, after)."""
        text = json.dumps(self.there[resource_type, resource_id].body, ensure_ascii=False)
        for before, after in words:
            text = text.replace(before, after)
        self.news.append(self._keep(json.loads(text)))

    def upload(
        self,
        batch: Sequence[Sealed],
        tell: Callable[[int, int], None] | None = None,  # noqa: ARG002  (it is all there at once)
        stop: Callable[[], bool] | None = None,  # noqa: ARG002
    ) -> tuple[Outcome, ...]:
        """Keep all but what is refused, and what has another version here."""
        self._reached()
        return tuple(map(self._take, batch))

    def pull(self, resource_type: str, cursor: str, limit: int = 200) -> Page:
        """Give the news of a type, once."""
        self._reached()
        found = [each for each in self.news if each.resource_type == resource_type][:limit]
        self.news = [each for each in self.news if each not in found]
        return Page(resource_type, tuple(found), cursor or "0", last=True)

    def fetch(self, resource_type: str, resource_id: str) -> Found | None:
        """Give one resource."""
        return self.there.get((resource_type, resource_id))

    def ids(self, resource_type: str) -> Iterator[tuple[str, str]]:
        """Give id and version of everything of a type."""
        return (
            (found.resource_id, found.version)
            for (kind, _), found in self.there.items()
            if kind == resource_type
        )

    def card(self, station: str, kept: str, fresh: str) -> Card:  # noqa: ARG002
        """Let the station's card be its own."""
        self._reached()
        return Card(Holder.MINE if kept else Holder.NEW, fresh)

    def whose(self, station: str, kept: str, fresh: str) -> Holder:  # noqa: ARG002
        """Let the station's card be its own."""
        self._reached()
        return Holder.MINE

    def capabilities(self) -> Capabilities:
        """Say that everything can be done here."""
        can = {name: frozenset(NEEDED) for name in TYPES}
        return Capabilities("4.0.1", "HAPI FHIR Server", can, frozenset(), batch=True)

    def _take(self, sealed: Sealed) -> Outcome:
        key = (sealed.kind, sealed.record_id)
        if words := self.refuses.get(sealed.record_id):
            return Outcome(*key, Verdict.HELD, reason_code="http_422", reason=words)
        main, *rest = (json.loads(each) for each in sealed.resources)
        before = self.there.get(_key(main))
        if before is not None and before.version != sealed.etag:
            return Outcome(*key, Verdict.STALE, found=before)
        for each in rest:
            self._keep(each)
        return Outcome(*key, Verdict.DONE, self._keep(main).version)

    def _keep(self, body: Resource) -> Found:
        before = self.there.get(_key(body))
        version = str(int(before.version) + 1) if before is not None else "1"
        self.there[_key(body)] = found = Found(*_key(body), version, body)
        return found

    def _reached(self) -> None:
        if self.away:
            raise Lost("unreachable", "before", HOST)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the service says at its door."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b"{}"


@dataclass(slots=True)
class _Line:
    central: Centre
    skew_ms: int | None = _SKEW_MS

    def ask(
        self,
        method: str,  # noqa: ARG002  (it says yes to everything)
        path: str,  # noqa: ARG002
        *,
        body: bytes = b"",  # noqa: ARG002
        headers: Mapping[str, str] | None = None,  # noqa: ARG002
        timeout_s: float = 30.0,  # noqa: ARG002
    ) -> _Answer:
        return _Answer()

    def close(self) -> None:
        pass


class _Never:
    def cancel(self) -> None:
        pass


class _Ring:
    """A keyring in memory, with one key in it from the start, whoever asks."""

    def __init__(self) -> None:
        self._kept: dict[str, str] = {}

    def get_password(self, service: str, username: str) -> str | None:  # noqa: ARG002
        first = f"1:{json.dumps(_KEY)}" if service.endswith("/now/0") else None
        return self._kept.get(service, first)

    def set_password(self, service: str, username: str, password: str) -> None:  # noqa: ARG002
        self._kept[service] = password

    def delete_password(self, service: str, username: str) -> None:  # noqa: ARG002
        self._kept.pop(service, None)


class Played(Outside):
    """All of it played: no run begins by itself, and nothing is asked of the network."""

    def __init__(self, clock: Clock, centre: Centre) -> None:
        """Play with this service."""
        super().__init__(clock)
        self._centre = centre
        self._ring = _Ring()
        self.later = lambda _seconds, _job: _Never()

    def line(self, settings: ChannelSettings, station: str, stop: Event) -> _Line:  # noqa: ARG002
        """Opens a line to the service in memory."""
        return _Line(self._centre)

    def others(self, work: Work, stop: Event) -> tuple[Report, ...]:  # noqa: ARG002
        """Runs no other channel."""
        return ()

    def keys(self, station: str) -> ServiceKeys:
        """Gives the one key."""
        return ServiceKeys(self._ring, station)


def _key(body: Resource) -> tuple[str, str]:
    return str(body["resourceType"]), str(body["id"])

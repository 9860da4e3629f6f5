"""What tests of the central client need: a client for a server, and records to send."""

import json
import uuid
from collections.abc import Callable, Mapping

from station.core.clock import SystemClock
from station.sync.address import Address, parse
from station.sync.central import Central
from station.sync.http import Lost, Reply, Wire
from station.sync.values import Page, Resource, Sealed


class Nobody:
    """Signs nothing: the server asks for no sign-in."""

    def sign(self, method: str, url: str, now_ms: int) -> Mapping[str, str]:
        return {}

    def refused(self, reply: Reply) -> bool:
        return False


def wire_to(base_url: str) -> Wire:
    """Give a wire to a server on this machine."""
    return Wire(parse(base_url, without_sign_in=True), Nobody(), SystemClock())


class Losing:
    """A wire that carries everything there, and loses the answers to what it is told to lose.

    `meanwhile` is done once, between what is asked first and what is sent.
    """

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self.lose = False
        self.meanwhile: Callable[[], object] | None = None

    @property
    def address(self) -> Address:
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
        before = self.meanwhile
        if before and b'"PUT"' in body:
            self.meanwhile = None
            before()
        reply = self._wire.ask(method, path, body=body, headers=headers, timeout_s=timeout_s)
        if self.lose and b'"PUT"' in body:
            raise Lost("reset", "after")
        return reply


def new_uuid() -> str:
    """Give a new resource id."""
    return str(uuid.uuid4())


def flag(resource_id: str, words: str = "x", **more: object) -> dict[str, object]:
    """Make a small resource that every server takes."""
    return {
        "resourceType": "Flag",
        "id": resource_id,
        "status": "active",
        "code": {"text": words},
        "subject": {"display": "Rask Elg"},
        **more,
    }


def observation(resource_id: str, value: float = 97) -> dict[str, object]:
    """Make a reading of SpO2 of nobody."""
    return {
        "resourceType": "Observation",
        "id": resource_id,
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "59408-5"}]},
        "effectiveDateTime": "2026-11-20T07:12:00+01:00",
        "valueQuantity": {
            "value": value,
            "unit": "%",
            "system": "http://unitsofmeasure.org",
            "code": "%",
        },
    }


def sealed(*resources: Resource, etag: str = "", again: bool = False) -> Sealed:
    """Seal resources as one record."""
    name = str(resources[0]["id"]).replace("-", "")
    texts = tuple(json.dumps(each) for each in resources)
    return Sealed("pauses", name, None, 1, texts, etag, again)


def pages(central: Central, kind: str, cursor: str = "", limit: int = 100) -> list[Page]:
    """Read page after page until the last one."""
    read = [central.pull(kind, cursor, limit)]
    while not read[-1].last:
        read.append(central.pull(kind, read[-1].cursor, limit))
    return read

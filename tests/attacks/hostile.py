"""A server that says what it likes to a station that believes it to be the central one."""

import json
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from station.services.sync.applying.applying import Inbox
from station.sync import fhir
from station.sync.values import Context, Found, Page
from tests.services.stations import CENTRE, Place

Body = dict[str, Any]
_ELSEWHERE = Context(station="f" * 32)


@dataclass
class Hostile:
    """Speaks real FHIR to one station and counts its versions as a server does."""

    station: Place
    versions: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.station.inbox = Inbox(fhir.decode)

    def body(self, kind: str, record_id: str) -> Body:
        """Give the resource of a record that is at the station."""
        fields = self.station.one(kind, record_id)
        assert fields is not None
        body: Body = json.loads(fhir.text(fhir.encode(kind, fields, _ELSEWHERE)[0]))
        return body

    def known(self, kind: str, record_id: str) -> Body:
        """Let the server have a record as it stands, and the station know that; give it."""
        body = self.body(kind, record_id)
        self.says(body)
        return body

    def says(self, *bodies: Body) -> list[tuple[str, str, str]]:
        """Let the server say this; give for each what became of it: state, code, values."""
        return self.lists(*(self.found(body) for body in bodies))

    def found(self, body: Body) -> Found:
        """Give a resource as the next version of it."""
        name = f"{body.get('resourceType')}/{body.get('id')}"
        self.versions[name] = self.versions.get(name, 0) + 1
        version = str(self.versions[name])
        body = deepcopy(body)
        if isinstance(body.setdefault("meta", {}), dict):
            body["meta"]["versionId"] = version
        return Found(str(body.get("resourceType")), str(body.get("id")), version, body)

    def lists(self, *found: Found) -> list[tuple[str, str, str]]:
        """Let the server list these, and the station work them in."""
        page = Page("any", found, "cursor", last=True)
        with self.station.database.write(self.station.actor) as writer:
            self.station.inbox.receive(writer, CENTRE, page)
        self.work_in()
        rows = self.station.rows(
            "SELECT state, reason_code, reason_values FROM sync_inbox ORDER BY rowid DESC LIMIT ?",
            len(found),
        )
        return [(str(a), str(b), str(c)) for a, b, c in reversed(rows)]

    def work_in(self) -> None:
        """Work in all that came."""
        for _ in range(1000):
            with self.station.database.write(self.station.actor) as writer:
                if not self.station.inbox.apply(writer, CENTRE, 50).looked:
                    return
        raise AssertionError("it never ends")


def changed(body: Body, **more: object) -> Body:
    """Give a resource with other words in some of its own places."""
    return {**deepcopy(body), **more}


def saying(body: Body, name: str, **value: object) -> Body:
    """Give a resource that says a column in Station's extension as `value`, or not at all."""
    body = deepcopy(body)
    own = next(e for e in body["extension"] if e["url"] == "urn:station:fhir:record")
    subs = [sub for sub in own["extension"] if sub["url"] != name]
    own["extension"] = [*subs, {"url": name, **value}] if value else subs
    return body


def patient(record_id: str) -> dict[str, str]:
    """Give the reference to a patient."""
    i = record_id
    return {"reference": f"Patient/{i[:8]}-{i[8:12]}-{i[12:16]}-{i[16:20]}-{i[20:]}"}

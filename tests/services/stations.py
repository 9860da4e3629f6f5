"""Two stations and a server between them, in memory: what is sent is what others can fetch.

The server keeps versions and refuses what replaces another version than the newest.
"""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from station.core.clock import FixedClock
from station.models.anchor import Anchor
from station.models.database import Actor, Database, Writer
from station.models.queries import outbox as queries
from station.models.queries import shared_rows, sync_inbox
from station.models.queries.outbox import Head
from station.models.records import hand
from station.models.records import outbox as heads
from station.models.records.exchange import keep_secret
from station.rules.synced import KINDS, kind_of
from station.services.sync import restamping, stamps
from station.services.sync.applying.alerts import settle
from station.services.sync.applying.applying import Inbox
from station.sync.stamps import put_stamp
from station.sync.values import Decoded, Found, Page, Resource
from tests.conftest import ANCHOR_KEY, AUDIT_KEY, DATA_KEY

CENTRE = "centre"
RASK, STILLE = Actor("0" * 31 + "1", "Rask Elg"), Actor("0" * 31 + "2", "Stille Brygge")


class NotOurs(Exception):  # noqa: N818  (it is told to a person)
    """A resource that cannot be read."""

    code = "unknown_kind"
    values: Mapping[str, object] = {"kind": "Basic"}


def resource(
    kind: str, record_id: str, fields: Mapping[str, object], **more: object
) -> dict[str, Any]:
    """Give a resource of the double: the columns as they are."""
    tag = {"system": "urn:station:fhir:kind", "code": kind}
    return {
        "resourceType": kind,
        "id": record_id,
        "meta": {"tag": [tag]},
        "fields": dict(fields),
        **more,
    }


def decode(body: Resource) -> Decoded:
    """Read what resource() gives."""
    if "fields" not in body:
        raise NotOurs
    fields = body["fields"]
    assert isinstance(fields, dict)
    return Decoded(str(body["resourceType"]), str(body["id"]), fields, bool(body.get("deleted")))


@dataclass
class Server:
    """Keeps the newest version of each resource, and all of them in the order they came."""

    rows: dict[tuple[str, str], tuple[int, Resource]] = field(default_factory=dict)
    log: list[Found] = field(default_factory=list)

    def put(self, body: Resource, known: str) -> str | None:
        """Store a resource that replaces the version `known`; None if another one stands."""
        key = (str(body["resourceType"]), str(body["id"]))
        version = self.rows[key][0] if key in self.rows else 0
        if known != (str(version) if version else ""):
            return None
        return self.force(body)

    def force(self, body: Resource) -> str:
        """Store a resource whatever stands there."""
        key = (str(body["resourceType"]), str(body["id"]))
        version = self.rows[key][0] + 1 if key in self.rows else 1
        self.rows[key] = (version, body)
        self.log.append(Found(*key, str(version), body))
        return str(version)

    def delete(self, kind: str, record_id: str) -> None:
        """Lose a resource."""
        version, _ = self.rows.pop((kind, record_id))
        self.log.append(Found(kind, record_id, str(version + 1), gone=True))

    def newest(self, kind: str, record_id: str) -> Found:
        """Give a resource as it stands."""
        version, body = self.rows[kind, record_id]
        return Found(kind, record_id, str(version), body)


@dataclass
class Place:
    """One station of the double, with its encrypted file."""

    name: str
    database: Database
    clock: FixedClock
    actor: Actor
    server: Server
    inbox: Inbox = field(default_factory=lambda: Inbox(decode))
    sent: int = 0
    read: int = 0

    def write(self, sql: str, *values: object) -> None:
        """Do something by hand, as a person here."""
        with self.database.write(self.actor) as writer:
            writer.execute(sql, values)  # type: ignore[arg-type]
            writer.quiet()

    def rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        """Read something by hand."""
        with self.database.read() as reader:
            return [tuple(row) for row in reader.raw(sql, values)]  # type: ignore[arg-type]

    def one(self, kind: str, record_id: str) -> dict[str, object] | None:
        """Give the shared columns of a record."""
        with self.database.read() as reader:
            return shared_rows.one(reader, kind_of(kind), record_id)

    def everything(self) -> dict[str, list[dict[str, object]]]:
        """Give all shared records but what each station says of itself."""
        with self.database.read() as reader:
            return {
                kind.name: shared_rows.page(reader, kind, limit=10_000)
                for kind in KINDS
                if kind.name != "openings"
            }

    def share_code(self, secret: bytes = b"s" * 16) -> None:
        """Take the code that the municipality's stations share."""
        with self.database.write(self.actor) as writer:
            keep_secret(writer, secret)
            writer.quiet()

    def send(self) -> None:
        """Send what was changed here, and take what was found instead into the inbox."""
        with self.database.write(self.actor) as writer:
            writer.quiet()
            settle(writer)
            found, position = queries.changes_after(writer, self.sent, 100_000)
            self.sent = position
            while restamping.step(writer):
                pass
            keys = dict.fromkeys(
                (each.kind, each.record_id) for origin, each in found if origin != CENTRE
            )
            # What goes out once more though nothing was changed waits in the outbox itself.
            again = writer.raw("SELECT kind, record_id FROM sync_outbox WHERE channel = 'centre'")
            keys |= dict.fromkeys((row[0], row[1]) for row in again)
            writer.execute("DELETE FROM sync_outbox WHERE channel = 'centre'")
            order = sorted(keys, key=lambda key: kind_of(key[0]).order)
            for key in order:
                self._send(writer, key)

    def _send(self, writer: Writer, key: tuple[str, str]) -> None:
        if queries.in_conflict(writer, CENTRE, [key]) or key[0] == "openings":
            return
        kind = kind_of(key[0])
        fields = shared_rows.one(writer, kind, key[1])
        head = queries.heads(writer, CENTRE, [key]).get(key)
        known = json.loads(head.fields) if head and head.gone_at is None else None
        if fields is None and known is None:
            return
        said = fields or known or {}
        stamped, stamp = stamps.known_of(writer, [key]).get(key, stamps.NOTHING), ""
        if fields is not None:
            stamp = stamps.to_say(stamps.key_of(writer), key, fields, stamped, known or {})
        if fields == known and stamps.is_there(stamped, stamp):
            return
        body = resource(kind.name, key[1], said, deleted=fields is None)
        put_stamp(body, stamp)
        version = self.server.put(body, head.version if head and head.gone_at is None else "")
        if version is None:
            self.inbox.found(writer, CENTRE, self.server.newest(*key), key)
            self.inbox.apply(writer, CENTRE, 10)
            if not sync_inbox.counts(writer, CENTRE):
                self._send(writer, key)
            return
        text = json.dumps(said)
        gone = writer.now if fields is None else None
        heads.keep_head(writer, CENTRE, key, Head(kind.name, key[1], version, text, None, gone))
        if (became := stamps.sent(stamped, stamp)) != stamped:
            stamps.keep(writer, [(key, became)])

    def fetch(self) -> None:
        """Fetch all that the server has got since, and work it in."""
        items = tuple(self.server.log[self.read :])
        self.read = len(self.server.log)
        with self.database.write(self.actor) as writer:
            self.inbox.receive(writer, CENTRE, Page("any", items, str(self.read), last=True))
        while True:
            with self.database.write(self.actor) as writer:
                if not self.inbox.apply(writer, CENTRE, 50).looked:
                    return

    def conflicts(self) -> list[tuple[object, ...]]:
        """Give kind, record, reason and columns of what a person must choose about."""
        return self.rows(
            "SELECT kind, record_id, reason, fields FROM sync_conflicts WHERE state = 'open'"
        )


def place(name: str, actor: Actor, empty: Path, folder: Path, server: Server, now: int) -> Place:
    """Give a station with an empty file that notes its changes."""
    path = folder / f"{name}.db"
    shutil.copyfile(empty, path)
    clock = FixedClock(now)
    anchor = Anchor(folder / f"{name}.anchor", ANCHOR_KEY)
    database = Database.open(path, DATA_KEY, AUDIT_KEY, clock=clock, anchor=anchor)
    with database.write(actor) as writer:
        hand.begin(writer)
        writer.quiet()
    return Place(name, database, clock, actor, server)


def exchange(*places: Place, rounds: int = 3) -> None:
    """Let all stations send and fetch until nothing is new."""
    for _ in range(rounds):
        for each in places:
            each.send()
            each.fetch()

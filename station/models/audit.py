"""The audit log from below: adding a row to the chain, and finding the first that does not fit."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from station.models.driver import Connection, Row
from station.security.chain import GENESIS, Chain

_FIELDS = "seq, at, user_id, user_name, action, subject_kind, subject_id, patient_id, details"
_PAGE = 2000


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the log: how many rows it has, and the code of the last one."""

    seq: int = 0
    mac: str = GENESIS

    @property
    def short(self) -> str:
        """Give eight characters of the code, to be printed where a person can compare them."""
        return self.mac[:8]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: the id of a user and the name as it was at the time."""

    user_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was done, as the log keeps it; `details` is JSON text."""

    at: int
    actor: Actor
    action: str
    subject_kind: str
    subject_id: str
    patient_id: str | None
    details: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a walk through the log found; `problem` is "", "changed" or "missing" at `first_bad`."""

    rows: int
    problem: str = ""
    first_bad: int = 0


def details_text(details: dict[str, object]) -> str:
    """Give `details` as the JSON text that is stored, the same for the same details."""
    return json.dumps(details, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def head_of(connection: Connection) -> Head:
    """Read the end of the log."""
    row = connection.execute("SELECT seq, mac FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    return Head() if row is None else Head(row[0], row[1])


def forward(connection: Connection, now: int) -> int:
    """Give `now`, or the moment after the newest row where the clock has gone back behind it.

    What came after a closing must never look as if it had been there before, whatever the clock
    says: judging would take it for settled. So nothing shares its moment with a closing either.
    """
    sql = "SELECT at, action = 'alert_closed' FROM audit ORDER BY seq DESC LIMIT 1"
    row = connection.execute(sql).fetchone()
    return now if row is None or now >= row[0] + row[1] else int(row[0]) + 1


def sign(connection: Connection, now: int, actor: Actor) -> None:
    """Tell the triggers that note changes for other stations whose hand writes, and when."""
    connection.execute(
        "UPDATE sync_hand SET now = ?, actor = ? WHERE capture = 1", (now, actor.user_id)
    )


def append(connection: Connection, chain: Chain, head: Head, entry: Entry) -> Head:
    """Add `entry` after `head`, in the transaction that is open, and give the new end."""
    fields = (
        head.seq + 1,
        entry.at,
        entry.actor.user_id,
        entry.actor.name,
        entry.action,
        entry.subject_kind,
        entry.subject_id,
        entry.patient_id,
        entry.details,
    )
    mac = chain.link(head.mac, fields)
    connection.execute(
        f"INSERT INTO audit ({_FIELDS}, mac) VALUES (?,?,?,?,?,?,?,?,?,?)",  # noqa: S608
        (*fields, mac),
    )
    return Head(head.seq + 1, mac)


def verify(connection: Connection, chain: Chain) -> Finding:
    """Walk the whole log and name the first row that was changed, or is no longer there."""
    head = Head()
    for *fields, mac in _all_rows(connection):
        if fields[0] != head.seq + 1:
            return Finding(head.seq, "missing", head.seq + 1)
        if not chain.follows(head.mac, fields, mac):
            return Finding(head.seq, "changed", fields[0])
        head = Head(fields[0], mac)
    return Finding(head.seq)


def holds(connection: Connection, anchored: Head) -> bool:
    """Tell whether the log still has the row that a copy of its head, kept elsewhere, names."""
    if not anchored.seq:
        return True
    row = connection.execute("SELECT mac FROM audit WHERE seq = ?", (anchored.seq,)).fetchone()
    return row is not None and row[0] == anchored.mac


def _all_rows(connection: Connection) -> Iterator[Row]:
    after = -(2**63)
    while rows := connection.execute(
        f"SELECT {_FIELDS}, mac FROM audit WHERE seq > ? ORDER BY seq LIMIT ?",  # noqa: S608
        (after, _PAGE),
    ).fetchall():
        yield from rows
        after = rows[-1][0]

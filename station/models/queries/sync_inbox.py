"""Reading what came from the other side and is not worked in yet."""

import json
from collections.abc import Collection
from dataclasses import dataclass

from station.models.database import Reader


@dataclass(frozen=True, slots=True)
class Item:
    """One version that came: its resource as text, and the record it means if that is known."""

    id: str
    kind: str
    record_id: str
    resource_type: str
    resource_id: str
    version: str
    body: str
    received_at: int
    state: str
    reason_code: str
    channel: str


_COLUMNS = (
    "id, kind, record_id, resource_type, resource_id, version, body, received_at, state, "
    "reason_code, channel"
)


def pending(reader: Reader, channel: str, state: str, limit: int, after: int = 0) -> list[Item]:
    """Give items of one state in the order they came, behind the row number `after`."""
    # A bare «LIMIT ?» is planned anew at each call, which takes longer than the reading.
    rows = reader.raw(
        f"SELECT {_COLUMNS} FROM sync_inbox WHERE channel = ? AND state = ? AND rowid > ? "  # noqa: S608
        "ORDER BY rowid LIMIT 0 + ?",
        (channel, state, after, limit),
    )
    return [Item(*row) for row in rows]


def ahead(reader: Reader, channel: str, state: str, limit: int) -> list[str]:
    """Give the ids of items of one state in the order they came."""
    rows = reader.raw(
        "SELECT id FROM sync_inbox WHERE channel = ? AND state = ? ORDER BY rowid LIMIT 0 + ?",
        (channel, state, limit),
    )
    return [str(row[0]) for row in rows]


def among(reader: Reader, ids: Collection[str], state: str) -> frozenset[str]:
    """Give those of these items that are in a state."""
    rows = reader.raw(
        "SELECT id FROM (SELECT value AS wanted FROM json_each(?)) "
        "CROSS JOIN sync_inbox WHERE id = wanted AND state = ?",
        (json.dumps(list(ids)), state),
    )
    return frozenset(str(row[0]) for row in rows)


def items(reader: Reader, ids: Collection[str]) -> list[Item]:
    """Give items by their ids, in the order of the ids; those that are gone are missing."""
    rows = reader.raw(
        f"SELECT {_COLUMNS} FROM (SELECT key AS place, value AS wanted FROM json_each(?)) "  # noqa: S608
        "CROSS JOIN sync_inbox WHERE id = wanted ORDER BY place",
        (json.dumps(list(ids)),),
    )
    return [Item(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Waiting:
    """An item that waits: its place in the order they came, and why."""

    row: int
    id: str
    reason_code: str
    reason_values: str


def waiting(reader: Reader, channel: str, after: int, limit: int) -> list[Waiting]:
    """Give items that wait, behind the row number `after`, without what they say."""
    rows = reader.raw(
        "SELECT rowid, id, reason_code, reason_values FROM sync_inbox "
        "WHERE channel = ? AND state = 'waiting' AND rowid > ? ORDER BY rowid LIMIT 0 + ?",
        (channel, after, limit),
    )
    return [Waiting(*row) for row in rows]


def resting(
    reader: Reader, channel: str, records: Collection[tuple[str, str]]
) -> frozenset[tuple[str, str]]:
    """Give those of these records of which a version came that is neither new nor over."""
    rows = reader.raw(
        "SELECT DISTINCT kind, record_id FROM json_each(?) CROSS JOIN sync_inbox WHERE "
        "channel = ? AND kind = value ->> 0 AND record_id = value ->> 1 "
        "AND state NOT IN ('new', 'done', 'same')",
        (json.dumps(list(records)), channel),
    )
    return frozenset((row[0], row[1]) for row in rows)


def over(
    reader: Reader, channel: str, state: str, after: int, before: int, limit: int
) -> list[tuple[int, bool]]:
    """Give the next rows of a state that came before a moment, and whether they are known records.

    They lie in the order they came: the first that is younger ends it.
    """
    rows = reader.raw(
        "SELECT rowid, received_at, EXISTS (SELECT 1 FROM sync_heads h WHERE h.channel = "
        "i.channel AND h.resource_type = i.resource_type AND h.resource_id = i.resource_id) "
        "FROM sync_inbox i WHERE channel = ? AND state = ? AND rowid > ? "
        "ORDER BY rowid LIMIT 0 + ?",
        (channel, state, after, limit),
    )
    found = []
    for row, received_at, is_known in rows:
        if received_at >= before:
            break
        found.append((int(row), bool(is_known)))
    return found


def cursor(reader: Reader, channel: str, resource_type: str) -> str:
    """Give how far a type has been read, "" if it never was."""
    rows = reader.raw(
        "SELECT cursor FROM sync_cursors WHERE channel = ? AND resource_type = ?",
        (channel, resource_type),
    )
    return str(rows[0][0]) if rows else ""


def known_as(
    reader: Reader, channel: str, resource_type: str, resource_id: str
) -> tuple[str, str, str]:
    """Give kind, record and version that a resource is known by, or three times ""."""
    rows = reader.raw(
        "SELECT kind, record_id, version FROM sync_heads "
        "WHERE channel = ? AND resource_type = ? AND resource_id = ?",
        (channel, resource_type, resource_id),
    )
    return rows[0] if rows else ("", "", "")


def all_known_as(
    reader: Reader, channel: str, of: Collection[tuple[str, str]]
) -> dict[tuple[str, str], tuple[str, str, str]]:
    """Give kind, record and version of those of these resources (type, id) that are known."""
    rows = reader.raw(
        "SELECT resource_type, resource_id, kind, record_id, version FROM json_each(?) "
        "CROSS JOIN sync_heads WHERE channel = ? AND resource_type = value ->> 0 "
        "AND resource_id = value ->> 1",
        (json.dumps(list(of)), channel),
    )
    return {(row[0], row[1]): (row[2], row[3], row[4]) for row in rows}


def counts(reader: Reader, channel: str) -> dict[str, int]:
    """Give how many items there are in each state that is not over."""
    rows = reader.raw(
        "SELECT state, count(*) FROM sync_inbox WHERE channel = ? "
        "AND state IN ('new', 'waiting', 'held') GROUP BY state",
        (channel,),
    )
    return {row[0]: row[1] for row in rows}

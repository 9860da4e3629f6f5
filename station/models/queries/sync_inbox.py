"""Reading what came from the other side and is not worked in yet."""

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


def counts(reader: Reader, channel: str) -> dict[str, int]:
    """Give how many items there are in each state that is not over."""
    rows = reader.raw(
        "SELECT state, count(*) FROM sync_inbox WHERE channel = ? "
        "AND state IN ('new', 'waiting', 'held') GROUP BY state",
        (channel,),
    )
    return {row[0]: row[1] for row in rows}

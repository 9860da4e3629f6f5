"""Reading how the exchange stands: channels, what waits by why, what is stuck, the last runs."""

from collections.abc import Sequence
from dataclasses import dataclass

from station.models.database import Reader
from station.models.driver import Value
from station.rules.synced import KINDS

BACKFILL = "sync_backfill"
"""Where in `meta` stands how far what was stored before is noted: «kind:rowid», «done»."""


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """One channel as it is stored; times are UTC milliseconds."""

    name: str
    enabled: bool
    settings: str
    position: int
    audit_position: int
    last_try_at: int | None
    sent_at: int | None
    pulled_at: int | None
    failing_since: int | None
    reason_code: str
    reason: str
    paused_until: int | None
    clock_skew_ms: int | None


@dataclass(frozen=True, slots=True)
class KindRow:
    """How many records of one kind stand in a state, and since when the oldest of them."""

    state: str
    kind: str
    number: int
    since: int | None


@dataclass(frozen=True, slots=True)
class StuckRow:
    """One record that does not go by itself, with the patient's names."""

    kind: str
    record_id: str
    patient_id: str | None
    state: str
    since: int
    attempts: int
    reason_code: str
    reason: str
    given_name: str
    family_name: str


_CHANNEL = (
    "name, enabled, settings, position, audit_position, last_try_at, sent_at, pulled_at, "
    "failing_since, reason_code, reason, paused_until, clock_skew_ms"
)


def channels(reader: Reader) -> tuple[ChannelRow, ...]:
    """Give all channels that were ever set up, by name."""
    rows = reader.raw(f"SELECT {_CHANNEL} FROM sync_channels ORDER BY name")  # noqa: S608
    return tuple(ChannelRow(row[0], bool(row[1]), *row[2:]) for row in rows)


def channel(reader: Reader, name: str) -> ChannelRow | None:
    """Give one channel, or None if it was never set up."""
    return next((each for each in channels(reader) if each.name == name), None)


def counts(reader: Reader, name: str) -> dict[str, int]:
    """Give how many records stand in each state; rows of the audit log under «audit».

    Who has whom open is no change that somebody made: under «openings», unless it stands still.
    """
    rows = reader.raw(
        "SELECT CASE WHEN kind = 'audit' OR kind = 'openings' AND state IN ('waiting', 'sealed', "
        "'behind', 'stale') THEN kind ELSE state END AS s, count(*) "
        "FROM sync_outbox WHERE channel = ? GROUP BY s",
        (name,),
    )
    return {str(state): int(number) for state, number in rows}


def kinds(reader: Reader, name: str) -> tuple[KindRow, ...]:
    """Give what stands in each state by kind, as counts() gives it in all."""
    rows = reader.raw(
        "SELECT CASE WHEN kind = 'audit' OR kind = 'openings' AND state IN ('waiting', 'sealed', "
        "'behind', 'stale') THEN kind ELSE state END AS s, kind, count(*), min(since) "
        "FROM sync_outbox WHERE channel = ? GROUP BY s, kind",
        (name,),
    )
    return tuple(KindRow(*row) for row in rows)


def ungathered(reader: Reader, position: int) -> tuple[KindRow, ...]:
    """Give by kind how many records changed behind `position` of the log, and the first of them.

    What came from the centre itself is not counted, it is there; nor who has whom open.
    """
    rows = reader.raw(
        "SELECT 'waiting', kind, count(DISTINCT record_id), min(at) FROM sync_log "
        "WHERE seq > ? AND origin <> 'centre' AND kind <> 'openings' GROUP BY kind",
        (position,),
    )
    return tuple(KindRow(*row) for row in rows)


def audit_behind(reader: Reader, position: int) -> int:
    """Give how many rows of the audit log have not been gathered."""
    rows = reader.raw("SELECT coalesce(max(seq), 0) - ? FROM audit", (position,))
    return max(int(rows[0][0]), 0)


def inbox(reader: Reader, name: str) -> dict[str, int]:
    """Give how much of what came stands in each state."""
    rows = reader.raw(
        "SELECT state, count(*) FROM sync_inbox WHERE channel = ? GROUP BY state", (name,)
    )
    return {str(state): int(number) for state, number in rows}


def inbox_kinds(reader: Reader, name: str) -> tuple[KindRow, ...]:
    """Give by kind what came and is not taken in; what means no known record by its type."""
    rows = reader.raw(
        "SELECT state, CASE kind WHEN '' THEN resource_type ELSE kind END AS k, count(*), "
        "min(received_at) FROM sync_inbox WHERE channel = ? "
        "AND state IN ('new', 'waiting', 'held', 'left') GROUP BY state, k",
        (name,),
    )
    return tuple(KindRow(*row) for row in rows)


def open_conflicts(reader: Reader) -> int:
    """Give how many differences wait for a person."""
    return int(reader.raw("SELECT count(*) FROM sync_conflicts WHERE state = 'open'")[0][0])


def stuck(reader: Reader, name: str, limit: int) -> tuple[StuckRow, ...]:
    """Give what does not go by itself: refusals first, then by age; without audit rows' children.

    What waits behind another record is not listed: that one is.
    """
    rows = reader.raw(
        "SELECT o.kind, o.record_id, o.patient_id, o.state, o.since, o.attempts, o.reason_code, "
        "o.reason, coalesce(p.given_name, ''), coalesce(p.family_name, '') FROM sync_outbox o "
        "LEFT JOIN patients p ON p.id = o.patient_id WHERE o.channel = ? AND o.state IN "
        "('held', 'paused', 'differs', 'left') "
        "ORDER BY o.state <> 'held', o.state, o.since, o.rowid LIMIT ?",
        (name, limit),
    )
    return tuple(StuckRow(*row) for row in rows)


def stuck_count(reader: Reader, name: str) -> int:
    """Give how many such there are."""
    rows = reader.raw(
        "SELECT count(*) FROM sync_outbox WHERE channel = ? AND state IN "
        "('held', 'paused', 'differs', 'left')",
        (name,),
    )
    return int(rows[0][0])


def stuck_inbox(reader: Reader, name: str, limit: int) -> list[tuple[object, ...]]:
    """Give what came and could not be taken in: id, kind, record id, type, since, state, reason."""
    return reader.raw(
        "SELECT id, kind, record_id, resource_type, received_at, state, reason_code, "
        "reason_values FROM sync_inbox WHERE channel = ? AND state IN ('held', 'waiting', 'left') "
        "ORDER BY state = 'left', received_at, id LIMIT ?",
        (name, limit),
    )


def runs(reader: Reader, limit: int) -> list[tuple[object, ...]]:
    """Give the last runs that ended, the newest first."""
    return reader.raw(
        "SELECT channel, begun_at, ended_at, outcome, sent, received, applied, conflicts, held, "
        "reason_code, reason FROM sync_runs WHERE ended_at IS NOT NULL "
        "ORDER BY begun_at DESC, rowid DESC LIMIT ?",
        (limit,),
    )


def backfill(reader: Reader) -> str | None:
    """Give how far what was stored before is noted, None if that was never begun."""
    rows = reader.raw("SELECT value FROM meta WHERE key = ?", (BACKFILL,))
    return rows[0][0] if rows else None


def backfill_counts(reader: Reader, place: str) -> tuple[int, int]:
    """Give how many rows the backfill has passed and how many there are, roughly."""
    name, _, after = place.partition(":")
    passed = total = 0
    before = name != ""
    for kind in KINDS:
        if kind.name == name:
            before = False
            passed += _number(reader, kind.name, "WHERE rowid <= ?", (int(after),))
        number = _number(reader, kind.name)
        total += number
        if before:
            passed += number
    return passed, total


def cursors(reader: Reader, name: str) -> dict[str, tuple[str, int | None, int | None]]:
    """Give by resource type the cursor, when all was fetched, and when ids were compared."""
    rows = reader.raw(
        "SELECT resource_type, cursor, complete_at, reconciled_at FROM sync_cursors "
        "WHERE channel = ?",
        (name,),
    )
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


def _number(reader: Reader, table: str, where: str = "", values: Sequence[Value] = ()) -> int:
    rows = reader.raw(f"SELECT count(*) FROM {table} {where}", values)  # noqa: S608
    return int(rows[0][0])

"""Reading what is put together for sending: what is due, what the records say, what is known."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from station.models.database import Reader
from station.models.driver import Row
from station.rules.synced import kind_of

Fields = Mapping[str, object]
Key = tuple[str, str]
"""Kind and id of a record."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a record that is to go out: number in the log (or in audit), and when."""

    kind: str
    record_id: str
    patient_id: str | None
    seq: int
    at: int


@dataclass(frozen=True, slots=True)
class Head:
    """What the other side has now: `fields` and, where it says more, the whole `body` (JSON)."""

    resource_type: str
    resource_id: str
    version: str
    fields: str
    body: str | None = None
    gone_at: int | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """One row of the outbox; `sealed` is what was put together before (JSON), if it was."""

    kind: str
    record_id: str
    patient_id: str | None
    first_seq: int
    last_seq: int
    attempts: int
    sealed: str | None
    sealed_seq: int | None
    etag: str

    @property
    def key(self) -> Key:
        """Give what the record is known by."""
        return self.kind, self.record_id


_DUE = "kind, record_id, patient_id, first_seq, last_seq, attempts, sealed, sealed_seq, etag"


# A bare «LIMIT ?» is planned anew at each call: hence «0 + ?» below.
# By hand in this order: each key is looked up, and the whole table never read.
_EACH = "json_each(?) CROSS JOIN"
_SAME = "WHERE channel = ? AND kind = value ->> 0 AND record_id = value ->> 1"


def due(reader: Reader, channel: str, state: str, now: int, limit: int) -> tuple[Due, ...]:
    """Give rows of one state whose time has come, the longest due first."""
    rows = reader.raw(
        f"SELECT {_DUE} FROM sync_outbox WHERE channel = ? AND state = ? AND next_at <= ? "  # noqa: S608
        "ORDER BY next_at, rowid LIMIT 0 + ?",
        (channel, state, now, limit),
    )
    return tuple(Due(*row) for row in rows)


def rows_of(reader: Reader, channel: str, keys: Iterable[Key]) -> dict[Key, Due]:
    """Give rows of the outbox by their keys; those that are gone are missing."""
    found = reader.raw(
        f"SELECT {_DUE} FROM {_EACH} sync_outbox {_SAME}",  # noqa: S608
        (json.dumps(list(keys)), channel),
    )
    rows = (Due(*row) for row in found)
    return {row.key: row for row in rows}


def one(reader: Reader, channel: str, key: Key) -> tuple[str, Due, str, str] | None:
    """Give state, row, reason code and reason of one row, or None."""
    rows = reader.raw(
        f"SELECT state, {_DUE}, reason_code, reason FROM sync_outbox "  # noqa: S608
        "WHERE channel = ? AND kind = ? AND record_id = ?",
        (channel, *key),
    )
    if not rows:
        return None
    state, *middle, code, reason = rows[0]
    return state, Due(*middle), code, reason


def fields_of(reader: Reader, kind: str, ids: Iterable[str]) -> dict[str, Fields]:
    """Give the shared columns of records that are here, by id."""
    told = kind_of(kind)
    columns = ", ".join(f'"{name}"' for name in told.shared)
    rows = reader.raw(
        f"SELECT {told.key}, {columns} FROM {kind} WHERE {told.key} IN "  # noqa: S608
        "(SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    )
    return {str(row[0]): dict(zip(told.shared, row[1:], strict=True)) for row in rows}


def last_known(reader: Reader, kind: str, record_id: str) -> Fields:
    """Give what a record that was taken away said last; empty if the log never knew it."""
    rows = reader.raw(
        "SELECT coalesce(new, old) FROM sync_log WHERE kind = ? AND record_id = ? "
        "ORDER BY seq DESC LIMIT 1",
        (kind, record_id),
    )
    found: Fields = json.loads(rows[0][0]) if rows else {}
    return found


def heads(reader: Reader, channel: str, keys: Iterable[Key]) -> dict[Key, Head]:
    """Give what the other side had of these records when it was last seen."""
    rows = reader.raw(
        "SELECT kind, record_id, resource_type, resource_id, version, fields, body, gone_at "  # noqa: S608
        f"FROM {_EACH} sync_heads {_SAME}",
        (json.dumps(list(keys)), channel),
    )
    return {(row[0], row[1]): Head(*row[2:]) for row in rows}


def present(reader: Reader, channel: str, keys: Collection[Key]) -> frozenset[Key]:
    """Give those of these records that the other side has."""
    rows = reader.raw(
        f"SELECT kind, record_id FROM {_EACH} sync_heads {_SAME}",  # noqa: S608
        (json.dumps(list(keys)), channel),
    )
    return frozenset((row[0], row[1]) for row in rows)


def in_conflict(reader: Reader, channel: str, keys: Collection[Key]) -> frozenset[Key]:
    """Give those of these records that a person has yet to choose about."""
    rows = reader.raw(
        f"SELECT DISTINCT kind, record_id FROM {_EACH} sync_conflicts {_SAME} AND state = 'open'",  # noqa: S608
        (json.dumps(list(keys)), channel),
    )
    return frozenset((row[0], row[1]) for row in rows)


def resting(reader: Reader, channel: str, state: str) -> tuple[tuple[Key, str | None, str], ...]:
    """Give the key, patient and reason of the rows that rest in a state."""
    rows = reader.raw(
        "SELECT kind, record_id, patient_id, reason FROM sync_outbox "
        "WHERE channel = ? AND state = ?",
        (channel, state),
    )
    return tuple(((row[0], row[1]), row[2], row[3]) for row in rows)


def to_be_worked_in(reader: Reader, channel: str) -> tuple[Key, ...]:
    """Give the stale records for which nothing waits in the inbox any more."""
    rows = reader.raw(
        "SELECT o.kind, o.record_id FROM sync_outbox o WHERE o.channel = ? AND o.state = 'stale' "
        "AND NOT EXISTS (SELECT 1 FROM sync_inbox i WHERE i.channel = o.channel AND i.state IN "
        "('new', 'waiting', 'held') AND i.kind = o.kind AND i.record_id = o.record_id)",
        (channel,),
    )
    return tuple((row[0], row[1]) for row in rows)


def changes_after(
    reader: Reader, position: int, limit: int
) -> tuple[tuple[tuple[str, Change], ...], int]:
    """Give the next changes in the log with their origin, and the number of the last one."""
    rows = reader.raw(
        "SELECT origin, kind, record_id, patient_id, seq, at FROM sync_log WHERE seq > ? "
        "ORDER BY seq LIMIT 0 + ?",
        (position, limit),
    )
    found = tuple((row[0], Change(*row[1:])) for row in rows)
    return found, rows[-1][4] if rows else position


def audit_after(reader: Reader, position: int, limit: int) -> tuple[Change, ...]:
    """Give the next rows of the audit log as changes; their number is their id."""
    rows = reader.raw(
        "SELECT seq, patient_id, at FROM audit WHERE seq > ? ORDER BY seq LIMIT 0 + ?",
        (position, limit),
    )
    return tuple(Change("audit", str(seq), patient, seq, at) for seq, patient, at in rows)


def audit_rows(reader: Reader, numbers: Iterable[str]) -> dict[str, Fields]:
    """Give rows of the audit log by their numbers."""
    names = (
        "seq", "at", "user_id", "user_name", "action", "subject_kind", "subject_id",
        "patient_id", "details", "mac",
    )  # fmt: skip
    rows = reader.raw(
        f"SELECT {', '.join(names)} FROM audit WHERE seq IN "  # noqa: S608
        "(SELECT CAST(value AS INTEGER) FROM json_each(?))",
        (json.dumps(list(numbers)),),
    )
    return {str(row[0]): dict(zip(names, row, strict=True)) for row in rows}


def count(reader: Reader, channel: str, kind: str) -> int:
    """Give how many rows of one kind stand in the outbox."""
    rows = reader.raw(
        "SELECT count(*) FROM sync_outbox WHERE channel = ? AND kind = ?", (channel, kind)
    )
    return int(rows[0][0])


def user_names(reader: Reader) -> dict[str, str]:
    """Give all users' names by id."""
    return {row[0]: row[1] for row in reader.raw("SELECT id, name FROM users")}


def protected(reader: Reader, patients: Iterable[str]) -> frozenset[str]:
    """Give those of these patients whose address is protected."""
    rows = reader.raw(
        "SELECT id FROM patients WHERE protection <> '' AND id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(patients)),),
    )
    return frozenset(row[0] for row in rows)


def withdrawn(reader: Reader, patients: Iterable[str]) -> frozenset[str]:
    """Give those of these patients who have taken back every consent they gave.

    Where only the centre says that she has, nothing more of her goes there until a person chose.
    """
    rows = reader.raw(
        "SELECT patient_id FROM consents c WHERE patient_id IN (SELECT value FROM json_each(?)) "
        "GROUP BY patient_id HAVING count(*) = sum(withdrawn_on IS NOT NULL OR EXISTS (SELECT 1 "
        "FROM sync_conflicts s WHERE s.kind = 'consents' AND s.record_id = c.id "
        "AND s.state = 'open' AND s.reason = 'unstamped' "
        "AND s.theirs ->> '$.withdrawn_on' IS NOT NULL))",
        (json.dumps(list(patients)),),
    )
    return frozenset(row[0] for row in rows)


def deleted_there(reader: Reader, channel: str, patients: Iterable[str]) -> frozenset[str]:
    """Give those of these patients whom the other side deleted, and nobody wants there again.

    Until a person has chosen, and once she has chosen to keep them here only.
    """
    rows = reader.raw(
        "SELECT c.record_id, c.state = 'open' OR c.chosen = 'theirs' FROM sync_conflicts c "
        "JOIN sync_heads h ON h.channel = c.channel AND h.kind = c.kind "
        "AND h.record_id = c.record_id AND h.gone_at IS NOT NULL "
        "WHERE c.channel = ?1 AND c.kind = 'patients' AND c.reason = 'gone' "
        "AND c.state IN ('open', 'chosen') AND c.record_id IN (SELECT value FROM json_each(?2)) "
        "ORDER BY c.found_at, c.rowid",
        (channel, json.dumps(list(patients))),
    )
    newest = {str(record_id): bool(stays) for record_id, stays in rows}
    return frozenset(record_id for record_id, stays in newest.items() if stays)


def content(reader: Reader, document_id: str) -> bytes:
    """Give the pages of a document."""
    rows = reader.raw("SELECT content FROM documents WHERE id = ?", (document_id,))
    return bytes(rows[0][0]) if rows else b""


def plan_stamp(reader: Reader, patient_id: str) -> str:
    """Give what changes whenever another plan version may decide for a patient."""
    rows = reader.raw(
        "SELECT id, status, content_hash, in_force_from, in_force_to FROM plan_versions "
        "WHERE patient_id = ? ORDER BY id",
        (patient_id,),
    )
    return repr(rows)


def known_ids(
    reader: Reader, channel: str, resource_type: str, after: str, limit: int
) -> list[Row]:
    """Give kind, record id, resource id and version of the next heads of a type, by resource id."""
    return reader.raw(
        "SELECT h.kind, h.record_id, h.resource_id, h.version FROM sync_heads h WHERE "
        "h.channel = ? AND h.resource_type = ? AND h.resource_id > ? AND h.gone_at IS NULL "
        "ORDER BY h.resource_id LIMIT ?",
        (channel, resource_type, after, limit),
    )


def unknown_ids(reader: Reader, channel: str, resource_type: str, ids: Iterable[str]) -> list[str]:
    """Give those of these resources that are neither known as a record nor ever came in."""
    rows = reader.raw(
        "SELECT value FROM json_each(?) WHERE NOT EXISTS (SELECT 1 FROM sync_heads h WHERE "
        "h.channel = ? AND h.resource_type = ? AND h.resource_id = value) AND NOT EXISTS "
        "(SELECT 1 FROM sync_inbox i WHERE i.channel = ? AND i.resource_type = ? AND "
        "i.resource_id = value)",
        (json.dumps(list(ids)), channel, resource_type, channel, resource_type),
    )
    return [row[0] for row in rows]


def arrived(reader: Reader, channel: str, inbox_id: str) -> tuple[str, str, str, str] | None:
    """Give state, reason code, its values and the body of one thing that came, or None."""
    rows = reader.raw(
        "SELECT state, reason_code, reason_values, body FROM sync_inbox "
        "WHERE channel = ? AND id = ?",
        (channel, inbox_id),
    )
    return rows[0] if rows else None


def patient_of(reader: Reader, kind: str, record_id: str) -> str | None:
    """Give whose a record is; None if it is nobody's, or not here any more."""
    told = kind_of(kind)
    if not told.patient:
        return None
    rows = reader.raw(
        f"SELECT {told.patient} FROM {kind} WHERE {told.key} = ?",  # noqa: S608
        (record_id,),
    )
    return rows[0][0] if rows else None

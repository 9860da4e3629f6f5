"""Reading imports and quarantine."""

from dataclasses import dataclass

from station.models.database import Reader

_BATCH = (
    "SELECT b.id, b.file_name, b.profile, b.rows_in, b.stored, b.quarantined, b.duplicates, "
    "b.imported_at, coalesce(u.name, '') FROM import_batches b "
    "LEFT JOIN users u ON u.id = b.imported_by "
)


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One imported file with its counts, when (UTC ms) and by whom."""

    id: str
    file_name: str
    profile: str
    rows_in: int
    stored: int
    quarantined: int
    duplicates: int
    imported_at: int
    imported_by: str


@dataclass(frozen=True, slots=True)
class HeldRow:
    """One item in quarantine: why it is held, and its raw form."""

    id: str
    batch_id: str | None
    file_name: str
    profile: str
    patient_id: str | None
    patient: str
    source: str
    kind: str
    reason_code: str
    reason_values: str
    raw: str
    row_number: int | None
    received_at: int
    state: str
    resolution: str
    person: str
    siblings: int
    """How many items with the same `person` (whom the file names) this file left open."""


def batches(reader: Reader, limit: int = 100) -> tuple[BatchRow, ...]:
    """Give the newest imports, newest first."""
    rows = reader.raw(f"{_BATCH}ORDER BY b.imported_at DESC, b.rowid DESC LIMIT ?", (limit,))
    return tuple(BatchRow(*row) for row in rows)


def batch_of_file(reader: Reader, file_hash: str) -> BatchRow | None:
    """Give the newest import of a file with this hash, or None."""
    rows = reader.raw(
        f"{_BATCH}WHERE b.file_hash = ? ORDER BY b.imported_at DESC, b.rowid DESC LIMIT 1",
        (file_hash,),
    )
    return BatchRow(*rows[0]) if rows else None


def held_rows(reader: Reader, file_hash: str) -> set[tuple[int | None, str, str]]:
    """Give which rows of a file are or were in quarantine, as (row, kind, reason)."""
    rows = reader.raw(
        "SELECT q.row_number, q.kind, q.reason_code FROM quarantine q "
        "JOIN import_batches b ON b.id = q.batch_id WHERE b.file_hash = ?",
        (file_hash,),
    )
    return {(row[0], row[1], row[2]) for row in rows}


def patient_by_number(reader: Reader, number: str) -> str | None:
    """Give the patient with this identity number, or None."""
    if not number:
        return None
    rows = reader.raw("SELECT id FROM patients WHERE national_number = ?", (number,))
    return str(rows[0][0]) if rows else None


def held(reader: Reader, *, state: str = "open", limit: int = 500) -> tuple[HeldRow, ...]:
    """Give items in quarantine in one state, newest first."""
    rows = reader.raw(
        f"{_HELD}WHERE q.state = ? ORDER BY q.received_at DESC, q.row_number LIMIT ?",
        (state, limit),
    )
    return tuple(HeldRow(*row) for row in rows)


def held_one(reader: Reader, item_id: str) -> HeldRow | None:
    """Give one item in quarantine, or None."""
    rows = reader.raw(f"{_HELD}WHERE q.id = ?", (item_id,))
    return HeldRow(*rows[0]) if rows else None


def held_of_person(reader: Reader, batch_id: str, person: str) -> tuple[HeldRow, ...]:
    """Give the open items of one file that name the same person, in the order of its rows."""
    rows = reader.raw(
        f"{_HELD}WHERE q.state = 'open' AND q.batch_id = ? "
        "AND coalesce(json_extract(q.reason_values, '$.person'), '') = ? ORDER BY q.row_number",
        (batch_id, person),
    )
    return tuple(HeldRow(*row) for row in rows)


def held_count(reader: Reader) -> int:
    """Count the open items in quarantine."""
    return int(reader.raw("SELECT count(*) FROM quarantine WHERE state = 'open'")[0][0])


_HELD = (
    "WITH waiting AS (SELECT batch_id, coalesce(json_extract(reason_values, '$.person'), '') "
    "AS person, count(*) AS n FROM quarantine WHERE state = 'open' GROUP BY 1, 2) "
    "SELECT q.id, q.batch_id, coalesce(b.file_name, ''), coalesce(b.profile, ''), q.patient_id, "
    "coalesce(p.given_name || ' ' || p.family_name, ''), q.source, q.kind, q.reason_code, "
    "q.reason_values, q.raw, q.row_number, q.received_at, q.state, q.resolution, "
    "coalesce(json_extract(q.reason_values, '$.person'), ''), coalesce(w.n, 0) FROM quarantine q "
    "LEFT JOIN import_batches b ON b.id = q.batch_id LEFT JOIN patients p ON p.id = q.patient_id "
    "LEFT JOIN waiting w ON w.batch_id = q.batch_id "
    "AND w.person = coalesce(json_extract(q.reason_values, '$.person'), '') "
)


def is_held(reader: Reader, reason_code: str, raw: str) -> bool:
    """Tell whether the same thing lies open in quarantine already, for the same reason."""
    rows = reader.raw(
        "SELECT 1 FROM quarantine WHERE state = 'open' AND reason_code = ? AND raw = ? LIMIT 1",
        (reason_code, raw),
    )
    return bool(rows)

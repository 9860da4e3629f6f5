"""Reading the conflicts that a person has to choose about."""

import json
from dataclasses import dataclass
from typing import Any

from station.models.database import Reader
from station.models.driver import Row, Value

Fields = dict[str, object]


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """One conflict: both sides (empty where a side has nothing), and the columns that differ."""

    id: str
    channel: str
    kind: str
    record_id: str
    patient_id: str | None
    reason: str
    base: Fields
    ours: Fields
    theirs: Fields
    columns: tuple[str, ...]
    found_at: int
    state: str
    chosen: str
    chosen_by: str | None
    chosen_at: int | None


_SELECT = (
    "SELECT id, channel, kind, record_id, patient_id, reason, base, ours, theirs, fields, "
    "found_at, state, chosen, chosen_by, chosen_at FROM sync_conflicts"
)


def listed(reader: Reader) -> tuple[ConflictRow, ...]:
    """Give every open conflict, the oldest first."""
    return _rows(reader.raw(f"{_SELECT} WHERE state = 'open' ORDER BY found_at, rowid"))


def of_reason(reader: Reader, reason: str) -> tuple[ConflictRow, ...]:
    """Give the open conflicts that are there for one reason, the oldest first."""
    return _rows(
        reader.raw(
            f"{_SELECT} WHERE state = 'open' AND reason = ? ORDER BY found_at, rowid", (reason,)
        )
    )


def one(reader: Reader, conflict_id: str) -> ConflictRow | None:
    """Give a conflict, open or not, or None."""
    rows = _rows(reader.raw(f"{_SELECT} WHERE id = ?", (conflict_id,)))
    return rows[0] if rows else None


def of_record(reader: Reader, kind: str, record_id: str) -> tuple[ConflictRow, ...]:
    """Give the open conflicts about one record."""
    return _rows(
        reader.raw(
            f"{_SELECT} WHERE kind = ? AND record_id = ? AND state = 'open'", (kind, record_id)
        )
    )


def of_patient(reader: Reader, patient_id: str, kind: str) -> tuple[ConflictRow, ...]:
    """Give the open conflicts of one kind about a patient, the oldest first."""
    return _rows(
        reader.raw(
            f"{_SELECT} WHERE patient_id = ? AND kind = ? AND state = 'open' "
            "ORDER BY found_at, rowid",
            (patient_id, kind),
        )
    )


def count(reader: Reader) -> int:
    """Give how many conflicts are open."""
    return int(reader.raw("SELECT count(*) FROM sync_conflicts WHERE state = 'open'")[0][0])


def _rows(rows: list[Row]) -> tuple[ConflictRow, ...]:
    return tuple(_row(*row) for row in rows)


def _row(*row: Value) -> ConflictRow:
    sides = (_fields(row[6]), _fields(row[7]), _fields(row[8]))
    told: tuple[Any, ...] = (*row[:6], *sides, tuple(json.loads(str(row[9]))), *row[10:])
    return ConflictRow(*told)


def _fields(text: Value) -> Fields:
    found: Fields = json.loads(str(text)) if text else {}
    return found

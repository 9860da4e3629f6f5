"""Reading what raises no alert though it came in: what waits, is left out, or is an old file's."""

from dataclasses import dataclass

from station.models.database import Reader


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One alert that waits for an answer until a moment (UTC ms), and who has taken it."""

    id: str
    patient_id: str
    name: str
    component: str
    level: int
    why: str
    until: int
    taken_by: str


@dataclass(frozen=True, slots=True)
class ExcludedRow:
    """One reading that does not count: what it is, why, and who left it out; times in UTC ms."""

    id: str
    patient_id: str
    name: str
    kind: str
    value: float | None
    value2: float | None
    taken_at: int
    excluded: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """Readings of one file that were too old to raise anything when they came in (UTC ms)."""

    patient_id: str
    name: str
    file_name: str
    count: int
    imported_at: int
    by: str


_NAME = "trim(p.given_name || ' ' || p.family_name)"


def waiting(reader: Reader) -> tuple[WaitingRow, ...]:
    """Give the alerts that wait, the first deadline first."""
    rows = reader.raw(
        f"SELECT a.id, a.patient_id, {_NAME}, a.component, a.level, a.why, "  # noqa: S608
        "a.waiting_until, coalesce(u.name, '') FROM alerts a "
        "JOIN patients p ON p.id = a.patient_id LEFT JOIN users u ON u.id = a.taken_by "
        "WHERE a.state <> 'closed' AND a.waiting_until IS NOT NULL ORDER BY a.waiting_until"
    )
    return tuple(WaitingRow(*row) for row in rows)


def excluded(reader: Reader, since: int, most: int = 200) -> tuple[ExcludedRow, ...]:
    """Give the readings taken since a moment (UTC ms) that were left out, the newest first."""
    rows = reader.raw(
        f"SELECT r.id, r.patient_id, {_NAME}, r.kind, r.value, r.value2, r.taken_at, "  # noqa: S608
        "r.excluded, r.excluded_reason, coalesce(u.name, '') FROM readings r "
        "JOIN patients p ON p.id = r.patient_id LEFT JOIN users u ON u.id = r.excluded_by "
        "WHERE r.excluded <> '' AND r.taken_at >= ? ORDER BY r.taken_at DESC LIMIT ?",
        (since, most),
    )
    return tuple(ExcludedRow(*row) for row in rows)


def history(reader: Reader, since: int, older_ms: int) -> tuple[HistoryRow, ...]:
    """Give the files read since a moment whose readings were older than `older_ms` at arrival."""
    rows = reader.raw(
        f"SELECT r.patient_id, {_NAME}, coalesce(b.file_name, ''), count(*), "  # noqa: S608
        "max(r.arrived_at), coalesce(u.name, '') FROM readings r "
        "JOIN patients p ON p.id = r.patient_id "
        "LEFT JOIN import_batches b ON b.id = r.batch_id "
        "LEFT JOIN users u ON u.id = b.imported_by "
        "WHERE r.source = 'file' AND r.arrived_at >= ? AND r.arrived_at - r.taken_at > ? "
        "GROUP BY r.patient_id, r.batch_id ORDER BY max(r.arrived_at) DESC",
        (since, older_ms),
    )
    return tuple(HistoryRow(*row) for row in rows)


def arrived_in(reader: Reader, patient_id: str, from_at: int, to_at: int) -> int:
    """Count the readings of a patient that were taken in a span (UTC ms) and count."""
    rows = reader.raw(
        "SELECT count(*) FROM latest l JOIN readings r ON r.patient_id = l.patient_id "
        "AND r.kind = l.kind AND r.taken_at >= ? AND r.taken_at <= ? AND r.excluded = '' "
        "WHERE l.patient_id = ?",
        (from_at, to_at, patient_id),
    )
    return int(rows[0][0])

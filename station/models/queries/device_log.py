"""What happened with devices: every contact, and what they told that is no reading."""

from collections.abc import Sequence
from dataclasses import dataclass

from station.models.database import Reader

_CHUNK = 400
_CONTACT = (
    "SELECT c.id, c.device_id, c.loan_id, c.patient_id, c.purpose, c.begun_at, c.ended_at, "
    "c.outcome, c.came, c.stored, c.duplicates, c.held, c.failed, c.battery, c.clock_offset_ms, "
    "coalesce(u.name, c.by) FROM device_contacts c LEFT JOIN users u ON u.id = c.by "
)
_EVENT = (
    "SELECT e.id, e.device_id, d.name, e.loan_id, e.patient_id, e.code, e.kind, e.happened_at, "
    "e.arrived_at, e.device_time, e.raw FROM device_events e JOIN devices d ON d.id = e.device_id "
)


@dataclass(frozen=True, slots=True)
class ContactRecord:
    """One contact with a device: why, when (UTC ms), how it ended, and what came of it."""

    id: str
    device_id: str
    loan_id: str | None
    patient_id: str | None
    purpose: str
    begun_at: int
    ended_at: int
    outcome: str
    came: int
    stored: int
    duplicates: int
    held: int
    failed: int
    battery: int | None
    clock_offset_ms: int | None
    by: str


@dataclass(frozen=True, slots=True)
class EventRecord:
    """One thing that a device told and that is no reading, with the bytes it came in."""

    id: str
    device_id: str
    device: str
    loan_id: str | None
    patient_id: str | None
    code: str
    kind: str
    happened_at: int
    arrived_at: int
    device_time: str
    raw: str


def contacts_of(reader: Reader, device_id: str, limit: int = 100) -> tuple[ContactRecord, ...]:
    """Give the newest contacts with a device, newest first."""
    rows = reader.raw(
        f"{_CONTACT}WHERE c.device_id = ? ORDER BY c.begun_at DESC, c.rowid DESC LIMIT ?",
        (device_id, limit),
    )
    return tuple(ContactRecord(*row) for row in rows)


def events_of(reader: Reader, device_id: str, limit: int = 100) -> tuple[EventRecord, ...]:
    """Give the newest things that a device told, newest first."""
    rows = reader.raw(
        f"{_EVENT}WHERE e.device_id = ? ORDER BY e.happened_at DESC, e.rowid DESC LIMIT ?",
        (device_id, limit),
    )
    return tuple(EventRecord(*row) for row in rows)


def failed_of(reader: Reader, patient_id: str, code: str, limit: int) -> tuple[EventRecord, ...]:
    """Give the newest events of one code that belong to a patient, newest first."""
    rows = reader.raw(
        f"{_EVENT}WHERE e.patient_id = ? AND e.code = ? "
        "ORDER BY e.happened_at DESC, e.rowid DESC LIMIT ?",
        (patient_id, code, limit),
    )
    return tuple(EventRecord(*row) for row in rows)


def known_events(reader: Reader, device_id: str, keys: Sequence[str]) -> set[str]:
    """Give those of `keys` that an event of the device is stored under already."""
    found: set[str] = set()
    for at in range(0, len(keys), _CHUNK):
        some = keys[at : at + _CHUNK]
        rows = reader.raw(
            "SELECT source_key FROM device_events WHERE device_id = ? "  # noqa: S608
            f"AND source_key IN ({','.join('?' * len(some))})",
            (device_id, *some),
        )
        found.update(str(row[0]) for row in rows)
    return found


def is_near(reader: Reader, device_id: str, raw: str, moment: int, span_ms: int) -> bool:
    """Tell whether a device told the same bytes within `span_ms` of `moment` (UTC ms)."""
    rows = reader.raw(
        "SELECT 1 FROM device_events WHERE device_id = ? AND raw = ? "
        "AND happened_at BETWEEN ? AND ? LIMIT 1",
        (device_id, raw, moment - span_ms, moment + span_ms),
    )
    return bool(rows)

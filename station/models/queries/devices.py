"""Devices and loans as screens and the radio need them: who has what, and since when."""

from dataclasses import dataclass, field

from station.models.database import Reader
from station.models.driver import Row

_DEVICE = (
    "SELECT d.id, d.kind, d.model, d.name, d.serial, d.address, d.bonded, d.unencrypted_ok, "
    "d.firmware, d.battery, d.battery_at, d.clock_offset_ms, d.clock_at, d.last_contact_at, "
    "d.last_sequence, d.note, d.added_at, d.retired_at, l.id, l.patient_id, "
    "coalesce(p.given_name || ' ' || p.family_name, ''), coalesce(l.borrower, ''), l.from_at, "
    "l.user_index, l.user_code "
    "FROM devices d LEFT JOIN loans l ON l.device_id = d.id AND l.ended_at IS NULL "
    "LEFT JOIN patients p ON p.id = l.patient_id "
)
_LOAN = (
    "SELECT l.id, l.device_id, d.kind, d.model, d.name, l.patient_id, "
    "coalesce(p.given_name || ' ' || p.family_name, ''), l.borrower, l.from_at, l.ended_at, "
    "coalesce(u.name, l.lent_by), coalesce(e.name, l.ended_by, ''), l.note, l.ended_note "
    "FROM loans l JOIN devices d ON d.id = l.device_id LEFT JOIN patients p ON p.id = l.patient_id "
    "LEFT JOIN users u ON u.id = l.lent_by LEFT JOIN users e ON e.id = l.ended_by "
)


@dataclass(frozen=True, slots=True)
class DeviceRecord:
    """One device with its open loan, if it has one; moments UTC ms, `address` "" is unknown.

    `user_index` and `user_code` are how a scale that several people use knows the borrower.
    """

    id: str
    kind: str
    model: str
    name: str
    serial: str
    address: str
    bonded: bool
    unencrypted_ok: bool
    firmware: str
    battery: int | None
    battery_at: int | None
    clock_offset_ms: int | None
    clock_at: int | None
    last_contact_at: int | None
    last_sequence: int | None
    note: str
    added_at: int
    retired_at: int | None
    loan_id: str | None
    patient_id: str | None
    patient: str
    borrower: str
    lent_at: int | None
    user_index: int | None
    user_code: int | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class LoanRecord:
    """One loan, open while `ended_at` is None; `borrower` names who is no patient."""

    id: str
    device_id: str
    kind: str
    model: str
    device: str
    patient_id: str | None
    patient: str
    borrower: str
    from_at: int
    ended_at: int | None
    lent_by: str
    ended_by: str
    note: str
    ended_note: str


def every(reader: Reader) -> tuple[DeviceRecord, ...]:
    """Give all devices: those in use by kind and name, the retired ones last."""
    rows = reader.raw(f"{_DEVICE}ORDER BY d.retired_at IS NOT NULL, d.kind, d.name, d.id")
    return tuple(map(_device, rows))


def one(reader: Reader, device_id: str) -> DeviceRecord | None:
    """Give one device, or None if there is none with that id."""
    rows = reader.raw(f"{_DEVICE}WHERE d.id = ?", (device_id,))
    return _device(rows[0]) if rows else None


def at_address(reader: Reader, address: str) -> DeviceRecord | None:
    """Give the device in use that is known at an address, or None."""
    rows = reader.raw(
        f"{_DEVICE}WHERE d.address = ? AND d.address <> '' AND d.retired_at IS NULL", (address,)
    )
    return _device(rows[0]) if rows else None


def on_loan(reader: Reader) -> tuple[DeviceRecord, ...]:
    """Give the meters with an address that a patient has on loan now."""
    rows = reader.raw(
        f"{_DEVICE}WHERE d.retired_at IS NULL AND d.address <> '' AND l.patient_id IS NOT NULL "
        "AND d.kind NOT IN ('tablet', 'other') ORDER BY d.id"
    )
    return tuple(map(_device, rows))


def loan(reader: Reader, loan_id: str) -> LoanRecord | None:
    """Give one loan, or None."""
    rows = reader.raw(f"{_LOAN}WHERE l.id = ?", (loan_id,))
    return LoanRecord(*rows[0]) if rows else None


def loans_of_device(reader: Reader, device_id: str) -> tuple[LoanRecord, ...]:
    """Give every loan of a device, the newest first."""
    rows = reader.raw(f"{_LOAN}WHERE l.device_id = ? ORDER BY l.from_at DESC, l.id", (device_id,))
    return tuple(LoanRecord(*row) for row in rows)


def loans_of_patient(reader: Reader, patient_id: str) -> tuple[LoanRecord, ...]:
    """Give every loan to a patient: the open ones first, then the newest."""
    rows = reader.raw(
        f"{_LOAN}WHERE l.patient_id = ? ORDER BY l.ended_at IS NOT NULL, l.from_at DESC, l.id",
        (patient_id,),
    )
    return tuple(LoanRecord(*row) for row in rows)


def borrowers(reader: Reader, device_id: str) -> tuple[str, ...]:
    """Give the patients who have, or ever had, a device."""
    rows = reader.raw(
        "SELECT DISTINCT patient_id FROM loans WHERE device_id = ? AND patient_id IS NOT NULL "
        "ORDER BY patient_id",
        (device_id,),
    )
    return tuple(str(row[0]) for row in rows)


def names(reader: Reader) -> dict[str, str]:
    """Give what each device is called, by its id."""
    return {str(row[0]): str(row[1]) for row in reader.raw("SELECT id, name FROM devices")}


def tablet_is_out(reader: Reader, loan_id: str) -> bool:
    """Tell whether a tablet's keys are in use for a loan: it was neither emptied nor revoked."""
    rows = reader.raw(
        "SELECT 1 FROM tablet_pairings WHERE loan_id = ? AND state = 'paired' LIMIT 1", (loan_id,)
    )
    return bool(rows)


def _device(row: Row) -> DeviceRecord:
    values = list(row)
    values[6], values[7] = bool(values[6]), bool(values[7])
    return DeviceRecord(*values)

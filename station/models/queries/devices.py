"""Devices and loans as screens and the radio need them: who has what, and since when."""

from dataclasses import dataclass
from typing import NamedTuple

from station.models.database import Reader
from station.models.driver import Row

_DEVICE = (
    "SELECT d.id, d.kind, d.model, d.name, d.serial, d.address, d.bonded, d.unencrypted_ok, "
    "d.firmware, d.battery, d.battery_at, d.clock_offset_ms, d.clock_at, d.last_contact_at, "
    "d.last_sequence, d.note, d.added_at, d.retired_at, l.id, l.patient_id, "
    "coalesce(p.given_name || ' ' || p.family_name, ''), coalesce(l.borrower, ''), l.from_at, "
    "l.user_index, l.user_code, d.serial_key, d.label, d.maker, d.owner, d.own, d.bought_on, "
    "d.price_ore, d.warranty_until, d.calibration_due, d.battery_due, d.condition, d.phone, "
    "d.state, coalesce(d.state_since, d.added_at), d.place, d.kit_id, coalesce(k.name, ''), "
    "d.reserved_for, coalesce(r.given_name || ' ' || r.family_name, ''), d.reserved_institution, "
    "coalesce(ri.name, ''), l.institution_id, coalesce(i.name, ''), l.due_on, l.handout_id "
    "FROM devices d LEFT JOIN loans l ON l.device_id = d.id AND l.ended_at IS NULL "
    "LEFT JOIN patients p ON p.id = l.patient_id LEFT JOIN kits k ON k.id = d.kit_id "
    "LEFT JOIN patients r ON r.id = d.reserved_for "
    "LEFT JOIN institutions ri ON ri.id = d.reserved_institution "
    "LEFT JOIN institutions i ON i.id = l.institution_id "
)
_LOAN = (
    "SELECT l.id, l.device_id, d.kind, d.model, d.name, l.patient_id, "
    "coalesce(p.given_name || ' ' || p.family_name, ''), l.borrower, l.from_at, l.ended_at, "
    "coalesce(u.name, l.lent_by), coalesce(e.name, l.ended_by, ''), l.note, l.ended_note, "
    "l.institution_id, coalesce(i.name, ''), l.handout_id, l.due_on, l.condition_out, "
    "l.accessories, l.replaces_loan_id, l.ended_how "
    "FROM loans l LEFT JOIN institutions i ON i.id = l.institution_id "
    "JOIN devices d ON d.id = l.device_id LEFT JOIN patients p ON p.id = l.patient_id "
    "LEFT JOIN users u ON u.id = l.lent_by LEFT JOIN users e ON e.id = l.ended_by "
)

_OWN = 29


class DeviceRecord(NamedTuple):
    """One device with its open loan, if it has one; moments UTC ms, `address` "" is unknown.

    `user_index` and `user_code` are how a scale that several people use knows the borrower. Days
    are ISO, the price is in øre, `state` is a DeviceState. What comes after `state` tells where it
    is, its kit, for whom it is reserved, and of the open loan the institution and the last day.
    A tuple with names: five thousand of them are made at once, whenever something changes.
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
    user_code: int | None
    serial_key: str
    label: str
    maker: str
    owner: str
    own: bool
    bought_on: str | None
    price_ore: int | None
    warranty_until: str | None
    calibration_due: str | None
    battery_due: str | None
    condition: str
    phone: str
    state: str
    state_since: int
    place: str
    kit_id: str | None
    kit: str
    reserved_for: str | None
    reserved_patient: str
    reserved_institution: str | None
    reserved_name: str
    institution_id: str | None
    institution: str
    due_on: str | None
    handout_id: str | None

    def __repr__(self) -> str:
        """Name the device, and nothing that somebody could use."""
        return f"DeviceRecord({self.id!r}, {self.kind!r}, {self.state!r})"


@dataclass(frozen=True, slots=True)
class LoanRecord:
    """One loan, open while `ended_at` is None; `borrower` names who is neither in a register.

    `accessories` is JSON; `ended_how` is "" (returned), "lost", "replaced" or "undone".
    """

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
    institution_id: str | None
    institution: str
    handout_id: str | None
    due_on: str | None
    condition_out: str
    accessories: str
    replaces_loan_id: str | None
    ended_how: str

    @property
    def to(self) -> str:
        """Give the name of the borrower."""
        return self.patient.strip() or self.institution or self.borrower


def every(reader: Reader) -> tuple[DeviceRecord, ...]:
    """Give all devices: those in use by kind and name, the retired ones last."""
    # Sorted here: SQLite would carry every column of every row through its sorter.
    rows = map(_device, reader.raw(_DEVICE))
    return tuple(sorted(rows, key=_by_use_kind_and_name))


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


def labelled(reader: Reader, label: str) -> DeviceRecord | None:
    """Give the device with a label, in capitals or small letters, or None."""
    # Only the index is walked, which holds the labels and nothing else.
    rows = reader.raw(
        "SELECT id FROM devices WHERE label <> '' AND label = ? COLLATE NOCASE LIMIT 1", (label,)
    )
    return one(reader, str(rows[0][0])) if rows else None


def labels(reader: Reader) -> frozenset[str]:
    """Give every label in use, in capitals."""
    rows = reader.raw("SELECT label FROM devices WHERE label <> ''")
    return frozenset(str(row[0]).upper() for row in rows)


def with_serial(reader: Reader, serial_key: str, kind: str = "") -> tuple[DeviceRecord, ...]:
    """Give the devices (of one kind, if it is said) with a serial number as it is compared."""
    of_kind, values = ("d.kind = ?2 AND ", (serial_key, kind)) if kind else ("", (serial_key,))
    where = f"WHERE {of_kind}d.serial_key = ?1 AND d.serial_key <> '' ORDER BY d.id"
    return tuple(map(_device, reader.raw(f"{_DEVICE}{where}", values)))


def borrowed_by_others(
    reader: Reader, device_id: str, patient_id: str | None, institution_id: str | None
) -> bool:
    """Tell whether anybody but this borrower ever had a device, loans by mistake left out."""
    rows = reader.raw(
        "SELECT EXISTS (SELECT 1 FROM loans WHERE device_id = ? AND ended_how <> 'undone' "
        "AND (patient_id IS NOT ? OR institution_id IS NOT ?))",
        (device_id, patient_id, institution_id),
    )
    return bool(rows[0][0])


def in_kits(reader: Reader) -> dict[str, tuple[str, ...]]:
    """Give the devices in each kit, by the kit's id, ordered by kind and name."""
    found: dict[str, tuple[str, ...]] = {}
    rows = reader.raw(
        "SELECT kit_id, id FROM devices WHERE kit_id IS NOT NULL ORDER BY kind, name, id"
    )
    for kit_id, device_id in rows:
        found[str(kit_id)] = (*found.get(str(kit_id), ()), str(device_id))
    return found


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


def _by_use_kind_and_name(row: DeviceRecord) -> tuple[bool, str, str, str]:
    return row.retired_at is not None, row.kind, row.name, row.id


def _device(row: Row) -> DeviceRecord:
    bonded, in_clear, own = bool(row[6]), bool(row[7]), bool(row[_OWN])
    parts = (*row[:6], bonded, in_clear, *row[8:_OWN], own, *row[_OWN + 1 :])
    return DeviceRecord._make(parts)

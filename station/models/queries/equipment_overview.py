"""All equipment at once, for the overview, the forecast and the exports: what, where, with whom."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from station.models.database import Reader
from station.models.driver import Row

_STOCK = (
    "SELECT d.id, d.kind, d.name, d.label, d.maker, d.model, d.serial, d.owner, d.own, "
    "d.bought_on, d.price_ore, d.warranty_until, d.calibration_due, d.battery_due, d.condition, "
    "d.phone, d.state, coalesce(d.state_since, d.added_at), d.place, d.battery, d.address, "
    "d.last_contact_at, d.reserved_for, coalesce(k.name, ''), l.id, l.from_at, l.due_on, "
    "l.patient_id, coalesce(p.given_name || ' ' || p.family_name, l.borrower, ''), "
    "coalesce(p.protection, ''), coalesce(p.status, ''), p.status_since, coalesce(i.name, '') "
    "FROM devices d LEFT JOIN kits k ON k.id = d.kit_id "
    "LEFT JOIN loans l ON l.device_id = d.id AND l.ended_at IS NULL "
    "LEFT JOIN patients p ON p.id = l.patient_id "
    "LEFT JOIN institutions i ON i.id = l.institution_id "
    "ORDER BY d.kind, d.name, d.label, d.id"
)
_LOANS = (
    "SELECT d.kind, d.name, d.label, d.serial, "
    "coalesce(p.given_name || ' ' || p.family_name, l.borrower, ''), coalesce(p.protection, ''), "
    "coalesce(i.name, ''), h.number, l.from_at, l.due_on, l.ended_at, l.ended_how, "
    "coalesce(u.name, l.lent_by), coalesce(e.name, l.ended_by, ''), h.signed_on "
    "FROM loans l JOIN devices d ON d.id = l.device_id "
    "LEFT JOIN patients p ON p.id = l.patient_id "
    "LEFT JOIN institutions i ON i.id = l.institution_id "
    "LEFT JOIN handouts h ON h.id = l.handout_id "
    "LEFT JOIN users u ON u.id = l.lent_by LEFT JOIN users e ON e.id = l.ended_by "
    "ORDER BY l.ended_at IS NOT NULL, l.from_at DESC, l.id"
)


@dataclass(frozen=True, slots=True)
class StockRow:
    """One device with its open loan; moments UTC ms, days ISO, prices in øre.

    `borrower` names the patient who has it, `institution` the house; both empty in the store.
    """

    id: str
    kind: str
    name: str
    label: str
    maker: str
    model: str
    serial: str
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
    battery: int | None
    address: str
    last_contact_at: int | None
    reserved_for: str | None
    kit: str
    loan_id: str | None
    from_at: int | None
    due_on: str | None
    patient_id: str | None
    borrower: str
    protection: str
    status: str
    status_since: int | None
    institution: str


@dataclass(frozen=True, slots=True)
class LoanRow:
    """One loan, open or over; moments UTC ms, days ISO, `number` stands on the receipt."""

    kind: str
    device: str
    label: str
    serial: str
    borrower: str
    protection: str
    institution: str
    number: int | None
    from_at: int
    due_on: str | None
    ended_at: int | None
    ended_how: str
    lent_by: str
    ended_by: str
    signed_on: str | None


@dataclass(frozen=True, slots=True)
class UnsignedRow:
    """A hand-out whose receipt came back without being registered as signed; `at` UTC ms."""

    id: str
    number: int
    at: int
    patient_id: str | None
    patient: str
    institution: str
    devices: int


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """Somebody whose service is to begin: its status and since when (UTC ms), and what is there.

    `has` are the kinds of device that she has on loan or that are reserved for her; `schedule` is
    the JSON list of what her newest plan measures, None where there is no plan yet.
    """

    patient_id: str
    patient: str
    status: str
    status_since: int
    has: frozenset[str]
    schedule: str | None


def stock(reader: Reader) -> tuple[StockRow, ...]:
    """Give every device, also lost and scrapped ones, by kind and name."""
    return tuple(map(_stock, reader.raw(_STOCK)))


def loans(reader: Reader) -> tuple[LoanRow, ...]:
    """Give every loan: the open ones first, then the newest."""
    return tuple(LoanRow(*row) for row in reader.raw(_LOANS))


def unsigned(reader: Reader) -> tuple[UnsignedRow, ...]:
    """Give the hand-outs with something still out whose receipt is not signed, the oldest first."""
    rows = reader.raw(
        "SELECT h.id, h.number, h.at, h.patient_id, "
        "coalesce(p.given_name || ' ' || p.family_name, ''), coalesce(i.name, ''), count(l.id) "
        "FROM handouts h JOIN loans l ON l.handout_id = h.id AND l.ended_at IS NULL "
        "LEFT JOIN patients p ON p.id = h.patient_id "
        "LEFT JOIN institutions i ON i.id = h.institution_id "
        "WHERE h.signed_on IS NULL GROUP BY h.id ORDER BY h.at, h.number"
    )
    return tuple(UnsignedRow(*row) for row in rows)


def waiting(reader: Reader, statuses: Iterable[str]) -> tuple[WaitingRow, ...]:
    """Give the living patients whose service stands at one of these statuses, by name."""
    rows = reader.raw(
        "SELECT p.id, p.given_name || ' ' || p.family_name, p.status, p.status_since, "
        "coalesce((SELECT group_concat(d.kind) FROM loans l JOIN devices d ON d.id = l.device_id "
        "WHERE l.patient_id = p.id AND l.ended_at IS NULL), ''), "
        "coalesce((SELECT group_concat(d.kind) FROM devices d WHERE d.reserved_for = p.id "
        "AND d.state IN ('reserved', 'ready')), ''), "
        "(SELECT json_extract(v.content, '$.schedule') FROM plan_versions v "
        "WHERE v.patient_id = p.id AND v.status IN ('draft', 'approved') "
        "AND json_valid(v.content) ORDER BY v.created_at DESC, v.number DESC LIMIT 1) "
        "FROM patients p WHERE p.deceased_on IS NULL "
        "AND p.status IN (SELECT value FROM json_each(?)) "
        "ORDER BY p.family_name, p.given_name, p.id",
        (json.dumps(list(statuses)),),
    )
    return tuple(map(_waiting, rows))


def reviews(reader: Reader, now: int) -> dict[str, str]:
    """Give, by patient, the day (ISO) on which the plan in force at `now` is to be reviewed."""
    rows = reader.raw(
        "SELECT patient_id, min(json_extract(content, '$.review_on')) FROM plan_versions "
        "WHERE in_force_from <= ?1 AND (in_force_to IS NULL OR in_force_to > ?1) "
        "AND json_valid(content) AND coalesce(json_extract(content, '$.review_on'), '') <> '' "
        "GROUP BY patient_id",
        (now,),
    )
    return {str(row[0]): str(row[1]) for row in rows}


def _stock(row: Row) -> StockRow:
    values = list(row)
    values[8] = bool(values[8])
    return StockRow(*values)


def _waiting(row: Row) -> WaitingRow:
    patient_id, name, status, since, lent, reserved, schedule = row
    has = frozenset(filter(None, f"{lent},{reserved}".split(",")))
    return WaitingRow(patient_id, name, status, since, has, schedule)

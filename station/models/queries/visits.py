"""Visits as the screen and the driving list need them, and what there is to drive for."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from station.models.database import Reader

_VISIT = (
    "SELECT v.id, v.patient_id, v.institution_id, v.purpose, v.planned_on, v.round_id, "
    "v.position, v.note, v.state, v.reason, v.minutes, v.created_at, v.done_at, "
    "coalesce(u.name, ''), r.day, r.closed_at FROM visits v "
    "LEFT JOIN driving_rounds r ON r.id = v.round_id LEFT JOIN users u ON u.id = v.done_by "
)
_LENT = "SELECT d.id, d.kind, d.name, d.serial, l.patient_id, l.institution_id,"
_OUT = "FROM devices d JOIN loans l ON l.device_id = d.id AND l.ended_at IS NULL "
# Where an address is protected it does not leave the database for a list.
_PERSON = (
    "SELECT p.id, p.given_name || ' ' || p.family_name, p.protection, "
    "CASE p.protection WHEN '' THEN p.address ELSE '' END, "
    "CASE p.protection WHEN '' THEN p.postal_code ELSE '' END, "
    "CASE p.protection WHEN '' THEN p.city ELSE '' END, "
    "CASE p.protection WHEN 'strict' THEN '' ELSE p.phone END, p.deceased_on, p.status, "
    "p.gp_office, CASE p.protection WHEN '' THEN coalesce(h.way_there, '') ELSE '' END, "
    "(SELECT x.cause || '/' || x.reason FROM pauses x WHERE x.patient_id = p.id "
    "AND x.ended_at IS NULL AND x.from_at <= ? AND (x.until_at IS NULL OR x.until_at > ?) "
    "ORDER BY x.from_at DESC LIMIT 1) "
    "FROM patients p LEFT JOIN homes h ON h.patient_id = p.id "
)


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One visit; `day` and `closed_at` are its round's, None without one or while it is open."""

    id: str
    patient_id: str | None
    institution_id: str | None
    purpose: str
    planned_on: str | None
    round_id: str | None
    position: int
    note: str
    state: str
    reason: str
    minutes: int | None
    created_at: int
    done_at: int | None
    done_by: str
    day: str | None
    closed_at: int | None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Whom a visit is for; no part of a protected address, no telephone where kode 6 holds.

    `pause` is the cause and the reason of a pause that runs («hospital/»), None without one.
    """

    id: str
    name: str
    protection: str
    address: str
    postal_code: str
    city: str
    phone: str
    deceased_on: str | None
    status: str
    gp_office: str
    way_there: str
    pause: str | None


@dataclass(frozen=True, slots=True)
class HouseRow:
    """An institution that is driven to."""

    id: str
    name: str
    address: str
    postal_code: str
    city: str
    phone: str


@dataclass(frozen=True, slots=True)
class DueRow:
    """A device that somebody is driven to for; `due_on` is ISO or None, `serial` as written."""

    device_id: str
    kind: str
    name: str
    serial: str
    patient_id: str | None
    institution_id: str | None
    due_on: str | None


def unfinished(reader: Reader) -> tuple[VisitRow, ...]:
    """Give every visit that is planned, on a round or on none."""
    rows = reader.raw(f"{_VISIT}WHERE v.state = 'planned' ORDER BY v.created_at, v.id")
    return tuple(VisitRow(*row) for row in rows)


def done_since(reader: Reader, since: int, papers_since: int) -> tuple[VisitRow, ...]:
    """Give the visits that were done from a moment (UTC ms) on, papers from an earlier one on."""
    rows = reader.raw(
        f"{_VISIT}WHERE v.state = 'done' AND (v.done_at >= ? "
        "OR (v.purpose = 'papers' AND v.done_at >= ?))",
        (since, papers_since),
    )
    return tuple(VisitRow(*row) for row in rows)


def of_round(reader: Reader, round_id: str) -> tuple[VisitRow, ...]:
    """Give a round's visits in their order, also those that were moved away."""
    rows = reader.raw(f"{_VISIT}WHERE v.round_id = ? ORDER BY v.position, v.id", (round_id,))
    return tuple(VisitRow(*row) for row in rows)


def visit(reader: Reader, visit_id: str) -> VisitRow | None:
    """Give one visit, or None."""
    rows = reader.raw(f"{_VISIT}WHERE v.id = ?", (visit_id,))
    return VisitRow(*rows[0]) if rows else None


def devices_of(reader: Reader, visit_id: str) -> tuple[DueRow, ...]:
    """Give the devices that a visit is about, and who has them now."""
    rows = reader.raw(
        "SELECT d.id, d.kind, d.name, d.serial, l.patient_id, l.institution_id, l.due_on "
        "FROM visit_devices x JOIN devices d ON d.id = x.device_id "
        "LEFT JOIN loans l ON l.device_id = d.id AND l.ended_at IS NULL "
        "WHERE x.visit_id = ? ORDER BY d.name, d.id",
        (visit_id,),
    )
    return tuple(DueRow(*row) for row in rows)


def people(reader: Reader, ids: Iterable[str], now: int) -> dict[str, PersonRow]:
    """Give whom visits are for, by id; pauses as they are at `now` (UTC ms)."""
    wanted = json.dumps(sorted(set(ids)))
    rows = reader.raw(
        f"{_PERSON}WHERE p.id IN (SELECT value FROM json_each(?))",  # noqa: S608  (a constant)
        (now, now, wanted),
    )
    return {row[0]: PersonRow(*row) for row in rows}


def houses(reader: Reader) -> dict[str, HouseRow]:
    """Give every institution, also those that are used no more, by id."""
    rows = reader.raw(
        "SELECT id, name, address, postal_code, city, phone FROM institutions ORDER BY name, id"
    )
    return {row[0]: HouseRow(*row) for row in rows}


def choosable(reader: Reader) -> tuple[tuple[str, str], ...]:
    """Give (id, name) of the institutions in use, by name."""
    rows = reader.raw("SELECT id, name FROM institutions WHERE NOT retired ORDER BY name, id")
    return tuple((row[0], row[1]) for row in rows)


def to_hand_out(reader: Reader) -> tuple[DueRow, ...]:
    """Give the devices that are kept for somebody and not lent yet."""
    rows = reader.raw(
        "SELECT d.id, d.kind, d.name, d.serial, d.reserved_for, d.reserved_institution, NULL "
        "FROM devices d WHERE d.state IN ('reserved', 'ready') AND d.retired_at IS NULL "
        "AND (d.reserved_for IS NOT NULL OR d.reserved_institution IS NOT NULL) "
        "ORDER BY d.name, d.id"
    )
    return tuple(DueRow(*row) for row in rows)


def to_pick_up(reader: Reader, until: str) -> tuple[DueRow, ...]:
    """Give what is lent and due until a day (ISO), and all that is with those who have ended.

    The patient's own tablet or telephone is nothing to pick up.
    """
    rows = reader.raw(
        f"{_LENT} l.due_on {_OUT}LEFT JOIN patients p ON p.id = l.patient_id "
        "WHERE NOT d.own AND (l.due_on <= ? OR p.deceased_on IS NOT NULL "
        "OR p.status IN ('ended_equipment_out', 'ended', 'declined')) "
        "AND (l.patient_id IS NOT NULL OR l.institution_id IS NOT NULL) ORDER BY d.name, d.id",
        (until,),
    )
    return tuple(DueRow(*row) for row in rows)


def to_check(reader: Reader, what: str, until: str) -> tuple[DueRow, ...]:
    """Give the lent devices whose "battery" or "calibration" is due until a day (ISO)."""
    column = {"battery": "d.battery_due", "calibration": "d.calibration_due"}[what]
    rows = reader.raw(
        f"{_LENT} {column} {_OUT}WHERE {column} <= ? AND NOT d.own "
        "AND (l.patient_id IS NOT NULL OR l.institution_id IS NOT NULL) ORDER BY d.name, d.id",
        (until,),
    )
    return tuple(DueRow(*row) for row in rows)


def to_train(reader: Reader) -> tuple[DueRow, ...]:
    """Give what is lent to patients for whom no training at all is written down."""
    rows = reader.raw(
        f"{_LENT} NULL {_OUT}"  # noqa: S608  (constants)
        "JOIN patients p ON p.id = l.patient_id WHERE p.deceased_on IS NULL "
        "AND p.status NOT IN ('ended_equipment_out', 'ended', 'declined') "
        "AND NOT EXISTS (SELECT 1 FROM trainings t WHERE t.patient_id = l.patient_id) "
        "ORDER BY d.name, d.id"
    )
    return tuple(DueRow(*row) for row in rows)

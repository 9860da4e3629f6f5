"""Reading the worklist: a handful of hand-written queries, since this is the first screen.

No SQLAlchemy here: it would cost more at start than all these queries together.
"""

# ruff: noqa: S608  (only question marks and columns named in this file are put into SQL)

import json
from collections.abc import Sequence
from dataclasses import dataclass

from station.models.database import Reader
from station.models.driver import Row

SPARK_DAYS = 14
_BUCKET_MS = 6 * 3_600_000
_DAY_MS = 86_400_000
_FOR_EVER = 2**60


@dataclass(frozen=True, slots=True)
class PatientRow:
    """One followed patient, with what stands about her outside readings and alerts."""

    patient_id: str
    given_name: str
    family_name: str
    birth_date: str
    status: str
    responsible_id: str
    search_text: str
    judged_at: int | None
    judged: bool
    opened_by: str
    opened_since: int | None
    paused_until: int | None
    paused: bool
    last_contact: int | None


@dataclass(frozen=True, slots=True)
class AlertRow:
    """One open alert; `why` is the stored JSON text."""

    id: str
    patient_id: str
    component: str
    side: str
    level: int
    state: str
    opened_at: int
    measured_at: int
    arrived_at: int
    reading_id: str
    proposed: bool
    confirmed: bool
    plan_approved: bool
    taken_by: str
    waiting_until: int | None
    why: str


@dataclass(frozen=True, slots=True)
class PlanRow:
    """The version that decides now: its schedule as JSON text, and since when it has held."""

    patient_id: str
    version_id: str
    number: int
    approved: bool
    since: int
    schedule: str
    review_on: str
    template: str


@dataclass(frozen=True, slots=True)
class LatestRow:
    """The newest counting reading of one kind; `confirmed` is False for an odd one nobody saw."""

    patient_id: str
    kind: str
    taken_at: int
    arrived_at: int
    value: float | None
    value2: float | None
    confirmed: bool = True


def patients(
    reader: Reader, statuses: tuple[str, ...], now: int, *, alerted: bool = False
) -> list[PatientRow]:
    """Give every living patient in one of `statuses`, with `alerted` any with an open alert too."""
    open_alert = "EXISTS (SELECT 1 FROM alerts WHERE patient_id = p.id AND closed_at IS NULL)"
    marks = ", ".join("?" * len(statuses))
    rows = reader.raw(
        "SELECT p.id, p.given_name, p.family_name, coalesce(p.birth_date, ''), p.status, "
        "coalesce(p.responsible_id, ''), p.search_text, j.judged_at, coalesce(j.state = 'ok', 0), "
        "coalesce(u.initials, ''), o.since, "
        "(SELECT max(coalesce(until_at, 0)) FROM pauses WHERE patient_id = p.id "
        " AND ended_at IS NULL AND from_at <= ? AND (until_at IS NULL OR until_at > ?)), "
        "(SELECT max(at) FROM contacts WHERE patient_id = p.id) "
        "FROM patients p LEFT JOIN judgements j ON j.patient_id = p.id "
        "LEFT JOIN openings o ON o.patient_id = p.id LEFT JOIN users u ON u.id = o.user_id "
        "WHERE p.deceased_on IS NULL AND "
        f"(p.status IN ({marks}) OR {open_alert if alerted else 0})",
        (now, now, *statuses),
    )
    return [_patient(row) for row in rows]


def judged_well(reader: Reader, patient_id: str) -> bool:
    """Tell whether the last judging of a patient went well."""
    rows = reader.raw("SELECT state = 'ok' FROM judgements WHERE patient_id = ?", (patient_id,))
    return bool(rows and rows[0][0])


def open_alerts(reader: Reader) -> list[AlertRow]:
    """Give every open alert, the worst first."""
    rows = reader.raw(
        "SELECT a.id, a.patient_id, a.component, a.side, a.level, a.state, a.opened_at, "
        "a.measured_at, a.arrived_at, a.reading_id, a.proposed_at IS NOT NULL, a.confirmed, "
        "a.plan_approved, coalesce(u.initials, ''), a.waiting_until, a.why FROM alerts a "
        "LEFT JOIN users u ON u.id = a.taken_by "
        "WHERE a.state <> 'closed' ORDER BY a.level DESC, a.measured_at DESC"
    )
    return [_alert(row) for row in rows]


def plans_in_force(reader: Reader, now: int) -> dict[str, PlanRow]:
    """Give the version that decides at `now` for each patient that has one.

    A plan that cannot be read is none: its patient is never green, and the others stay on the list.
    """
    approved = reader.raw(
        f"SELECT {_PLAN}, in_force_from FROM plan_versions WHERE status <> 'draft' "
        "AND json_valid(content) AND in_force_from <= ?1 "
        "AND (in_force_to IS NULL OR in_force_to > ?1) "
        "ORDER BY in_force_from",
        (now,),
    )
    # Where no version was ever approved, the newest draft decides: the trial period.
    drafts = reader.raw(
        f"SELECT {_PLAN}, created_at FROM plan_versions v WHERE status = 'draft' "
        "AND json_valid(content) AND NOT EXISTS "
        "(SELECT 1 FROM plan_versions a WHERE a.patient_id = v.patient_id "
        "AND a.in_force_from <= ?) ORDER BY created_at, number",
        (now,),
    )
    found = {row[0]: _plan(row, approved=False) for row in drafts}
    return found | {row[0]: _plan(row, approved=True) for row in approved}


def unreadable_plans(reader: Reader) -> frozenset[str]:
    """Give the patients of whom a plan version cannot be read, as a damaged file may hold one."""
    rows = reader.raw("SELECT DISTINCT patient_id FROM plan_versions WHERE NOT json_valid(content)")
    return frozenset(row[0] for row in rows)


def latest(reader: Reader) -> dict[str, list[LatestRow]]:
    """Give the newest counting reading of every kind, by patient."""
    found: dict[str, list[LatestRow]] = {}
    for row in reader.raw(_LATEST):
        found.setdefault(row[0], []).append(_latest(row))
    return found


def pauses(reader: Reader) -> dict[str, list[tuple[int, int]]]:
    """Give every pause as [start, end) in UTC milliseconds, by patient."""
    found: dict[str, list[tuple[int, int]]] = {}
    rows = reader.raw(
        "SELECT patient_id, from_at, coalesce(ended_at, until_at, ?) FROM pauses", (_FOR_EVER,)
    )
    for patient_id, start, end in rows:
        found.setdefault(patient_id, []).append((start, end))
    return found


def latest_of(reader: Reader, patient_id: str) -> tuple[LatestRow, ...]:
    """Give the newest counting reading of every kind of one patient."""
    rows = reader.raw(f"{_LATEST} WHERE l.patient_id = ?", (patient_id,))
    return tuple(_latest(row) for row in rows)


def sparks(
    reader: Reader, wanted: Sequence[tuple[str, str, int]], now: int
) -> dict[str, tuple[tuple[int, float], ...]]:
    """Give the last fortnight of one component of each patient, by patient.

    `wanted` names (patient, kind, place in the kind); of every six hours the newest value counts.
    """
    found: dict[str, dict[int, tuple[int, float]]] = {}
    # Laid in spans here: SQLite sorts what it groups once more, which costs more than the reading.
    rows = reader.raw(
        "WITH w AS MATERIALIZED (SELECT value ->> 0 AS patient_id, value ->> 1 AS kind, "
        "value ->> 2 AS place FROM json_each(?1)) "
        "SELECT r.patient_id, r.taken_at, CASE w.place WHEN 0 THEN r.value ELSE r.value2 END AS n "
        "FROM w CROSS JOIN readings r ON r.patient_id = w.patient_id AND r.kind = w.kind "
        "AND r.taken_at >= ?2 AND r.taken_at <= ?3 "
        "WHERE r.excluded = '' AND n IS NOT NULL ORDER BY r.patient_id, r.taken_at",
        (json.dumps(wanted), now - SPARK_DAYS * _DAY_MS, now),
    )
    for patient_id, taken_at, number in rows:
        found.setdefault(patient_id, {})[taken_at // _BUCKET_MS] = (taken_at, number)
    return {patient_id: tuple(spans.values()) for patient_id, spans in found.items()}


_LATEST = (
    "SELECT l.patient_id, l.kind, l.taken_at, l.arrived_at, l.value, l.value2, r.confirmed "
    "FROM latest l JOIN readings r ON r.id = l.reading_id"
)
_PLAN = (
    "patient_id, id, number, json_extract(content, '$.schedule'), "
    "coalesce(json_extract(content, '$.review_on'), ''), json_extract(content, '$.template')"
)


def _plan(row: Row, *, approved: bool) -> PlanRow:
    patient_id, version_id, number, schedule, review_on, template, since = row
    return PlanRow(
        patient_id, version_id, number, approved, since, schedule or "[]", review_on, template or ""
    )


def _latest(row: Row) -> LatestRow:
    patient_id, kind, taken_at, arrived_at, value, value2, confirmed = row
    return LatestRow(patient_id, kind, taken_at, arrived_at, value, value2, bool(confirmed))


def _patient(row: Row) -> PatientRow:
    paused_until = row[11]
    return PatientRow(
        patient_id=row[0],
        given_name=row[1],
        family_name=row[2],
        birth_date=row[3],
        status=row[4],
        responsible_id=row[5],
        search_text=row[6],
        judged_at=row[7],
        judged=bool(row[8]),
        opened_by=row[9],
        opened_since=row[10],
        paused_until=paused_until or None,
        paused=paused_until is not None,
        last_contact=row[12],
    )


def _alert(row: Row) -> AlertRow:
    return AlertRow(
        id=row[0],
        patient_id=row[1],
        component=row[2],
        side=row[3],
        level=row[4],
        state=row[5],
        opened_at=row[6],
        measured_at=row[7],
        arrived_at=row[8],
        reading_id=row[9],
        proposed=bool(row[10]),
        confirmed=bool(row[11]),
        plan_approved=bool(row[12]),
        taken_by=row[13],
        waiting_until=row[14],
        why=row[15],
    )


def settings(reader: Reader) -> dict[str, str]:
    """Give every stored setting as text."""
    return {row[0]: row[1] for row in reader.raw("SELECT key, value FROM settings")}

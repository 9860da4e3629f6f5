"""Reading what judging needs: plan versions, engine states, episodes, who is followed."""

import json
from dataclasses import dataclass

from station.models.database import Reader
from station.models.queries.plans import content_of
from station.rules.alerts import State
from station.rules.limits import Level, Side
from station.rules.plans import PlanStatus, PlanVersion


@dataclass(frozen=True, slots=True)
class OpenAlert:
    """An alert that nobody has closed: the worst level it has reached, and when that was measured.

    The moment is in UTC milliseconds.
    """

    id: str
    component: str
    side: Side
    level: Level
    state: str
    proposed: bool
    measured_at: int


@dataclass(frozen=True, slots=True)
class Followed:
    """What judging needs to know of a patient; the pause is the one that holds now."""

    patient_id: str
    status: str
    deceased: bool
    paused_until: int | None
    paused: bool


def versions(reader: Reader, patient_id: str) -> tuple[PlanVersion, ...]:
    """Give every plan version of a patient, oldest first."""
    rows = reader.raw(
        "SELECT id, plan_id, patient_id, number, status, content, created_at, created_by, "
        "approved_by_name, approved_on, approved_channel, in_force_from, in_force_to "
        "FROM plan_versions WHERE patient_id = ? ORDER BY created_at, number",
        (patient_id,),
    )
    return tuple(
        PlanVersion(
            id=row[0],
            plan_id=row[1],
            patient_id=row[2],
            number=row[3],
            status=PlanStatus(row[4]),
            content=content_of(row[5]),
            created_at=row[6],
            created_by=row[7],
            approved_by=row[8],
            approved_on=row[9] or "",
            channel=row[10],
            in_force_from=row[11],
            in_force_to=row[12],
        )
        for row in rows
    )


def state(reader: Reader, patient_id: str, component: str) -> State:
    """Give where judging of one component stands; the empty state if it never began."""
    rows = reader.raw(
        "SELECT state FROM engine_states WHERE patient_id = ? AND component = ?",
        (patient_id, component),
    )
    return State.from_data(json.loads(rows[0][0])) if rows else State()


def failed(reader: Reader, patient_id: str) -> bool:
    """Tell whether the last judging of a patient failed, so that something may be unjudged."""
    sql = "SELECT 1 FROM judgements WHERE patient_id = ? AND state = 'failed'"
    return bool(reader.raw(sql, (patient_id,)))


def unjudged(reader: Reader) -> tuple[str, ...]:
    """Give who has readings that are stored and not judged, because more of hers was coming."""
    rows = reader.raw(
        "SELECT patient_id FROM judgements WHERE state = 'failed' AND reason = 'more_coming'"
    )
    return tuple(str(row[0]) for row in rows)


def open_alerts(reader: Reader, patient_id: str) -> tuple[OpenAlert, ...]:
    """Give the patient's open alerts."""
    rows = reader.raw(
        "SELECT id, component, side, level, state, proposed_at IS NOT NULL, measured_at "
        "FROM alerts WHERE patient_id = ? AND state <> 'closed'",
        (patient_id,),
    )
    return tuple(
        OpenAlert(row[0], row[1], Side(row[2]), Level(row[3]), row[4], bool(row[5]), row[6])
        for row in rows
    )


def known_events(reader: Reader, patient_id: str, component: str) -> set[tuple[str, str, int]]:
    """Give which events are noted already, as (reading, side, level)."""
    rows = reader.raw(
        "SELECT e.reading_id, a.side, e.level FROM alert_events e "
        "JOIN alerts a ON a.id = e.alert_id WHERE e.patient_id = ? AND a.component = ?",
        (patient_id, component),
    )
    return {(row[0], row[1], row[2]) for row in rows}


def open_events(reader: Reader, patient_id: str, component: str) -> set[tuple[str, str, int]]:
    """Give the events of the alerts that nobody has closed, as (reading, side, level)."""
    rows = reader.raw(
        "SELECT e.reading_id, a.side, e.level FROM alert_events e "
        "JOIN alerts a ON a.id = e.alert_id WHERE e.patient_id = ? AND a.component = ? "
        "AND a.state <> 'closed'",
        (patient_id, component),
    )
    return {(row[0], row[1], row[2]) for row in rows}


def closings(reader: Reader, patient_id: str, component: str) -> tuple[tuple[str, int], ...]:
    """Give when alerts of a component were closed, as (side, UTC milliseconds), oldest first."""
    rows = reader.raw(
        "SELECT side, closed_at FROM alerts WHERE patient_id = ? AND component = ? "
        "AND state = 'closed' ORDER BY closed_at",
        (patient_id, component),
    )
    return tuple((row[0], row[1]) for row in rows)


def open_missing(reader: Reader, patient_id: str) -> dict[str, int]:
    """Give the kinds that are missing, and since when they were due."""
    rows = reader.raw(
        "SELECT kind, min(due_at) FROM missing_episodes "
        "WHERE patient_id = ? AND ended_at IS NULL GROUP BY kind",
        (patient_id,),
    )
    return {row[0]: row[1] for row in rows}


def all_open_missing(reader: Reader) -> dict[str, dict[str, int]]:
    """Give the kinds that are missing of everybody, and since when they were due, by patient."""
    found: dict[str, dict[str, int]] = {}
    for patient_id, kind, due_at in reader.raw(
        "SELECT patient_id, kind, min(due_at) FROM missing_episodes "
        "WHERE ended_at IS NULL GROUP BY patient_id, kind"
    ):
        found.setdefault(patient_id, {})[kind] = due_at
    return found


def followed(reader: Reader, now: int, patient_id: str | None = None) -> tuple[Followed, ...]:
    """Give every patient (or one) with the pause that holds at `now`."""
    rows = reader.raw(
        "SELECT p.id, p.status, p.deceased_on IS NOT NULL, max(coalesce(u.until_at, 0)), "
        "count(u.id) FROM patients p LEFT JOIN pauses u ON u.patient_id = p.id "
        "AND u.ended_at IS NULL AND u.from_at <= ?1 "
        "AND (u.until_at IS NULL OR u.until_at > ?1) "
        "WHERE ?2 IS NULL OR p.id = ?2 GROUP BY p.id",
        (now, patient_id),
    )
    return tuple(
        Followed(row[0], row[1], bool(row[2]), row[3] or None, paused=row[4] > 0) for row in rows
    )


def arrivals(reader: Reader, patient_id: str, since: int) -> dict[str, list[tuple[int, int]]]:
    """Give when counting readings since `since` were taken and arrived, by the code of the kind."""
    found: dict[str, list[tuple[int, int]]] = {}
    rows = reader.raw(
        "SELECT kind, taken_at, arrived_at FROM readings "
        "WHERE patient_id = ? AND taken_at >= ? AND excluded = '' ORDER BY taken_at",
        (patient_id, since),
    )
    for kind, taken_at, arrived_at in rows:
        found.setdefault(kind, []).append((taken_at, arrived_at))
    return found


def silent_patients(reader: Reader) -> tuple[str, ...]:
    """Give who has an open episode of missing readings."""
    rows = reader.raw("SELECT DISTINCT patient_id FROM missing_episodes WHERE ended_at IS NULL")
    return tuple(row[0] for row in rows)


def overdue_waits(reader: Reader, now: int) -> tuple[tuple[str, str], ...]:
    """Give the alerts that wait for an answer whose time has passed, as (alert, patient)."""
    rows = reader.raw(
        "SELECT id, patient_id FROM alerts WHERE state = 'waiting' AND waiting_until <= ?", (now,)
    )
    return tuple((row[0], row[1]) for row in rows)


def pauses(reader: Reader, patient_id: str) -> tuple[tuple[int, int], ...]:
    """Give every pause of a patient as [start, end) in UTC milliseconds; one without end lasts."""
    rows = reader.raw(
        "SELECT from_at, coalesce(ended_at, until_at, ?) FROM pauses WHERE patient_id = ?",
        (_FOR_EVER, patient_id),
    )
    return tuple((row[0], row[1]) for row in rows)


_FOR_EVER = 2**60

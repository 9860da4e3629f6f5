"""Reading alerts and contacts for a patient's card and timeline."""

from dataclasses import dataclass

from station.models.database import Reader

_ALERT = (
    "SELECT a.id, a.patient_id, a.component, a.side, a.level, a.state, a.opened_at, "
    "a.measured_at, a.arrived_at, a.reading_id, a.plan_version_id, a.why, "
    "a.proposed_at, a.waiting_until, coalesce(t.name, ''), a.taken_at, a.closed_at, "
    "coalesce(c.name, ''), a.action, a.verdict, a.note FROM alerts a "
    "LEFT JOIN users t ON t.id = a.taken_by LEFT JOIN users c ON c.id = a.closed_by "
)


@dataclass(frozen=True, slots=True)
class AlertRow:
    """One alert with its handling; times in UTC milliseconds, `why` as stored JSON text."""

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
    plan_version_id: str
    why: str
    proposed_at: int | None
    waiting_until: int | None
    taken_by: str
    taken_at: int | None
    closed_at: int | None
    closed_by: str
    action: str
    verdict: str
    note: str


@dataclass(frozen=True, slots=True)
class EventRow:
    """A level that an alert reached, at the time measured."""

    alert_id: str
    component: str
    side: str
    level: int
    at: int
    reading_id: str
    why: str


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One contact with the name of who made it."""

    id: str
    alert_id: str | None
    kind: str
    initiative: str
    outcome: str
    note: str
    at: int
    by: str


def one(reader: Reader, alert_id: str) -> AlertRow | None:
    """Give one alert, or None."""
    rows = reader.raw(f"{_ALERT}WHERE a.id = ?", (alert_id,))
    return AlertRow(*rows[0]) if rows else None


def of_patient(reader: Reader, patient_id: str, since: int = 0) -> tuple[AlertRow, ...]:
    """Give the alerts of a patient opened since `since`, open ones first, then the newest."""
    rows = reader.raw(
        f"{_ALERT}WHERE a.patient_id = ? AND (a.state <> 'closed' OR a.opened_at >= ?) "
        "ORDER BY a.state = 'closed', a.level DESC, a.opened_at DESC",
        (patient_id, since),
    )
    return tuple(AlertRow(*row) for row in rows)


def events(reader: Reader, patient_id: str, from_ms: int, to_ms: int) -> tuple[EventRow, ...]:
    """Give the levels reached in a span, in the order measured."""
    rows = reader.raw(
        "SELECT e.alert_id, a.component, a.side, e.level, e.at, e.reading_id, e.why "
        "FROM alert_events e JOIN alerts a ON a.id = e.alert_id "
        "WHERE e.patient_id = ? AND e.at >= ? AND e.at < ? ORDER BY e.at",
        (patient_id, from_ms, to_ms),
    )
    return tuple(EventRow(*row) for row in rows)


def contacts(reader: Reader, patient_id: str, limit: int = 256) -> tuple[ContactRow, ...]:
    """Give the newest contacts of a patient, newest first."""
    rows = reader.raw(
        "SELECT c.id, c.alert_id, c.kind, c.initiative, c.outcome, c.note, c.at, "
        "coalesce(u.name, '') FROM contacts c LEFT JOIN users u ON u.id = c.by "
        "WHERE c.patient_id = ? ORDER BY c.at DESC LIMIT ?",
        (patient_id, limit),
    )
    return tuple(ContactRow(*row) for row in rows)


def verdicts(reader: Reader, patient_id: str) -> dict[str, int]:
    """Count the closed alerts of a patient by verdict."""
    rows = reader.raw(
        "SELECT verdict, count(*) FROM alerts WHERE patient_id = ? AND state = 'closed' "
        "GROUP BY verdict",
        (patient_id,),
    )
    return {row[0]: row[1] for row in rows}

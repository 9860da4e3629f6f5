"""Writing alerts: one open episode per patient, component and side, and its events."""

import json
from dataclasses import dataclass

from sqlalchemy import Case, case, update
from sqlalchemy.dialects.sqlite import insert

from station.core.ids import new_id, same_id
from station.models.database import Writer
from station.models.tables import alert_events, alerts
from station.rules.limits import Side
from station.rules.why import Why

OPEN = "open"
TAKEN = "taken"
WAITING = "waiting"
CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Raised:
    """A level that an episode reached: by which reading, when that was measured and arrived."""

    patient_id: str
    reading_id: str
    measured_at: int
    arrived_at: int
    why: Why


def open_alert(writer: Writer, raised: Raised) -> str:
    """Open an alert with its first event, and give its id."""
    why = raised.why
    alert_id = _alert_id(writer, raised)
    writer.run(
        insert(alerts).values(
            id=alert_id,
            patient_id=raised.patient_id,
            component=why.component,
            side=why.side.value,
            state=OPEN,
            opened_at=writer.now,
            **_reached(raised),
        )
    )
    add_event(writer, alert_id, raised)
    return alert_id


def _alert_id(writer: Writer, raised: Raised) -> str:
    # Two stations that judge the same readings open one alert, not two.
    why = raised.why
    same = same_id("alert", raised.patient_id, why.component, why.side.value, raised.reading_id)
    taken = writer.raw("SELECT 1 FROM alerts WHERE id = ?", (same,))
    return new_id() if taken else same


def escalate(writer: Writer, alert_id: str, raised: Raised) -> None:
    """Lift an open alert to a worse level; whoever had put it off sees it again."""
    writer.run(
        update(alerts)
        .where(alerts.c.id == alert_id)
        .values(state=OPEN, proposed_at=None, waiting_until=None, **_reached(raised))
    )
    add_event(writer, alert_id, raised)


def add_event(writer: Writer, alert_id: str, raised: Raised) -> None:
    """Note that a level was reached, at the time it was measured."""
    writer.run(
        insert(alert_events).values(
            id=new_id(),
            alert_id=alert_id,
            patient_id=raised.patient_id,
            level=int(raised.why.level),
            at=raised.measured_at,
            reading_id=raised.reading_id,
            plan_version_id=raised.why.version_id,
            why=_text(raised.why),
        )
    )


def propose_closing(writer: Writer, patient_id: str, component: str, side: Side) -> None:
    """Note that the values are back in green; a person still has to close the alert."""
    writer.run(
        update(alerts)
        .where(
            alerts.c.patient_id == patient_id,
            alerts.c.component == component,
            alerts.c.side == side.value,
            alerts.c.state != CLOSED,
            alerts.c.proposed_at.is_(None),
        )
        .values(proposed_at=writer.now)
    )


def withdraw_proposal(writer: Writer, patient_id: str, component: str, side: Side) -> None:
    """Note that the values left the green again before anybody closed the alert."""
    writer.run(
        update(alerts)
        .where(
            alerts.c.patient_id == patient_id,
            alerts.c.component == component,
            alerts.c.side == side.value,
            alerts.c.state != CLOSED,
        )
        .values(proposed_at=None)
    )


def take(writer: Writer, alert_id: str, user_id: str) -> bool:
    """Note who has taken an open alert; False if it is closed."""
    touched = writer.run(
        update(alerts)
        .where(alerts.c.id == alert_id, alerts.c.state != CLOSED)
        # What waits for an answer goes on waiting, whoever has it.
        .values(state=_unless_waiting(TAKEN), taken_by=user_id, taken_at=writer.now)
    )
    return touched == 1


def wait(writer: Writer, alert_id: str, until: int) -> bool:
    """Note that an open alert waits for an answer until a moment (UTC ms); False if closed."""
    touched = writer.run(
        update(alerts)
        .where(alerts.c.id == alert_id, alerts.c.state != CLOSED)
        .values(state=WAITING, waiting_until=until)
    )
    return touched == 1


def end_waiting(writer: Writer, alert_id: str) -> None:
    """Let a waiting alert stand open again."""
    writer.run(
        update(alerts)
        .where(alerts.c.id == alert_id, alerts.c.state == WAITING)
        .values(state=OPEN, waiting_until=None)
    )


def close(writer: Writer, alert_id: str, *, action: str, verdict: str, note: str) -> bool:
    """Close an alert with what was done and what it was; False if it was closed already."""
    touched = writer.run(
        update(alerts)
        .where(alerts.c.id == alert_id, alerts.c.state != CLOSED)
        .values(
            state=CLOSED,
            closed_at=writer.now,
            closed_by=writer.actor.user_id,
            action=action,
            verdict=verdict,
            note=note,
        )
    )
    return touched == 1


def confirm_reading(writer: Writer, reading_id: str) -> None:
    """Note that a person stands by the reading behind an open alert; why it was raised stays."""
    writer.execute(
        "UPDATE alerts SET confirmed = 1 WHERE reading_id = ? AND state <> 'closed'", (reading_id,)
    )


def reopen(writer: Writer, alert_id: str) -> None:
    """Undo a closing; the driver refuses if another alert of the same kind is open by now."""
    writer.run(
        update(alerts)
        .where(alerts.c.id == alert_id, alerts.c.state == CLOSED)
        .values(
            state=_unless_waiting(OPEN),
            closed_at=None,
            closed_by=None,
            action="",
            verdict="",
            note="",
        )
    )


def _unless_waiting(state: str) -> Case[str]:
    return case((alerts.c.waiting_until.is_not(None), WAITING), else_=state)


def _reached(raised: Raised) -> dict[str, object]:
    why = raised.why
    return {
        "level": int(why.level),
        "measured_at": raised.measured_at,
        "arrived_at": raised.arrived_at,
        "reading_id": raised.reading_id,
        "plan_version_id": why.version_id,
        "plan_approved": why.approved,
        "confirmed": why.confirmed,
        "why": _text(why),
    }


def _text(why: Why) -> str:
    return json.dumps(why.to_data(), ensure_ascii=False, sort_keys=True)

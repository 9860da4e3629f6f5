"""Writing what rests or tightens an alert: snoozes, closer follow-up, and rounds of acknowledging.

Plain SQL: the worklist's screen writes here, and must not wait for SQLAlchemy.
"""

from station.core.ids import new_id
from station.models.database import Writer


def add_snooze(
    writer: Writer, patient_id: str, component: str, side: str, *, until_at: int, reason: str
) -> str:
    """Put a component's one side off from now until a moment (UTC ms), and give the snooze's id.

    A snooze that runs there already ends: the new decision stands in its place.
    """
    writer.execute(
        "UPDATE snoozes SET ended_at = ?, ended_by = ? WHERE patient_id = ? AND component = ? "
        "AND side = ? AND ended_at IS NULL AND until_at > ?",
        (writer.clock_now, writer.actor.user_id, patient_id, component, side, writer.clock_now),
    )
    snooze_id = new_id()
    writer.execute(
        "INSERT INTO snoozes (id, patient_id, component, side, from_at, until_at, reason, set_by) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            snooze_id,
            patient_id,
            component,
            side,
            writer.clock_now,
            until_at,
            reason,
            writer.actor.user_id,
        ),
    )
    return snooze_id


def end_snooze(writer: Writer, snooze_id: str) -> bool:
    """End a snooze before its time; False if it had ended already."""
    return bool(
        writer.execute(
            "UPDATE snoozes SET ended_at = ?, ended_by = ? "
            "WHERE id = ? AND ended_at IS NULL AND until_at > ?",
            (writer.clock_now, writer.actor.user_id, snooze_id, writer.clock_now),
        )
    )


def add_followup(writer: Writer, patient_id: str, *, until_at: int, reason: str) -> str:
    """Begin closer follow-up until a moment (UTC ms), ending one that runs; give the new id."""
    end_followup(writer, patient_id)
    followup_id = new_id()
    writer.execute(
        "INSERT INTO followups (id, patient_id, from_at, until_at, reason, set_by) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (followup_id, patient_id, writer.clock_now, until_at, reason, writer.actor.user_id),
    )
    return followup_id


def end_followup(writer: Writer, patient_id: str) -> bool:
    """End the closer follow-up that runs; False if there is none."""
    return bool(
        writer.execute(
            "UPDATE followups SET ended_at = ?, ended_by = ? "
            "WHERE patient_id = ? AND ended_at IS NULL AND until_at > ?",
            (writer.clock_now, writer.actor.user_id, patient_id, writer.clock_now),
        )
    )


def acknowledge(
    writer: Writer, patient_id: str, round_id: str, *, up_to: int, readings: int
) -> None:
    """Note that everything of a patient that came in until a moment has been acknowledged."""
    writer.execute(
        'INSERT INTO acknowledgements (id, patient_id, round_id, at, "by", up_to, readings) '
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (new_id(), patient_id, round_id, writer.clock_now, writer.actor.user_id, up_to, readings),
    )


def undo_round(writer: Writer, round_id: str) -> int:
    """Take a whole round of acknowledging back, and give how many patients were in it."""
    return writer.execute(
        "UPDATE acknowledgements SET undone_at = ? WHERE round_id = ? AND undone_at IS NULL",
        (writer.now, round_id),
    )

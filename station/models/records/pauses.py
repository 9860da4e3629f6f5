"""Writes about pauses of the follow-up."""

from sqlalchemy import insert, update

from station.models.database import Writer
from station.models.tables import pauses


def add(
    writer: Writer,
    pause_id: str,
    patient_id: str,
    *,
    reason: str,
    from_at: int,
    until_at: int,
    cause: str = "other",
) -> None:
    """Pause the follow-up from one moment until another (UTC ms), for a cause of rules.resting."""
    writer.run(
        insert(pauses).values(
            id=pause_id,
            patient_id=patient_id,
            reason=reason,
            from_at=from_at,
            until_at=until_at,
            cause=cause,
            set_by=writer.actor.user_id,
        )
    )
    writer.audit(
        "pause_set", "pause", pause_id, patient_id, from_at=from_at, until_at=until_at, cause=cause
    )
    _touch(writer, patient_id)


def end(writer: Writer, pause_id: str, patient_id: str) -> None:
    """End a pause now."""
    writer.run(
        update(pauses)
        .where(pauses.c.id == pause_id, pauses.c.ended_at.is_(None))
        .values(ended_at=writer.clock_now, ended_by=writer.actor.user_id)
    )
    writer.audit("pause_ended", "pause", pause_id, patient_id)
    _touch(writer, patient_id)


def _touch(writer: Writer, patient_id: str) -> None:
    writer.touch("patients", patient_id)
    writer.touch("judging", patient_id)

"""Writing where judging stands: engine states, when each patient was judged, what is missing."""

import json
from collections.abc import Sequence

from sqlalchemy import delete, update
from sqlalchemy.dialects.sqlite import insert

from station.core.ids import new_id
from station.models.database import Writer
from station.models.tables import engine_states, judgements, missing_episodes
from station.rules.alerts import State

JUDGED = "ok"
FAILED = "failed"


def keep_state(writer: Writer, patient_id: str, component: str, state: State) -> None:
    """Keep where judging of one component stands."""
    row = {
        "patient_id": patient_id,
        "component": component,
        "state": json.dumps(state.to_data(), separators=(",", ":")),
        "up_to": state.up_to,
    }
    writer.run(
        insert(engine_states)
        .values(row)
        .on_conflict_do_update(index_elements=["patient_id", "component"], set_=row)
    )


def forget_states(writer: Writer, patient_id: str) -> None:
    """Forget where judging of a patient stands, so that the next judging replays everything."""
    writer.run(delete(engine_states).where(engine_states.c.patient_id == patient_id))


def judged(writer: Writer, patient_id: str, state: str = JUDGED, reason: str = "") -> None:
    """Note that a patient was judged now, or that it failed and with which kind of error."""
    row = {
        "patient_id": patient_id,
        "judged_at": writer.now,
        "state": state,
        "reason": reason,
    }
    writer.run(
        insert(judgements)
        .values(row)
        .on_conflict_do_update(index_elements=["patient_id"], set_=row)
    )


def all_judged(writer: Writer, patient_ids: Sequence[str]) -> None:
    """Note that these patients were judged now, and that it went well."""
    if not patient_ids:
        return
    statement = insert(judgements)
    judged_now = {
        "judged_at": statement.excluded.judged_at,
        "state": statement.excluded.state,
        "reason": statement.excluded.reason,
    }
    rows = [
        {"patient_id": patient_id, "judged_at": writer.now, "state": JUDGED, "reason": ""}
        for patient_id in patient_ids
    ]
    writer.run(
        statement.on_conflict_do_update(index_elements=["patient_id"], set_=judged_now), rows
    )


def note_missing(writer: Writer, patient_id: str, kind: str, due_at: int) -> None:
    """Begin an episode of missing readings that were due at `due_at`."""
    writer.run(
        insert(missing_episodes).values(
            id=new_id(), patient_id=patient_id, kind=kind, due_at=due_at, noted_at=writer.now
        )
    )


def end_missing(
    writer: Writer, patient_id: str, kind: str, reading_id: str | None, ended_at: int
) -> int:
    """End the open episodes of a kind because a reading came (or the agreement ended)."""
    return writer.run(
        update(missing_episodes)
        .where(
            missing_episodes.c.patient_id == patient_id,
            missing_episodes.c.kind == kind,
            missing_episodes.c.ended_at.is_(None),
        )
        .values(ended_at=ended_at, ended_by_reading=reading_id)
    )

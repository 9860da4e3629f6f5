"""Writing where judging stands: engine states, when each patient was judged, what is missing."""

import json
from collections.abc import Sequence

from sqlalchemy import delete, insert

from station.core.ids import new_id
from station.models.database import Writer
from station.models.tables import engine_states, missing_episodes
from station.rules.alerts import State

JUDGED = "ok"
FAILED = "failed"
MORE_COMING = "more_coming"
"""The reason of one who is not judged yet: more of hers comes at once, and then all of it is."""
# By hand: every reading runs through these, and a statement built anew costs more than it does.
_STATE = (
    "INSERT INTO engine_states (patient_id, component, state, up_to) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (patient_id, component) DO UPDATE SET "
    "state = excluded.state, up_to = excluded.up_to"
)
_JUDGED = (
    "INSERT INTO judgements (patient_id, judged_at, state, reason) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (patient_id) DO UPDATE SET judged_at = excluded.judged_at, "
    "state = excluded.state, reason = excluded.reason"
)
_ENDED = (
    "UPDATE missing_episodes SET ended_at = ?, ended_by_reading = ? "
    "WHERE patient_id = ? AND kind = ? AND ended_at IS NULL"
)


def keep_state(writer: Writer, patient_id: str, component: str, state: State) -> None:
    """Keep where judging of one component stands."""
    text = json.dumps(state.to_data(), separators=(",", ":"))
    writer.execute(_STATE, (patient_id, component, text, state.up_to))


def forget_states(writer: Writer, patient_id: str) -> None:
    """Forget where judging of a patient stands, so that the next judging replays everything."""
    writer.run(delete(engine_states).where(engine_states.c.patient_id == patient_id))


def judged(writer: Writer, patient_id: str, state: str = JUDGED, reason: str = "") -> None:
    """Note that a patient was judged now, or that it failed and with which kind of error."""
    writer.execute(_JUDGED, (patient_id, writer.now, state, reason))


def wait_for_more(writer: Writer, patient_id: str) -> None:
    """Note that readings of a patient are stored and not judged; she counts as not judged."""
    judged(writer, patient_id, FAILED, MORE_COMING)


def all_judged(writer: Writer, patient_ids: Sequence[str]) -> None:
    """Note that these patients were judged now, and that it went well."""
    if not patient_ids:
        return
    writer.executemany(_JUDGED, ((each, writer.now, JUDGED, "") for each in patient_ids))


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
    return writer.execute(_ENDED, (ended_at, reading_id, patient_id, kind))

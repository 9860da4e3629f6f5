"""Writing about a plan's way: withdrawing a printed draft, and the GP's appointment."""

from sqlalchemy import insert, update

from station.core.ids import new_id
from station.models.database import Writer
from station.models.tables import appointments, plan_versions
from station.rules.gpvisit import VisitState
from station.rules.plans import PlanStatus


def withdraw(writer: Writer, version_id: str) -> bool:
    """Put a draft aside for good; it stays in the file. False if it is no draft (any more)."""
    touched = writer.run(
        update(plan_versions)
        .where(plan_versions.c.id == version_id, plan_versions.c.status == PlanStatus.DRAFT.value)
        .values(status=PlanStatus.WITHDRAWN.value)
    )
    return touched == 1


def note_appointment(
    writer: Writer, patient_id: str, state: VisitState, on_day: str = "", note: str = ""
) -> str:
    """Note what is agreed about the GP's appointment (ISO date), and give the note's id."""
    note_id = new_id()
    writer.run(
        insert(appointments).values(
            id=note_id,
            patient_id=patient_id,
            state=state.value,
            on_day=on_day or None,
            note=note,
            noted_at=writer.now,
            noted_by=writer.actor.user_id,
        )
    )
    return note_id

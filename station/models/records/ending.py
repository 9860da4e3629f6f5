"""Writing the steps that close a service: archived in the DHO system, ended in the EPJ."""

from sqlalchemy import delete, insert

from station.models.database import Writer
from station.models.tables import ending_steps


def tick(writer: Writer, patient_id: str, step: str, *, done_on: str, note: str) -> None:
    """Note that a step was done on a day (ISO), by the one who writes it."""
    writer.run(
        insert(ending_steps).values(
            patient_id=patient_id,
            step=step,
            done_on=done_on,
            by=writer.actor.user_id,
            registered_at=writer.now,
            note=note,
        )
    )
    details = {"step": step, "done_on": done_on}
    writer.audit("ending_step_done", "patient", patient_id, patient_id, **details)
    writer.touch("patients", patient_id)


def untick(writer: Writer, patient_id: str, step: str) -> bool:
    """Take a tick back; False if the step was not ticked."""
    touched = writer.run(
        delete(ending_steps).where(
            ending_steps.c.patient_id == patient_id, ending_steps.c.step == step
        )
    )
    if not touched:
        return False
    writer.audit("ending_step_undone", "patient", patient_id, patient_id, step=step)
    writer.touch("patients", patient_id)
    return True


def begin_anew(writer: Writer, patient_id: str) -> int:
    """Forget the ticks, since the service goes on; give how many there were. The log keeps them."""
    touched = writer.run(delete(ending_steps).where(ending_steps.c.patient_id == patient_id))
    if touched:
        writer.audit("ending_steps_cleared", "patient", patient_id, patient_id, steps=touched)
        writer.touch("patients", patient_id)
    return touched

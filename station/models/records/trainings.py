"""Writing who was trained in the use of equipment, in what, on which day."""

from dataclasses import asdict, dataclass

from sqlalchemy import insert

from station.models.database import Writer
from station.models.tables import trainings


@dataclass(frozen=True, slots=True)
class TrainingRow:
    """One person's training; `held_on` is ISO text, `role` patient, relative or staff."""

    patient_id: str | None
    institution_id: str | None
    handout_id: str | None
    person: str
    role: str
    topics: str
    held_on: str
    note: str


def add(writer: Writer, training_id: str, new: TrainingRow) -> None:
    """Store a training, held by the one who writes it."""
    writer.run(
        insert(trainings).values(
            id=training_id,
            **asdict(new),
            by=writer.actor.user_id,
            registered_at=writer.now,
        )
    )
    details = {"role": new.role, "held_on": new.held_on}
    writer.audit("training_registered", "training", training_id, new.patient_id, **details)
    writer.touch("equipment", new.patient_id)

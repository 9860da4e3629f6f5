"""Writes to a patient's own row; a row is only changed by one who saw it as it is."""

from collections.abc import Mapping

from sqlalchemy import insert, update

from station.models.database import Writer
from station.models.tables import patients


def add(writer: Writer, patient_id: str, values: Mapping[str, object], status: str) -> None:
    """Store a new patient with these column values and this status, as revision 1."""
    writer.run(
        insert(patients).values(
            **values,
            id=patient_id,
            status=status,
            status_since=writer.now,
            created_at=writer.now,
            changed_at=writer.now,
            revision=1,
        )
    )
    # What was filled in, never with what: the log outlives a mistake in the file.
    filled = sorted(name for name, value in values.items() if value and name != "search_text")
    writer.audit("patient_registered", "patient", patient_id, patient_id, fields=filled)
    writer.touch("patients", patient_id)


def change(writer: Writer, patient_id: str, revision: int, values: Mapping[str, object]) -> bool:
    """Change these columns if the row is still at `revision`; tell whether it was."""
    if not _update(writer, patient_id, revision, values):
        return False
    fields = sorted(name for name in values if name != "search_text")
    writer.audit("patient_changed", "patient", patient_id, patient_id, fields=fields)
    writer.touch("patients", patient_id)
    return True


def set_status(
    writer: Writer, patient_id: str, revision: int, before: str, after: str, reason: str = ""
) -> bool:
    """Give the patient another status from now on, if the row is still at `revision`."""
    values = {"status": after, "status_since": writer.now}
    if not _update(writer, patient_id, revision, values):
        return False
    details = {"before": before, "after": after} | ({"reason": reason} if reason else {})
    writer.audit("status_set", "patient", patient_id, patient_id, **details)
    writer.touch("patients", patient_id)
    return True


def set_deceased(writer: Writer, patient_id: str, revision: int, day: str | None) -> bool:
    """Register the day of death (ISO), or take it back with None, if still at `revision`."""
    if not _update(writer, patient_id, revision, {"deceased_on": day}):
        return False
    action = "death_registered" if day else "death_taken_back"
    writer.audit(action, "patient", patient_id, patient_id)
    writer.touch("patients", patient_id)
    return True


def note_seen(writer: Writer, patient_id: str, action: str) -> None:
    """Leave in the log that something of the patient was looked at: the file, number, address."""
    writer.audit(action, "patient", patient_id, patient_id)


def _update(writer: Writer, patient_id: str, revision: int, values: Mapping[str, object]) -> bool:
    statement = (
        update(patients)
        .where(patients.c.id == patient_id, patients.c.revision == revision)
        .values(**values, changed_at=writer.now, revision=revision + 1)
    )
    return writer.run(statement) == 1

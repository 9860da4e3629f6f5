"""Writes about relatives; one who is taken away stays in the file, no longer shown."""

from collections.abc import Mapping

from sqlalchemy import insert, update

from station.models.database import Writer
from station.models.tables import relatives


def add(writer: Writer, relative_id: str, patient_id: str, values: Mapping[str, object]) -> None:
    """Store a relative of the patient: name, relation, phone, reports, note."""
    writer.run(insert(relatives).values(**values, id=relative_id, patient_id=patient_id))
    _told(writer, "relative_added", relative_id, patient_id)


def change(writer: Writer, relative_id: str, patient_id: str, values: Mapping[str, object]) -> None:
    """Change these columns of a relative."""
    writer.run(
        update(relatives)
        .where(relatives.c.id == relative_id, relatives.c.patient_id == patient_id)
        .values(**values)
    )
    _told(writer, "relative_changed", relative_id, patient_id, fields=sorted(values))


def remove(writer: Writer, relative_id: str, patient_id: str) -> None:
    """Let a relative no longer be shown; earlier readings still name this person."""
    writer.run(
        update(relatives)
        .where(relatives.c.id == relative_id, relatives.c.patient_id == patient_id)
        .values(active=False)
    )
    _told(writer, "relative_removed", relative_id, patient_id)


def _told(
    writer: Writer, action: str, relative_id: str, patient_id: str, **details: object
) -> None:
    writer.audit(action, "relative", relative_id, patient_id, **details)
    writer.touch("patients", patient_id)

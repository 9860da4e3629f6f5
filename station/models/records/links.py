"""Writes about files of the same person; nothing moves from one file to the other."""

from sqlalchemy import insert, update

from station.models.database import Writer
from station.models.tables import patient_links


def add(writer: Writer, link_id: str, patient_a: str, patient_b: str, reason: str) -> None:
    """Say that two files are of one person, and why."""
    writer.run(
        insert(patient_links).values(
            id=link_id,
            patient_a=patient_a,
            patient_b=patient_b,
            reason=reason,
            linked_at=writer.now,
            linked_by=writer.actor.user_id,
        )
    )
    _told(writer, "patients_linked", link_id, (patient_a, patient_b))


def end(writer: Writer, link_id: str, patient_a: str, patient_b: str, reason: str) -> None:
    """Say that the two files are not of one person after all, and why."""
    writer.run(
        update(patient_links)
        .where(patient_links.c.id == link_id, patient_links.c.unlinked_at.is_(None))
        .values(unlinked_at=writer.now, unlinked_by=writer.actor.user_id, unlink_reason=reason)
    )
    _told(writer, "patients_unlinked", link_id, (patient_a, patient_b))


def _told(writer: Writer, action: str, link_id: str, both: tuple[str, str]) -> None:
    # Both files tell who has seen and changed them, so each gets its row.
    for patient_id in both:
        writer.audit(action, "patient_link", link_id, patient_id)
        writer.touch("patients", patient_id)

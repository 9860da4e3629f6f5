"""Writes about consent; a consent is never changed, only withdrawn."""

from sqlalchemy import insert, update

from station.models.database import Writer
from station.models.tables import consents


def add(
    writer: Writer,
    consent_id: str,
    patient_id: str,
    *,
    form_version: str,
    given_on: str,
    informed_by: str,
    note: str,
) -> None:
    """Store a consent given on a day (ISO) on this version of the form."""
    writer.run(
        insert(consents).values(
            id=consent_id,
            patient_id=patient_id,
            form_version=form_version,
            given_on=given_on,
            informed_by=informed_by,
            note=note,
            registered_at=writer.now,
            registered_by=writer.actor.user_id,
        )
    )
    writer.audit("consent_registered", "consent", consent_id, patient_id, form_version=form_version)
    writer.touch("patients", patient_id)


def withdraw(writer: Writer, consent_id: str, patient_id: str, day: str) -> None:
    """Mark a consent as withdrawn on a day (ISO); the consent itself stays."""
    writer.run(
        update(consents)
        .where(consents.c.id == consent_id, consents.c.withdrawn_on.is_(None))
        .values(withdrawn_on=day, withdrawn_by=writer.actor.user_id)
    )
    writer.audit("consent_withdrawn", "consent", consent_id, patient_id)
    writer.touch("patients", patient_id)

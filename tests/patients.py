"""Patients for tests of the database: stored as they are, without the checks of services."""

from collections.abc import Mapping

from station.core.ids import new_id
from station.models.database import Actor, Database, Reader
from station.models.queries import audit
from station.models.records import patients
from station.rules.names import search_text

NUMBER = "01814049996"
"""A synthetic national number (month +80)."""


def values_of(given: str = "Rask", family: str = "Elg", **more: object) -> Mapping[str, object]:
    """The least that a patient's row needs, and more columns as given."""
    return {
        "given_name": given,
        "family_name": family,
        "search_text": search_text(given, family),
        **more,
    }


def registered(database: Database, actor: Actor, **more: object) -> str:
    """Store a patient with more columns as given, and give the id."""
    patient_id = new_id()
    given, family = str(more.pop("given", "Rask")), str(more.pop("family", "Elg"))
    with database.write(actor) as writer:
        patients.add(writer, patient_id, values_of(given, family, **more), "referred")
    return patient_id


def log_of(reader: Reader, patient_id: str) -> list[str]:
    """What was done with this patient, the newest first."""
    return [row.action for row in audit.of_patient(reader, patient_id)]

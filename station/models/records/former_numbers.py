"""Writing national numbers that a patient had before: she may get a new one, and stays the same."""

from station.core.ids import new_id
from station.models.database import Writer


def keep(writer: Writer, patient_id: str, number: str, number_kind: str) -> None:
    """Keep a number that the patient has no more; once is enough."""
    if writer.raw(
        "SELECT 1 FROM former_numbers WHERE patient_id = ? AND number = ?", (patient_id, number)
    ):
        return
    writer.execute(
        "INSERT INTO former_numbers (id, patient_id, number, number_kind, until, by) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (new_id(), patient_id, number, number_kind, writer.now, writer.actor.user_id),
    )
    writer.audit("number_former", "patient", patient_id, patient_id, number_kind=number_kind)

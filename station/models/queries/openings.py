"""Reading who has a patient open."""

from dataclasses import dataclass

from station.models.database import Reader


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """Who has a patient open, and since when (UTC milliseconds)."""

    user_id: str
    name: str
    initials: str
    since: int


def of_patient(reader: Reader, patient_id: str) -> OpeningRow | None:
    """Give who has the patient open, or None."""
    rows = reader.raw(
        "SELECT o.user_id, coalesce(u.name, ''), coalesce(u.initials, ''), o.since "
        "FROM openings o LEFT JOIN users u ON u.id = o.user_id WHERE o.patient_id = ?",
        (patient_id,),
    )
    return OpeningRow(*rows[0]) if rows else None

"""Reading national numbers that patients had before."""

from dataclasses import dataclass

from station.models.database import Reader


@dataclass(frozen=True, slots=True)
class FormerNumber:
    """A number that a patient had until a moment (UTC milliseconds)."""

    number: str
    number_kind: str
    until: int


def of_patient(reader: Reader, patient_id: str) -> tuple[FormerNumber, ...]:
    """Give the numbers that a patient had before, the last one first."""
    rows = reader.raw(
        "SELECT number, number_kind, until FROM former_numbers WHERE patient_id = ? "
        "ORDER BY until DESC, rowid DESC",
        (patient_id,),
    )
    return tuple(FormerNumber(*row) for row in rows)


def patients_with(reader: Reader, number: str) -> tuple[str, ...]:
    """Give the patients who once had this number."""
    rows = reader.raw("SELECT DISTINCT patient_id FROM former_numbers WHERE number = ?", (number,))
    return tuple(row[0] for row in rows)

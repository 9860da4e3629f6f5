"""Reading who has which patient open at other stations."""

from dataclasses import dataclass

from station.models.database import Reader


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody at another station has a patient open since a moment (UTC milliseconds)."""

    patient_id: str
    station: str
    user_id: str
    user_name: str
    since: int


_SELECT = (
    "SELECT c.patient_id, c.station, c.user_id, coalesce(nullif(c.user_name, ''), u.name, ''), "
    "c.since FROM sync_claims c LEFT JOIN users u ON u.id = c.user_id"
)


def of_patient(reader: Reader, patient_id: str, since: int) -> Claim | None:
    """Give who opened the patient last elsewhere, at `since` or after; None if nobody did."""
    rows = reader.raw(
        f"{_SELECT} WHERE c.patient_id = ? AND c.since >= ? ORDER BY c.since DESC LIMIT 1",
        (patient_id, since),
    )
    return Claim(*rows[0]) if rows else None


def all_since(reader: Reader, since: int) -> dict[str, Claim]:
    """Give the newest claim on each patient that others have open, by patient."""
    rows = reader.raw(f"{_SELECT} WHERE c.since >= ? ORDER BY c.since", (since,))
    return {row[0]: Claim(*row) for row in rows}

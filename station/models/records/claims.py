"""Writing who has which patient open at other stations; each station speaks for itself."""

from station.models.database import Writer
from station.models.queries.claims import Claim


def claim(writer: Writer, told: Claim) -> None:
    """Note that somebody at another station has a patient open."""
    writer.execute(
        "INSERT OR REPLACE INTO sync_claims (patient_id, station, user_id, user_name, since) "
        "VALUES (?, ?, ?, ?, ?)",
        (told.patient_id, told.station, told.user_id, told.user_name, told.since),
    )
    writer.quiet()
    writer.touch("patients", told.patient_id)


def release(writer: Writer, patient_id: str, station: str) -> None:
    """Note that nobody at that station has the patient open any more."""
    writer.execute(
        "DELETE FROM sync_claims WHERE patient_id = ? AND station = ?", (patient_id, station)
    )
    writer.quiet()
    writer.touch("patients", patient_id)

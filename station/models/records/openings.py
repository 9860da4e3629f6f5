"""Writing who has which patient open: one patient per person, one person per patient."""

from station.models.database import Writer


def opened(writer: Writer, patient_id: str) -> None:
    """Note that the writer has the patient open now, and no other."""
    left(writer)
    writer.execute(
        "INSERT INTO openings (patient_id, user_id, since) VALUES (?, ?, ?) "
        "ON CONFLICT (patient_id) DO UPDATE SET user_id = excluded.user_id, since = excluded.since",
        (patient_id, writer.actor.user_id, writer.now),
    )


def left(writer: Writer) -> None:
    """Note that the writer has no patient open."""
    writer.execute("DELETE FROM openings WHERE user_id = ?", (writer.actor.user_id,))

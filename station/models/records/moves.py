"""Writing where a reading was moved from; the reading itself stays where it first was stored."""

from station.models.database import Writer


def came_from(writer: Writer, reading_id: str, original_id: str) -> None:
    """Note on a reading which one it was moved from, and with it the file that brought both.

    One that was moved from elsewhere before keeps its first origin.
    """
    writer.execute(
        "UPDATE readings SET moved_from = ?1, "
        "batch_id = coalesce(batch_id, (SELECT batch_id FROM readings WHERE id = ?1)) "
        "WHERE id = ?2 AND moved_from IS NULL",
        (original_id, reading_id),
    )

"""Writing what the channels to national services need beside what all channels share."""

from station.models.database import Writer


def begin_here(writer: Writer, name: str) -> None:
    """Let a channel begin with what is done from now on; what was before is not sent."""
    writer.execute(
        "UPDATE sync_channels SET position = (SELECT coalesce(max(seq), 0) FROM sync_log) "
        "WHERE name = ?",
        (name,),
    )
    writer.quiet()


def put_letter(writer: Writer, letter_id: str, patient_id: str, sealed: str) -> None:
    """Let a letter wait for sending; it is put together already."""
    writer.execute(
        "INSERT INTO sync_outbox (channel, kind, record_id, patient_id, first_seq, last_seq, "
        "since, state, next_at, sealed, sealed_seq) VALUES ('gp', 'letters', ?, ?, 0, 0, ?, "
        "'sealed', ?, ?, 0)",
        (letter_id, patient_id, writer.now, writer.now, sealed),
    )
    writer.quiet()

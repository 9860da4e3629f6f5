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


def choose(writer: Writer, conflict_id: str, patient_id: str | None, choice: str) -> bool:
    """Note what a person chose about a plan at a service; False if it is not open any more."""
    touched = writer.execute(
        "UPDATE sync_conflicts SET state = 'chosen', chosen = ?, chosen_by = ?, chosen_at = ? "
        "WHERE id = ? AND state = 'open'",
        (choice, writer.actor.user_id, writer.now, conflict_id),
    )
    writer.audit("conflict_chosen", "conflict", conflict_id, patient_id, choice=choice)
    writer.touch("exchange", patient_id)
    return bool(touched)

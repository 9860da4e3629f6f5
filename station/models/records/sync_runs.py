"""Writing what each run of a channel came to; old ones are let go."""

from station.models.database import Writer

KEPT = 500
"""So many runs of a channel are kept; one a minute is 8 hours, and quiet ones are not kept."""


def begin(writer: Writer, run_id: str, channel: str) -> None:
    """Note that a run began."""
    writer.execute(
        "INSERT INTO sync_runs (id, channel, begun_at) VALUES (?, ?, ?)",
        (run_id, channel, writer.now),
    )
    writer.quiet()


def end(
    writer: Writer, run_id: str, outcome: str, counts: dict[str, int], code: str, reason: str
) -> None:
    """Note what a run came to; `counts` has sent, received, applied, conflicts, held.

    A run that met nothing at all is let go, and so is what is older than the last KEPT.
    """
    if outcome == "done" and not any(counts.values()):
        writer.execute("DELETE FROM sync_runs WHERE id = ?", (run_id,))
    else:
        writer.execute(
            "UPDATE sync_runs SET ended_at = ?, outcome = ?, sent = ?, received = ?, applied = ?, "
            "conflicts = ?, held = ?, reason_code = ?, reason = ? WHERE id = ?",
            (
                writer.now,
                outcome,
                *(counts.get(name, 0) for name in NAMES),
                code,
                reason,
                run_id,
            ),
        )
    writer.execute(
        "DELETE FROM sync_runs WHERE id IN (SELECT id FROM sync_runs WHERE channel = (SELECT "
        "channel FROM sync_runs WHERE id = ?) ORDER BY begun_at DESC LIMIT -1 OFFSET ?)",
        (run_id, KEPT),
    )
    writer.quiet()


NAMES = ("sent", "received", "applied", "conflicts", "held")
"""What is counted in a run."""


def died(writer: Writer, channel: str) -> None:
    """Close the runs that a killed program left open."""
    writer.execute(
        "UPDATE sync_runs SET ended_at = ?, outcome = 'stopped', reason_code = 'died' "
        "WHERE channel = ? AND ended_at IS NULL",
        (writer.now, channel),
    )
    writer.quiet()

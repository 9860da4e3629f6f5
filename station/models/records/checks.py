"""Writing how a device was gone over: rounds, and their steps ticked by name."""

from station.models.database import Writer


def begin(
    writer: Writer, check_id: str, device_id: str, purpose: str, loan_id: str | None = None
) -> None:
    """Begin a round; the file itself refuses a second open one of a device."""
    writer.execute(
        "INSERT INTO device_checks (id, device_id, loan_id, purpose, begun_at, begun_by) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (check_id, device_id, loan_id, purpose, writer.now, writer.actor.user_id),
    )
    writer.audit("device_check_begun", "device", device_id, purpose=purpose)
    writer.touch("equipment")


def tick(writer: Writer, check_id: str, step: str, outcome: str, note: str) -> None:
    """Note what came of a step; what was noted before is replaced, and both stand in the log."""
    writer.execute(
        "INSERT INTO device_check_steps (check_id, step, outcome, note, at, by) "
        "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (check_id, step) DO UPDATE SET "
        "outcome = excluded.outcome, note = excluded.note, at = excluded.at, by = excluded.by",
        (check_id, step, outcome, note, writer.now, writer.actor.user_id),
    )
    writer.audit("device_check_step", "device_check", check_id, step=step, outcome=outcome)
    writer.touch("equipment")


def untick(writer: Writer, check_id: str, step: str) -> None:
    """Take a tick away, as if the step had not been looked at; the log keeps that it was."""
    writer.execute(
        "DELETE FROM device_check_steps WHERE check_id = ? AND step = ?", (check_id, step)
    )
    writer.audit("device_check_step", "device_check", check_id, step=step, outcome="")
    writer.touch("equipment")


def close(
    writer: Writer,
    check_id: str,
    outcome: str,
    cost_ore: int | None = None,
    note: str | None = None,
) -> None:
    """Close a round; `outcome` is the state that the device went to. None leaves what stands."""
    writer.execute(
        "UPDATE device_checks SET closed_at = ?2, closed_by = ?3, outcome = ?4, "
        "cost_ore = coalesce(?5, cost_ore), note = coalesce(?6, note) WHERE id = ?1",
        (check_id, writer.now, writer.actor.user_id, outcome, cost_ore, note),
    )
    writer.audit("device_check_closed", "device_check", check_id, outcome=outcome)
    writer.touch("equipment")


def note(writer: Writer, check_id: str, cost_ore: int | None, text: str | None) -> None:
    """Note what a round costs and what is to be said of it; None leaves what stands."""
    writer.execute(
        "UPDATE device_checks SET cost_ore = coalesce(?2, cost_ore), note = coalesce(?3, note) "
        "WHERE id = ?1",
        (check_id, cost_ore, text),
    )
    writer.audit("device_check_noted", "device_check", check_id, cost_ore=cost_ore)
    writer.touch("equipment")


def reopen(writer: Writer, check_id: str) -> None:
    """Open a round again, when the move that closed it is taken back."""
    writer.execute(
        "UPDATE device_checks SET closed_at = NULL, closed_by = NULL, outcome = '' WHERE id = ?",
        (check_id,),
    )
    writer.audit("device_check_reopened", "device_check", check_id)
    writer.touch("equipment")

"""Writing rounds: begun for a day, by whom they are driven, closed with what was driven."""

from station.core.ids import new_id
from station.models.database import Writer


def begin(writer: Writer, day: str, driver: str) -> str:
    """Begin the next round of a day (ISO), and give its id."""
    round_id = new_id()
    writer.execute(
        "INSERT INTO driving_rounds (id, day, number, driver, created_at, created_by) "
        "VALUES (?, ?, (SELECT coalesce(max(number), 0) + 1 FROM driving_rounds WHERE day = ?), "
        "?, ?, ?)",
        (round_id, day, day, driver, writer.clock_now, writer.actor.user_id),
    )
    writer.audit("round_begun", "round", round_id, day=day)
    writer.touch("visits")
    return round_id


def set_driver(writer: Writer, round_id: str, driver: str) -> None:
    """Note who drives."""
    writer.execute("UPDATE driving_rounds SET driver = ? WHERE id = ?", (driver, round_id))
    writer.audit("round_driver", "round", round_id)
    writer.touch("visits")


def close(
    writer: Writer,
    round_id: str,
    planned: tuple[int | None, int | None],
    driven: tuple[int, int],
    note: str,
) -> bool:
    """Close a round with (metres, minutes) planned and driven; False if it was closed already."""
    touched = writer.execute(
        "UPDATE driving_rounds SET metres_planned = ?, minutes_planned = ?, metres_driven = ?, "
        "minutes_driven = ?, note = ?, closed_at = ?, closed_by = ? "
        "WHERE id = ? AND closed_at IS NULL",
        (*planned, *driven, note, writer.clock_now, writer.actor.user_id, round_id),
    )
    if not touched:
        return False
    writer.audit("round_closed", "round", round_id, metres=driven[0], minutes=driven[1])
    writer.touch("visits")
    return True


def reopen(writer: Writer, round_id: str) -> bool:
    """Take a round's closing back, to put a slip of the pen right; False if it is open."""
    touched = writer.execute(
        "UPDATE driving_rounds SET closed_at = NULL, closed_by = NULL, metres_driven = NULL, "
        "minutes_driven = NULL, metres_planned = NULL, minutes_planned = NULL "
        "WHERE id = ? AND closed_at IS NOT NULL",
        (round_id,),
    )
    if not touched:
        return False
    writer.audit("round_reopened", "round", round_id)
    writer.touch("visits")
    return True


def remove(writer: Writer, round_id: str) -> None:
    """Take out a round that nothing stands on."""
    writer.execute("DELETE FROM driving_rounds WHERE id = ?", (round_id,))
    writer.audit("round_removed", "round", round_id)
    writer.touch("visits")


def printed(writer: Writer, round_id: str, digest: str, pages: int) -> None:
    """Enter that a round's driving list was printed or saved: its SHA-256."""
    writer.audit("driving_list_printed", "round", round_id, hash=digest, pages=pages)

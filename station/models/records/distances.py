"""Writing the ways between places, as somebody typed them in."""

from station.models.database import Writer
from station.rules.routing import Pair, Way


def keep(writer: Writer, places: Pair, way: Way) -> None:
    """Keep how far it is between two places (the lesser name first), in place of what was known."""
    writer.execute(
        "INSERT INTO distances (place_a, place_b, metres, minutes, changed_at, changed_by) "
        "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (place_a, place_b) DO UPDATE SET "
        "metres = excluded.metres, minutes = excluded.minutes, "
        "changed_at = excluded.changed_at, changed_by = excluded.changed_by",
        (*places, way.metres, way.minutes, writer.clock_now, writer.actor.user_id),
    )
    writer.audit("distance_kept", "distance", "", metres=way.metres)
    writer.touch("visits")


def forget(writer: Writer, places: Pair) -> bool:
    """Forget a way; False if it was not known."""
    touched = writer.execute("DELETE FROM distances WHERE place_a = ? AND place_b = ?", places)
    if not touched:
        return False
    writer.audit("distance_forgotten", "distance", "")
    writer.touch("visits")
    return True

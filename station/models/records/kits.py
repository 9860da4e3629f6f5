"""Writing kits: devices that go out together."""

from station.models.database import Writer


def add(writer: Writer, kit_id: str, name: str, note: str) -> None:
    """Store a kit, still empty."""
    writer.execute(
        "INSERT INTO kits (id, name, note, created_at, created_by) VALUES (?, ?, ?, ?, ?)",
        (kit_id, name, note, writer.now, writer.actor.user_id),
    )
    writer.audit("kit_made", "kit", kit_id)
    writer.touch("equipment")


def put(writer: Writer, device_id: str, kit_id: str | None) -> None:
    """Put a device in a kit, out of the one it was in; None takes it out."""
    writer.execute("UPDATE devices SET kit_id = ? WHERE id = ?", (kit_id, device_id))
    writer.audit("kit_changed", "device", device_id, kit=kit_id)
    writer.touch("equipment")


def dissolve(writer: Writer, kit_id: str) -> None:
    """Dissolve a kit: its devices stand alone again."""
    writer.execute("UPDATE devices SET kit_id = NULL WHERE kit_id = ?", (kit_id,))
    writer.execute("UPDATE kits SET dissolved_at = ? WHERE id = ?", (writer.now, kit_id))
    writer.audit("kit_dissolved", "kit", kit_id)
    writer.touch("equipment")

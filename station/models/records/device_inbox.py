"""Packets of a meter that wait for its clock to be read: kept at once, let go when they are in."""

from collections.abc import Iterable

from station.models.database import Writer

Packet = tuple[int, bytes, int]
"""Characteristic (16 bits), bytes, and when it came (UTC ms)."""


def keep(writer: Writer, device_id: str, packets: Iterable[Packet]) -> None:
    """Keep packets; what they say is noted in the log when they are taken in."""
    for characteristic, payload, arrived_at in packets:
        writer.execute(
            "INSERT OR IGNORE INTO device_inbox (device_id, characteristic, payload, arrived_at) "
            "VALUES (?, ?, ?, ?)",
            (device_id, characteristic, payload, arrived_at),
        )
    writer.quiet()


def let_go(writer: Writer, device_id: str, packets: Iterable[Packet]) -> None:
    """Let packets go in the unit of work in which they are taken in."""
    for characteristic, payload, arrived_at in packets:
        writer.execute(
            "DELETE FROM device_inbox WHERE device_id = ? AND characteristic = ? "
            "AND payload = ? AND arrived_at = ?",
            (device_id, characteristic, payload, arrived_at),
        )

"""Reading the packets of meters that are kept and were never taken in."""

from station.models.database import Reader


def waiting(reader: Reader) -> dict[str, list[tuple[int, bytes, int]]]:
    """Give by device what waits, in the order of arrival: characteristic, bytes, UTC ms."""
    found: dict[str, list[tuple[int, bytes, int]]] = {}
    for row in reader.raw(
        "SELECT device_id, characteristic, payload, arrived_at FROM device_inbox "
        "ORDER BY arrived_at, rowid"
    ):
        packet = (int(str(row[1])), bytes(row[2]), int(str(row[3])))
        found.setdefault(str(row[0]), []).append(packet)
    return found

"""Heart rate belts: 0x180D and 0x2A37, nothing stored and no clock."""

from collections.abc import Iterator

from simulator.attributes import Service, Value
from simulator.meters.base import Meter, Reading
from simulator.payloads import heart_rate

RATE = 0x2A37


class HeartRateBelt(Meter):
    """A belt of the standard profile."""

    measurement = RATE
    model = "Heart rate"
    keeps = False

    def own_service(self) -> Service:
        """Give 0x180D."""
        return Service(0x180D, (Value(RATE, "NOTIFY"), Value(0x2A38, "READ", lambda: b"\x01")))

    def packets(self, reading: Reading) -> Iterator[tuple[int | str, bytes]]:
        """Tell the rate as it is now."""
        beats = reading.values["pulse"]
        yield RATE, heart_rate(int(beats) if isinstance(beats, int | float) else 0)

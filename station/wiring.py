"""The composition root, without Qt: builds every object and hands it what it needs."""

from dataclasses import dataclass

from station.core.bus import Bus
from station.core.clock import Clock, SystemClock
from station.core.lanes import Lane
from station.core.paths import Home
from station.services.record import Record


@dataclass(frozen=True, slots=True)
class Station:
    """All services of one running program; the window and the commands stand on it."""

    home: Home
    clock: Clock
    bus: Bus
    lane: Lane
    record: Record

    def close(self) -> None:
        """Lets go of everything in the reverse order of building; waits for the last job."""
        self.lane.close()


def build(home: Home, clock: Clock | None = None, lane: Lane | None = None) -> Station:
    """Builds the services of one installation; nothing is opened before someone signs in."""
    clock = clock or SystemClock()
    bus = Bus()
    return Station(
        home=home,
        clock=clock,
        bus=bus,
        lane=lane or Lane("record"),
        record=Record(bus, clock),
    )

"""A disk that is full between fetching and storing, and is mended or not."""

from collections.abc import Sequence
from random import Random

from benchmarks.faults.room import Case, Room, room, threes
from benchmarks.faults.tally import Faced
from simulator.faults import Faults
from simulator.meters.base import Meter
from simulator.meters.glucose import GlucoseMeter
from simulator.meters.oximeter import Oximeter
from simulator.meters.scale import Scale
from station.core.trouble import Trouble
from station.services.measuring.measuring import FETCH, ClockFacts, Delivered, Measuring, RawPacket
from station.services.session import Session
from tests.lent import LendingOffice


class Full(Measuring):
    """Stores on a disk that is full whenever `chance` says so, until it is mended."""

    chance = Random(0)
    often = 0.0
    failed = 0

    def take(
        self,
        session: Session,
        device_id: str,
        packets: Sequence[RawPacket],
        clock: ClockFacts | None = None,
        purpose: str = FETCH,
    ) -> Delivered:
        """Store packets, or raise what a full disk raises."""
        if self.chance.random() < self.often:
            self.failed += 1
            raise Trouble("disk_full", "The disk is full.")
        return super().take(session, device_id, packets, clock, purpose)


def _full(place: LendingOffice) -> Full:
    return Full(place.record)


def full_disk(meters: int, seed: int) -> list[Faced]:
    """Let storing fail half the time, or always, while meters are fetched from; then mend it."""
    lines = []
    for what, make in (("glucose by RACP", GlucoseMeter), ("scale", Scale), ("oximeter", Oximeter)):
        with room(_full) as place:
            store = _store(place, seed)
            cases = _cases(place, make, meters)
            for number, some in enumerate(threes(cases)):
                store.often = (0.5, 1.0)[number % 2]
                place.fetch(some)
            store.often = 0.0
            place.desk.begin()  # as when somebody unlocks: what waits is tried again
            name = f"disk full between fetch and commit: {what}"
            lines.append(place.faced(name, cases, store.failed))
    return lines


def full_and_killed(meters: int, seed: int) -> list[Faced]:
    """Let nothing be stored but that there was a contact, end the program, and begin anew."""
    with room(_full) as place:
        store = _store(place, seed)
        cases = _cases(place, GlucoseMeter, meters)
        store.often = 1.0
        for some in threes(cases):
            place.fetch(some)
        place.settled()
        with room(there=place.desk.office, make=lambda office: Measuring(office.record)) as anew:
            for some in threes(cases):
                anew.fetch(some)
            return [anew.faced("disk full, then the program ends: RACP", cases, store.failed)]


def _store(place: Room, seed: int) -> Full:
    store = place.desk.office.measuring
    assert isinstance(store, Full)  # noqa: S101  (it was made above)
    store.chance = Random(seed)
    return store


def _cases(place: Room, make: type[Meter], meters: int) -> list[Case]:
    lost = [Faults(lose_at=(7,)) if number % 2 else Faults() for number in range(meters)]
    return [place.case(make, 15, faults, bond=make is GlucoseMeter) for faults in lost]

"""Links lost at every record, a bad air, hasty meters, and neighbours of the same model."""

import asyncio
from collections.abc import Iterator
from random import Random
from typing import Any

from benchmarks.faults.room import Case, Room, room, threes
from benchmarks.faults.tally import Faced
from simulator.faults import Faults
from simulator.meters.base import Meter, Reading
from simulator.meters.glucose import GlucoseMeter
from simulator.meters.oximeter import Oximeter
from simulator.meters.scale import Scale

LOSSES = 8
"""So often each meter's link is lost before it is left alone."""


class HastyMeter(GlucoseMeter):
    """Says that it has sent everything, and then sends it."""

    answers_first = True


class DeafScale(Scale):
    """Its link is lost when a weighing has arrived and before that is confirmed: it sends again."""

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401  (a scale's own)
        """Make one that every second weighing is lost with once."""
        super().__init__(*given, **named)
        self.unheard: set[int] = set()

    async def _send_one(self, reading: Reading) -> None:
        if reading.sequence % 2 and reading.sequence not in self.unheard:
            self.unheard.add(reading.sequence)
            for characteristic, payload in self.packets(reading):
                await self.send(characteristic, payload)
            await self.lose()
            raise asyncio.CancelledError
        await super()._send_one(reading)


def lost_by_racp(meters: int, seed: int) -> list[Faced]:
    """Lose the link at each record in turn of glucose meters with 20 to 60 records."""
    what = "links lost: glucose by RACP, 20 to 60 records"
    return list(_lost(what, GlucoseMeter, (20, 60), meters, seed))


def lost_by_push(meters: int, seed: int) -> list[Faced]:
    """Lose the link at each record of meters that send by themselves and delete what they sent."""
    return [
        *_lost("links lost: scale in clear", Scale, (10, 16), meters, seed, bond=False),
        *_lost("links lost: oximeter in clear", Oximeter, (10, 16), meters, seed, bond=False),
        *_lost("links lost: scale with a bond", Scale, (10, 16), meters, seed),
        *_deaf(meters),
    ]


def _lost(
    what: str,
    make: type[Meter],
    size: tuple[int, int],
    meters: int,
    seed: int,
    *,
    bond: bool = True,
) -> Iterator[Faced]:
    chance = Random(f"{seed}:{what}")
    with room() as place:
        cases = []
        for number in range(meters):
            records = chance.randint(*size)
            turn = (seed * 7919 + number) % (records + 2) + 1
            more = tuple(chance.randint(1, 6) for _ in range(LOSSES - 1))
            cases.append(place.case(make, records, Faults(lose_at=(turn, *more)), bond=bond))
        for some in threes(cases):
            place.fetch(some)
        yield place.faced(what, cases, sum(case.losses for case in cases))


def _deaf(meters: int) -> Iterator[Faced]:
    with room() as place:
        cases = [place.case(DeafScale, 12, bond=False) for _ in range(max(1, meters // 3))]
        for some in threes(cases):
            place.fetch(some)
        lost = sum(case.meter.connections - 1 for case in cases)
        yield place.faced("links lost: a weighing arrived, unconfirmed", cases, lost)


def bad_air(meters: int, seed: int) -> list[Faced]:
    """Drop, double and swap packets, answers too; then corrupt some as well."""
    rough = Faults(drop=0.03, double=0.03, swap=0.03)
    answers = Faults(drop=0.03, double=0.03, swap=0.03, answers=True)
    corrupt = Faults(drop=0.01, double=0.01, swap=0.01, corrupt=0.03)
    return [
        _struck("dropped, doubled, swapped: glucose by RACP", GlucoseMeter, meters, seed, rough),
        _struck("the same, answers too", GlucoseMeter, meters, seed, answers),
        _struck("corrupted as well: glucose by RACP", GlucoseMeter, meters, seed, corrupt),
        _struck("dropped, doubled, swapped: scale", Scale, meters, seed, rough),
    ]


def _struck(what: str, make: type[Meter], meters: int, seed: int, faults: Faults) -> Faced:
    with room() as place:
        place.count = seed * 1000
        bond = make is not Scale
        cases = [place.case(make, 40, faults, bond=bond) for _ in range(meters)]
        for some in threes(cases):
            place.fetch(some)
        later(place, cases)
        return place.faced(what, cases, sum(case.air.sent for case in cases))


def later(place: Room, cases: list[Case]) -> None:
    """Let the meters measure more, and fetch it through a good air."""
    for case in cases:
        case.air.faults = Faults()
        place.measure(case, 5)
    for some in threes(cases):
        place.fetch(some)


def hasty(meters: int, seed: int) -> list[Faced]:
    """Fetch from meters that say that all is sent before it is, also when the link is lost."""
    chance = Random(seed)
    with room() as place:
        cases = []
        for number in range(meters):
            lost = (chance.randint(2, 20),) if number % 2 else ()
            cases.append(place.case(HastyMeter, 30, Faults(lose_at=lost)))
        for some in threes(cases):
            place.fetch(some)
        return [place.faced("RACP success before the records", cases, len(cases) * 30)]


def neighbours(pairs: int) -> list[Faced]:
    """Fetch where a meter of the same model, lent to nobody, and one lent to another are near."""
    makes: tuple[type[Meter], ...] = (Oximeter, Scale, GlucoseMeter)
    with room() as place:
        cases, strangers = [], []
        for number in range(pairs):
            make = makes[number % len(makes)]
            both = [place.case(make, 5), place.case(make, 5)]
            stranger = make(f"F0:00:01:00:00:{number:02X}", now=place.desk.now)
            for case in both:
                stranger.take(case.measured[0].values, at=place.desk.now())
            place.switch_on(stranger)
            place.fetch(both)
            place.desk.air.run(stranger.switch_off())
            cases += both
            strangers.append(stranger)
        faced = place.faced(
            "two lent and one strange meter of one model in range", cases, len(cases)
        )
        faced.beside["visits to the strange one"] = sum(one.connections for one in strangers)
        return [faced]

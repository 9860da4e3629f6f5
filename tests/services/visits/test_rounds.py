"""A round as it is shown: ways between stops, and which ways it needs."""

import pytest

from station.core.trouble import Trouble
from station.rules.driving import Purpose
from station.rules.routing import OFFICE
from station.services.visits.rounds import known_round, open_round, ways_of
from station.services.visits.visits import NewVisit
from tests.visiting import TUESDAY, Drivers


def test_two_errands_behind_one_door_are_no_way_apart(drivers: Drivers) -> None:
    elg = drivers.patient()
    visits = drivers.station.visits
    ids = [
        drivers.visit(elg),
        visits.add(drivers.session, NewVisit(Purpose.BATTERY, elg)),
    ]
    round_id = visits.plan(drivers.session, ids, TUESDAY)
    way = ((OFFICE, f"patient:{elg}"), 12_500, None)
    drivers.station.driving.keep_ways(drivers.session, [way])
    shown = drivers.shown(round_id)
    assert [(each.metres, each.minutes) for each in shown.stops] == [(12_500, None), (0, 0)]
    assert shown.home == (12_500, None)
    assert shown.planned.metres == 25_000
    with drivers.station.record.read() as reader:
        (line,) = ways_of(reader, round_id, drivers.clock.now())
    assert (line.one, line.other, line.metres, line.minutes) == (
        "The office",
        "Rask Elg",
        12_500,
        None,
    )


def test_the_ways_that_a_round_drives_come_first_and_unknown_ones_before_known(
    drivers: Drivers,
) -> None:
    round_id = drivers.round("Rask Elg", "Stille Brygge", "Klok Dal")
    stops = drivers.shown(round_id).stops
    keep = drivers.station.driving.keep_ways
    keep(drivers.session, [((OFFICE, stops[0].errand.place), 1000, 1)])
    ways = drivers.station.driving.ways(drivers.session, round_id)
    assert [each.on_round for each in ways] == [True] * 4 + [False] * 2
    assert [each.metres for each in ways[:4]] == [None, None, None, 1000]


def test_a_round_that_is_not_there(drivers: Drivers) -> None:
    with drivers.station.record.read() as reader:
        for find in (known_round, lambda r, key: open_round(r, key, 0)):
            with pytest.raises(Trouble) as caught:
                find(reader, "0" * 32)
            assert caught.value.code == "round_unknown"

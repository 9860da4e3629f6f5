"""What limits are tried on: the numbers that count, as far back as any limit looks."""

from math import inf

import pytest

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.models.database import Actor, Database
from station.models.queries import readings
from station.models.queries.readings import TrendPoint
from station.rules.counts import count_days
from station.rules.ground import ground
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.readings import Source
from station.rules.replay import samples
from station.services.intake.intake import Incoming, Intake
from station.services.plans.trying import SPANS, counts, material, numbers
from station.services.record import Record
from tests.patients import registered
from tests.plan_office import DAY, NURSE


def point(at: int, value: float | None, key: str = "a", **more: str) -> TrendPoint:
    return TrendPoint(
        key, at, value, None, more.get("beyond", ""), more.get("excluded", ""), confirmed=True
    )


def test_the_order_is_the_engines_and_low_and_high_are_infinite() -> None:
    given = [
        point(2, 91, "b"),
        point(2, 90, "a"),
        point(1, None, beyond="low"),
        point(3, None, beyond="high"),
    ]
    assert numbers(given, 0) == [(1, -inf), (2, 90), (2, 91), (3, inf)]


def test_what_failed_or_was_left_out_does_not_count() -> None:
    assert not counts(point(1, None), 0)
    assert not counts(point(1, 90, excluded="activity"), 0)
    # Half a pair counts for the half that is there.
    assert counts(point(1, 90), 0)
    assert not counts(point(1, 90), 1)


@pytest.mark.parametrize("apart", [1, 5, 12])
def test_the_counts_are_those_of_the_whole_history(
    database: Database, actor: Actor, clock: FixedClock, apart: int
) -> None:
    patient, record, now = registered(database, actor), Record(Bus(), clock, database), clock.now()
    made = [
        Incoming(
            patient,
            "bp",
            now - at * apart * DAY // 2,
            (150.0 - at % 7, 95.0 + at % 9),
            Source.TABLET,
            f"{at}",
        )
        for at in range(60)
    ]
    Intake(record).take(NURSE, made)
    limits = (
        Limit("dia", Level.RED, Side.HIGH, Operator.ABOVE, 101, hours=48),
        Limit("dia", Level.YELLOW, Side.HIGH, Operator.AT_LEAST, 97, 6, 10),
        Limit("sys", Level.RED, Side.HIGH, Operator.ABOVE, 1),
    )
    with record.read() as reader:
        found = material(reader, patient, "dia", now).tried(limits)
        from_first = readings.history(reader, patient, "bp")
    here = ground("dia", "", limits, approved=False)
    expected = tuple(
        count_days(samples("dia", from_first), here, now - days * DAY) for days in SPANS
    )
    assert found.counts == expected
    assert found.last == now

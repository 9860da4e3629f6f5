"""Fetching stored records: counted first, and asked again where some are missing."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.devices.link import Fault
from station.devices.news import Expected, Outcome
from station.devices.profiles import racp
from tests.devices.fake_link import (
    CONTEXT,
    GLUCOSE,
    FakeGlucose,
    Told,
    context_of,
    errand,
    glucose_meter,
    record,
    visit,
)


def fetch(
    sequences: range | list[int], *, first: int | None = None, **habits: object
) -> tuple[Outcome, Told, FakeGlucose]:
    """Fetch from a meter with these habits."""

    async def run() -> tuple[Outcome, Told, FakeGlucose]:
        link, meter = glucose_meter(sequences)
        for name, value in habits.items():
            setattr(meter, name, value)
        told = Told()
        outcome = await visit(link, errand("generic_glucose_meter", from_sequence=first), told)
        return outcome, told, meter

    return asyncio.run(run())


def test_the_count_is_asked_first_and_told() -> None:
    outcome, told, meter = fetch(range(1, 4))
    assert outcome == Outcome(None, complete=True, expected=3, came=3)
    assert meter.requests == [racp.count_from(None), racp.all_from(None)]
    assert told.of(Expected) == [Expected(3)]
    assert told.payloads == [record(1), record(2), record(3)]


def test_only_what_is_new_is_fetched() -> None:
    outcome, told, meter = fetch(range(1, 11), first=9)
    assert outcome == Outcome(None, complete=True, expected=2, came=2)
    assert meter.requests == [racp.count_from(9), racp.all_from(9)]
    assert told.payloads == [record(9), record(10)]


def test_a_meter_with_nothing_is_complete() -> None:
    outcome, told, _ = fetch([])
    assert outcome == Outcome(None, complete=True, expected=0, came=0)
    assert told.of(Expected) == [Expected(0)]


def test_success_may_overtake_the_records() -> None:
    outcome, told, meter = fetch(range(1, 30), answers_first=True)
    assert outcome == Outcome(None, complete=True, expected=29, came=29)
    assert len(meter.requests) == 2
    assert told.payloads == [record(n) for n in range(1, 30)]


def test_a_gap_is_asked_for_again_from_its_first_number() -> None:
    outcome, told, meter = fetch(range(1, 11), drop={4, 8})
    assert outcome == Outcome(None, complete=True, expected=10, came=10)
    assert meter.requests[2:] == [racp.all_from(4)]
    assert sorted(told.payloads) == sorted(record(n) for n in range(1, 11))


def test_what_is_missing_at_the_end_is_asked_for_again() -> None:
    outcome, _, meter = fetch(range(1, 11), drop={10})
    assert outcome.complete
    assert meter.requests[2:] == [racp.all_from(10)]


def test_what_is_missing_at_the_beginning_is_asked_for_again() -> None:
    outcome, _, meter = fetch(range(1, 11), drop={1, 2})
    assert outcome.complete
    assert meter.requests[2:] == [racp.all_from(11), racp.all_from(None)]


def test_a_record_that_is_counted_and_never_comes_leaves_it_incomplete() -> None:
    outcome, _, meter = fetch(range(1, 4), stored={1: [(GLUCOSE, record(1))], 2: [], 3: []})
    assert outcome == Outcome(None, complete=False, expected=3, came=1)
    assert len(meter.requests) == 5


def test_a_doubled_packet_is_one_record_and_told_once() -> None:
    twice = {n: [(GLUCOSE, record(n))] * 2 for n in (1, 2)}
    outcome, told, _ = fetch([], stored=twice)
    assert outcome == Outcome(None, complete=True, expected=2, came=2)
    assert told.payloads == [record(1), record(2)]


def test_a_record_that_was_hurt_under_way_comes_whole_when_asked_again() -> None:
    hurt = record(2)[:-4]

    class Hurting(list[tuple[int, bytes]]):
        def __init__(self) -> None:
            super().__init__([(GLUCOSE, hurt)])

        def __iter__(self):  # type: ignore[no-untyped-def]  # noqa: ANN204
            yield self.pop() if self else (GLUCOSE, record(2))

    outcome, told, _ = fetch([], stored={1: [(GLUCOSE, record(1))], 2: Hurting()})
    assert outcome == Outcome(None, complete=True, expected=2, came=2)
    assert told.payloads == [record(1), hurt, record(2)]


def test_a_record_that_is_always_malformed_counts_once_it_has_come_twice() -> None:
    outcome, told, _ = fetch([], stored={1: [(GLUCOSE, record(1)[:-4])]})
    assert outcome == Outcome(None, complete=True, expected=1, came=1)
    assert told.payloads == [record(1)[:-4]]


def test_a_context_that_was_announced_is_waited_for() -> None:
    packets = [(GLUCOSE, record(7, context=True)), (CONTEXT, context_of(7))]
    outcome, told, meter = fetch([], stored={7: packets}, answers_first=True)
    assert outcome.complete
    assert told.payloads == [payload for _, payload in packets]
    assert len(meter.requests) == 2


def test_a_context_that_never_comes_holds_nothing_up_for_good() -> None:
    outcome, _, meter = fetch([], stored={7: [(GLUCOSE, record(7, context=True))]})
    assert outcome == Outcome(None, complete=True, expected=1, came=1)
    assert len(meter.requests) == 5


def test_a_malformed_context_is_told_and_counts_as_nothing() -> None:
    packets = [(GLUCOSE, record(7)), (CONTEXT, b"\x02")]
    outcome, told, _ = fetch([], stored={7: packets})
    assert outcome.came == 1
    assert told.payloads == [record(7), b"\x02"]


def test_a_meter_that_cannot_select_by_number_is_asked_for_everything() -> None:
    outcome, _, meter = fetch(range(1, 4), first=3, by_number=False)
    assert outcome == Outcome(None, complete=True, expected=3, came=3)
    assert meter.requests == [racp.count_from(3), racp.count_from(None), racp.all_from(None)]


def test_a_meter_that_cannot_count_is_taken_at_its_word() -> None:
    outcome, told, meter = fetch(range(1, 4), counts=False)
    assert outcome == Outcome(None, complete=True, expected=None, came=3)
    assert told.of(Expected) == []
    assert len(meter.requests) == 2


def test_a_meter_that_can_neither_count_nor_select_is_asked_for_everything() -> None:
    outcome, _, meter = fetch(range(1, 4), first=2, counts=False, by_number=False)
    assert outcome == Outcome(None, complete=True, expected=None, came=3)
    assert meter.requests == [racp.count_from(2), racp.all_from(2), racp.all_from(None)]


def test_a_meter_whose_numbers_began_anew_is_read_from_its_start() -> None:
    outcome, told, _ = fetch(range(1, 4), first=900)
    assert outcome == Outcome(None, complete=True, expected=3, came=3)
    assert sorted(told.payloads) == [record(1), record(2), record(3)]


def test_a_meter_with_nothing_new_is_left_alone() -> None:
    outcome, _, meter = fetch(range(1, 4), first=4)
    assert outcome == Outcome(None, complete=True, expected=0, came=0)
    assert meter.requests == [racp.count_from(4), b"\x01\x06"]


def test_a_meter_that_does_not_answer_is_given_up() -> None:
    outcome, _, _ = fetch(range(1, 4), silent=True)
    assert outcome == Outcome(Fault.TIMED_OUT, complete=False, expected=None, came=0)


def test_a_meter_that_refuses_says_so() -> None:
    outcome, _, _ = fetch(range(1, 4), refuses=8)
    assert outcome == Outcome(Fault.FAILED, complete=False, expected=3, came=0)


@pytest.mark.parametrize("at", range(1, 6))
def test_a_link_lost_at_any_record_tells_how_far_it_came(at: int) -> None:
    outcome, told, _ = fetch(range(1, 6), lose_before=at)
    assert outcome == Outcome(Fault.LOST, complete=False, expected=5, came=at - 1)
    assert told.payloads == [record(n) for n in range(1, at)]


def test_a_link_lost_after_the_last_record_has_lost_nothing() -> None:
    """Some meters hang up instead of saying that all is sent."""
    outcome, _, _ = fetch(range(1, 6), hangs_up=True)
    assert outcome == Outcome(None, complete=True, expected=5, came=5)


@given(
    stored=st.sets(st.integers(1, 40), max_size=12),
    drop=st.sets(st.integers(1, 40)),
    first=st.none() | st.integers(1, 40),
    answers_first=st.booleans(),
)
def test_whatever_is_dropped_once_comes_in_the_end(
    stored: set[int], drop: set[int], first: int | None, answers_first: bool
) -> None:
    wanted = {n for n in stored if first is None or n >= first}
    outcome, told, _ = fetch(
        sorted(stored), first=first, drop=drop & wanted, answers_first=answers_first
    )
    came = set(told.payloads)
    assert {record(n) for n in wanted} <= came <= {record(n) for n in stored}
    assert outcome.complete

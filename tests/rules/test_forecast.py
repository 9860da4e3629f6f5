"""The weeks ahead lose no device and count none twice, and each number is made of named ones."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.forecast import (
    CHECK_DAYS,
    DECIDED_DAYS,
    EVALUATION_DAYS,
    MEASURED_WITH,
    RETURN_DAYS,
    STARTING_DAYS,
    WEEKS,
    Coming,
    Held,
    Outlook,
    Place,
    Waiting,
    Why,
    expected,
    forecast,
    needed,
    wanted_on,
)
from station.rules.kinds import KINDS

TODAY = date(2026, 11, 20)
"""A Friday."""
MAYBE_DAYS = st.none() | st.dates(date(2026, 6, 1), date(2027, 12, 31))
DEVICES = st.lists(
    st.builds(
        Held,
        st.text("abcdef0123456789", min_size=8, max_size=8),
        st.sampled_from(Place),
        st.dates(date(2026, 1, 1), TODAY),
        MAYBE_DAYS,
        MAYBE_DAYS,
        MAYBE_DAYS,
        MAYBE_DAYS,
    ),
    max_size=40,
    unique_by=lambda each: each.device_id,
)
PEOPLE = st.lists(
    st.builds(Waiting, st.text("xyz", max_size=6), st.dates(date(2026, 6, 1), date(2027, 12, 31))),
    max_size=20,
)


def lent(**more: date) -> Held:
    """Give one lent device."""
    return Held("a", Place.LENT, date(2026, 10, 1), **more)


@given(DEVICES, PEOPLE)
def test_no_device_is_lost_and_none_comes_twice(devices: list[Held], people: list[Waiting]) -> None:
    found = forecast(devices, people, TODAY)
    back = [each.device_id for week in found.weeks for each in week.back]
    assert len(back) == len(set(back))
    # Everything there is stands in one place: free, spoken for, in repair, away, or it comes back.
    assert len(devices) == (found.free + found.spoken_for + found.repair + found.away + len(back))
    assert set(back) <= {
        each.device_id for each in devices if each.place in (Place.LENT, Place.CHECKING)
    }


@given(DEVICES, PEOPLE, st.integers(0, 30))
def test_each_week_ends_with_what_was_there_and_came_less_who_waited(
    devices: list[Held], people: list[Waiting], weeks: int
) -> None:
    found = forecast(devices, people, TODAY, weeks)
    left = hoped = found.free
    for at, week in enumerate(found.weeks):
        left += week.sure - len(week.waits)
        hoped += week.sure + week.possible - len(week.waits)
        assert (week.left, week.hoped) == (left, hoped)
        assert week.left <= week.hoped
        assert all(week.first <= each.on <= week.last for each in week.back)
        assert week.last.isoweekday() == 7
        assert at == 0 or week.first == found.weeks[at - 1].last + timedelta(1)
    assert len(found.weeks) == weeks
    if found.weeks:
        end = found.weeks[-1].last
        assert [each for week in found.weeks for each in week.waits] == sorted(
            (each for each in people if each.on <= end), key=lambda each: (each.on, each.who)
        )
        assert found.lowest == min(week.left for week in found.weeks)
    else:
        assert found.lowest == found.free


@given(DEVICES, PEOPLE)
def test_one_more_in_store_is_one_more_in_every_week(
    devices: list[Held], people: list[Waiting]
) -> None:
    one = Held("another", Place.FREE, TODAY)
    before, after = forecast(devices, people, TODAY), forecast([*devices, one], people, TODAY)
    assert [week.left + 1 for week in before.weeks] == [week.left for week in after.weeks]
    assert [week.hoped + 1 for week in before.weeks] == [week.hoped for week in after.weeks]
    assert [week.back for week in before.weeks] == [week.back for week in after.weeks]


@given(DEVICES)
def test_what_is_sure_is_so_for_a_reason_that_lies_ahead(devices: list[Held]) -> None:
    for each in devices:
        found = expected(each, TODAY)
        if found is not None:
            assert found.on >= TODAY
            assert found.sure is (found.why in (Why.DUE, Why.ENDED, Why.CHECKED))
            assert each.place is (Place.CHECKING if found.why is Why.CHECKED else Place.LENT)


@pytest.mark.parametrize(
    ("held", "coming"),
    [
        (Held("a", Place.FREE, TODAY, due_on=TODAY), None),
        (Held("a", Place.REPAIR, TODAY), None),
        (Held("a", Place.CHECKING, TODAY), Coming("a", TODAY + timedelta(CHECK_DAYS), Why.CHECKED)),
        (Held("a", Place.CHECKING, date(2026, 10, 1)), Coming("a", TODAY, Why.CHECKED)),
        (lent(), None),
        (lent(due_on=TODAY), Coming("a", TODAY, Why.DUE)),
        (lent(due_on=TODAY - timedelta(1)), Coming("a", TODAY, Why.LATE)),
        (lent(ended_on=TODAY), Coming("a", TODAY + timedelta(RETURN_DAYS), Why.ENDED)),
        (
            lent(due_on=TODAY + timedelta(60), ended_on=TODAY),
            Coming("a", TODAY + timedelta(RETURN_DAYS), Why.ENDED),
        ),
        (
            lent(due_on=TODAY + timedelta(3), ended_on=TODAY),
            Coming("a", TODAY + timedelta(3), Why.DUE),
        ),
        (lent(ended_on=TODAY - timedelta(RETURN_DAYS + 1)), Coming("a", TODAY, Why.LATE)),
        (
            lent(evaluated_from=TODAY, review_on=TODAY),
            Coming("a", TODAY + timedelta(EVALUATION_DAYS), Why.EVALUATION),
        ),
        (lent(evaluated_from=date(2026, 1, 1)), Coming("a", TODAY, Why.EVALUATION)),
        (
            lent(review_on=TODAY + timedelta(9)),
            Coming("a", TODAY + timedelta(9), Why.REVIEW),
        ),
        (lent(review_on=date(2026, 1, 1)), Coming("a", TODAY, Why.REVIEW)),
    ],
)
def test_when_a_device_is_expected(held: Held, coming: Coming | None) -> None:
    assert expected(held, TODAY) == coming


def test_a_week_of_the_store() -> None:
    devices = [
        Held("free", Place.FREE, TODAY),
        Held("kept", Place.SPOKEN_FOR, TODAY),
        Held("broken", Place.REPAIR, TODAY),
        Held("due", Place.LENT, TODAY, due_on=date(2026, 11, 24)),
        Held("asked", Place.LENT, TODAY, review_on=date(2026, 11, 24)),
        Held("out", Place.LENT, TODAY),
    ]
    people = [Waiting("late", date(2026, 11, 1)), Waiting("next", date(2026, 11, 23))]
    people.append(Waiting("after", date(2026, 11, 29)))
    found = forecast(devices, people, TODAY)
    assert (found.free, found.spoken_for, found.repair, found.away) == (1, 1, 1, 1)
    first, second = found.weeks[:2]
    assert len(found.weeks) == WEEKS
    assert (first.first, first.last) == (TODAY, date(2026, 11, 22))
    assert ([each.who for each in first.waits], first.left, first.hoped) == (["late"], 0, 0)
    assert [each.who for each in second.waits] == ["next", "after"]
    assert ((second.sure, second.possible), (second.left, second.hoped)) == ((1, 1), (-1, 0))
    assert (found.lowest, found.short_from) == (-1, date(2026, 11, 23))


def test_an_empty_store_that_nobody_waits_for() -> None:
    found = forecast([], [], TODAY, weeks=1)
    assert (found.lowest, found.short_from) == (0, None)
    assert forecast([], [], TODAY, weeks=0) == Outlook(0, 0, 0, 0, ())


def test_equipment_is_wanted_sooner_once_the_start_has_begun() -> None:
    assert wanted_on(TODAY, starting=True) == TODAY + timedelta(STARTING_DAYS)
    assert wanted_on(TODAY, starting=False) == TODAY + timedelta(DECIDED_DAYS)


def test_what_somebody_lacks_follows_from_what_she_measures_and_has() -> None:
    assert needed((), ()) == {"tablet"}
    assert needed((), ("own_device",)) == set()
    assert needed(("spo2", "pulse", "cat_total"), ("tablet",)) == {"oximeter"}
    assert needed(("spo2", "weight", "weight"), ("scale",)) == {"tablet", "oximeter"}
    assert needed(("fev1", "pef"), ("own_device",)) == {"spirometer"}
    assert set(MEASURED_WITH) <= {kind.code for kind in KINDS}

"""Whose a driven round was: nothing is lost, nobody is counted twice for one door."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.driving import Share, Stop, metres_of, shares

STOPS = st.lists(
    st.builds(
        Stop,
        st.sampled_from(["patient:a", "patient:b", "institution:c"]),
        st.lists(st.sampled_from(["a", "b", "c"]), max_size=3).map(tuple),
    ),
    max_size=8,
)


@given(STOPS, st.integers(0, 10**6), st.integers(0, 1440))
def test_the_parts_of_all_are_the_whole_round(stops: list[Stop], metres: int, minutes: int) -> None:
    found = shares(stops, metres, minutes)
    assert sum(each.metres for each in found.values()) == metres
    assert sum(each.minutes for each in found.values()) == minutes
    assert all(each.metres >= 0 and each.minutes >= 0 for each in found.values())


def test_two_errands_behind_one_door_are_one_place() -> None:
    stops = [
        Stop("patient:a", ("a",)),
        Stop("patient:a", ("a",)),
        Stop("patient:b", ("b",)),
        Stop("institution:gp", ("a", "c")),
        Stop("institution:home", ()),
    ]
    assert shares(stops, 40_001, 80) == {
        "a": Share(10_001 + 5_000, 20 + 10),
        "b": Share(10_000, 20),
        "c": Share(5_000, 10),
        "": Share(10_000, 20),
    }


def test_a_round_without_a_stop_is_nobodys() -> None:
    assert shares([], 1000, 3) == {"": Share(1000, 3)}


@pytest.mark.parametrize(
    ("typed", "metres"),
    [(-0.1, None), (0, 0), (62, 62_000), (62.5, 62_500), (1000, 1_000_000), (2000, None)],
)
def test_kilometres_are_those_of_a_day(typed: float, metres: int | None) -> None:
    assert metres_of(typed) == metres

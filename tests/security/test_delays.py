"""The wait after failed sign-ins."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.security.delays import LONGEST_WAIT_MS, wait_after, wait_left
from station.security.keyfile import Tries


@pytest.mark.parametrize(
    ("count", "seconds"),
    [(0, 0), (4, 0), (5, 30), (6, 60), (7, 120), (9, 480), (10, 900), (500, 900)],
)
def test_five_tries_are_free_and_then_the_wait_doubles(count: int, seconds: int) -> None:
    assert wait_after(count) == seconds * 1000


@given(st.integers(0, 10_000), st.integers(-(10**13), 10**13))
def test_the_wait_never_lasts_longer_than_the_longest(count: int, now: int) -> None:
    assert 0 <= wait_left(Tries(count, (1_000,)), now) <= LONGEST_WAIT_MS


def test_waiting_ends_the_wait() -> None:
    tries = Tries(5, (1_000,))
    assert wait_left(tries, 1_000) == 30_000
    assert wait_left(tries, 30_999) == 1
    assert wait_left(tries, 31_000) == 0


def test_a_clock_turned_back_begins_the_wait_again() -> None:
    assert wait_left(Tries(5, (10**12,)), 0) == 30_000


def test_without_a_time_there_is_nothing_to_wait_for() -> None:
    assert wait_left(Tries(9, ()), 0) == 0

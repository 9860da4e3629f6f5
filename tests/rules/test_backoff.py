"""Waits grow, end at a ceiling, and never go below what the server asked for."""

from hypothesis import given
from hypothesis import strategies as st

from station.rules.backoff import FIRST_MS, LONGEST_MS, MOST_ASKED_MS, wait_ms


def test_the_ceiling_doubles_with_each_try_until_the_longest() -> None:
    assert [wait_ms(n, 1.0) for n in (0, 1, 2, 3, 4)] == [5000, 5000, 10_000, 20_000, 40_000]
    assert wait_ms(9, 1.0) == LONGEST_MS
    assert wait_ms(10_000, 1.0) == LONGEST_MS


def test_full_jitter_reaches_from_nothing_to_the_ceiling() -> None:
    assert wait_ms(3, 0.0) == 0
    assert wait_ms(3, 0.5) == 2 * FIRST_MS
    assert wait_ms(1, 7.0) == FIRST_MS
    assert wait_ms(1, -1.0) == 0


def test_what_the_server_asked_for_comes_first_but_never_more_than_a_day() -> None:
    assert wait_ms(1, 0.0, 30_000) == 30_000
    assert wait_ms(1, 1.0, 30_000) == 35_000
    assert wait_ms(1, 0.0, 10**12) == MOST_ASKED_MS
    assert wait_ms(1, 0.0, -5) == 0


@given(st.integers(0, 200), st.floats(0, 1), st.integers(0, 10**9))
def test_a_wait_is_bounded_both_ways(attempts: int, chance: float, asked: int) -> None:
    waited = wait_ms(attempts, chance, asked)
    assert min(asked, MOST_ASKED_MS) <= waited <= MOST_ASKED_MS + LONGEST_MS

"""The clocks: one that runs, one that is moved."""

import pytest

from station.core.clock import FixedClock, RunningClock, SystemClock


def test_the_system_clock_is_after_the_year_2024_and_its_counter_never_goes_back() -> None:
    clock = SystemClock()
    before = clock.monotonic()
    assert clock.now() > 1_704_067_200_000
    assert clock.monotonic() >= before


def test_advancing_moves_wall_clock_and_counter() -> None:
    clock = FixedClock(1_000)
    clock.advance(2_500)
    assert (clock.now(), clock.monotonic()) == (3_500, 2.5)


def test_setting_the_clock_back_leaves_the_counter() -> None:
    clock = FixedClock(1_000_000)
    clock.advance(1_000)
    clock.set(5)
    assert (clock.now(), clock.monotonic()) == (5, 1.0)


def test_time_does_not_advance_backwards() -> None:
    with pytest.raises(ValueError, match="advances"):
        FixedClock(0).advance(-1)


def test_a_running_clock_starts_where_it_is_told_and_runs_with_the_counter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counter = [50.0]
    monkeypatch.setattr("station.core.clock.time.monotonic", lambda: counter[0])
    clock = RunningClock(1_000_000)
    assert (clock.now(), clock.monotonic()) == (1_000_000, 50.0)
    counter[0] += 2.5
    assert (clock.now(), clock.monotonic()) == (1_002_500, 52.5)

"""What all commands share."""

import os

import pytest

from station.cli import options
from station.core.clock import RunningClock, SystemClock
from station.core.paths import Home
from tests.cli.conftest import Run


def test_an_ordinary_home_runs_on_the_machines_clock(home: Home) -> None:
    assert isinstance(options.clock_of(home), SystemClock)


def test_the_training_municipality_has_a_day_of_its_own(town: Home) -> None:
    assert isinstance(options.clock_of(town), RunningClock)


def test_without_a_screen_qt_draws_into_memory_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    options.offscreen()
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"
    monkeypatch.setenv("QT_QPA_PLATFORM", "minimal")
    options.offscreen()
    assert os.environ["QT_QPA_PLATFORM"] == "minimal"
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.delenv("QT_QPA_PLATFORM")
    options.offscreen()
    assert "QT_QPA_PLATFORM" not in os.environ


def test_a_real_home_asks_for_the_password_on_standard_input(run: Run, small: Home) -> None:
    done = run("replay", "--home", small.root, "--user", "RE")
    assert done.code == 1
    assert "--password-stdin" in done.err

"""`station demo`: the training municipality, never made over a real file."""

from pathlib import Path

import pytest

from station.cli import demo
from station.core.paths import Home
from station.training import door
from tests.cli.conftest import Run


def test_a_folder_with_something_else_is_never_filled(run: Run, small: Home) -> None:
    before = small.database.read_bytes()
    done = run("demo", "--make", "--fresh", "--home", small.root)
    assert done.code == 1
    assert str(small.root) in done.err
    assert small.database.read_bytes() == before


def test_a_municipality_that_is_there_is_kept(run: Run, town: Home) -> None:
    before = town.database.read_bytes()
    assert run("demo", "--make", "--home", town.root).code == 0
    assert town.database.read_bytes() == before


def test_making_says_how_far_it_is_and_fresh_begins_anew(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled: list[Path] = []

    def fill(home: Home, progress: object) -> None:
        assert callable(progress)
        progress(1, 2)
        home.prepare()
        door.mark(home)
        filled.append(home.root)

    monkeypatch.setattr("station.training.fill.fill", fill)
    done = run("demo", "--make", "--home", tmp_path / "town")
    assert done.code == 0
    assert "day 1 of 2" in done.err
    assert run("demo", "--make", "--home", tmp_path / "town").err == ""
    assert run("demo", "--make", "--fresh", "--home", tmp_path / "town").code == 0
    assert filled == [tmp_path / "town"] * 2


def test_the_window_opens_on_the_training_home_beside_the_real_one(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Home] = []
    monkeypatch.setenv("STATION_HOME", str(tmp_path / "real"))
    monkeypatch.setattr(demo, "prepare", lambda home, fresh: None)

    def window(home: Home) -> int:
        opened.append(home)
        return 7

    monkeypatch.setattr("station.app.run_training", window)
    assert run("demo").code == 7
    assert [home.root for home in opened] == [tmp_path / "real-training"]

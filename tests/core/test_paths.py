"""Where the files are."""

import stat
import sys
from pathlib import Path

import pytest

from station.core.paths import Home, default_home


def test_all_files_lie_in_the_home_folder(tmp_path: Path) -> None:
    home = Home(tmp_path)
    places = {home.database, home.keys, home.lock, home.backups, home.log, home.anchor}
    assert len(places) == 6
    assert all(place.parent == tmp_path for place in places)


def test_the_folder_is_for_its_owner_only(tmp_path: Path) -> None:
    home = Home(tmp_path / "a" / "b")
    home.prepare()
    home.prepare()
    assert stat.S_IMODE(home.root.stat().st_mode) == 0o700
    assert home.backups.is_dir()


def test_the_environment_chooses_the_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("STATION_HOME", str(tmp_path))
    assert default_home() == Home(tmp_path)


@pytest.mark.parametrize(
    ("platform", "expected"),
    [
        ("linux", Path("data", "Station")),
        ("win32", Path("local", "Station")),
        ("darwin", Path("person", "Library", "Application Support", "Station")),
    ],
)
def test_each_system_has_its_usual_place(
    monkeypatch: pytest.MonkeyPatch, platform: str, expected: Path
) -> None:
    monkeypatch.delenv("STATION_HOME", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", "data")
    monkeypatch.setenv("LOCALAPPDATA", "local")
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(Path, "home", lambda: Path("person"))
    assert default_home().root == expected

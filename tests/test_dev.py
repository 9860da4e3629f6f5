"""The developer's commands set up what they need, at once when nothing changed."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import dev


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """A computer with all of Qt's libraries and an empty environment; gives what was run in it."""
    started: list[tuple[str, ...]] = []

    def run(*step: str, **variables: str) -> int:
        started.append((*step, *(f"{name}={value}" for name, value in variables.items())))
        return 0

    (tmp_path / "runtime.txt").write_text("one==1", encoding="utf-8")
    (tmp_path / "simulator.txt").write_text("one==1\nmeters==1", encoding="utf-8")
    (tmp_path / "dev.txt").write_text("one==1\nmeters==1\ntwo==2", encoding="utf-8")
    files = {kind: tmp_path / f"{kind}.txt" for kind in dev.KINDS}
    monkeypatch.setattr(dev, "REQUIREMENTS", files)
    monkeypatch.setattr(dev, "VENV", tmp_path)
    monkeypatch.setattr(dev, "is_loadable", lambda _: True)
    monkeypatch.setattr(dev, "require_environment", lambda: None)
    monkeypatch.setattr(dev, "require_programs", lambda _: None)
    monkeypatch.setattr(dev, "run", run)
    return started


def test_an_unknown_command_shows_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["tset"]) == 2
    assert "python3 dev.py test" in capsys.readouterr().out


def test_the_second_start_installs_nothing(bare: list[tuple[str, ...]]) -> None:
    dev.prepare("runtime")
    dev.prepare("runtime")
    assert len(bare) == 1
    assert {"--require-hashes", "--only-binary=:all:"} <= set(bare[0])


def test_a_changed_lock_is_installed(bare: list[tuple[str, ...]]) -> None:
    dev.prepare("runtime")
    dev.REQUIREMENTS["runtime"].write_text("one==2", encoding="utf-8")
    dev.prepare("runtime")
    assert len(bare) == 2


def test_a_developer_s_libraries_serve_the_program_too(bare: list[tuple[str, ...]]) -> None:
    dev.prepare("dev")
    dev.prepare("runtime")
    assert len(bare) == 1


def test_the_program_s_libraries_do_not_serve_the_developer(bare: list[tuple[str, ...]]) -> None:
    dev.prepare("runtime")
    dev.prepare("dev")
    assert len(bare) == 2


def test_the_meters_libraries_serve_the_program_but_not_the_developer(
    bare: list[tuple[str, ...]],
) -> None:
    dev.prepare("simulator")
    dev.prepare("runtime")
    assert len(bare) == 1
    dev.prepare("dev")
    assert len(bare) == 2


def test_a_failed_installation_is_tried_again(
    bare: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as failing:
        failing.setattr(dev, "run", lambda *_: 1)
        with pytest.raises(dev.SetUpError, match="pip says why"):
            dev.prepare("runtime")
    dev.prepare("runtime")
    assert len(bare) == 1


@pytest.mark.skipif("sys.platform != 'linux'", reason="elsewhere Qt brings its libraries")
def test_who_may_not_install_is_told_what_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "is_loadable", lambda name: name != "libEGL.so.1")
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setattr("shutil.which", lambda _: "apt-get")
    with pytest.raises(dev.SetUpError, match=r"sudo apt-get install .* libegl1$"):
        dev.require_libraries()


@pytest.mark.skipif("sys.platform != 'linux'", reason="elsewhere Qt brings its libraries")
def test_another_system_is_told_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "is_loadable", lambda name: name != "libEGL.so.1")
    monkeypatch.setattr("shutil.which", lambda _: None)
    with pytest.raises(dev.SetUpError, match=r"your system's package manager .*libegl1"):
        dev.require_libraries()


def test_without_a_display_the_way_to_pictures_is_told(
    bare: list[tuple[str, ...]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(dev, "has_display", lambda: False)
    assert dev.main(["demo"]) == 1
    assert "dev.py shots" in capsys.readouterr().out
    assert all("station" not in step for step in bare)


@pytest.mark.skipif("sys.platform != 'linux'", reason="elsewhere there is no such bus")
def test_the_demo_has_meters_beside_it_and_ends_them(
    bare: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    meters: list[subprocess.Popen[str]] = []
    start = subprocess.Popen

    def started(command: list[str], **how: Any) -> subprocess.Popen[str]:  # noqa: ANN401
        meters.append(start(command, **how))
        return meters[-1]

    monkeypatch.setattr(dev, "PYTHON", sys.executable)
    monkeypatch.setattr("subprocess.Popen", started)
    monkeypatch.setattr(dev, "has_display", lambda: True)
    assert dev.main(["demo", "--fresh"]) == 0
    *command, bus, banner = bare[-1]
    assert command == ["-m", "station", "demo", "--fresh"]
    assert bus.startswith("DBUS_SYSTEM_BUS_ADDRESS=unix:path=")
    assert banner == "STATION_SIMULATED=1"
    assert [each.returncode for each in meters] == [0]


def test_the_demo_starts_without_meters_where_there_is_no_bus(
    bare: list[tuple[str, ...]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(dev, "has_display", lambda: True)
    monkeypatch.setattr("shutil.which", lambda _: None)
    assert dev.main(["demo"]) == 0
    assert bare[-1] == ("-m", "station", "demo")
    assert "Without software meters" in capsys.readouterr().out


@pytest.mark.skipif("sys.platform != 'linux'", reason="elsewhere there is no such bus")
def test_the_demo_starts_without_meters_that_do_not_start(
    bare: list[tuple[str, ...]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(dev, "PYTHON", "/bin/false")
    monkeypatch.setattr(dev, "has_display", lambda: True)
    assert dev.main(["demo"]) == 0
    assert bare[-1] == ("-m", "station", "demo")
    assert "did not start" in capsys.readouterr().out


@pytest.mark.skipif("sys.platform != 'linux'", reason="elsewhere there is no such bus")
def test_the_tests_bring_the_bus_that_they_need(
    bare: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    brought: list[dict[str, str]] = []
    monkeypatch.setattr(dev, "require_programs", brought.append)
    assert dev.main(["test", "tests/core"]) == 0
    assert brought == [{"dbus-daemon": "dbus"}]


def test_a_failing_step_fails_the_whole_and_the_others_still_run(
    bare: list[tuple[str, ...]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def timed(name: str, _: tuple[str, ...]) -> tuple[str, bool, str]:
        ends = {
            "tests": "1 failed, 3 passed in 1.00s",
            "window": "5 passed, 1 error in 2.50s (0:02)",
        }
        return name, name != "style", ends.get(name, "All checks passed in no time!")

    monkeypatch.setattr(dev, "timed", timed)
    assert dev.main(["test"]) == 1
    said = capsys.readouterr().out
    assert "style\nformat\nimports\ntranslations\ntypes\ntests\ncoverage\nwindow" in said
    assert said.endswith("\n1 failed, 8 passed, 1 error in 3.50s\n")


def test_where_no_tests_ran_none_are_counted() -> None:
    assert dev.summed(["", "no tests ran in 0.01s"]) == "no tests ran in 0.01s"

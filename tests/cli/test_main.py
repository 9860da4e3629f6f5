"""Finding the command that was asked for."""

import subprocess
import sys

import pytest

from station.cli.main import COMMANDS, load
from tests.cli.conftest import Run


@pytest.mark.parametrize("asked", ["help", "-h", "--help"])
def test_the_help_names_every_command_with_what_it_does(run: Run, asked: str) -> None:
    done = run(asked)
    assert done.code == 0
    assert all(f"  {name} " in done.out for name in COMMANDS)
    assert all(command.help in done.out for command in COMMANDS.values())


def test_an_unknown_command_is_named_and_the_help_shown(run: Run) -> None:
    done = run("dance")
    assert done.code == 2
    assert "dance" in done.err
    assert "check" in done.err


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_leads_to_a_function(name: str) -> None:
    assert callable(load(COMMANDS[name].target))


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "window"])
def test_every_command_has_its_own_help(
    name: str, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        run(name, "--help")
    assert ended.value.code == 0
    printed = capsys.readouterr().out
    assert f"station {name}" in printed
    assert "--home" in printed


def test_station_is_started_with_python_m() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "station", "help"], capture_output=True, text=True, check=True
    )
    assert "station [command]" in done.stdout


def test_no_command_without_a_window_loads_qt() -> None:
    """A server has no screen; `import` and `check` must run there, and soon."""
    targets = [c.target for name, c in COMMANDS.items() if name != "window"]
    code = (
        "import sys\nfrom station.cli.main import load\n"
        f"[load(target) for target in {targets!r}]\n"
        "assert 'PySide6' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)

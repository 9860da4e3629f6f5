"""What was handed out stays so when the PC dies; what was not yet is not half handed out."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from station.cli.main import main
from station.core.clock import FixedClock
from station.core.paths import Home
from station.training import door
from station.training.day import morning
from station.wiring import build
from tests.journeys.conftest import Come
from tests.journeys.killed import FIRST, NOW, SECOND, WHO
from tests.journeys.store import at_the_store, open_device, shelf
from tests.municipality import CHEAP, copy_home


def killed(home: Home, when: str) -> None:
    """Let a nurse work in a program of its own, and kill it when it says so."""
    words = [sys.executable, "-m", "tests.journeys.killed", str(home.root), when]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    said = ""
    while said != NOW and (line := process.stdout.readline()):
        said = line.strip()
    process.send_signal(signal.SIGKILL)
    _, wrong = process.communicate()
    assert said == NOW, wrong


def states(home: Home) -> list[object]:
    """How the two devices stand, who has them, and how many hand-outs there are."""
    station = build(home, FixedClock(morning()), CHEAP)
    owner = next(each for each in station.door.people() if each.name == door.USER)
    session = station.door.sign_in(owner.slot_id, door.PASSWORD)
    rows = {row.name: row for row in station.equipment.rows(session)}
    with station.record.read() as reader:
        handouts = int(str(reader.raw("SELECT count(*) FROM handouts")[0][0]))
    found: list[object] = [(str(rows[name].state), rows[name].to) for name in (FIRST, SECOND)]
    station.close()
    return [*found, handouts]


@pytest.mark.slow
def test_an_acknowledged_hand_out_is_there_after_a_kill(
    municipality: Path, tmp_path: Path, come: Come, day_clock: FixedClock
) -> None:
    home = copy_home(municipality, tmp_path / "home")
    killed(home, "acknowledged")
    nurse = come(home, day_clock)
    at_the_store(nurse)
    for name in (FIRST, SECOND):
        assert WHO in open_device(nurse, name)
        assert WHO in shelf(nurse, name)
        assert nurse.has("device_take_back")
    nurse.stop()
    assert main(["check", "--home", str(home.root)]) == 0


@pytest.mark.slow
def test_a_kill_in_the_middle_of_handing_out_leaves_both_devices_or_neither(
    municipality: Path, tmp_path: Path
) -> None:
    home = copy_home(municipality, tmp_path / "home")
    before = states(home)
    killed(home, "pressed")
    after = states(home)
    lent = [("lent", WHO), ("lent", WHO), int(str(before[2])) + 1]
    assert after in (before, lent)
    assert main(["check", "--home", str(home.root)]) == 0

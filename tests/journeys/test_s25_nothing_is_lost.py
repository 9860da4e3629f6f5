"""What was acknowledged is there after a restart, and after a kill in the middle of a save."""

import os
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
from tests.journeys.driver import Nurse
from tests.journeys.work import later, line_of, open_card, type_reading
from tests.municipality import CHEAP, copy_home

WELL = "Blid Trapp"
KILLS = 4


def counts(home: Home) -> dict[str, int]:
    """How many rows the larger tables hold."""
    station = build(home, FixedClock(morning()), CHEAP)
    owner = next(each for each in station.door.people() if each.name == door.USER)
    station.door.sign_in(owner.slot_id, door.PASSWORD)
    with station.record.read() as reader:
        tables = ("patients", "readings", "alerts", "alert_events", "plan_versions", "contacts")
        found = {name: int(reader.raw(f"SELECT count(*) FROM {name}")[0][0]) for name in tables}  # noqa: S608
    station.close()
    return found


def test_everything_is_there_after_a_restart(training: Nurse, day_clock: FixedClock) -> None:
    training.sign_in(door.USER, door.PASSWORD)
    type_reading(training, WELL, "88")
    later(training, day_clock, 20)
    type_reading(training, WELL, "87")
    open_card(training, WELL)
    training.press("act_call")
    training.write("handling_note", "Ringte, hviler nå.")
    training.press("handling_save")
    before, home = line_of(training, WELL), training.home
    training.restart()
    training.sign_in(door.USER, door.PASSWORD)
    training.until(lambda: training.has("worklist"), "the worklist")
    assert line_of(training, WELL).split(",")[:4] == before.split(",")[:4]
    open_card(training, WELL)
    assert "Ringte, hviler nå." in training.words("timeline")
    training.stop()
    assert main(["replay", "--home", str(home.root)]) == 0


@pytest.mark.slow
def test_a_kill_in_the_middle_of_an_import_leaves_all_of_it_or_nothing(
    municipality: Path, tmp_path: Path
) -> None:
    home = copy_home(municipality, tmp_path / "home")
    file = tmp_path / "mange.csv"
    before = counts(home)
    rows = 3000
    lines = (
        f"{at // 1440 + 1:02}.10.2026 {at // 60 % 24:02}:{at % 60:02};SpO2;93;%"
        for at in range(0, rows * 10, 10)
    )
    file.write_text("tid;målingstype;verdi;enhet\n" + "\n".join(lines) + "\n", encoding="utf-8")
    words = ["import", str(file), "--home", str(home.root), "--patient", "14834810086"]
    for _ in range(KILLS):
        process = subprocess.Popen(
            [sys.executable, "-m", "station", *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        wal = Path(f"{home.database}-wal")
        # It is killed once it has begun to write: the log beside the file grows.
        while process.poll() is None and not (wal.exists() and wal.stat().st_size > 100_000):
            os.sched_yield()
        process.send_signal(signal.SIGKILL)
        said, _ = process.communicate()
        now = counts(home)
        added = now["readings"] - before["readings"]
        assert added in (0, rows)
        assert not ("stored" in said and added == 0)
    assert main(words) == 0
    assert counts(home)["readings"] - before["readings"] == rows
    assert main(["check", "--home", str(home.root)]) == 0

"""Killed with -9 around the commit of what a nurse does: all of it is there, or nothing."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.attacks.deeds import DEEDS, counts, enter
from tests.municipality import Office, copy_home

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("moment", ["before", "after"])
def test_db_03_killed_around_the_commit_it_is_all_there_or_not_at_all(
    office: Office, tmp_path: Path, deed: str, moment: str
) -> None:
    home = copy_home(office.root, tmp_path / "killed")
    done = subprocess.run(
        [sys.executable, "-m", "tests.attacks.deeds", str(home.root), deed, moment],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    before = [int(count) for count in done.stdout.split()]
    station, _ = enter(home.root)
    database = station.record.database
    assert database is not None
    after = counts(database, deed)
    assert (database.verify().problem, station.door.notices) == ("", ())
    station.close()
    grown = [new > old for new, old in zip(after, before, strict=True)]
    assert grown == [moment == "after"] * len(before)

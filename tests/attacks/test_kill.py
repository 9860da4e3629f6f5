"""Killed with -9 around the commit of what a nurse does: all of it is there, or nothing."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.attacks.deeds import DEEDS, counts, enter
from tests.municipality import Office, copy_home

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def nurses() -> Iterator[subprocess.Popen[str]]:
    """A program that was loaded once; for each line a copy of it does a deed, and is killed."""
    command, pipe = [sys.executable, "-m", "tests.attacks.deeds"], subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT) as program:
        yield program
        assert program.stdin
        program.stdin.close()


@pytest.mark.slow
@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("moment", ["before", "after"])
def test_db_03_killed_around_the_commit_it_is_all_there_or_not_at_all(
    office: Office, nurses: subprocess.Popen[str], tmp_path: Path, deed: str, moment: str
) -> None:
    home = copy_home(office.root, tmp_path / "killed")
    assert nurses.stdin
    assert nurses.stdout
    nurses.stdin.write(f"{home.root}\t{deed}\t{moment}\n")
    nurses.stdin.flush()
    ended, *before = [int(each) for each in nurses.stdout.readline().split()]
    assert ended == -signal.SIGKILL
    station, _ = enter(home.root)
    database = station.record.database
    assert database is not None
    after = counts(database, deed)
    assert (database.verify().problem, station.door.notices) == ("", ())
    station.close()
    grown = [new > old for new, old in zip(after, before, strict=True)]
    assert grown == [moment == "after"] * len(before)

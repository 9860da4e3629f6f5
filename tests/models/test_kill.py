"""A program killed at any moment: what it acknowledged is there, and the log holds together."""

import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from station.core.paths import Home
from station.models.anchor import Anchor
from station.models.database import Database
from tests.conftest import ANCHOR_KEY, AUDIT_KEY, DATA_KEY

KILLS = 20
PROGRAM = """
import sys
from pathlib import Path
from station.core.paths import Home
from station.models.anchor import Anchor
from station.models.database import Actor, Database

home, start = Home(Path(sys.argv[1])), int(sys.argv[2])
key, audit, anchor = (bytes.fromhex(text) for text in sys.argv[3:])
database = Database.open(home.database, key, audit, anchor=Anchor(home.anchor, anchor))
number = start
while True:
    with database.write(Actor("u", "Rask Elg")) as writer:
        writer.execute("INSERT INTO meta VALUES (?, 'x')", (f"{number:06}",))
        writer.audit("put", "meta", f"{number:06}")
    print(number, flush=True)
    number += 1
"""


def kill_after(home: Home, start: int, saves: int) -> int:
    """Run the program, kill -9 it after `saves` acknowledged saves; give the last acknowledged."""
    arguments = [str(home.root), str(start), DATA_KEY.hex(), AUDIT_KEY.hex(), ANCHOR_KEY.hex()]
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    last = start - 1
    for _ in range(saves):
        last = int(process.stdout.readline())
    process.kill()
    # What it said between our last look and its end was acknowledged too.
    said = process.stdout.read().split()
    process.stdout.close()
    process.wait()
    return int(said[-1]) if said else last


@pytest.mark.slow
def test_acknowledged_saves_survive_twenty_kills(home: Home, empty_file: Path) -> None:
    shutil.copyfile(empty_file, home.database)
    chance, next_number = random.Random(20), 0
    for _ in range(KILLS):
        acknowledged = kill_after(home, next_number, chance.randint(1, 40))
        anchor = Anchor(home.anchor, ANCHOR_KEY)
        database = Database.open(home.database, DATA_KEY, AUDIT_KEY, anchor=anchor)
        with database.read() as reader:
            found = [int(key) for (key,) in reader.raw("SELECT key FROM meta ORDER BY key")]
        anchored = anchor.read()
        # One save may be there that nobody was told of; none may be lost, and none be half there.
        assert found == list(range(len(found)))
        assert len(found) - 1 - acknowledged in {0, 1}
        assert database.verify().rows == len(found)
        assert anchored is not None
        assert database.holds(anchored)
        database.close()
        next_number = len(found)

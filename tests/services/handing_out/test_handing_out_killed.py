"""A hand-out that is killed halfway: nothing of it is there, or all of it."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from station.core.clock import FixedClock
from station.core.paths import Home
from station.models.anchor import Anchor
from station.models.database import Database
from tests.conftest import ANCHOR_KEY, AUDIT_KEY, DATA_KEY
from tests.handing import handing_office

PROGRAM = """
import os, signal, sys
from pathlib import Path
from unittest.mock import patch
from station.core.clock import FixedClock
from station.core.paths import Home
from station.models.anchor import Anchor
from station.models.database import Database
from station.services.handing_out import handing_out
from station.services.equipment import loaning
from station.services.handing_out.trainings import TrainingDetails
from tests.handing import handing_office, wanted
from tests.conftest import FRIDAY_NINE

home, moment, patient = Home(Path(sys.argv[1])), sys.argv[2], sys.argv[3]
devices, keys = sys.argv[4:7], [bytes.fromhex(text) for text in sys.argv[7:]]
database = Database.open(home.database, keys[0], keys[1], anchor=Anchor(home.anchor, keys[2]))
desk = handing_office(database, FixedClock(FRIDAY_NINE))
seen = []
lend, move = handing_out.begin_loan, loaning.move

def lending(*arguments):
    seen.append(lend(*arguments))
    if moment == f"loan {len(seen)}":
        os.kill(os.getpid(), signal.SIGKILL)
    return seen[-1]

def moving(*arguments, **more):
    if moment == f"move {len(seen)}":
        os.kill(os.getpid(), signal.SIGKILL)
    return move(*arguments, **more)

with patch.object(handing_out, "begin_loan", lending), patch.object(loaning, "move", moving):
    desk.out(patient, *devices, trainings=(TrainingDetails("Rask Elg"),))
if moment == "after":
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows ends programs in other ways")
@pytest.mark.parametrize(
    ("moment", "there"),
    [("move 0", 0), ("loan 1", 0), ("move 1", 0), ("move 2", 0), ("loan 3", 0), ("after", 3)],
)
def test_a_hand_out_killed_halfway_leaves_all_or_nothing(
    home: Home, empty_file: Path, clock: FixedClock, moment: str, there: int
) -> None:
    shutil.copyfile(empty_file, home.database)
    anchor = Anchor(home.anchor, ANCHOR_KEY)
    desk = handing_office(
        Database.open(home.database, DATA_KEY, AUDIT_KEY, anchor=anchor, clock=clock), clock
    )
    elg, devices = desk.person(), [desk.device() for _ in range(3)]
    desk.database.close()
    keys = (DATA_KEY.hex(), AUDIT_KEY.hex(), ANCHOR_KEY.hex())
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(home.root), moment, elg, *devices, *keys],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    database = Database.open(home.database, DATA_KEY, AUDIT_KEY, anchor=anchor)
    with database.read() as reader:
        assert reader.raw("SELECT count(*) FROM loans") == [(there,)]
        assert reader.raw("SELECT count(*) FROM handouts") == [(there // 3,)]
        assert reader.raw("SELECT count(*) FROM trainings") == [(there // 3,)]
        states = reader.raw("SELECT state, count(*) FROM devices GROUP BY state")
        assert states == [("lent" if there else "ready", 3)]
    assert database.verify().rows > 0
    database.close()

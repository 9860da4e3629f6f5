"""The program as a whole process: what it imports before the first picture, and how it ends."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from station import app as program
from station.core import log
from station.core.paths import Home
from station.views.signin.gate import glance
from tests.views.conftest import Installed, installed  # noqa: F401  (fixture by name)

MOST_MODULES = 250
MOST_FILES = 450
COUNT = """
import sys, os
opened = set()
sys.addaudithook(lambda event, args: opened.add(str(args[0])) if event == "open" else None)
sys.argv = ["station"]
from station.cli.main import main
code = main([])
print("files", len(opened))
print("heavy", [m for m in sys.modules if m.split(".")[0] in HEAVY])
sys.exit(code)
"""
HEAVY = ("sqlalchemy", "sqlcipher3", "cryptography", "alembic", "numpy", "pyqtgraph", "reportlab")


def start(home: Path) -> dict[str, str]:
    """Starts the program until its first picture, and gives what it printed by first word."""
    environment = dict(
        os.environ, STATION_HOME=str(home), STATION_BENCH="first-paint", QT_QPA_PLATFORM="offscreen"
    )
    done = subprocess.run(
        [sys.executable, "-c", COUNT.replace("HEAVY", repr(HEAVY))],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        cwd=Path(__file__).parent.parent,
    )
    return dict(line.split(" ", 1) for line in done.stdout.splitlines())


def test_little_is_imported_before_the_first_picture(installed: Installed) -> None:  # noqa: F811
    said = start(installed.station.home.root)
    assert int(said["first-paint"].split()[-1]) <= MOST_MODULES
    assert int(said["files"]) <= MOST_FILES
    assert said["heavy"] == "[]"


def test_the_glance_sees_the_people_that_the_services_see(installed: Installed) -> None:  # noqa: F811
    station = installed.station
    seen = [tuple(person) for person in glance(station.home.keys)]
    owners = station.door.people()
    assert seen == [(o.slot_id, o.name, o.initials, o.language) for o in owners]


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff", json.dumps({"body": 1}).encode()])
def test_a_key_file_that_is_not_simple_gives_nobody(tmp_path: Path, content: bytes) -> None:
    keys = tmp_path / "station.keys"
    keys.write_bytes(content)
    assert glance(keys) == ()
    assert glance(tmp_path / "none") == ()


def test_a_bug_is_logged_without_its_message(home: Home, qtbot: QtBot) -> None:
    handler = log.open_log(home.log)
    error = RuntimeError("Mild Kystvei")
    program.report(type(error), error, None)
    log.close_log(handler)
    text = home.log.read_text(encoding="utf-8")
    assert "RuntimeError" in text
    assert "Mild" not in text

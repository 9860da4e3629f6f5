"""Two stations and a real server of others: what one does the other has, once."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from station.core.clock import FixedClock, SystemClock
from station.core.paths import Home
from station.models.database import Reader
from station.sync.address import parse
from station.sync.central import Central
from station.sync.http import Wire
from tests.cohort import Cohort
from tests.contracts.killed_sync import POINTS, driver, opened, share
from tests.municipality import OPENED, Office, copy_home
from tests.servers.central_desk import Nobody
from tests.servers.running import Server
from tests.servers.sekmet import sekmet


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server with nothing in it."""
    folder = tmp_path / "sekmet"
    folder.mkdir()
    started = sekmet(folder).start()
    yield started
    started.stop()


def joined(office: Office, place: Path, server: Server) -> Cohort:
    """Give a station of its own that exchanges with the server."""
    station, session = opened(copy_home(office.root, place))
    share(station, session, server.base_url)
    return Cohort(station, session, FixedClock(OPENED))


def values(cohort: Cohort) -> list[object]:
    def read(reader: Reader) -> list[object]:
        return [row[0] for row in reader.raw("SELECT value FROM readings ORDER BY value")]

    with cohort.station.record.read() as reader:
        return read(reader)


def versions(server: Server, resource_type: str) -> list[str]:
    """The versions of everything of a type at the server."""
    wire = Wire(parse(server.base_url, without_sign_in=True), Nobody(), SystemClock())
    try:
        return [version for _, version in Central(wire).ids(resource_type)]
    finally:
        wire.close()


def test_what_one_station_does_the_other_has(
    office: Office, tmp_path: Path, server: Server
) -> None:
    one, two = (joined(office, tmp_path / name, server) for name in ("one", "two"))
    rev = one.followed("Klok Rev")
    one.spo2(rev, 92, 91, 85)
    sent = driver(one.station).run_once(one.session)
    assert sent.held == 0
    driver(two.station).run_once(two.session)
    assert values(two) == [85.0, 91.0, 92.0]
    with two.station.record.read() as reader:
        assert reader.raw("SELECT state, reading_id IS NOT NULL FROM alerts") == [("open", 1)]
    two.take(rev, "spo2", 93.0)
    driver(two.station).run_once(two.session)
    driver(one.station).run_once(one.session)
    assert values(one) == [85.0, 91.0, 92.0, 93.0]
    for each in (one, two):
        each.station.close()


def killed(home: Path, point: str) -> None:
    """Exchange in a program of its own, and kill it at a point."""
    command = [sys.executable, "-m", "tests.contracts.killed_sync", str(home), point]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "now\n"
        process.kill()


def test_a_station_that_is_killed_has_lost_and_doubled_nothing(
    office: Office, tmp_path: Path, server: Server
) -> None:
    other = joined(office, tmp_path / "other", server)
    other.spo2(other.followed("Stille Ulv"), 95, 94)
    driver(other.station).run_once(other.session)
    one = joined(office, tmp_path / "one", server)
    one.spo2(one.followed("Klok Rev"), 92, 91, 85)
    one.station.close()
    # Each time further than the time before: what was done stays done.
    for point in POINTS:
        killed(tmp_path / "one", point)
    station, session = opened(Home(tmp_path / "one"))
    driver(station).run_once(session)
    driver(other.station).run_once(other.session)
    one = Cohort(station, session, FixedClock(OPENED))
    assert values(one) == values(other) == [85.0, 91.0, 92.0, 94.0, 95.0]
    # Each was written at the server once, and never again.
    assert versions(server, "Observation") == ["1"] * 5
    assert versions(server, "Patient") == ["1"] * 2
    assert station.record.database is not None
    assert not station.record.database.verify().problem
    for each in (station, other.station):
        each.close()

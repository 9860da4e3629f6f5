"""A real process that fetches, killed with -9 at any moment; the file and the device live on."""

import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from benchmarks.faults.office import ANCHOR_KEY, BEGIN, Eye, made, opened, strays
from benchmarks.faults.room import room, values
from benchmarks.faults.tablets import Lent, handed_out
from benchmarks.faults.tally import Faced
from simulator.meters.base import Meter, Reading
from simulator.meters.glucose import GlucoseMeter
from simulator.meters.scale import Scale
from simulator.tablet.disk import Disk
from station.core.clock import FixedClock
from station.core.paths import Home
from station.models.anchor import Anchor
from station.services.equipment.lending import NewDevice
from station.services.measuring.measuring import DeviceFacts
from tests.lent import HOUR, LendingOffice, lending_office, shown_at

ADDRESS = "F0:00:00:00:00:01"
WAIT_S = 60.0
ENTRIES = 300
MORE = 25
"""Readings that come to between two lives of the program."""
Send = Callable[[bytes], None]


@dataclass
class World:
    """What outlives the program: the file, what the device measured, and what it let go of."""

    home: Home
    device_id: str = ""
    measured: int = 0
    gone: set[int] = field(default_factory=set)
    broken: int = 0
    """How often the file, or its log, did not hold together."""

    @property
    def clock(self) -> FixedClock:
        """Give the clock of the next life."""
        return FixedClock(BEGIN + (self.measured + 2) * HOUR)

    def look(self) -> None:
        """Open the file as the next start does, and check that it holds together."""
        database = opened(self.home, self.clock)
        anchored = Anchor(self.home.anchor, ANCHOR_KEY).read()
        whole = database.verify().problem == "" and anchored is not None
        self.broken += not (whole and anchored is not None and database.holds(anchored))
        database.close()


def _alive(work: Callable[[Send], None]) -> tuple[int, int]:
    """Begin a life: give its process and the end that its words come out of."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child:
        os.close(theirs)
        return child, ours
    os.close(ours)
    try:
        work(lambda said: _write(theirs, said))
    finally:
        os._exit(0)


def _write(end: int, said: bytes) -> None:
    os.write(end, said + b"\n")


def _lived(work: Callable[[Send], None], after: float | None) -> list[str]:
    """Let a life begin, kill it `after` seconds of fetching (None: never); give its last words."""
    child, end = _alive(work)
    with open(end, "rb") as words:  # noqa: PTH123  (a pipe)
        said = [words.readline().decode().strip()]
        if after is not None and said == ["ready"]:
            time.sleep(after)
            os.kill(child, signal.SIGKILL)
        said += [line.decode().strip() for line in words]
    os.waitpid(child, 0)
    return said


def killed_meters(kills: int, seed: int) -> list[Faced]:
    """Kill it while it fetches from a meter that keeps, and from one that deletes what it sent."""
    return [
        _killed("killed -9 while fetching: glucose by RACP", GlucoseMeter, kills, seed),
        _killed("killed -9 while fetching: scale that deletes", Scale, max(1, kills // 2), seed),
    ]


def _killed(what: str, make: type[Meter], kills: int, seed: int) -> Faced:
    model, kind = (
        ("generic_glucose_meter", "glucose")
        if make is GlucoseMeter
        else ("generic_scale", "weight")
    )
    chance, tried, lives = Random(f"{seed}:{what}"), 0, 0
    with TemporaryDirectory(prefix="station-faults-") as name:
        world = World(Home(Path(name) / "home"))
        _lend(world, model)

        def life(send: Send) -> None:
            _fetch(world, make, kind, send)

        while tried < kills and lives < 4 * kills:
            world.measured += MORE
            said = _lived(life, chance.uniform(0.02, 0.45))
            world.gone |= {int(word) for word in said if word.isdecimal()}
            tried += "done" not in said
            lives += 1
            world.look()
        said = _lived(life, None)
        world.gone |= {int(word) for word in said if word.isdecimal()}
        world.look()
        return _compared(what, world, kind, tried, failed=int("done" not in said))


def _lend(world: World, model: str) -> None:
    made(world.home)
    database = opened(world.home, FixedClock(BEGIN))
    place = lending_office(database, FixedClock(BEGIN))
    new = NewDevice(model.removeprefix("generic_"), model, "Apparat 1", address=ADDRESS)
    world.device_id = place.ready(new)
    place.lending.lend(place.session, world.device_id, place.person())
    if model == "generic_scale":
        clear = partial(place.measuring.paired, bonded=False, unencrypted_ok=True)
        clear(place.session, world.device_id, ADDRESS, DeviceFacts())
    database.close()


def _readings(world: World, kind: str) -> list[tuple[datetime, dict[str, Any]]]:
    begun = shown_at(BEGIN)
    return [(begun + timedelta(hours=n + 1), values(kind, n)) for n in range(world.measured)]


def _fetch(world: World, make: type[Meter], kind: str, send: Send) -> None:
    """Live: fetch what the meter has, and say so; then wait to be killed, or end well."""
    with _opened(world) as there, room(there=there) as place:
        meter = make(ADDRESS, now=place.desk.now)
        for at, taken in _readings(world, kind):
            meter.take(taken, at=at)
        meter.stored = [each for each in meter.stored if each.sequence not in world.gone]
        told = meter._send_one  # noqa: SLF001  (what it lets go of is told as it does)

        async def send_one(reading: Reading) -> None:
            await told(reading)
            send(str(reading.sequence).encode())

        if make is not GlucoseMeter:
            meter._send_one = send_one  # type: ignore[method-assign]  # noqa: SLF001
        send(b"ready")
        place.switch_on(meter, bond=make is GlucoseMeter)
        while not place.done.get(timeout=WAIT_S).well:
            place.desk.listening.fetch(place.desk.office.session, world.device_id)
        place.settled()
    send(b"done")


def _compared(what: str, world: World, kind: str, tried: int, *, failed: int) -> Faced:
    with _opened(world) as place:
        rows = place.rows("SELECT device_time, value FROM readings WHERE kind = ?", kind)
        wrong = strays(place)
    have = Counter((str(at), round(float(str(value)), 3)) for at, value in rows)
    want = Counter(
        (at.isoformat(), round(float(next(iter(taken.values()))), 3))
        for at, taken in _readings(world, kind)
    )
    missing = want - have
    beside = Counter({"readings": world.measured})
    if world.gone:
        # It had them and said so to the meter; they died with it before they were on the disk.
        beside["deleted by the meter, died with the program"] = missing.total()
        missing.clear()
    doubled = (have - want).total()
    return Faced(what, tried, missing.total(), doubled, wrong, world.broken + failed, beside)


def killed_tablet(kills: int, seed: int) -> list[Faced]:
    """Kill it while it fetches from a tablet, which lets go only of what it was told is stored."""
    chance, tried, lives, early = Random(f"{seed}:tablet"), 0, 0, 0
    with TemporaryDirectory(prefix="station-faults-") as name:
        world = World(Home(Path(name) / "home"))
        made(world.home)
        with _opened(world) as place:
            loan = handed_out(place)

        def life(send: Send) -> None:
            with _opened(world) as place:
                _visit(loan.at(place), send)

        while tried < kills and lives < 4 * kills:
            world.measured += 1
            for _ in range(ENTRIES):
                loan.measure(world.clock.now())
            said = _lived(life, chance.uniform(0.0, 0.12))
            early += _let_go(world, loan, said)
            tried += "done" not in said
            lives += 1
            world.look()
        said = _lived(life, None)
        early += _let_go(world, loan, said)
        world.look()
        with _opened(world) as place:
            line = loan.at(place).faced("killed -9 while fetching: tablet", tried, Eye())
    failed = world.broken + ("done" not in said)
    return [line + Faced(line.what, 0, lost=early, exceptions=failed)]


def _visit(one: Lent, send: Send) -> None:
    """Live: fetch from the tablet, and tell what it lets go of."""
    release = Disk.release

    def told(disk: Disk, upto: int) -> None:
        release(disk, upto)
        send(str(upto).encode())

    with patch.object(Disk, "release", told):
        send(b"ready")
        one.until_well()
        send(b"done")


def _let_go(world: World, loan: Lent, said: list[str]) -> int:
    """Let the tablet itself let go of what it let go of; tell whether that was not stored."""
    upto = max((int(word) for word in said if word.isdecimal()), default=0)
    if upto <= loan.disk.released:
        return 0
    loan.disk.release(upto)
    with _opened(world) as place:
        return int(upto > loan.at(place).committed)


@contextmanager
def _opened(world: World) -> Iterator[LendingOffice]:
    clock = world.clock
    database = opened(world.home, clock)
    yield lending_office(database, clock)
    database.close()

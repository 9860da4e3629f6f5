"""A station without a window that exchanges with a server, and a stopwatch at its record lane."""

import gc
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any, TypeVar

from station.core.clock import FixedClock, SystemClock
from station.models.database import Writer
from station.models.driver import open_connection
from station.models.queries import outbox
from station.models.upgrade import upgrade
from station.services.sync.applying.applying import Inbox
from station.services.sync.line import Line
from station.services.sync.run import Parts, Run
from station.services.sync.setup import ChannelSettings, SyncSetup
from station.services.sync.values import Report
from station.services.today.watch import STATION
from station.sync import fhir
from tests.exchange_office import KEY, LEADER, Desk, desk

T = TypeVar("T")
ROOM = 50
UNITS = 200
"""After so many units of work of one name rubbish is collected."""
_PAGE_BYTES = 4096
_NAMES = {
    "prepare": "note what was stored before",
    "gather": "gather",
    "gather_audit": "gather the log",
    "Sealing.seal": "seal",
    "Settling.settle": "settle",
    "Run._receive": "receive a page",
    "Run._apply": "work in",
    "Run._tidy": "tidy up",
}


@dataclass(slots=True)
class Holds:
    """Every unit of work on the record lane by its name: wall and processor seconds, and ends."""

    wall: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    cpu: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    longest: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    units: list[float] = field(default_factory=list)
    ended: dict[str, float] = field(default_factory=dict)
    began: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def held(self, name: str) -> Iterator[None]:
        """Time one unit of work."""
        begun, used = time.perf_counter(), time.thread_time()
        self.began.setdefault(name, begun)
        try:
            yield
        finally:
            now = time.perf_counter()
            self.wall[name].append(now - begun)
            used = time.thread_time() - used
            self.cpu[name] += used
            self.units.append(used)
            self.longest[name] = max(self.longest[name], used)
            self.ended[name] = now

    @property
    def usual(self) -> float:
        """What 99 of 100 units of work stay within, in processor seconds."""
        return sorted(self.units)[len(self.units) * 99 // 100]

    @property
    def worst(self) -> tuple[str, float]:
        """The longest of all in processor seconds, and what it was: others' load is not ours."""
        return max(self.longest.items(), key=lambda item: item[1])


def name_of(job: Callable[..., object]) -> str:
    """What a unit of work is called in the table."""
    name = getattr(getattr(job, "func", job), "__qualname__", "?").split(".<locals>")[0]
    return _NAMES.get(name, name)


def empty_file(folder: Path) -> Path:
    """A file with nothing in it, to be copied."""
    connection = open_connection(folder / "empty.db", KEY, create=True)
    upgrade(connection, lambda: None)
    connection.close()
    return folder / "empty.db"


def station(folder: Path, empty: Path, clock: FixedClock) -> Any:  # noqa: ANN401  (a context)
    """Open a new station in a folder."""
    return desk(folder, empty, clock, folder.parent / "stick")


def switch_on(place: Desk, base_url: str) -> None:
    """Let it exchange with a server."""
    setup = SyncSetup(place.record)
    setup.keep(LEADER, ChannelSettings(base_url, sign_in="none"))
    setup.switch_on(LEADER)


def exchange(
    place: Desk, base_url: str, holds: Holds, looked: Callable[[], object] = lambda: None
) -> tuple[Report, list[bytes]]:
    """One run over the real line; gives its report, and the bundles it sent."""
    bodies: list[bytes] = []

    def work(job: Callable[[Writer], T]) -> T:
        looked()
        if not len(holds.wall[name_of(job)]) % UNITS:
            gc.collect()
        with holds.held(name_of(job)), place.record.write(STATION) as writer:
            return job(writer)

    settings = ChannelSettings(base_url, sign_in="none")
    line = Line(settings, place.station(), SystemClock(), Event())
    wire, ask = line._wire, line._wire.ask  # noqa: SLF001  (to see what goes over it)

    def asked(method: str, path: str, **more: Any) -> Any:  # noqa: ANN401  (passed on)
        if b'"PUT"' in more.get("body", b""):
            bodies.append(more["body"])
        return ask(method, path, **more)

    wire.ask = asked  # type: ignore[method-assign]
    inbox = Inbox(fhir.decode, time.monotonic)
    parts = Parts(fhir, inbox, fhir.TYPES, outbox.withdrawn, lambda: 0.5)
    try:
        run = Run(work, line, parts, ROOM, Event(), lambda _progress: None)
        return run.go(compare=False, card=False), bodies
    finally:
        line.close()


@contextmanager
def rubbish_aside() -> Iterator[None]:
    """Let rubbish be collected between units of work only.

    In the program that is done on the window's thread (views/memory.py), never on the record lane.
    """
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def resident_mb() -> float:
    """What this process holds in memory now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE_BYTES / 1e6

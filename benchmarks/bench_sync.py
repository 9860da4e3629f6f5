"""The exchange with a central service: what it costs, and how long a click can have to wait.

Uploads go to a real server of others (sekmet-fhir); the first pull reads from a server that makes
its pages up (benchmarks/sync/pages.py). The record lane's longest units of work are named.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.bench_exchange import fill
from benchmarks.bench_exchange import run as run_exchange
from benchmarks.common import ROUNDS, Row, RunningClock, limited, paired
from benchmarks.sync.desk import (
    Holds,
    empty_file,
    exchange,
    resident_mb,
    rubbish_aside,
    station,
    switch_on,
)
from station.core.clock import FixedClock
from station.rules.readings import Source
from station.services.intake.incoming import Incoming
from station.services.intake.intake import take
from tests.conftest import FRIDAY_NINE
from tests.exchange_office import LEADER, Desk
from tests.servers.sekmet import sekmet

SENT = int(os.environ.get("BENCH_SYNC_SENT", "1000"))
PULLED = int(os.environ.get("BENCH_SYNC_PULLED", "100000"))
"""Readings of the first pull; memory is compared between a tenth of it and its end."""
IMPORTED = 13_866
CHANGES, READINGS = 40, 214
"""What each of two stations did in two days without a network."""
LONGEST_MS = 50
LEAST_SHARE = 1.5
"""Sending may take this much longer than the plain loop."""


def run(rounds: int = ROUNDS) -> list[Row]:
    """Measure everything; `rounds` is for the capture triggers only, the rest is long enough."""
    with rubbish_aside(), tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        empty = empty_file(place)
        return [
            *_sending(place, empty),
            *_converging(place, empty),
            *_pulling(place, empty),
            *_capturing(place, empty, min(rounds, 3)),
            *run_exchange(),
        ]


# ----------------------------------------------------------------------------------------- sending


def _sending(place: Path, empty: Path) -> list[Row]:
    clock, holds = RunningClock(FRIDAY_NINE), Holds()
    with _server(place / "one") as base_url, station(place / "a", empty, clock) as first:
        fill(first, SENT)
        switch_on(first, base_url)
        report, bodies = exchange(first, base_url, holds)
    ours = holds.ended["settle"] - holds.began["seal"]
    with _server(place / "two") as base_url:
        bare = _plain_loop(base_url, bodies)
    rows = [
        Row(
            f"{report.sent} records sent to a real server / plain loop of the same bundles",
            f"{ours / bare:.2f}x ({report.sent / ours:.0f} / {report.sent / bare:.0f} a second)",
            f"about {LEAST_SHARE:g}x",
        )
    ]
    steps = ("note what was stored before", "gather", "seal", "settle")
    rows += [_per_thousand(name, holds, report.sent) for name in steps]
    return [*rows, _worst("sending", holds)]


def _per_thousand(name: str, holds: Holds, count: int) -> Row:
    wall = sum(holds.wall.get(name, [0.0]))
    told = f"{wall / count * 1e6:.0f} ms, processor {holds.cpu[name] / count * 1e6:.0f} ms"
    return Row(f"{name}, per 1 000", told)


def _worst(phase: str, holds: Holds) -> Row:
    name, longest = holds.worst
    return limited(
        f"longest hold of the record lane (processor), {phase}: {name} "
        f"(99 of 100 within {holds.usual * 1000:.0f} ms)",
        round(longest * 1000, 1),
        LONGEST_MS,
        " ms",
    )


def _plain_loop(base_url: str, bodies: list[bytes]) -> float:
    at = urlsplit(base_url)
    line = HTTPConnection(at.hostname or "", at.port)
    begun = time.perf_counter()
    for body in bodies:
        line.request("POST", at.path, body, {"content-type": "application/fhir+json"})
        line.getresponse().read()
    took = time.perf_counter() - begun
    line.close()
    return took


@contextmanager
def _server(folder: Path) -> Iterator[str]:
    folder.mkdir()
    started = sekmet(folder).start()
    try:
        yield started.base_url
    finally:
        started.stop()


# -------------------------------------------------------------------------------------- converging


def _converging(place: Path, empty: Path) -> list[Row]:
    clock, holds = RunningClock(FRIDAY_NINE), Holds()
    with ExitStack() as opened:
        base_url = opened.enter_context(_server(place / "three"))
        both = [opened.enter_context(station(place / n, empty, clock)) for n in ("c", "d")]
        fill(both[0], 0)
        for each in both:
            switch_on(each, base_url)
        _until_same(both, base_url, Holds())
        for at, each in enumerate(both):
            _two_days(each, at, clock)
        begun, used = time.perf_counter(), time.process_time()
        turns = _until_same(both, base_url, holds)
        took, cpu = time.perf_counter() - begun, time.process_time() - used
    what = f"two stations the same after two days ({CHANGES} changes, {READINGS} readings each)"
    return [
        Row(what, f"{took:.1f} s, processor {cpu:.1f} s, {turns} runs"),
        _worst("converging", holds),
    ]


def _two_days(each: Desk, at: int, clock: FixedClock) -> None:
    now = clock.now()
    with each.record.write(LEADER) as writer:
        writer.executemany(
            "UPDATE patients SET phone = ? WHERE id = ?" if at else
            "UPDATE patients SET city = ? WHERE id = ?",
            [(f"680500{n:02}", f"{n:032x}") for n in range(CHANGES)],
        )  # fmt: skip
        take(
            writer,
            [
                Incoming(
                    f"{n % CHANGES:032x}",
                    "spo2",
                    now - (READINGS - n) * 600_000 - at * 60_000,
                    (88.0 + n % 9,),
                    Source.MANUAL,
                    f"{at}/{n}",
                    asked=True,
                )
                for n in range(READINGS)
            ],
        )


def _until_same(both: list[Desk], base_url: str, holds: Holds) -> int:
    for turn in range(1, 12):
        for each in both:
            exchange(each, base_url, holds)
        if len({_state(each) for each in both}) == 1:
            return turn * len(both)
    raise RuntimeError("two stations did not become the same")


def _state(each: Desk) -> str:
    with each.record.read() as reader:
        return repr(
            [
                reader.raw("SELECT id, phone, city FROM patients ORDER BY id"),
                reader.raw("SELECT id, patient_id, value FROM readings ORDER BY id"),
            ]
        )


# ----------------------------------------------------------------------------------------- pulling


def _pulling(place: Path, empty: Path) -> list[Row]:
    command = [sys.executable, "-m", "benchmarks.sync.pages", str(PULLED)]
    holds, memory = Holds(), list[float]()
    clock = RunningClock(FRIDAY_NINE)
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server,
        station(place / "e", empty, clock) as first,
    ):
        try:
            port = int(server.stdout.readline()) if server.stdout else 0
            base_url = f"http://127.0.0.1:{port}/fhir"
            switch_on(first, base_url)
            begun = time.perf_counter()
            report, _ = exchange(first, base_url, holds, lambda: memory.append(resident_mb()))
            took = time.perf_counter() - begun
        finally:
            server.terminate()
    if report.applied < PULLED:
        raise RuntimeError(f"not everything came: {report}")
    done = report.applied
    work_in, cpu = sum(holds.wall["work in"]), holds.cpu["work in"]
    early, half, late = (max(_part(memory, tenth)) for tenth in (0, 5, 9))
    return [
        Row(
            f"first pull of {PULLED} readings, received, merged and judged",
            f"{done / took:.0f} a second ({took:.0f} s; receiving "
            f"{sum(holds.wall['receive a page']):.0f} s, working in {work_in:.0f} s, "
            f"processor {cpu:.0f} s)",
        ),
        Row(
            "memory at most in its first, sixth and last tenth",
            f"{early:.1f} / {half:.1f} / {late:.1f} MB",
        ),
        limited("memory grown after its first tenth", round(max(memory) - early, 1), 16, " MB"),
        _worst("pulling", holds),
    ]


def _part(memory: list[float], tenth: int) -> list[float]:
    size = len(memory) // 10
    return memory[tenth * size : (tenth + 1) * size]


# --------------------------------------------------------------------------------------- capturing


def _capturing(place: Path, empty: Path, rounds: int) -> list[Row]:
    clock = RunningClock(FRIDAY_NINE)
    turns = iter(range(1, 1_000_000))
    with station(place / "f", empty, clock) as first:
        fill(first, 0)

        def imported(capture: int) -> float:
            turn = next(turns)
            with first.record.write(LEADER) as writer:
                writer.execute("UPDATE sync_hand SET station = 'x', capture = ?", (capture,))
                writer.quiet()
            coming = [
                Incoming(
                    f"{turn % CHANGES:032x}",
                    "spo2",
                    clock.now() - (IMPORTED - n) * 60_000 - turn,
                    (94.0,),
                    Source.FILE,
                    f"{turn}/{n}",
                )
                for n in range(IMPORTED)
            ]
            begun = time.process_time()
            with first.record.write(LEADER) as writer:
                take(writer, coming)
            return time.process_time() - begun

        ratio = paired(lambda: imported(1), lambda: imported(0), rounds)
    return [Row(f"import of {IMPORTED} readings, changes noted / not noted", str(ratio))]

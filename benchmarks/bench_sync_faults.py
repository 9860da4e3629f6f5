"""What goes wrong between stations and the central service, as a table of counts that must be 0.

`python3 dev.py bench sync_faults` tries each case with several seeds, with real stations, sockets
and a real server; with `--rounds 1` each once.
"""

import sys
import time
import traceback
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from benchmarks.common import ROUNDS, Row, limited
from benchmarks.sync_faults import client, network, restored, scenes, server
from benchmarks.sync_faults.alert_courses import courses
from benchmarks.sync_faults.central import Central, Trial, central, tried
from benchmarks.sync_faults.tally import Line, joined, table

AT_ONCE = 2
"""Processes, each with a server of its own."""
SEEDS = 5
"""How often each case is tried in all rounds."""
COURSES = 100
"""How many courses of alerts are played in all rounds."""
PARTS = 12
"""So many cases share one server's process."""
TWO, THREE = {**network.TRIALS, **server.TRIALS, **client.TRIALS, **scenes.TRIALS}, scenes.THREE
WITH_SERVER = {
    "server restored from an older backup": restored.server_restored,
    "server restored amid an exchange": restored.server_restored_amid,
    "server killed while it is written to": restored.server_killed,
}
LOAD = "10 000 waiting"
NOT_TRIED = {
    "an outbox of an older release": "0005 is the first release with one; all unsent rows are",
    "a power cut": "kill -9 leaves the disk's own cache whole",
    "a network's delays below TCP": "no netem in the kernel; slow and silent sockets are",
}


@dataclass(frozen=True, slots=True)
class Job:
    """Some cases, done in a process of their own."""

    cases: tuple[str, ...]
    seeds: int

    def __call__(self) -> list[Line]:
        """Do them; a case that comes to no end is bad itself."""
        with central() as there:
            return [self._one(there, case) for case in self.cases]

    def _one(self, there: Central, case: str) -> Line:
        begun = time.monotonic()
        count = 3 if case in THREE else 2
        seeds = 1 if case == LOAD else self.seeds
        try:
            line = tried(there, case, trial_of(there, case), iter(range(1, seeds + 1)), count)
        except Exception as error:  # noqa: BLE001  (the table tells of it)
            traceback.print_exc()
            line = Line(case, 1, unconverged=1, found=(f"came to no end: {error!r}",))
        took = time.monotonic() - begun
        print(f"  {case}: {line.bad} bad, {took:.0f} s", file=sys.stderr, flush=True)
        return line


def trial_of(there: Central, case: str) -> Trial:
    """Give what is done in a case."""
    if case in WITH_SERVER:
        return WITH_SERVER[case](there)
    return scenes.ten_thousand if case == LOAD else {**TWO, **THREE}[case]


def names() -> list[str]:
    """Give all cases, in the order of the table."""
    return [*TWO, *THREE, *WITH_SERVER, LOAD]


def jobs(rounds: int) -> Iterator[Job]:
    """Give the parts: the long one first, then a share of the cases each."""
    seeds = max(1, round(SEEDS * rounds / ROUNDS))
    yield Job((LOAD,), 1)
    rest = [name for name in names() if name != LOAD]
    for at in range(0, len(rest), PARTS):
        yield Job(tuple(rest[at : at + PARTS]), seeds)


def faced(rounds: int) -> list[Line]:
    """Do everything and give the lines of the table."""
    context = get_context("spawn")
    with ProcessPoolExecutor(AT_ONCE, context, max_tasks_per_child=1) as pool:
        waiting = [pool.submit(job) for job in jobs(rounds)]
        lines = joined(line for future in waiting for line in future.result())
    order = names()
    lines.sort(key=lambda line: order.index(line.case))
    return lines + [Line(case, why=why) for case, why in NOT_TRIED.items()]


def run(rounds: int) -> list[Row]:
    """Print the table, and give the rows that must be 0."""
    lines = faced(rounds)
    print(table(lines), end="\n\n")
    count = max(1, round(COURSES * rounds / ROUNDS))
    bad = courses(count)
    print("\n".join(bad), file=sys.stderr)
    return [
        *verdicts(lines),
        Row("courses of alerts", str(count)),
        limited("wrong in courses of alerts", len(bad), 0),
    ]


def verdicts(lines: list[Line]) -> list[Row]:
    """Give what must be 0 of all lines, and how much was tried."""
    return [
        Row("cases of exchange faults", str(sum(not line.why for line in lines))),
        Row("trials", str(sum(line.tried for line in lines))),
        limited("lost", sum(line.lost for line in lines), 0),
        limited("doubled", sum(line.doubled for line in lines), 0),
        limited("stale", sum(line.stale for line in lines), 0),
        limited("unconverged", sum(line.unconverged for line in lines), 0),
    ]

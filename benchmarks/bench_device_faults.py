"""What meters, tablets, the air and the disk can do wrong, as a table of counts that must be 0.

`python3 dev.py bench device_faults` tries more than a million packets and more than a thousand lost
links, in about five minutes; with `--rounds 1` a tenth of it.
"""

import logging
import sys
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

from benchmarks.common import ROUNDS, Row, limited
from benchmarks.faults import kills, links, packets, stores, tablets
from benchmarks.faults.tally import Faced, grouped, joined, table

AT_ONCE = 3
"""Processes: most of them wait for the air most of the time."""


@dataclass(frozen=True, slots=True)
class Job:
    """One part of the table, done in a process of its own so that `kill -9` kills nobody else."""

    work: Callable[..., Any]
    size: int
    seed: int | None

    def __call__(self) -> list[Faced]:
        """Do it; a part that comes to no end is an exception itself."""
        logging.getLogger("bumble").setLevel(logging.CRITICAL)
        given = (self.size,) if self.seed is None else (self.size, self.seed)
        try:
            found = self.work(*given)
            return [found] if isinstance(found, Faced) else list(found)
        except Exception:  # noqa: BLE001  (the table tells of it)
            traceback.print_exc()
            return [Faced(f"{self.work.__name__} came to no end", self.size, exceptions=1)]


PLAN: tuple[tuple[Callable[..., Any], int, int], ...] = (
    (kills.killed_meters, 30, 1),
    (links.lost_by_push, 12, 3),
    (links.bad_air, 12, 2),
    (links.lost_by_racp, 27, 6),
    (kills.killed_tablet, 30, 1),
    (packets.read, 130_000, 8),
    (packets.stored, 5_200, 4),
    (links.hasty, 24, 1),
    (links.neighbours, 12, 1),
    (tablets.lost_links, 200, 2),
    (tablets.bad_air, 200, 2),
    (tablets.forgeries, 500, 1),
    (tablets.strangers, 90, 1),
    (tablets.wiped, 12, 1),
    (tablets.full_disk, 100, 1),
    (stores.full_disk, 12, 1),
    (stores.full_and_killed, 9, 1),
)
"""What is done, how much of it in one part, and in how many parts."""
WITHOUT_SEED = frozenset({links.neighbours, tablets.strangers})


def jobs(rounds: int) -> Iterator[Job]:
    """Give the parts, made smaller for fewer rounds, in the order of PLAN: the longest first."""
    for work, size, parts in PLAN:
        few = max(1, round(parts * rounds / ROUNDS))
        some = max(1, round(size * min(1.0, rounds * parts / ROUNDS / few)))
        for seed in range(1, few + 1):
            yield Job(work, some, None if work in WITHOUT_SEED else seed)


def faced(rounds: int) -> list[Faced]:
    """Do everything and give the lines of the table."""
    found: dict[int, list[Faced]] = {}
    context = get_context("spawn")
    with ProcessPoolExecutor(AT_ONCE, context, max_tasks_per_child=1) as pool:
        waiting = [(job, pool.submit(job)) for job in jobs(rounds)]
        for at, (job, future) in enumerate(waiting):
            found[at] = future.result()
            print(f"  {at + 1} of {len(waiting)}: {job.work.__name__}", file=sys.stderr, flush=True)
    return joined(line for at in sorted(found) for line in found[at])


def run(rounds: int) -> list[Row]:
    """Print the table, and give the rows that must be 0."""
    lines = faced(rounds)
    print(table(lines), end="\n\n")
    return verdicts(lines)


def verdicts(lines: list[Faced]) -> list[Row]:
    """Give what must be 0 of all lines, and how much was tried."""
    packets_tried = sum(line.tried for line in lines if line.what.startswith("packets read"))
    losses = sum(line.tried for line in lines if "links lost" in line.what)
    return [
        Row("packets read and interpreted", grouped(packets_tried)),
        Row("links lost", grouped(losses)),
        limited("lost", sum(line.lost for line in lines), 0),
        limited("doubled", sum(line.doubled for line in lines), 0),
        limited("with the wrong patient", sum(line.wrong for line in lines), 0),
        limited("exceptions", sum(line.exceptions for line in lines), 0),
    ]

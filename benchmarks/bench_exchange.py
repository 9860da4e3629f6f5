"""How large a file of changes with many readings is, and how long it takes out and in.

    python -m benchmarks.bench_exchange [readings]

Two stations without a window; the one that takes in merges and judges as the program does.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from benchmarks.common import Row, RunningClock, limited, table
from benchmarks.sync.desk import rubbish_aside
from station.models.driver import open_connection
from station.models.upgrade import upgrade
from station.services.stick.exchanging import Ask, WriteJob, exchanging_of
from tests.conftest import FRIDAY_NINE
from tests.exchange_office import KEY, LEADER, Desk, desk

T = TypeVar("T")
PATIENTS, HOUR = 40, 3_600_000
PATIENT = (
    "INSERT INTO patients (id, given_name, family_name, search_text, birth_date, gender, status, "
    "status_since, created_at, changed_at) "
    "VALUES (?, 'Lun', 'Bro', 'lun bro', '1950-01-01', 'other', 'active', 1, 1, 1)"
)
READING = (
    "INSERT INTO readings (id, patient_id, kind, taken_at, arrived_at, value, source, confirmed, "
    "source_key, entered_by) VALUES (?, ?, 'spo2', ?, ?, ?, 'manual', 1, ?, ?)"
)


def fill(first: Desk, count: int) -> None:
    """Let some patients have that many readings between them."""
    now = FRIDAY_NINE
    with first.record.write(LEADER) as writer:
        people = [f"{n:032x}" for n in range(PATIENTS)]
        writer.executemany(PATIENT, [(each,) for each in people])
        writer.executemany(
            READING,
            [
                (
                    f"{n + 1000:032x}",
                    people[n % PATIENTS],
                    now - (count - n) * HOUR // PATIENTS,
                    now,
                    88 + n % 9,
                    f"m{n}",
                    LEADER.user_id,
                )
                for n in range(count)
            ],
        )
        writer.quiet()


def run(_rounds: int = 1, count: int = 10_000) -> list[Row]:
    """Measure one file of that many readings: written, taken in, and taken in once more."""
    clock = RunningClock(FRIDAY_NINE)
    with tempfile.TemporaryDirectory() as place, ExitStack() as open_ones:
        folder = Path(place)
        connection = open_connection(folder / "empty.db", KEY, create=True)
        upgrade(connection, lambda: None)
        connection.close()
        first, second = (
            open_ones.enter_context(desk(folder / each, folder / "empty.db", clock, folder / "s"))
            for each in ("a", "b")
        )
        second = replace(second, exchanging=exchanging_of(second.record))
        first.exchanging.begin(LEADER, "Lesja-1")
        second.meet(first)
        fill(first, count)
        written, wrote = _timed(
            lambda ask: first.exchanging.write(LEADER, WriteJob(folder / "s" / "a"), ask)
        )
        path = folder / "s" / "a.stationx"
        taken, took = _timed(lambda ask: second.exchanging.take(LEADER, path, ask))
        again, once_more = _timed(lambda ask: second.exchanging.take(LEADER, path, ask))
    if (taken.applied, again.known) != (written.rows, written.rows):
        raise RuntimeError("not everything was taken in, and known again")
    return [
        Row(f"file of {written.rows} changes written and read back", f"{wrote}"),
        Row("its size", f"{written.size / 1e6:.2f} MB"),
        Row("taken in, merged and judged", f"{took}"),
        Row("taken in once more, all known", f"{once_more}"),
        limited(
            "longest hold of the record lane (processor), a file",
            round(took.longest_ms, 1),
            50,
            " ms",
        ),
    ]


@dataclass(slots=True)
class _Took(Ask):
    """How long something took, and its longest job on the record lane, in processor time."""

    wall_s: float = 0.0
    cpu_s: float = 0.0
    longest_ms: float = 0.0

    def __call__(self, job: Callable[[], T]) -> T:
        begun = time.thread_time()
        try:
            return job()
        finally:
            self.longest_ms = max(self.longest_ms, (time.thread_time() - begun) * 1000)

    def __str__(self) -> str:
        return f"{self.wall_s:.1f} s, processor {self.cpu_s:.1f} s"


def _timed(job: Callable[[Ask], T]) -> tuple[T, _Took]:
    took = _Took()
    begun, used = time.perf_counter(), time.process_time()
    result = job(took)
    took.wall_s, took.cpu_s = time.perf_counter() - begun, time.process_time() - used
    return result, took


def main(count: int) -> None:
    """Print size and times."""
    with rubbish_aside():
        print(table(run(count=count)))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)

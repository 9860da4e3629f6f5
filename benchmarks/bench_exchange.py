"""How large a file of changes with many readings is, and how long it takes out and in.

    python -m benchmarks.bench_exchange [readings]

Two stations without a window; the one that takes in merges and judges as the program does.
"""

import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from station.core.clock import FixedClock
from station.models.driver import open_connection
from station.models.upgrade import upgrade
from station.services.exchanging import WriteJob, exchanging_of
from tests.conftest import FRIDAY_NINE
from tests.exchange_office import KEY, LEADER, Desk, desk

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


def main(count: int) -> None:
    """Print size and times."""
    clock = FixedClock(FRIDAY_NINE)
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
        begun = time.perf_counter()
        written = first.exchanging.write(LEADER, WriteJob(folder / "s" / "a"))
        wrote = time.perf_counter()
        taken = second.take()
        took = time.perf_counter()
        again = second.take()
        ended = time.perf_counter()
    print(f"{written.rows} changes: {written.size / 1e6:.2f} MB")
    print(f"written and read back in {wrote - begun:.1f} s, taken in within {took - wrote:.1f} s")
    print(f"applied {taken.applied}, known {taken.known}, held {taken.held}")
    print(f"once more: known {again.known} in {ended - took:.1f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)

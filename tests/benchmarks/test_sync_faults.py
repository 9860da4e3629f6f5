"""The table of the exchange's faults: a few cases of the real thing, and faults planted in it."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from benchmarks.bench_sync_faults import LOAD, NOT_TRIED, Job, jobs, names, trial_of, verdicts
from benchmarks.common import ROUNDS, Verdict
from benchmarks.sync_faults import oracle
from benchmarks.sync_faults.alert_courses import Course, wrong
from benchmarks.sync_faults.central import Central, central, tried
from benchmarks.sync_faults.posts import world
from benchmarks.sync_faults.tally import Line, joined, table
from tests.conftest import FRIDAY_NINE
from tests.services.stations import RASK, STILLE, Server, exchange, place
from tests.services.sync_cases import (
    PATIENT,
    add,
    add_patient,
    add_version,
    change,
    close_alert,
    measure,
)


@pytest.fixture(scope="module")
def there() -> Iterator[Central]:
    with central() as made:
        yield made


@pytest.mark.parametrize(
    "case",
    [
        "answer lost after the server applied it",
        "same field at both",
    ],
)
def test_nothing_is_lost_doubled_stale_or_apart(there: Central, case: str) -> None:
    line = tried(there, case, trial_of(there, case), iter([1]))
    assert (line.tried, line.bad, line.found) == (1, 0, ())
    assert line.beside["faults"] > 0


def test_what_is_planted_is_noticed(there: Central) -> None:
    there.forget()
    with world(there.base_url, there.empty, "planted") as made:
        first, second = made.posts
        first.reading(96.0)
        first.edit("phone")
        made.round()
        assert oracle.settled(made, "calm", "1").bad == 0
        change(second, "patients", PATIENT, phone="as nobody told the book")
        made.round()
        made.round()
        line = oracle.compared(made, "overwritten", "1")
        assert (line.lost, line.doubled, line.stale > 0, line.unconverged) == (0, 0, True, 0)
        change(second, "patients", PATIENT, city="not sent yet")
        made.book.made["readings", "f" * 32] = "nobody"
        line = oracle.compared(made, "not sent", "1")
        assert line.lost == 1
        assert line.unconverged > 0
        seen = oracle.look(made)
        (key,) = [each for each in seen.server if each[0] == "readings"]
        seen.server["readings", "e" * 32] = {**seen.server[key], "id": "e" * 32}
        assert len(oracle._doubled(seen)) == 2


def test_alerts_closed_unseen_or_apart_are_noticed(empty_file: Path, tmp_path: Path) -> None:
    server = Server()
    both = [
        place(name, actor, empty_file, tmp_path, server, FRIDAY_NINE)
        for name, actor in (("north", RASK), ("south", STILLE))
    ]
    north = both[0]
    add_patient(north)
    plan = add(north, "plans", patient_id=PATIENT, template="kols", created_at=1)
    add_version(north, plan, 1, 88.0)
    course = Course(both, tmp_path, Random(1))
    measure(north, 84.0, "one")
    exchange(*both)
    assert list(wrong(course)) == []
    alert = str(north.rows("SELECT id FROM alerts")[0][0])
    close_alert(north, alert)
    assert list(wrong(course)) == [
        f"alert {alert} differs",
        "not the same alerts are offered for closing",
    ]
    exchange(*both)
    assert list(wrong(course)) == [f"alert {alert} was closed by nobody who had seen it"]
    course.seen.add(alert)
    assert list(wrong(course)) == []
    for each in both:
        each.database.close()


def test_parts_of_a_line_are_joined_and_stand_in_columns() -> None:
    first = Line("reset", 2, beside=Counter({"faults": 5}))
    second = Line("reset", 1, lost=1, found=("seed 3: lost: x",))
    lines = joined([first, second, Line("power cut", why="no power switch")])
    assert table(lines).splitlines() == [
        "case       tried  lost  doubled  stale  unconverged  beside",
        "reset          3     1        0      0            0  faults 5",
        "power cut      –     –        –      –            –  not tried: no power switch",
        "! reset: seed 3: lost: x",
    ]
    rows = verdicts(lines)
    assert [row.verdict for row in rows].count(Verdict.MISSED) == 1
    assert [row.measured for row in rows[:2]] == ["1", "3"]


def test_every_case_is_tried_once_in_few_rounds_and_more_often_in_all() -> None:
    plan = list(jobs(ROUNDS))
    assert plan[0] == Job((LOAD,), 1)
    assert sorted(case for job in plan for case in job.cases) == sorted(names())
    assert len(set(names())) == len(names()) > 60
    assert {job.seeds for job in jobs(1)} == {1}
    assert all(job.seeds > 1 for job in plan[1:])
    assert not set(NOT_TRIED) & set(names())

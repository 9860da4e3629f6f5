"""The audit log as a person reads it."""

import pytest

from station.core.clock import FixedClock
from station.models.database import Actor, Database
from station.models.queries import audit
from station.models.queries.audit import Line, Viewer
from tests.conftest import FRIDAY_NINE

ELG, BRYGGE = Actor("u1", "Rask Elg"), Actor("u2", "Stille Brygge")


@pytest.fixture
def logged(database: Database, clock: FixedClock) -> Database:
    for who, what, patient in (
        (ELG, "opened", "p1"),
        (BRYGGE, "opened", "p1"),
        (ELG, "changed", "p2"),
        (ELG, "signed_out", None),
        (ELG, "opened", "p1"),
    ):
        clock.advance(1000)
        with database.write(who) as writer:
            writer.audit(what, "patient", patient or "", patient, why="vakt")
    return database


def test_the_newest_lines_come_first_in_pages(logged: Database) -> None:
    with logged.read() as reader:
        first = audit.newest(reader, limit=2)
        second = audit.newest(reader, before=first[-1].seq, limit=9)
    assert [line.seq for line in (*first, *second)] == [5, 4, 3, 2, 1]
    assert second[-1] == Line(
        1, FRIDAY_NINE + 1000, "u1", "Rask Elg", "opened", "patient", "p1", "p1", {"why": "vakt"}
    )


def test_a_patients_lines_are_hers_alone(logged: Database) -> None:
    with logged.read() as reader:
        assert [line.seq for line in audit.of_patient(reader, "p1")] == [5, 2, 1]
        assert [line.seq for line in audit.of_patient(reader, "p1", before=5, limit=1)] == [2]


def test_who_has_seen_a_patient_and_when(logged: Database) -> None:
    with logged.read() as reader:
        assert audit.viewers(reader, "p1") == (
            Viewer("u1", "Rask Elg", 2, FRIDAY_NINE + 1000, FRIDAY_NINE + 5000),
            Viewer("u2", "Stille Brygge", 1, FRIDAY_NINE + 2000, FRIDAY_NINE + 2000),
        )


def test_counts_and_the_latest_time(logged: Database, clock: FixedClock) -> None:
    clock.set(5)
    with logged.write(ELG) as writer:
        writer.audit("opened", "patient", "p1")
    with logged.read() as reader:
        assert audit.count_of(reader, "opened") == 4
        assert audit.latest_time(reader) == FRIDAY_NINE + 5001
        (newest,) = audit.newest(reader, limit=1)
        assert audit.latest_of(reader, (newest.action, "unheard_of")) == newest.at
        assert audit.latest_of(reader, ("unheard_of",)) == -1
        assert audit.newest(reader, limit=1)[0].at == FRIDAY_NINE + 5001


def test_an_empty_log_has_no_time(database: Database) -> None:
    with database.read() as reader:
        assert audit.latest_time(reader) == 0


def test_a_page_is_of_one_user_one_patient_and_one_stretch_of_time(
    database: Database, clock: FixedClock
) -> None:
    start = clock.now()
    for user, patient in (("a", "p"), ("b", "p"), ("a", "q")):
        with database.write(Actor(user, user)) as writer:
            writer.audit("patient_opened", "patient", patient, patient)
        clock.advance(1000)
    with database.read() as reader:

        def rows(wanted: audit.Wanted, **of: int) -> list[int]:
            return [line.seq for line in audit.page(reader, wanted, **of)]

        assert rows(audit.Wanted()) == [3, 2, 1]
        assert rows(audit.Wanted(user_id="a")) == [3, 1]
        assert rows(audit.Wanted(user_id="a", patient_id="p")) == [1]
        assert rows(audit.Wanted(start=start, end=start + 1000)) == [1]
        assert rows(audit.Wanted(), before=3, limit=1) == [2]

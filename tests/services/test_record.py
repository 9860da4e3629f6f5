"""The one open file: news come after the commit, and only then."""

import pytest

from station.core.bus import Bus, ChangeSet
from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Database
from station.services.record import Record
from station.services.session import Session

NURSE = Session("1" * 32, "Rask Elg", "RE", "nurse", "nb")


@pytest.fixture
def told(database: Database, clock: FixedClock) -> tuple[Record, list[ChangeSet]]:
    bus, news = Bus(), list[ChangeSet]()
    record = Record(bus, clock, database)

    def hear(changes: ChangeSet) -> None:
        with record.read() as reader:
            reader.raw("SELECT count(*) FROM audit")
        news.append(changes)

    bus.subscribe(hear)
    return record, news


def test_news_come_once_after_the_commit(told: tuple[Record, list[ChangeSet]]) -> None:
    record, news = told
    with record.write(NURSE) as writer:
        writer.audit("patient_opened", "patient", "p", None)
        writer.touch("patients", "p")
        writer.touch("alerts")
        assert news == []
    assert news == [ChangeSet(frozenset({"patients", "alerts"}), frozenset({"p"}))]


def test_nothing_is_told_of_what_was_not_saved_or_did_not_touch(
    told: tuple[Record, list[ChangeSet]],
) -> None:
    record, news = told
    with pytest.raises(RuntimeError, match="audit"):
        _without_audit(record)
    with record.write(NURSE) as writer:
        writer.audit("patient_opened", "patient", "p", None)
    assert news == []


def _without_audit(record: Record) -> None:
    with record.write(NURSE) as writer:
        writer.execute("INSERT INTO meta VALUES ('a', 'b')")
        writer.touch("patients")


def test_without_a_file_every_use_says_that_station_is_locked(clock: FixedClock) -> None:
    record = Record(Bus(), clock)
    with pytest.raises(Trouble) as trouble, record.read():
        pass
    assert trouble.value.code == "locked"

"""One visit: what arrives is stored in order while more comes, and kept where it cannot be."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from station.core.trouble import Trouble
from station.devices.news import Battery, Doing, Expected, MeterClock, Packet, Stage
from station.services.measuring.measuring import ClockFacts, Delivered, RawPacket
from station.services.radio.listening_news import News, Progress
from station.services.radio.listening_visit import AT_ONCE, Visit
from tests.conftest import FRIDAY_NINE
from tests.intaking import NURSE
from tests.lent import glucose, shown_at, spot
from tests.scripted_radio import Steps


@dataclass
class Bench:
    """A visit, its lane, and a store that fails as told."""

    lane: Steps = field(default_factory=Steps)
    stored: list[tuple[RawPacket, ...]] = field(default_factory=list)
    clocks: list[ClockFacts | None] = field(default_factory=list)
    told: list[News] = field(default_factory=list)
    fails: list[Exception] = field(default_factory=list)
    open: bool = True

    def visit(self, **more: Any) -> Visit:  # noqa: ANN401  (as Visit)
        """Begin a visit."""
        return Visit(
            session=NURSE,
            address="F0:01",
            device_id="d",
            purpose="fetch",
            begun_at=1,
            on_lane=self._on_lane,
            store=self._store,
            say=self.told.append,
            **more,
        )

    def _on_lane(self, job: Any) -> bool:  # noqa: ANN401  (any job)
        if self.open:
            self.lane.submit(job)
        return self.open

    def _store(self, packets: tuple[RawPacket, ...], clock: ClockFacts | None) -> Delivered:
        if self.fails:
            raise self.fails.pop(0)
        self.stored.append(packets)
        self.clocks.append(clock)
        return Delivered(stored=len(packets), duplicates=1, held=2, failed=3)


@pytest.fixture
def bench() -> Bench:
    """A bench whose store works."""
    return Bench()


def packet(number: int = 0) -> Packet:
    """A spot check."""
    made = spot(FRIDAY_NINE + number)
    return Packet(made.characteristic, made.payload, made.arrived_at)


def record(number: int) -> Packet:
    """A stored record."""
    made = glucose(FRIDAY_NINE, number, shown_at(FRIDAY_NINE))
    return Packet(made.characteristic, made.payload, made.arrived_at)


def test_what_comes_while_something_is_stored_is_stored_after_it(bench: Bench) -> None:
    visit = bench.visit(clock_known=True)
    visit.tell(packet(1))
    visit.tell(packet(2))
    assert len(bench.lane.jobs) == 1
    bench.lane.go()
    visit.tell(packet(3))
    bench.lane.go()
    assert [len(each) for each in bench.stored] == [2, 1]
    assert (visit.sums.came, visit.sums.stored, visit.sums.duplicates) == (3, 3, 2)
    assert (visit.sums.held, visit.sums.failed, visit.left) == (4, 6, ())


def test_a_great_many_are_stored_a_few_at_a_time(bench: Bench) -> None:
    visit = bench.visit(clock_known=True)
    for number in range(AT_ONCE + 1):
        visit.tell(packet(number))
    bench.lane.go()
    assert [len(each) for each in bench.stored] == [AT_ONCE, 1]


def test_packets_wait_until_the_clock_was_looked_at(bench: Bench) -> None:
    visit = bench.visit()
    visit.tell(packet())
    assert bench.lane.jobs == []
    visit.tell(MeterClock("2026-11-20T12:00:00", 5_000, was_set=True))
    visit.tell(Stage(Doing.IDENTIFYING))
    assert bench.lane.jobs == []
    visit.tell(Stage(Doing.FETCHING))
    visit.tell(Stage(Doing.LISTENING))
    bench.lane.go()
    assert bench.clocks == [ClockFacts("2026-11-20T12:00:00", 5_000, was_set=True)]
    visit.tell(MeterClock("", None, was_set=False))
    visit.tell(packet())
    bench.lane.go()
    assert bench.clocks[1] == bench.clocks[0]


@pytest.mark.parametrize(
    ("error", "code"),
    [(Trouble("disk_full", "The disk is full."), "disk_full"), (ValueError(), "device_not_stored")],
)
def test_what_cannot_be_stored_stays_and_is_stored_later(
    bench: Bench, error: Exception, code: str
) -> None:
    bench.fails.append(error)
    visit = bench.visit(clock_known=True)
    visit.tell(packet(1))
    bench.lane.go()
    assert [each.code for each in (visit.trouble,) if each] == [code]
    assert len(visit.left) == 1
    visit.tell(packet(2))
    bench.lane.go()
    assert (str(visit.trouble), len(visit.left)) == ("None", 0)
    assert [len(each) for each in bench.stored] == [2]


def test_storing_what_is_left_stops_at_the_first_that_fails(bench: Bench) -> None:
    visit = bench.visit()
    visit.tell(packet())
    bench.fails.append(Trouble("disk_full", "The disk is full."))
    visit.store_left()
    assert len(visit.left) == 1
    visit.store_left()
    assert not visit.left


def test_when_the_lane_is_closed_packets_stay(bench: Bench) -> None:
    bench.open = False
    visit = bench.visit(clock_known=True)
    visit.tell(packet(1))
    visit.tell(packet(2))
    assert len(visit.left) == 2
    bench.open = True
    visit.tell(packet(3))
    bench.lane.go()
    assert not visit.left


def test_a_lane_that_finds_everything_stored_already_does_nothing(bench: Bench) -> None:
    visit = bench.visit(clock_known=True)
    visit.tell(packet())
    visit.store_left()
    bench.lane.go()
    assert len(bench.stored) == 1


def test_where_to_go_on_after_a_lost_link(bench: Bench) -> None:
    visit = bench.visit()
    assert (visit.resumes_at(4), visit.last_sequence, visit.has_all) == (4, None, True)
    visit.tell(Expected(3))
    visit.tell(Expected(1))
    for number in (4, 5):
        visit.tell(record(number))
    assert (visit.resumes_at(4), visit.resumes_at(None), visit.last_sequence) == (6, 6, 5)
    assert visit.resumes_at(3) == 3, "the first one is missing"
    assert (visit.expected, visit.has_all) == (3, False)
    visit.tell(record(7))
    assert visit.resumes_at(4) == 4, "one in between is missing"
    assert visit.has_all
    visit.tell(Packet(0x2A18, b"\xff", FRIDAY_NINE))
    assert visit.last_sequence == 7


def test_progress_is_told_in_words_and_numbers(bench: Bench) -> None:
    visit = bench.visit()
    visit.tell(Battery(17))
    visit.tell(Stage(Doing.COUNTING))
    visit.tell(Expected(2))
    visit.tell(record(1))
    first, *_, last = (each for each in bench.told if isinstance(each, Progress))
    assert first.words == "Connecting"
    assert (last.words, last.came, last.expected) == ("Asking how much it holds", 1, 2)
    assert visit.facts.battery == 17

"""The driver: when runs begin, that there is never a second one, and that no lane waits wrongly."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from threading import Event

import pytest

from station.core.bus import Bus, ChangeSet
from station.core.clock import FixedClock
from station.core.lanes import Lane
from station.core.trouble import Trouble
from station.models.database import Database
from station.models.records import sync_channels
from station.services.record import Record
from station.services.session import Session
from station.services.sync.run import Parts
from station.services.sync.setup import ChannelSettings
from station.services.sync.syncing import COMPARE_EVERY_MS, DEBOUNCE_S, FIRST_S, Syncing, _timer
from station.services.sync.values import CENTRE, Progress, Report, Standing
from station.services.today.watch import STATION
from station.sync.central_replies import Unanswered
from station.sync.lost import Lost
from station.sync.values import Verdict
from tests.central_double import TYPES, Counting, Double, Line
from tests.outbox_office import Sender
from tests.outbox_rows import patient

NURSE = Session("0" * 31 + "1", "Rask Elg", "RE", "nurse", "en")
BENEFIT = replace(NURSE, role="benefit")


@dataclass
class Alarms:
    """Alarms that ring when the test says so."""

    set: list[tuple[float, Callable[[], None]]] = field(default_factory=list)
    cancelled: int = 0

    def later(self, seconds: float, job: Callable[[], None]) -> "Alarms":
        self.set.append((seconds, job))
        return self

    def cancel(self) -> None:
        self.cancelled += 1

    @property
    def next_s(self) -> float:
        return self.set[-1][0]

    def ring(self) -> None:
        self.set[-1][1]()


class Desk:
    """A driver on a file, with alarms of the test's and a double of the centre."""

    def __init__(self, database: Database, clock: FixedClock) -> None:
        self.sender = Sender(database)
        self.sender.begin()
        self.settle(ChannelSettings("https://fhir.example.no/r4", sign_in="none"))
        self.record = Record(Bus(), clock, database)
        self.centre, self.alarms = Double(self.sender.centre), Alarms()
        self.refused: Trouble | None = None
        self.broken: Exception | None = None
        self.lines: list[Line] = []
        parts = Parts(self.sender.speech, Counting(), TYPES, lambda _, __: frozenset(), lambda: 0.5)
        self.driver = Syncing(self.record, self.connect, parts, self.alarms.later)
        self.lane = Lane("record")
        self.reports: list[Report] = []
        self.news: list[Progress | Report] = []
        self.done = Event()
        self.stop_watching = self.driver.watch(self.heard)

    def settle(self, settings: ChannelSettings) -> None:
        with self.sender.database.write(STATION.actor) as writer:
            sync_channels.put(writer, CENTRE, settings.to_text(), {})

    def connect(self, settings: ChannelSettings, station: str, stop: Event) -> Line:
        if wrong := self.refused or self.broken:
            raise wrong
        self.lines.append(Line(self.centre))
        return self.lines[-1]

    def heard(self, news: Progress | Report) -> None:
        self.news.append(news)
        if isinstance(news, Report):
            self.reports.append(news)

    def submit(self, job: Callable[[], object]) -> "Future[object]":
        return self.lane.submit(job)

    def begin(self) -> None:
        self.lane.submit(lambda: self.driver.begin(NURSE, self.submit)).result(5)

    def ring(self) -> None:
        """Let the alarm ring, and wait until the run is over and the next alarm is set."""
        before = len(self.alarms.set)
        self.alarms.ring()
        for _ in range(500):
            if len(self.alarms.set) > before:
                return
            self.done.wait(0.01)
        raise AssertionError("no run ended")


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> Iterator[Desk]:
    made = Desk(database, clock)
    yield made
    made.lane.submit(made.driver.close).result(5)
    made.lane.close()


def test_it_begins_soon_after_signing_in_and_then_every_minute(desk: Desk) -> None:
    elg = patient(desk.sender)
    desk.begin()
    assert desk.alarms.next_s == FIRST_S
    desk.ring()
    assert [report.outcome for report in desk.reports] == ["done"]
    assert f"patients/{elg}" in desk.centre.remembering.has
    assert desk.alarms.next_s == 60.0
    assert desk.lines[0].closed


def test_a_change_goes_out_two_seconds_after_the_first_of_several(desk: Desk) -> None:
    desk.begin()
    desk.ring()
    set_before = len(desk.alarms.set)
    for _ in range(3):
        desk.record.bus.publish(ChangeSet(frozenset({"readings"})))
    assert [seconds for seconds, _ in desk.alarms.set[set_before:]] == [DEBOUNCE_S]


def test_failures_wait_longer_each_time_and_changes_do_not_hurry_them(desk: Desk) -> None:
    desk.begin()
    desk.centre.trouble["pull Patients"] = [Unanswered(Verdict.LATER, "no_answer")] * 8
    waits = []
    for _ in range(7):
        desk.ring()
        waits.append(desk.alarms.next_s)
    assert waits == [60.0, 60.0, 60.0, 60.0, 60.0, 80.0, 160.0]
    set_before = len(desk.alarms.set)
    desk.record.bus.publish(ChangeSet(frozenset({"readings"})))
    assert len(desk.alarms.set) == set_before
    status = desk.driver.status(NURSE)
    assert status.channels[0].standing is Standing.OFFLINE
    assert status.channels[0].next_try_at is not None


def test_a_person_does_not_wait(desk: Desk) -> None:
    desk.begin()
    desk.centre.trouble["pull Patients"] = [Unanswered(Verdict.LATER, "no_answer")]
    desk.ring()
    desk.driver.now(NURSE)
    assert desk.alarms.next_s == 0.0
    desk.ring()
    assert desk.reports[-1].outcome == "done"
    with pytest.raises(Trouble):
        desk.driver.now(BENEFIT)


def test_there_is_never_a_second_run_and_what_came_meanwhile_goes_next(desk: Desk) -> None:
    desk.begin()
    patient(desk.sender)

    def meanwhile(_: object) -> None:
        desk.centre.before_reply = lambda _: None
        desk.alarms.ring()
        desk.record.bus.publish(ChangeSet(frozenset({"readings"})))

    desk.centre.before_reply = meanwhile
    desk.ring()
    assert len(desk.lines) == 1
    for _ in range(500):
        if desk.reports:
            break
        desk.done.wait(0.01)
    assert len(desk.reports) == 1


def test_a_closed_file_is_waited_for(desk: Desk) -> None:
    desk.begin()
    database, desk.record.database = desk.record.database, None
    desk.ring()
    assert desk.reports == []
    assert desk.alarms.next_s == 60.0
    desk.record.database = database
    desk.ring()
    assert desk.reports[-1].outcome == "done"


def test_a_line_that_does_not_open_is_told_as_the_channels_trouble(desk: Desk) -> None:
    desk.refused = Lost("no_name", "before", "fhir.example.no")
    desk.begin()
    desk.ring()
    assert desk.reports[-1].code == "no_name"
    channel = desk.driver.status(NURSE).channels[0]
    assert (channel.standing, channel.reason_code) == (Standing.OFFLINE, "no_name")
    assert "fhir.example.no" in channel.reason


def test_a_fault_of_the_programs_own_ends_the_run_and_not_the_exchange(desk: Desk) -> None:
    desk.begin()
    desk.broken = ZeroDivisionError()
    desk.ring()
    assert desk.reports == []
    desk.broken = None
    desk.ring()
    assert desk.reports[-1].outcome == "done"


def test_a_run_that_was_to_begin_when_everything_ended_does_nothing(desk: Desk) -> None:
    desk.begin()
    desk.driver._lane = Lane("network")
    desk.driver._lane.close()
    desk.alarms.ring()
    assert not desk.driver._running
    desk.driver._lane = None
    desk.driver.end()
    desk.driver._run_on_lane()
    assert (desk.lines, desk.reports) == ([], [])


def test_where_it_is_off_nothing_happens(desk: Desk) -> None:
    with desk.sender.database.write(STATION.actor) as writer:
        sync_channels.switch(writer, CENTRE, on=False)
    desk.begin()
    desk.ring()
    assert (desk.reports, desk.lines) == ([], [])
    for job in (desk.driver.now, desk.driver.run_once, desk.driver.compare_now):
        with pytest.raises(Trouble) as caught:
            job(NURSE)
        assert caught.value.code == "sync_off"


def test_closing_on_the_record_lane_never_waits_for_a_run_that_needs_that_lane(desk: Desk) -> None:
    patient(desk.sender)
    desk.begin()
    sending, closing = Event(), Event()

    def held(_: object) -> None:
        sending.set()
        closing.wait(5)

    desk.centre.before_reply = held
    desk.alarms.ring()
    assert sending.wait(5)

    def close() -> None:
        closing.set()
        desk.driver.close()

    desk.lane.submit(close).result(5)
    desk.driver.begin(NURSE, desk.submit)
    assert desk.sender.seal().sealed[0].again


def test_a_cancelled_run_says_so_and_the_next_comes_as_usual(desk: Desk) -> None:
    desk.driver.cancel()
    patient(desk.sender)
    desk.begin()
    desk.centre.before_reply = lambda _: desk.driver.cancel()
    desk.ring()
    assert desk.reports[-1].outcome == "stopped"
    assert desk.alarms.next_s == 60.0


def test_a_listener_that_fails_or_leaves_disturbs_nobody(desk: Desk) -> None:
    def broken(_: object) -> None:
        raise ValueError

    leave = desk.driver.watch(broken)
    desk.begin()
    desk.ring()
    assert len(desk.reports) == 1
    leave()
    leave()
    desk.stop_watching()
    desk.ring()
    assert len(desk.reports) == 1


def test_a_command_runs_once_without_lanes(desk: Desk) -> None:
    elg = patient(desk.sender)
    told: list[Progress] = []
    assert desk.driver.run_once(NURSE, told.append).outcome == "done"
    assert "send" in {each.step for each in told}
    desk.centre.there = {"Patients": []}
    desk.centre.remembering.has.clear()
    assert desk.driver.compare_now(NURSE).outcome == "done"
    assert f"patients/{elg}" in desk.centre.remembering.has


def test_ids_are_compared_once_a_day_and_a_mark_is_written_at_least_once_an_hour(
    desk: Desk, clock: FixedClock
) -> None:
    desk.begin()
    desk.ring()
    # At the beginning, and after what was sent.
    assert desk.centre.calls.count("card") == 2
    looked = desk.centre.calls.count("whose")
    desk.ring()
    assert desk.centre.calls.count("whose") == looked + 1
    assert "ids" not in desk.centre.calls
    clock.advance(3_600_000)
    before = desk.centre.calls.count("card")
    desk.ring()
    assert desk.centre.calls.count("card") == before + 1
    clock.advance(COMPARE_EVERY_MS)
    desk.ring()
    assert desk.centre.calls.count("ids") == len(TYPES)
    desk.ring()
    assert desk.centre.calls.count("ids") == len(TYPES)


def test_after_the_end_no_alarm_is_set(desk: Desk) -> None:
    desk.begin()
    set_before = len(desk.alarms.set)
    desk.driver.end()
    desk.record.bus.publish(ChangeSet(frozenset({"readings"})))
    desk.alarms.ring()
    assert len(desk.alarms.set) == set_before
    assert desk.lines == []


def test_an_alarm_rings_by_itself_and_keeps_no_program_open() -> None:
    rang = Event()
    alarm = _timer(0.0, rang.set)
    assert rang.wait(5)
    assert alarm.daemon

"""Stations that share with a central service: who is registered, when runs begin, how it stands."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from PySide6.QtWidgets import QAbstractItemView

from station.core.clock import FixedClock
from station.core.paths import Home
from station.services.session import Session
from station.services.sync import central, syncing
from station.services.sync.setup import ChannelSettings
from station.services.sync.values import CENTRE, ChannelStatus, Progress, Report, Status
from station.wiring import build
from tests.cohort import Cohort
from tests.journeys.driver import Nurse, lines_of
from tests.journeys.network import Network
from tests.municipality import CHEAP, FIRST, PASSWORD


@dataclass
class Alarm:
    """Something that will be done later, unless it is cancelled."""

    seconds: float
    job: Callable[[], None]
    off: bool = False

    def cancel(self) -> None:
        """Do not do it."""
        self.off = True


@dataclass
class Alarms:
    """All that was put off; time passes for it when the test says so, and never by itself."""

    made: list[Alarm] = field(default_factory=list)

    def later(self, seconds: float, job: Callable[[], None]) -> Alarm:
        """Put something off."""
        self.made.append(Alarm(seconds, job))
        return self.made[-1]

    @property
    def waiting(self) -> list[Alarm]:
        """What would be done by and by."""
        return [each for each in self.made if not each.off]

    def ring(self) -> float:
        """Do what comes next, and give after how many seconds it was to be done."""
        first = min(self.waiting, key=lambda each: each.seconds)
        first.off = True
        first.job()
        return first.seconds


@pytest.fixture
def alarms(monkeypatch: pytest.MonkeyPatch) -> Alarms:
    """Runs begin when the test lets time pass; waits are the longest that back-off allows."""
    made = Alarms()
    monkeypatch.setattr(syncing, "_timer", made.later)
    monkeypatch.setattr(central, "random", _Longest())
    return made


class _Longest:
    @staticmethod
    def random() -> float:
        return 1.0


@contextmanager
def at_work(home: Home, clock: FixedClock) -> Iterator[Cohort]:
    """Give a station without a window, the leader signed in."""
    station = build(home, clock, CHEAP)
    slot = next(owner.slot_id for owner in station.door.people() if owner.name == FIRST)
    session: Session = station.door.sign_in(slot, PASSWORD)
    yield Cohort(station, session, clock)
    station.close()


def share(cohort: Cohort, network: Network) -> None:
    """Switch the exchange on."""
    setup = cohort.station.sync_setup
    setup.keep(cohort.session, ChannelSettings(network.base_url, sign_in="none"))
    setup.switch_on(cohort.session)


def exchange(cohort: Cohort) -> Report:
    """Run once, as the command does; everything goes through."""
    report = cohort.station.syncing.run_once(cohort.session)
    assert report.outcome != "failed", report
    return report


def sign_in(nurse: Nurse, alarms: Alarms) -> None:
    """Sign in at the small office, and wait until the exchange has begun to wait for its time."""
    before = len(alarms.made)
    nurse.sign_in(FIRST, PASSWORD)
    nurse.until(lambda: len(alarms.made) > before, "the exchange")
    nurse.settle()


def run(nurse: Nurse, alarms: Alarms) -> Report:
    """Let the time come at which a run begins, and wait for its end."""
    reports: list[Report] = []

    def hear(news: Progress | Report) -> None:
        if isinstance(news, Report) and news.channel == CENTRE:
            reports.append(news)

    stop = nurse.station.syncing.watch(hear)
    alarms.ring()
    nurse.until(lambda: reports and alarms.waiting, "the end of the run")
    stop()
    nurse.settle()
    return reports[-1]


def status(nurse: Nurse) -> Status:
    """How the exchange stands, as the page is told."""
    session = nurse.keeper.session
    assert session is not None
    return nurse.ask(lambda: nurse.station.syncing.status(session))


def centre(nurse: Nurse) -> ChannelStatus:
    """How the channel to the centre stands."""
    return next(each for each in status(nurse).channels if each.name == CENTRE)


def top_line(nurse: Nurse) -> str:
    """What the top line says of the exchange."""
    return nurse.find("exchange").accessibleName()


def raw(nurse: Nurse, sql: str) -> list[tuple[object, ...]]:
    """Look into the file, past the screen."""

    def job() -> list[tuple[object, ...]]:
        with nurse.station.record.read() as reader:
            return list(reader.raw(sql))

    return nurse.ask(job)


def raw_of(cohort: Cohort, sql: str) -> list[tuple[object, ...]]:
    """Look into a file without a window."""
    with cohort.station.record.read() as reader:
        return list(reader.raw(sql))


def read_queue(nurse: Nurse) -> str:
    """What the tab of the queue says, line by line."""
    nurse.go("sync")
    nurse.press("tab_queue")
    view = nurse.find("queue_list", QAbstractItemView)
    return "\n".join(lines_of(view))

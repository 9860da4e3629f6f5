"""A radio that does what a test says, and a record lane that runs when the test lets it."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

import pytest

from station.devices.link import Fault, LinkFault
from station.devices.news import Errand, News, Outcome
from station.services.radio.listening_desk import Desk
from station.services.radio.listening_news import News as Told
from tests.lent import LendingOffice

Listener = Callable[[Any], None]


@dataclass
class Call:
    """One visit that was asked for: the test tells what the device says, and how it ends."""

    address: str
    errand: Errand
    tell: Callable[[News], None]
    future: "Future[Outcome]" = field(default_factory=Future)
    cancelled: bool = False

    def cancel(self) -> None:
        """Stop it, as the radio does."""
        self.cancelled = True
        self.fault(Fault.CANCELLED)

    def fault(self, fault: Fault) -> None:
        """End without an outcome."""
        self.future.set_exception(LinkFault(fault))

    def end(self, *, complete: bool = True, fault: Fault | None = None, came: int = 0) -> None:
        """End with an outcome."""
        self.future.set_result(Outcome(fault, complete, None, came))


@dataclass
class ScriptedRadio:
    """Stands where the radio stands; `calls` holds the visits in order."""

    calls: list[Call] = field(default_factory=list)
    listeners: list[Listener] = field(default_factory=list)
    asking: Callable[[Any], Any] | None = None
    started: int = 0
    closed: int = 0

    def start(self) -> None:
        """Count the start."""
        self.started += 1

    def close(self) -> None:
        """Count the end."""
        self.closed += 1

    def ask_with(self, asking: Callable[[Any], Any]) -> None:
        """Keep who answers the system's questions."""
        self.asking = asking

    def watch(self, listener: Listener) -> Callable[[], None]:
        """Keep who listens."""
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)

    def hear(self, news: object) -> None:
        """Tell what is in the air."""
        for listener in tuple(self.listeners):
            listener(news)

    def run(self, address: str, job: Callable[[str], Call], *, seconds: float) -> Call:
        """Begin a visit."""
        assert seconds > 0
        self.calls.append(job(address))
        return self.calls[-1]

    @property
    def last(self) -> Call:
        """The newest visit."""
        return self.calls[-1]


@dataclass
class Steps:
    """A record lane that waits for the test."""

    jobs: list[Callable[[], object]] = field(default_factory=list)
    closed: bool = False

    def submit(self, job: Callable[[], object]) -> "Future[object]":
        """Queue a job."""
        if self.closed:
            raise RuntimeError("closed")
        self.jobs.append(job)
        return Future()

    def go(self) -> None:
        """Do everything that waits, and what comes of it."""
        while self.jobs:
            self.jobs.pop(0)()


@dataclass
class ScriptedDesk:
    """The desk of an office whose radio and lane the test moves."""

    office: LendingOffice
    desk: Desk
    radio: ScriptedRadio
    lane: Steps
    told: list[Told]

    def of(self, kind: type[Any]) -> list[Any]:
        """The news of one kind."""
        return [each for each in self.told if isinstance(each, kind)]


def scripted_desk(office: LendingOffice, monkeypatch: pytest.MonkeyPatch) -> ScriptedDesk:
    """Sign somebody in at a desk; meters' visits are what the test makes of them."""

    def visit(errand: Errand, tell: Callable[[News], None], *, clock: object) -> object:
        assert clock is office.clock
        return lambda address: Call(address, errand, tell)

    monkeypatch.setattr("station.services.radio.meter_desk.meter_visit", visit)
    made = ScriptedDesk(office, Desk(office.clock), ScriptedRadio(), Steps(), [])
    made.desk.radio = made.radio  # type: ignore[assignment]
    made.desk.watch(made.told.append)
    made.desk.open(office.session, made.lane.submit)
    return made

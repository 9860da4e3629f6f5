"""An office that listens: real services, a real radio thread, software meters in the air."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from station.core.clock import FixedClock
from station.core.lanes import Lane
from station.core.zone import local
from station.devices.radio import Radio
from station.devices.scanner import Backends
from station.services.equipment.lending import NewDevice
from station.services.measuring.measuring import DeviceFacts
from station.services.radio.listening import Listening
from station.services.radio.listening_news import Done, News
from station.services.tablets.tablets import Tablets
from tests.bluetooth import VirtualRadio
from tests.lent import LendingOffice

T = TypeVar("T")
WAIT_S = 60.0


@dataclass
class Ear:
    """Remembers the news, and lets a test wait for one that it wants."""

    heard: list[News] = field(default_factory=list)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def __call__(self, news: News) -> None:
        with self._changed:
            self.heard.append(news)
            self._changed.notify_all()

    def wait(self, kind: type[T], want: Callable[[T], object] = lambda _: True) -> T:
        """Give the first news of a kind that is as wanted; fails after a quarter of a minute."""

        def found() -> T | None:
            return next((e for e in self.heard if isinstance(e, kind) and want(e)), None)

        with self._changed:
            self._changed.wait_for(lambda: found() is not None, WAIT_S)
            news = found()
        assert news is not None, f"no {kind.__name__} among {self.heard}"
        return news


@dataclass
class ListeningOffice:
    """An office, its radio and its record lane."""

    office: LendingOffice
    air: VirtualRadio
    listening: Listening
    lane: Lane
    ear: Ear

    def do(self, job: Callable[[], T]) -> T:
        """Do something on the record lane, as the window does, and wait for it."""
        return self.lane.submit(job).result(WAIT_S)

    def begin(self) -> None:
        """Sign in."""
        self.do(lambda: self.listening.begin(self.office.session, self.lane.submit))

    def lend(self, address: str, model: str, kind: str, patient_id: str) -> str:
        """Register a device at an address, agree to a link in clear, and lend it now."""
        session, lending, measuring = (
            self.office.session,
            self.office.lending,
            self.office.measuring,
        )
        new = NewDevice(kind, model, f"{kind} {address[-2:]}", address=address)
        device_id = self.do(lambda: self.office.ready(new))
        told = DeviceFacts()
        self.do(
            lambda: measuring.paired(
                session, device_id, address, told, bonded=False, unencrypted_ok=True
            )
        )
        self.do(lambda: lending.lend(session, device_id, patient_id))
        return device_id

    def now(self) -> datetime:
        """Give the local time as meters show it."""
        return local(self.office.clock.now()).replace(tzinfo=None)

    def done(self, device_id: str) -> Done:
        """Wait for the end of a visit."""
        return self.ear.wait(Done, lambda news: news.device_id == device_id)

    def stored(self, kind: str) -> list[tuple[object, ...]]:
        """Give patient, value and device of the stored readings of a kind, oldest first."""
        return self.office.rows(
            "SELECT patient_id, value, device_id FROM readings WHERE kind = ? ORDER BY taken_at",
            kind,
        )


def listening_office(office: LendingOffice, air: VirtualRadio) -> Iterator[ListeningOffice]:
    """Give an office with a radio, and close both."""

    def radio(clock: FixedClock) -> Radio:
        return Radio(clock, Backends(air.scanner, air.client, air.keywords))

    ear = Ear()
    listening = Listening(
        office.record,
        office.measuring,
        office.lending,
        Tablets(office.record),
        radio,  # type: ignore[arg-type]
    )
    listening.watch(ear)
    made = ListeningOffice(office, air, listening, Lane("record"), ear)
    yield made
    made.lane.submit(listening.close).result(WAIT_S)
    made.lane.close()

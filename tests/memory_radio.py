"""A radio without air: jobs run on a loop of their own, on links to tablets in memory."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

import pytest

from simulator.tablet.disk import Disk
from simulator.tablet.machine import Tablet
from simulator.tablet.memory import Harming, MemoryLink, unharmed
from station.core.lanes import Lane
from station.devices.link import Fault, Link, LinkFault
from station.devices.radio import Running
from station.security.noise import new_private
from station.services.measuring.measuring import Measuring
from station.services.radio.listening_desk import Desk
from station.services.radio.tablet_desk import TabletDesk
from station.services.tablets.tablets import Offer
from tests.listening_office import WAIT_S, Ear
from tests.tablet_office import TabletOffice


@dataclass
class MemoryRadio:
    """Reaches the tablets in `near`; an address that is not there is not found."""

    near: dict[str, Tablet] = field(default_factory=dict)
    harm: Harming = unharmed
    visits: list[str] = field(default_factory=list)
    hangs: bool = False
    raises: Exception | None = None
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)

    def run(
        self, address: str, job: Callable[[Link], Awaitable[Any]], *, seconds: float
    ) -> Running[Any]:
        """Begin a talk."""
        assert seconds > 0
        self.visits.append(address)
        future = asyncio.run_coroutine_threadsafe(self._talk(address, job), self.loop)
        running: Running[Any] = Running(lambda _running: _cancel(future))
        future.add_done_callback(lambda done: _settle(running.future, done))
        return running

    async def _talk(self, address: str, job: Callable[[Link], Awaitable[Any]]) -> object:
        if self.raises is not None:
            raise self.raises
        if self.hangs:
            await asyncio.Event().wait()
        if address not in self.near:
            raise LinkFault(Fault.NOT_FOUND)
        harm, self.harm = self.harm, unharmed
        return await job(MemoryLink(self.near[address], harm))


def _cancel(future: "Future[Any]") -> None:
    future.cancel()


def _settle(given: "Future[Any]", done: "Future[Any]") -> None:
    if done.cancelled():
        given.set_exception(LinkFault(Fault.CANCELLED))
    elif (error := done.exception()) is not None:
        given.set_exception(error)
    else:
        given.set_result(done.result())


@dataclass
class TalkingOffice:
    """An office with a tablet on loan, in whose air tablets are met."""

    office: TabletOffice
    radio: MemoryRadio
    desk: Desk
    tablets: TabletDesk
    lane: Lane
    ear: Ear

    def do(self, job: Callable[[], Any]) -> Any:  # noqa: ANN401  (as the job)
        """Do something on the record lane, and wait for it."""
        return self.lane.submit(job).result(WAIT_S)

    def offer(self, *, scanned: bool = True) -> Offer:
        """Show a code, and let the tablet on loan scan it."""
        offer: Offer = self.do(
            lambda: self.office.tablets.offer(self.office.cohort.session, self.office.device_id)
        )
        if scanned:
            self.scan(offer)
        return offer

    def scan(self, offer: Offer) -> None:
        """The tablet scans a code."""
        now = float(self.office.cohort.clock.now())
        assert self.office.disk.scan(offer.qr, self.office.key, now)

    def met(self, address: str) -> bool:
        """A tablet is seen."""
        return self.tablets.met(self.office.cohort.session, address)

    def stranger(self) -> Tablet:
        """Another tablet, that scanned nothing."""
        clock = self.office.cohort.clock
        return Tablet(Disk(), clock.now, lambda: float(clock.now()))

    def idle(self) -> None:
        """Wait until nothing is going on with anybody."""
        for _ in range(1_000):
            if not self.desk.busy:
                break
            asyncio.run_coroutine_threadsafe(asyncio.sleep(0.005), self.radio.loop).result(WAIT_S)
        assert not self.desk.busy
        self.do(lambda: None)

    def state(self) -> str:
        """How things stand with the tablet on loan."""
        tablets, session = self.office.tablets, self.office.cohort.session
        return str(self.do(lambda: tablets.state(session, self.office.device_id)).state)


@pytest.fixture
def talking(tablet_office: TabletOffice) -> Iterator[TalkingOffice]:
    """An office that meets tablets; somebody is signed in."""
    radio, lane, ear = MemoryRadio(), Lane("record"), Ear()
    thread = threading.Thread(target=radio.loop.run_forever)
    thread.start()
    cohort = tablet_office.cohort
    desk = Desk(cohort.clock)
    desk.radio = radio  # type: ignore[assignment]
    desk.open(cohort.session, lane.submit)
    desk.watch(ear)
    tablets = TabletDesk(
        desk, tablet_office.tablets, Measuring(cohort.station.record), tablet_office.lending
    )
    tablet_office.key = new_private()
    yield TalkingOffice(tablet_office, radio, desk, tablets, lane, ear)
    lane.close()
    radio.loop.call_soon_threadsafe(radio.loop.stop)
    thread.join()
    radio.loop.close()

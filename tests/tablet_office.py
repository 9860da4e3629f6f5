"""An office with a tablet on loan: the real file, the real talk, and the tablet itself."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

import pytest

from simulator.tablet.disk import Disk
from simulator.tablet.machine import Tablet
from simulator.tablet.memory import Harm, MemoryLink
from station.core.trouble import Trouble
from station.devices.tablet import cbor
from station.devices.tablet.entries import Batch, first_head, heads
from station.devices.tablet.visit import TabletOutcome, tablet_hand_out, tablet_visit
from station.security.noise import new_private
from station.services.equipment.lending import Lending, NewDevice
from station.services.tablets.tablets import Offer, Tablets
from tests.cohort import Cohort
from tests.store_room import make_ready

HOUR = 3_600_000


@dataclass
class TabletOffice:
    """An office with a tablet on loan to Rask Elg, and the tablet itself."""

    cohort: Cohort
    tablets: Tablets
    lending: Lending
    patient_id: str
    device_id: str
    loan_id: str
    disk: Disk
    key: bytes

    @property
    def tablet(self) -> Tablet:
        """The tablet, switched on."""
        clock = self.cohort.clock
        return Tablet(self.disk, clock.now, lambda: float(clock.now()))

    def offer(self) -> Offer:
        """Show a code, and let the tablet scan it."""
        offer = self.tablets.offer(self.cohort.session, self.device_id)
        assert self.disk.scan(offer.qr, self.key, float(self.cohort.clock.now()))
        return offer

    def hand_out(self, *, yes: bool = True) -> TabletOutcome:
        """Hand the tablet out."""
        offer, session = self.offer(), self.cohort.session

        async def confirm(digits: str) -> bool:
            assert digits == self.disk.digits
            return yes

        async def paired(key: bytes, model: str) -> None:
            self.tablets.paired(session, offer.pairing_id, key, model)

        async def whole() -> TabletOutcome:
            job = tablet_hand_out(offer.offered, self.cohort.clock.now, confirm, paired)
            return await job(MemoryLink(self.tablet))

        return asyncio.run(whole())

    def visit(self, harm: Callable[[int], Harm] | None = None) -> TabletOutcome:
        """Let the tablet come into range once."""
        session = self.cohort.session
        errand = self.tablets.errand(session)

        async def whole() -> TabletOutcome:
            keeper = self.tablets.keeper(session, at_once)
            link = MemoryLink(self.tablet, harm) if harm else MemoryLink(self.tablet)
            return await tablet_visit(errand, keeper, self.cohort.clock.now)(link)

        return asyncio.run(whole())

    def measure(self, kind: str = "spo2", *values: float | None, **more: Any) -> int:  # noqa: ANN401
        """Let the tablet measure now."""
        return self.disk.write("reading", self.cohort.clock.now(), kind=kind, v=[*values], **more)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Look into the file."""
        with self.cohort.station.record.read() as reader:
            return [tuple(row) for row in reader.raw(sql)]

    def held(self) -> list[tuple[Any, ...]]:
        """What lies in quarantine: reason, kind, source."""
        return self.rows("SELECT reason_code, kind, source FROM quarantine ORDER BY rowid")


def at_once(job: Callable[[], object]) -> "Future[object]":
    """Run a job where it is, as a lane of one would."""
    future: Future[object] = Future()
    try:
        future.set_result(job())
    except Exception as error:  # noqa: BLE001  (handed on)
        future.set_exception(error)
    return future


@pytest.fixture
def tablet_office(cohort: Cohort) -> TabletOffice:
    """A tablet that was lent an hour ago."""
    record = cohort.station.record
    lending, tablets = Lending(record), Tablets(record)
    patient_id = cohort.patient("Rask Elg")
    device_id = lending.register(cohort.session, NewDevice("tablet", name="Nettbrett 4"))
    make_ready(record, cohort.session, device_id)
    loan_id = lending.lend(cohort.session, device_id, patient_id)
    cohort.clock.advance(HOUR)
    return TabletOffice(
        cohort, tablets, lending, patient_id, device_id, loan_id, Disk(), new_private()
    )


def cut_at(at: int) -> Callable[[int], Harm]:
    """Lose the link with one segment."""
    return lambda number: Harm.CUT if number == at else Harm.NONE


def refused(job: Callable[[], object]) -> str:
    """The code of the trouble that comes."""
    with pytest.raises(Trouble) as caught:
        job()
    assert caught.value.sentence()
    return caught.value.code


def batch_of(tablet_office: TabletOffice, first: int, *values: float, head: bytes = b"") -> Batch:
    """Entries as a tablet would send them."""
    now = tablet_office.cohort.clock.now()
    entries = tuple(
        cbor.write({"n": n, "k": "reading", "at": now, "kind": "spo2", "v": [value]})
        for n, value in enumerate(values, first)
    )
    chain = heads(head or first_head(bytes.fromhex(tablet_office.loan_id)), entries)
    return Batch(first, entries, chain[-1], tuple(0 for _ in entries))

"""Errands to meters where the disk is full: what was not stored is asked for again."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

import pytest

from simulator.meters.glucose import GlucoseMeter
from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Database
from station.services.listening_news import Unsaved
from station.services.measuring import ClockFacts, Delivered, DeviceFacts, Measuring, RawPacket
from station.services.session import Session
from tests.bluetooth import VirtualRadio
from tests.lent import HOUR, lending_office
from tests.listening_office import ListeningOffice, listening_office

ADDRESS = "F0:00:00:00:00:01"


class Full(Measuring):
    """Cannot store what meters send, and can note everything else."""

    def take(
        self,
        session: Session,
        device_id: str,
        packets: Sequence[RawPacket],
        clock: ClockFacts | None = None,
        purpose: str = "fetch",
    ) -> Delivered:
        raise Trouble("disk_full", "The disk is full.")


@pytest.fixture
def desk(
    database: Database, clock: FixedClock, virtual_radio: VirtualRadio
) -> Iterator[ListeningOffice]:
    """An office that listens, on a disk that is full."""
    office = lending_office(database, clock)
    office.measuring = Full(office.record)
    yield from listening_office(office, virtual_radio)


def test_records_that_were_not_stored_are_not_counted_as_fetched(desk: ListeningOffice) -> None:
    patient_id = desk.office.person()
    device_id = desk.lend(ADDRESS, "generic_glucose_meter", "glucose_meter", patient_id)
    clear = {"bonded": False, "unencrypted_ok": True}
    desk.do(
        lambda: desk.office.measuring.paired(
            desk.office.session, device_id, ADDRESS, DeviceFacts(), **clear
        )
    )
    desk.office.clock.advance(9 * HOUR)
    meter = GlucoseMeter(ADDRESS, now=desk.now)
    for hours in range(5, 0, -1):
        meter.take({"glucose": 6.1}, at=desk.now() - timedelta(hours=hours))
    desk.air.add(meter)
    desk.begin()
    assert desk.ear.wait(Unsaved).count > 0
    desk.done(device_id)
    targets = desk.do(lambda: desk.office.measuring.targets(desk.office.session))
    assert [each.from_sequence for each in targets] == [None]
    assert desk.stored("glucose") == []

"""The reference tablet on the air: the protocol over bleak and Bumble, and over bleak and BlueZ."""

import pytest

from simulator.faults import Faults
from simulator.tablet.disk import Disk
from simulator.tablet.peripheral import TabletPeripheral
from simulator.tablet.wire import ON_LOAN, SERVICE
from station.core.clock import FixedClock
from station.devices.link import Fault, Link
from station.devices.radio import Backends, Radio
from station.devices.tablet.visit import Errand, tablet_hand_out, tablet_visit
from tests.bluetooth import PrivateRadio, VirtualRadio
from tests.tablet_life import (
    LOAN,
    NOW,
    STATION,
    STRANGER,
    TABLET,
    Desk,
    Shelf,
    offered,
    offered_bundle,
    on_loan,
    switched_on,
)

ADDRESS = "F0:00:00:00:00:41"


def met(
    radio: VirtualRadio, disk: Disk, *, faults: Faults | None = None, key: bytes = STATION
) -> tuple[Radio, TabletPeripheral, Shelf, Errand]:
    """A PC's radio and a tablet in one room."""
    tablet = TabletPeripheral(ADDRESS, switched_on(disk), faults=faults)
    radio.add(tablet)
    shelf = Shelf()
    pc = Radio(FixedClock(NOW), Backends(radio.scanner, radio.client, radio.keywords))
    pc.start()
    return pc, tablet, shelf, Errand(key, (shelf.known(),))


def test_a_hand_out_and_a_visit_over_the_air(virtual_radio: VirtualRadio) -> None:
    disk, desk = Disk(), Desk()
    assert disk.scan(offered_bundle().pack(), TABLET, 0)
    pc, _, shelf, errand = met(virtual_radio, disk)
    try:
        job = tablet_hand_out(offered(), lambda: NOW, desk.confirm, desk.paired)
        assert pc.run(ADDRESS, job, seconds=20).future.result(30).well
        assert (disk.state, desk.saw) == (ON_LOAN, [disk.digits])
        for number in range(300):
            disk.write("reading", NOW + number, kind="spo2", v=[90.0 + number % 9])
        written = dict(disk.entries)
        visit = tablet_visit(errand, shelf, lambda: NOW)
        outcome = pc.run(ADDRESS, visit, seconds=30).future.result(40)
        assert outcome.well
        assert shelf.stored == written
        assert (disk.entries, shelf.acknowledged_upto) == ({}, 300)
    finally:
        pc.close()


def test_links_that_are_lost_over_the_air_cost_nothing(virtual_radio: VirtualRadio) -> None:
    disk = on_loan(entries=200)
    written = dict(disk.entries)
    pc, tablet, shelf, _ = met(virtual_radio, disk, faults=Faults(lose_at=(3, 9, 14)))
    try:
        outcomes = []
        for _ in range(6):
            job = tablet_visit(Errand(STATION, (shelf.known(),)), shelf, lambda: NOW)
            outcomes.append(pc.run(ADDRESS, job, seconds=30).future.result(40))
            assert {**disk.entries, **shelf.stored} == written
        assert Fault.LOST in {each.fault for each in outcomes}
        assert outcomes[-1].well
        assert shelf.stored == written
        assert tablet.connections == 6
    finally:
        pc.close()


def test_a_strangers_station_is_hung_up_on(virtual_radio: VirtualRadio) -> None:
    disk = on_loan(entries=3)
    pc, _, shelf, errand = met(virtual_radio, disk, key=STRANGER)
    try:
        job = tablet_visit(errand, shelf, lambda: NOW)
        assert pc.run(ADDRESS, job, seconds=20).future.result(30).fault is Fault.LOST
        assert (len(disk.entries), shelf.stored) == (3, {})
    finally:
        pc.close()


def test_a_station_that_says_nothing_is_hung_up_on(virtual_radio: VirtualRadio) -> None:
    tablet = TabletPeripheral(ADDRESS, switched_on(on_loan()))
    tablet.patience_s = 0.05
    virtual_radio.add(tablet)
    pc = Radio(
        FixedClock(NOW),
        Backends(virtual_radio.scanner, virtual_radio.client, virtual_radio.keywords),
    )
    pc.start()

    async def silent(link: Link) -> bool:
        await link.lost()
        return True

    try:
        assert pc.run(ADDRESS, silent, seconds=20).future.result(30)
    finally:
        pc.close()


@pytest.mark.slow
def test_bleak_as_it_is_shipped_visits_a_tablet(private_bus: PrivateRadio) -> None:
    disk = on_loan(entries=120)
    shelf = Shelf()
    private_bus.add(TabletPeripheral(ADDRESS, switched_on(disk)))
    pc = Radio(FixedClock(NOW))
    pc.start()
    try:
        job = tablet_visit(Errand(STATION, (shelf.known(),)), shelf, lambda: NOW)
        outcome = pc.run(ADDRESS, job, seconds=30).future.result(40)
        assert outcome.well
        assert (outcome.loan_id, shelf.committed, disk.entries) == (LOAN, 120, {})
    finally:
        pc.close()


def test_it_advertises_its_service_and_nobodys_name(virtual_radio: VirtualRadio) -> None:
    tablet = TabletPeripheral(ADDRESS, switched_on(on_loan()))
    assert tablet.name == ""
    assert tablet.advertised() == (SERVICE,)

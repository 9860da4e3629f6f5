"""A lent tablet's whole life: handed out by the screen's code, met again, returned, or lost."""

import pytest

from simulator.tablet.wire import EMPTY, WIPED
from station.core.clock import FixedClock
from station.training import door
from tests.bluetooth import PrivateRadio
from tests.journeys.driver import Nurse
from tests.journeys.radio import listens
from tests.journeys.tablet import InHand, handed_out, say_yes
from tests.journeys.work import GREEN, later, open_card, stands
from tests.store_room import make_ready

WHO = "Klar Nordavind"
NAME = "Nettbrett 9"


@pytest.fixture
def at_work(private_bus: PrivateRadio, training: Nurse) -> Nurse:
    """Signed in on the training day; the PC listens."""
    training.sign_in(door.USER, door.PASSWORD)
    training.until(lambda: training.has("worklist"), "the worklist")
    stands(training, WHO, GREEN)
    listens(training, private_bus)
    return training


@pytest.fixture
def tablet(private_bus: PrivateRadio, day_clock: FixedClock) -> InHand:
    """A tablet fresh from its box, switched on at the office."""
    return InHand(private_bus, day_clock)


def registered(nurse: Nurse) -> None:
    """A tablet is written into the register, by the label on its back."""
    nurse.go("equipment")
    nurse.press("new_device")
    nurse.write("device_name", NAME)
    nurse.choose("device_kind", "ettbrett")
    nurse.key("Ctrl+S")
    nurse.until(lambda: nurse.has("device_tablet"), "the tablet's card")
    prepared(nurse)
    nurse.press("device_tablet")
    nurse.until(lambda: nurse.has("tablet_state"), "how things stand with it")


def prepared(nurse: Nurse) -> None:
    """Every preparing step is ticked, as somebody did in the store."""
    session, station = nurse.keeper.session, nurse.station
    assert session is not None

    def done() -> None:
        (device,) = [row for row in station.equipment.rows(session) if row.name == NAME]
        make_ready(station.record, session, device.id)

    nurse.ask(done)
    nurse.settle()


def brought(nurse: Nurse) -> list[tuple[object, ...]]:
    """The readings that came by tablet, oldest first."""

    def read() -> list[tuple[object, ...]]:
        sql = (
            "SELECT p.given_name || ' ' || p.family_name, r.kind, r.value FROM readings r "
            "JOIN patients p ON p.id = r.patient_id JOIN devices d ON d.id = r.device_id "
            "WHERE d.name = ? AND r.kind IN ('spo2', 'pulse') ORDER BY r.taken_at"
        )
        with nurse.station.record.read() as reader:
            return [tuple(row) for row in reader.raw(sql, (NAME,))]

    return nurse.ask(read)


def test_a_tablet_is_handed_out_brings_what_it_gathered_and_is_returned_empty(
    at_work: Nurse, tablet: InHand, day_clock: FixedClock
) -> None:
    nurse, disk = at_work, tablet.disk
    registered(nurse)
    handed_out(nurse, tablet, WHO)
    a_week_at_home_comes_back_over_a_broken_link(nurse, tablet, day_clock)
    returned(nurse, tablet, day_clock)
    assert disk.state in (WIPED, EMPTY)


def test_from_a_tablet_reported_lost_nothing_is_taken(
    at_work: Nurse, tablet: InHand, day_clock: FixedClock
) -> None:
    nurse = at_work
    registered(nurse)
    handed_out(nurse, tablet, WHO)
    tablet.goes_home()
    nurse.press("tablet_lost")
    say_yes(nurse, "Meld tapt")
    nurse.until(lambda: nurse.sees("Meldt tapt"), "that it is reported lost")
    later(nurse, day_clock, 5)
    tablet.measures("spo2", 81)
    connections = tablet.radio.connections
    tablet.comes_back()
    nurse.until(lambda: nurse.station.listening.in_range().seen, "the tablet in range")
    later(nurse, day_clock, 2)
    nurse.until(lambda: nurse.station.listening.in_range().seen, "that it is heard once more")
    nurse.settle()
    assert (len(tablet.disk.entries), brought(nurse)) == (1, [])
    assert tablet.radio.connections == connections


def a_week_at_home_comes_back_over_a_broken_link(
    nurse: Nurse, tablet: InHand, clock: FixedClock
) -> None:
    """Away, it measures and is answered; back, all of it comes, once, and it lets go of that."""
    tablet.goes_home()
    for value in range(20):
        later(nurse, clock, 1)
        tablet.measures("spo2", 92 + value % 3)
    later(nurse, clock, 1)
    tablet.is_answered()
    connections = tablet.radio.connections
    tablet.comes_back(lost_at=3)
    nurse.until(lambda: tablet.radio.connections > connections, "the first visit")
    nurse.until(lambda: tablet.radio.connection is None, "the broken link")
    assert len(tablet.disk.entries) == 21
    nurse.until(lambda: "Forbindelsen" in nurse.words("device_done"), "that the link broke")
    nurse.press("tablet_fetch")
    nurse.until(lambda: not tablet.disk.entries, "the acknowledgement")
    assert tablet.radio.connections == connections + 2
    assert brought(nurse) == [(WHO, "spo2", 92.0 + value % 3) for value in range(20)]
    assert (tablet.disk.released, tablet.disk.last) == (21, 21)
    open_card(nurse, WHO)
    nurse.until(lambda: "SpO₂: siste 93" in nurse.words(), "the newest reading on the card")
    nurse.until(lambda: "Fin dag" in nurse.words("timeline"), "the answered form")


def returned(nurse: Nurse, tablet: InHand, clock: FixedClock) -> None:
    """Fetched to the last, emptied, its receipt kept, and taken in."""
    later(nurse, clock, 1)
    tablet.measures("spo2", 94)
    nurse.go("equipment")
    nurse.pick("equipment_list", NAME)
    nurse.press("device_tablet")
    nurse.press("tablet_wipe")
    nurse.until(lambda: nurse.has("tablet_back"), "the receipt")
    assert len(brought(nurse)) == 21
    assert tablet.disk.entries == {}
    assert "Kvittering" in nurse.words("tablet_state")
    nurse.press("tablet_back")
    nurse.until(lambda: nurse.has("tablet_inspect"), "the tablet, to be looked over")

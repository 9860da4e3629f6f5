"""A lent tablet's whole life: handed out by the screen's code, met again, returned, or lost."""

from collections.abc import Callable

import numpy as np
import pytest
import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from simulator.faults import Faults
from simulator.tablet.disk import Disk
from simulator.tablet.machine import Tablet
from simulator.tablet.peripheral import TabletPeripheral
from simulator.tablet.wire import EMPTY, ON_LOAN, WAITING, WIPED
from station.core.clock import FixedClock
from station.security.noise import new_private
from station.training import door
from tests.bluetooth import PrivateRadio
from tests.journeys.driver import Nurse
from tests.journeys.radio import listens
from tests.journeys.work import GREEN, later, open_card, stands
from tests.store_room import make_ready

WHO = "Klar Nordavind"
NAME, ADDRESS = "Nettbrett 9", "F0:00:00:00:00:91"
ANSWERS = {"breath": 0, "sputum": 0, "colour": 0, "cough": 0, "wellbeing": 0, "rescue": 0}


class InHand:
    """The tablet in somebody's hand: what lies on its disk, its program, its radio."""

    def __init__(self, air: PrivateRadio, clock: FixedClock) -> None:
        self.air, self.clock, self.disk = air, clock, Disk()
        self.tablet = Tablet(self.disk, clock.now, lambda: clock.monotonic() * 1000)
        self.radio = TabletPeripheral(ADDRESS, self.tablet)
        air.add(self.radio)

    @property
    def was_met(self) -> bool:
        """Whether somebody has connected, and has let go of it again."""
        return self.radio.connections > 0 and self.radio.connection is None

    def do(self, act: Callable[[], object]) -> None:
        """Does something with it, in the room where it is."""

        async def done() -> None:
            act()

        self.air.run(done())

    def scan(self, code: bytes) -> None:
        """Holds its camera towards a code."""
        now = self.clock.monotonic() * 1000
        self.do(lambda: self.disk.scan(code, new_private(), now))
        assert self.disk.state == WAITING

    def goes_home(self) -> None:
        """It is carried out of range."""
        self.air.run(self.radio.vanish())

    def comes_back(self, lost_at: int = 0) -> None:
        """It is in range again; its link breaks at that packet of the next connection."""

        async def appear() -> None:
            from_now = (10**9,) * self.radio.connections
            self.radio.air.faults = Faults(lose_at=(*from_now, lost_at) if lost_at else ())
            await self.radio.appear()

        self.air.run(appear())

    def measures(self, kind: str, *values: float) -> None:
        """Measures something, as it does at home."""
        self.do(lambda: self.disk.write("reading", self.clock.now(), kind=kind, v=list(values)))

    def is_answered(self) -> None:
        """The patient answers the daily questions on it."""
        said = {"form": "kols_daily", "ver": 1, "a": ANSWERS, "note": "Fin dag"}
        self.do(lambda: self.disk.write("form", self.clock.now(), **said))


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


def on_the_screen(nurse: Nurse) -> bytes:
    """What a camera reads off the screen: the one code of squares in the picture of the window."""
    image = nurse.window.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    wanted = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    (found,) = zxingcpp.read_barcodes(rows[:, : image.width()].copy(), formats=wanted)
    return bytes(found.bytes)


def handed_out(nurse: Nurse, tablet: InHand) -> None:
    """Lent, scanned off the screen, the digits compared and found to be the same."""
    nurse.write("pick_patient", WHO)
    nurse.press("pick_hit")
    nurse.press("tablet_lend")
    nurse.until(lambda: nurse.has("tablet_offer"), "the code")
    assert nurse.find("tablet_patient", QLabel).text() == WHO
    code = on_the_screen(nurse)
    assert len(code) == 87
    assert not any(word.encode() in code for word in WHO.split())
    # The station may have met it before it was held towards the screen.
    nurse.until(lambda: tablet.was_met, "a first meeting")
    tablet.clock.advance(10_000)
    tablet.scan(code)
    nurse.until(lambda: nurse.has("tablet_same"), "the six digits")
    shown = nurse.find("tablet_number", QWidget).accessibleName().replace(" ", "")
    assert shown == tablet.disk.digits
    nurse.press("tablet_same")
    nurse.until(lambda: nurse.has("tablet_fetch"), "what can be done with a tablet handed out")
    assert tablet.disk.state == ON_LOAN
    assert "er utlevert" in nurse.words("device_done")


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
    handed_out(nurse, tablet)
    a_week_at_home_comes_back_over_a_broken_link(nurse, tablet, day_clock)
    returned(nurse, tablet, day_clock)
    assert disk.state in (WIPED, EMPTY)


def test_from_a_tablet_reported_lost_nothing_is_taken(
    at_work: Nurse, tablet: InHand, day_clock: FixedClock
) -> None:
    nurse = at_work
    registered(nurse)
    handed_out(nurse, tablet)
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


def say_yes(nurse: Nurse, verb: str) -> None:
    """Presses the verb of the question that stands before the window; the window is next again."""
    made = next(
        each
        for each in nurse.find("confirm", QWidget).findChildren(QAbstractButton)
        if verb in each.text()
    )
    QTest.mouseClick(made, Qt.MouseButton.LeftButton)
    nurse.window.activateWindow()
    nurse.settle()


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
    """Fetched to the last, emptied, its receipt kept, and back in the store."""
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
    nurse.until(lambda: nurse.has("tablet_lend"), "the tablet in the store")

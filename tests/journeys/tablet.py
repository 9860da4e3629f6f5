"""A lent tablet in somebody's hand, and how it is handed out by the code on the screen."""

from collections.abc import Callable

import numpy as np
import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from simulator.faults import Faults
from simulator.tablet.disk import Disk
from simulator.tablet.machine import Tablet
from simulator.tablet.peripheral import TabletPeripheral
from simulator.tablet.wire import ON_LOAN, WAITING
from station.core.clock import FixedClock
from station.security.noise import new_private
from tests.bluetooth import PrivateRadio
from tests.journeys.driver import Nurse

ADDRESS = "F0:00:00:00:00:91"
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


def on_the_screen(nurse: Nurse) -> bytes:
    """What a camera reads off the screen: the one code of squares in the picture of the window."""
    image = nurse.window.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    wanted = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    (found,) = zxingcpp.read_barcodes(rows[:, : image.width()].copy(), formats=wanted)
    return bytes(found.bytes)


def handed_out(nurse: Nurse, tablet: InHand, who: str) -> None:
    """Lent, scanned off the screen, the digits compared and found to be the same."""
    nurse.write("pick_patient", who)
    nurse.press("pick_hit")
    nurse.press("tablet_lend")
    nurse.until(lambda: nurse.has("tablet_offer"), "the code")
    assert nurse.find("tablet_patient", QLabel).text() == who
    code = on_the_screen(nurse)
    assert len(code) == 87
    assert not any(word.encode() in code for word in who.split())
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

"""What hostile devices call themselves, on screen: forty of them, and letters twice as large."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QListView
from pytestqt.qtbot import QtBot

from station.core import i18n
from station.devices.models import shown_name
from station.services.radio.listening_news import Seen, Standing
from station.views import style
from station.views.context import Context
from station.views.equipment.page import EquipmentPage
from station.views.measure.page import MeasurePage
from station.views.page import Page
from station.views.pairing.page import PairingPage
from station.views.tablets.page import TabletPage
from tests.equipment_office import BRYGGE, RadioDesk, radio_desk
from tests.opened import Opener, opener  # noqa: F401  (a fixture by name)
from tests.qt import Pulse
from tests.radio_double import RadioDouble, seen

NAMES = (
    "<h1>Rask Elg</h1><img src=x>" * 3,
    "\u202eglE ksaR" * 10,
    "W" * 500,
    "a\n\nb\tc\x00d",
    "مريض " * 30,
    "&amp;&lt;%s{name}",
    "👩‍⚕️" * 40,
    "",
)
PAGES: dict[str, type[Page]] = {
    "equipment": EquipmentPage,
    "pairing": PairingPage,
    "measure": MeasurePage,
    "tablets": TabletPage,
}


@pytest.fixture
def make(qtbot: QtBot, opener: Opener, heartbeat: Pulse) -> tuple[Opener, QtBot]:  # noqa: F811
    """What a page is opened with; nothing it draws may stand still."""
    return opener, qtbot


def hostile() -> tuple[Seen, ...]:
    """Forty devices, as the radio would tell them."""
    return tuple(
        seen(
            address=f"F0:00:00:00:01:{number:02X}",
            name=shown_name(NAMES[number % len(NAMES)]),
            bars=number % 5,
            standing=Standing.UNKNOWN,
        )
        for number in range(40)
    )


@pytest.mark.parametrize("name", PAGES)
def test_forty_hostile_names_in_letters_twice_as_large_leave_the_page_in_its_place(
    make: tuple[Opener, QtBot], qapp: QApplication, name: str
) -> None:
    opened, qtbot = make
    radio = RadioDouble()
    i18n.use("nn")

    def page(context: Context) -> Page:
        return PAGES[name](context)

    with radio_desk(opened, qtbot, radio, page) as desk:
        _attacked(desk, qapp, name)


def _attacked(desk: RadioDesk, qapp: QApplication, name: str) -> None:
    style.apply(qapp, style.Theme(scale=2.0))
    kind = "tablet" if name == "tablets" else "oximeter"
    device = desk.device(kind, "Å" * 200 + "<b>x</b>", serial="9" * 300, note="n" * 5_000)
    long = replace(BRYGGE, given_name="Stille" * 12, family_name="Brygge" * 12)
    patient = desk.patient(long)
    subject = patient if name == "measure" else device if name == "tablets" else None
    desk.page.opened(subject)
    desk.calm()
    desk.radio.near = replace(desk.radio.near, seen=hostile())
    if hasattr(desk.page, "_nearby"):
        desk.near(*hostile())
    desk.page.resize(1366, 700)
    desk.calm()
    desk.page.resize(1366, 700)
    desk.calm()
    assert (desk.page.width(), desk.page.height()) == (1366, 700)
    assert desk.page.minimumSizeHint().width() <= 1366
    for label in desk.page.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText, label.objectName()
    for view in desk.page.findChildren(QListView):
        shown = view.horizontalScrollBar().isVisible()
        assert not shown, view.objectName()

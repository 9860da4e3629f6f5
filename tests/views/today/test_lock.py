"""Words begun on «I dag» and the screen lock, through the real door and frame."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from station.core.clock import FixedClock
from station.services.office.signin import Owner
from station.views.bridge import Bridge
from station.views.keeper import Keeper, persons
from station.views.pages import PAGES
from station.views.signin.view import SignInView
from station.views.today.forms import HandlingForm
from station.views.today.page import TodayPage
from station.views.window import Window
from station.wiring import Station, build
from tests.cohort import Cohort
from tests.municipality import CHEAP, FIRST, OTHER_PASSWORD, PASSWORD, SECOND, Office, copy_home
from tests.qt import Pulse, settle

ONLY = tuple(entry for entry in PAGES if entry.name == "today")


@pytest.fixture
def station(office: Office, tmp_path: Path, clock: FixedClock) -> Iterator[Station]:
    """The small office."""
    made = build(copy_home(office.root, tmp_path / "home"), clock, CHEAP)
    yield made
    made.close()


@pytest.fixture
def patient(station: Station, clock: FixedClock) -> str:
    """A patient with a red alert, made before anybody looks."""
    session = station.door.sign_in(owner(station, FIRST).slot_id, PASSWORD)
    cohort = Cohort(station, session, clock)
    made = cohort.followed("Mild Kystvei")
    cohort.spo2(made, 84)
    station.door.sign_out()
    return made


@pytest.fixture
def keeper(
    station: Station, patient: str, bridge: Bridge, qtbot: QtBot, heartbeat: Pulse
) -> Iterator[Keeper]:
    """The window with its door, and «I dag» alone behind it."""
    window = Window()
    qtbot.addWidget(window)
    window.show()
    made = Keeper(window, bridge, station, pages=ONLY)
    made.show_door(persons(station.door.people()))
    yield made
    made.watch.stop()
    settle(qtbot, bridge)
    window.may_close = True


def owner(station: Station, name: str) -> Owner:
    """The owner of a password, by name."""
    return next(each for each in station.door.people() if each.name == name)


def enter(keeper: Keeper, station: Station, bridge: Bridge, qtbot: QtBot, name: str) -> TodayPage:
    """Let a person in through the widgets and give the page that meets her."""
    view = keeper._window.screen_now
    assert isinstance(view, SignInView)
    view._door.people.choose(owner(station, name).slot_id)
    field = view.findChild(QLineEdit, "password")
    assert field is not None
    QTest.keyClicks(field, PASSWORD if name == FIRST else OTHER_PASSWORD)
    QTest.keyClick(field, Qt.Key.Key_Return)
    quiet(bridge, qtbot)
    assert keeper.shell is not None
    page = keeper.shell.front[1]
    assert isinstance(page, TodayPage)
    return page


def quiet(bridge: Bridge, qtbot: QtBot) -> None:
    """Let everything come back."""
    settle(qtbot, bridge)


def test_words_begun_wait_behind_the_lock_for_their_owner_alone(
    keeper: Keeper, station: Station, patient: str, bridge: Bridge, qtbot: QtBot
) -> None:
    page = enter(keeper, station, bridge, qtbot, FIRST)
    assert [row.name for row in page.listing.list.rows.shown] == ["Mild Kystvei"]
    QTest.keyClick(page.listing.list, Qt.Key.Key_Return)
    quiet(bridge, qtbot)
    page.card.action_wanted.emit("close")
    assert isinstance(page.card.form, HandlingForm)
    page.card.form.note.setPlainText("Snakket med ektefellen")
    keeper.lock()
    quiet(bridge, qtbot)
    other = enter(keeper, station, bridge, qtbot, SECOND)
    assert other.patient == ""
    assert keeper.shell is not None
    keeper.shell.go("today", patient)
    quiet(bridge, qtbot)
    assert other.card.form is None
    keeper.lock()
    quiet(bridge, qtbot)
    mine = enter(keeper, station, bridge, qtbot, FIRST)
    keeper.shell.go("today", patient)
    quiet(bridge, qtbot)
    assert isinstance(mine.card.form, HandlingForm)
    assert mine.card.form.note.toPlainText() == "Snakket med ektefellen"

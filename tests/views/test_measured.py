"""The benchmark's own visitor: signs in by itself, and says when the list was painted, once."""

from typing import cast

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station.core.clock import FixedClock
from station.core.zone import day_of
from station.rules.status import Status
from station.services.patients.consents import ConsentDetails
from station.services.patients.values import PatientDetails
from station.views import measured
from station.views.behind import Behind
from station.views.bridge import Bridge
from station.views.keeper import Keeper
from station.views.measured import WorklistWatch
from station.views.window import Window
from station.wiring import Station
from tests.qt import settle
from tests.views.conftest import PASSWORD, Installed


class Stage(QObject):
    """What the watch needs of all that stands behind the door."""

    def __init__(self, window: Window, bridge: Bridge) -> None:
        super().__init__()
        self.window, self.bridge = window, bridge
        self.station: Station | None = None
        self.keeper: Keeper | None = None


class NoEnd(QApplication):
    """An application that the benchmark would end, and a test must not."""

    ended: list[bool] = []  # noqa: RUF012  (shared on purpose)

    @classmethod
    def quit(cls) -> None:
        """Notes that all is done."""
        cls.ended.append(True)


def follow(installed: Installed) -> None:
    """Register somebody who stands on the list."""
    station = installed.station
    session = station.door.sign_in(installed.first, PASSWORD)
    details = PatientDetails(given_name="Rask", family_name="Elg", birth_date="1940-01-01")
    patient_id = station.patients.register(session, details)
    signed = ConsentDetails("2026-1", day_of(station.record.clock.now()), "Stille Brygge")
    station.consents.register(session, patient_id, signed)
    station.statuses.set(session, patient_id, Status.ACTIVE)
    station.door.sign_out()


def test_it_waits_for_the_services_enters_once_and_tells_once(
    qtbot: QtBot,
    bridge: Bridge,
    installed: Installed,
    clock: FixedClock,
    look: object,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(measured, "QApplication", NoEnd)
    follow(installed)
    window = Window()
    qtbot.addWidget(window)
    window.show()
    stage = Stage(window, bridge)
    watch = WorklistWatch(cast("Behind", stage), ("Rask Elg", PASSWORD))
    watch._look()
    assert capsys.readouterr().out == ""
    keeper = Keeper(window, bridge, installed.station)
    stage.keeper = keeper
    watch._look()
    assert installed.station.door.session is None
    stage.station = installed.station
    watch._visitor = ("Rask Elg", PASSWORD)
    qtbot.waitUntil(lambda: bool(NoEnd.ended), timeout=10_000)
    said, accepted, painted, megabytes = capsys.readouterr().out.split()
    assert said == "worklist"
    assert 0 < int(accepted) < int(painted)
    assert int(megabytes) > 0
    assert window.may_close
    assert NoEnd.ended == [True]
    settle(qtbot, bridge)
    keeper.watch.stop()

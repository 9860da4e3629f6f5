"""The page «Hvorfor» on an open file with one patient, a plan and readings."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from pytestqt.qtbot import QtBot

from station.core.clock import FixedClock
from station.models.database import Actor, Database
from station.rules.readings import Source
from station.services.intake.intake import Incoming, Intake
from station.views.why.page import WhyPage
from tests.inbox_office import Desk, Heard
from tests.intaking import DAY, NURSE, plan_in_force, spo2_plan
from tests.opened import Opener
from tests.patients import registered
from tests.qt import Pulse

HOUR = DAY // 24


@pytest.fixture
def patient(database: Database, actor: Actor, clock: FixedClock) -> str:
    patient_id = registered(database, actor, birth_date="1948-03-07")
    plan_in_force(database, actor, patient_id, clock.now() - 9 * DAY, spo2_plan())
    return patient_id


@pytest.fixture
def readings(opener: Opener, patient: str, clock: FixedClock) -> tuple[str, ...]:
    """93 % yesterday and 84 % today."""
    came = [
        Incoming(patient, "spo2", clock.now() - ago, (value,), Source.DEVICE, f"key{value:g}")
        for value, ago in ((93.0, DAY), (84.0, HOUR))
    ]
    return Intake(opener.station.record).take(NURSE, came).reading_ids


@pytest.fixture
def why(qtbot: QtBot, opener: Opener, heartbeat: Pulse) -> Iterator[Callable[[str | None], Desk]]:
    with ExitStack() as closing:

        def open_for(subject: str | None) -> Desk:
            heard = Heard()
            page = closing.enter_context(opener.shown(WhyPage, NURSE, heard, subject))
            made = Desk(page, opener.station, opener.bridge, heard, qtbot)
            closing.callback(made.calm)
            made.calm()
            return made

        yield open_for

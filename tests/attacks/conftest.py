"""An office to attack: the real services on a real file, with one nurse signed in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from station.core.clock import FixedClock
from station.rules.readings import Source
from station.rules.status import Status
from station.services.alerts.alerts import AlertView
from station.services.intake.intake import Incoming, Intake, Receipt
from station.services.patients.consents import ConsentDetails
from station.services.patients.values import PatientDetails
from station.services.session import Session
from station.wiring import Station, build
from tests.cohort import Cohort
from tests.municipality import (
    CHEAP,
    FIRST,
    OPENED,
    OTHER_PASSWORD,
    PASSWORD,
    SECOND,
    Office,
    copy_home,
)
from tests.plan_office import ELG, approved
from tests.services.two_stations import both, north, server, south  # noqa: F401  (by name)
from tests.tablet_office import tablet_office  # noqa: F401  (a fixture by name)
from tests.visiting import drivers  # noqa: F401  (a fixture by name)

DAY = 86_400_000


@dataclass
class Target:
    """What an attack is made on: all services, the clock, and a nurse's session."""

    station: Station
    clock: FixedClock
    nurse: Session

    def follow(self, details: PatientDetails = ELG, *, plan: bool = True) -> str:
        """Register a patient with consent, in active follow-up, with an approved plan."""
        patient_id = self.station.patients.register(self.nurse, details)
        signed = ConsentDetails("2026-1", date(2026, 11, 19), "Stille Brygge")
        self.station.consents.register(self.nurse, patient_id, signed)
        for status in (Status.STARTING, Status.ACTIVE):
            self.station.statuses.set(self.nurse, patient_id, status)
        if plan:
            approved(self.station.plans, patient_id, self.clock.now() - DAY // 4)
        return patient_id

    def send(self, patient_id: str, value: float, at: int | None = None) -> Receipt:
        """Let a tablet send SpO2, now or as taken at another moment (UTC ms)."""
        moment = self.clock.now() if at is None else at
        coming = Incoming(patient_id, "spo2", moment, (value,), Source.TABLET, f"t{moment}")
        return Intake(self.station.record).take(self.nurse, [coming])

    def open_alerts(self, patient_id: str) -> list[AlertView]:
        """Give the alerts that nobody has closed."""
        found = self.station.alerts.of_patient(self.nurse, patient_id)
        return [each for each in found if each.row.closed_at is None]


@pytest.fixture
def reach(office: Office, tmp_path: Path) -> Iterator[Callable[[], Target]]:
    """Open an own copy of the small office, a day after it was set up."""
    opened: list[Station] = []

    def enter() -> Target:
        clock = FixedClock(OPENED + DAY)
        station = build(copy_home(office.root, tmp_path / "attacked"), clock, CHEAP)
        opened.append(station)
        slot = next(each.slot_id for each in station.door.people() if each.name == SECOND)
        return Target(station, clock, station.door.sign_in(slot, OTHER_PASSWORD))

    yield enter
    for station in opened:
        station.close()


@pytest.fixture
def target(reach: Callable[[], Target]) -> Target:
    """The office, open."""
    return reach()


@pytest.fixture
def cohort(office: Office, tmp_path: Path, clock: FixedClock) -> Iterator[Cohort]:
    """An empty cohort with a nurse who reads English."""
    station = build(copy_home(office.root, tmp_path / "office"), clock, CHEAP)
    slot = next(owner.slot_id for owner in station.door.people() if owner.name == FIRST)
    session = replace(station.door.sign_in(slot, PASSWORD), language="en")
    yield Cohort(station, session, clock)
    station.close()

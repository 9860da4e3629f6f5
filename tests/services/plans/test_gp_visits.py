"""The GP's appointment through the services: reminded of, booked, waived, taken back."""

from datetime import timedelta

import pytest

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.core.zone import day_of
from station.models.database import Actor, Database
from station.rules.gpvisit import NO_VISIT, Visit
from station.rules.status import Status
from station.services.care.statuses import Statuses
from station.services.patients.consents import ConsentDetails, Consents
from station.services.plans.gp_visits import GpVisits, visit_of, visits
from station.services.plans.plans import Plans
from station.services.record import Record
from tests.patients import log_of, registered
from tests.plan_office import NURSE, approved


@pytest.fixture
def record(database: Database, clock: FixedClock) -> Record:
    return Record(Bus(), clock, database)


@pytest.fixture
def elg(database: Database, actor: Actor, record: Record, clock: FixedClock) -> str:
    """In the trial period since today."""
    found = registered(database, actor, birth_date="1940-01-01")
    today = day_of(clock.now())
    Consents(record).register(NURSE, found, ConsentDetails("1.0", today, "Mild Kystvei"))
    Statuses(record).set(NURSE, found, Status.TRIAL)
    return found


def now_of(record: Record, patient_id: str) -> Visit:
    with record.read() as reader:
        return visit_of(reader, patient_id, record.clock.now())


def test_it_is_reminded_of_until_it_is_booked(record: Record, elg: str, clock: FixedClock) -> None:
    today = day_of(clock.now())
    assert now_of(record, elg) == Visit(due=today + timedelta(days=14))
    GpVisits(record).book(NURSE, elg, today + timedelta(days=10), " Legesenteret ")
    assert now_of(record, elg) == Visit(on=today + timedelta(days=10))
    GpVisits(record).take_back(NURSE, elg)
    clock.advance(15 * 86_400_000)
    assert now_of(record, elg) == Visit(due=today + timedelta(days=14), late=True)
    with record.read() as reader:
        assert list(visits(reader, clock.now())) == [elg]
        assert "gp_visit_noted" in log_of(reader, elg)


def test_it_is_waived_with_a_reason_only(record: Record, elg: str) -> None:
    with pytest.raises(Trouble) as told:
        GpVisits(record).waive(NURSE, elg, " ")
    assert told.value.code == "reason_missing"
    GpVisits(record).waive(NURSE, elg, "Fastlegen var med hjem.")
    assert now_of(record, elg) == NO_VISIT


def test_an_approved_plan_needs_no_reminder(record: Record, elg: str, clock: FixedClock) -> None:
    approved(Plans(record), elg, clock.now())
    assert now_of(record, elg) == NO_VISIT


def test_who_is_not_followed_is_not_reminded_of(
    record: Record, database: Database, actor: Actor
) -> None:
    other = registered(database, actor, family="Brygge", birth_date="1941-01-01")
    assert now_of(record, other) == NO_VISIT


@pytest.mark.parametrize("days", [-1, 367])
def test_a_day_that_cannot_be_is_refused(
    record: Record, elg: str, clock: FixedClock, days: int
) -> None:
    with pytest.raises(Trouble) as told:
        GpVisits(record).book(NURSE, elg, day_of(clock.now()) + timedelta(days=days))
    assert told.value.code == "visit_day"

"""What is told after a reading was saved."""

from unittest.mock import patch

import pytest

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.models.database import Actor, Database
from station.rules.limits import Level
from station.rules.readings import Source
from station.services.intake.intake import Incoming, take
from station.services.readings.saved import Saved, told
from station.services.record import Record
from tests.intaking import DAY, NURSE, plan_in_force, spo2_plan
from tests.patients import registered


@pytest.fixture
def record(database: Database, clock: FixedClock) -> Record:
    return Record(Bus(), clock, database)


def take_one(record: Record, patient_id: str, value: float, at: int, kind: str = "spo2") -> Saved:
    coming = Incoming(patient_id, kind, at, (value,), Source.MANUAL, f"{kind}{at}{value}")
    with record.write(NURSE) as writer:
        return told(writer, take(writer, [coming]))


def test_the_level_is_told_with_its_reason_and_stays_told_while_it_is_open(
    record: Record, database: Database, actor: Actor, clock: FixedClock
) -> None:
    patient_id, now = registered(database, actor), clock.now()
    plan_in_force(database, actor, patient_id, now - DAY, spo2_plan())
    assert take_one(record, patient_id, 95, now - 4000).gave == "No new alert."
    red = take_one(record, patient_id, 84, now - 3000)
    assert red.level is Level.RED
    assert red.gave.startswith("Red: SpO₂ 84 % below own limit 86 %")
    more = take_one(record, patient_id, 85.5, now - 2000)
    assert (more.level, more.gave) == (Level.RED, "The open alert (Red) stays open.")
    assert more.text == "SpO₂ 85.5 %"
    assert take_one(record, patient_id, 97, now - 1000).level is None


def test_where_no_plan_decides_that_is_said(
    record: Record, database: Database, actor: Actor, clock: FixedClock
) -> None:
    patient_id = registered(database, actor)
    said = take_one(record, patient_id, 84, clock.now())
    assert (said.level, said.gave) == (None, "No plan decided at that time, so it was not judged.")
    plan_in_force(database, actor, patient_id, clock.now() - DAY, spo2_plan())
    weight = take_one(record, patient_id, 84, clock.now(), "weight")
    assert weight.gave == "The plan has no limits for this."


def test_what_was_not_stored_is_said_too(
    record: Record, database: Database, actor: Actor, clock: FixedClock
) -> None:
    gone = registered(database, actor, deceased_on="2026-11-01")
    held = take_one(record, gone, 95, clock.now())
    assert (held.held, held.text) == (True, "")
    assert held.gave == "The patient is registered as dead. The reading is kept here."
    alive = registered(database, actor, family="Bjørk")
    take_one(record, alive, 95, clock.now())
    twice = take_one(record, alive, 95, clock.now())
    assert (twice.held, twice.gave) == (
        False,
        "This reading was stored already. Nothing was added.",
    )


def test_a_reading_that_is_gone_at_once_is_a_bug(
    record: Record, database: Database, actor: Actor, clock: FixedClock
) -> None:
    patient_id = registered(database, actor)
    with (
        patch("station.services.readings.saved.reading_queries.one", return_value=None),
        pytest.raises(RuntimeError),
    ):
        take_one(record, patient_id, 95, clock.now())

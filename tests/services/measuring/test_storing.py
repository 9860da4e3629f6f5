"""The steps of taking a delivery in, and what is learnt of the device."""

import pytest

from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Actor, Database
from station.models.queries import devices as queries
from station.rules.limits import Level
from station.services.measuring.storing import model_for
from tests.intaking import plan_in_force, spo2_plan
from tests.lent import DAY, HOUR, LendingOffice, glucose, lending_office, shown_at, spot


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> LendingOffice:
    """An empty office that lends meters."""
    return lending_office(database, clock)


def test_an_unknown_model_has_the_habits_of_its_profile(desk: LendingOffice) -> None:
    device_id = desk.device("scale", "from_another_release")
    with desk.record.read() as reader:
        row = queries.one(reader, device_id)
    assert row is not None
    assert model_for(row).code == "generic_scale"
    assert model_for(row._replace(model="nonin_3230")).code == "nonin_3230"
    assert model_for(row._replace(kind="tablet")).code == "generic_oximeter"


def test_a_red_value_is_told_with_what_it_gave(
    desk: LendingOffice, database: Database, actor: Actor
) -> None:
    patient_id = desk.person()
    plan_in_force(database, actor, patient_id, desk.clock.now() - DAY, spo2_plan())
    device_id = desk.lent(patient_id)
    desk.clock.advance(HOUR)
    came = desk.take(device_id, spot(desk.clock.now(), 84, shown=shown_at(desk.clock.now())))
    assert (came.level, came.texts[0]) == (Level.RED, "SpO₂ 84 %")
    assert came.gave[0].startswith("Red")
    assert desk.rows("SELECT count(*) FROM alerts") == [(1,)]


def test_many_are_counted_and_not_told_one_by_one(desk: LendingOffice) -> None:
    device_id = desk.lent(desk.person(), "glucose_meter")
    desk.clock.advance(DAY)
    now = desk.clock.now()
    records = [glucose(now, at, shown_at(now - at * 60_000)) for at in range(1, 41)]
    came = desk.take(device_id, *records, offset_ms=0)
    assert (came.stored, came.texts, came.packets) == (40, (), 40)


def test_a_failure_halfway_leaves_nothing_and_can_be_tried_again(
    desk: LendingOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    device_id = desk.lent(desk.person())
    desk.clock.advance(HOUR)
    packet = spot(desk.clock.now(), shown=shown_at(desk.clock.now()))

    def full(*_: object) -> None:
        raise Trouble("disk_full", "The disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr("station.services.measuring.storing.records.learn", full)
        with pytest.raises(Trouble, match="disk_full"):
            desk.take(device_id, packet)
    assert desk.rows("SELECT 1 FROM readings") == []
    assert desk.rows("SELECT last_contact_at FROM devices") == [(None,)]
    assert desk.take(device_id, packet).stored == 2

"""What the form for readings starts from."""

from dataclasses import replace
from datetime import date

import pytest

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Actor, Database
from station.rules.plans import ScheduleItem
from station.services.patients.relatives import RelativeDetails, Relatives
from station.services.readings.entry import Entry, entry_kinds
from station.services.readings.manual import Manual, Typed
from station.services.record import Record
from tests.intaking import BENEFIT, DAY, NURSE, plan_in_force, spo2_plan
from tests.lent import HOUR, lending_office, shown_at, spot
from tests.patients import NUMBER, log_of, registered


@pytest.fixture
def record(database: Database, clock: FixedClock) -> Record:
    return Record(Bus(), clock, database)


def test_it_tells_who_what_is_agreed_and_who_may_have_said_it(
    record: Record, database: Database, actor: Actor, clock: FixedClock
) -> None:
    patient_id = registered(database, actor, birth_date="1948-03-07", national_number=NUMBER)
    plan_in_force(database, actor, patient_id, clock.now() - DAY, spo2_plan())
    Relatives(record).add(NURSE, patient_id, RelativeDetails("Aud Elg", "søster"))
    Relatives(record).add(NURSE, patient_id, RelativeDetails("Lun Elg", "sønn", reports=True))
    form = Typed(patient_id, "spo2", ("91",), "", clock.now(), said_by="Lun Elg")
    Manual(record).save(NURSE, form, asked=False)
    facts = Entry(record).open(NURSE, patient_id)
    assert (facts.name, facts.birth_date, facts.age) == ("Rask Elg", date(1948, 3, 7), 78)
    assert NUMBER not in facts.number_masked
    assert [(kind.code, kind.agreed) for kind in facts.kinds[:3]] == [
        ("weight", True),
        ("spo2", True),
        ("pulse", False),
    ]
    assert facts.relatives == (("Lun Elg", "sønn"), ("Aud Elg", "søster"))
    assert [(line.text, line.said_by) for line in facts.newest] == [("SpO₂ 91 %", "Lun Elg")]
    assert Entry(record).refresh(NURSE, patient_id) == facts
    with database.read() as reader:
        assert log_of(reader, patient_id).count("readings_opened") == 1


def test_a_form_that_the_plan_asks_for_is_no_kind_of_reading(
    record: Record, database: Database, actor: Actor, clock: FixedClock
) -> None:
    patient_id = registered(database, actor)
    plan = spo2_plan()
    form = ScheduleItem("kols_daily.answered", tuple(range(7)), "10:00")
    asking = replace(plan, schedule=(form, *plan.schedule))
    plan_in_force(database, actor, patient_id, clock.now() - DAY, asking)
    kinds = [kind.code for kind in Entry(record).open(NURSE, patient_id).kinds]
    assert kinds[:2] == ["weight", "spo2"]
    assert "kols_daily.answered" not in kinds


def test_somebody_of_the_same_name_is_warned_about(
    record: Record, database: Database, actor: Actor
) -> None:
    patient_id = registered(database, actor)
    registered(database, actor, given="Rask", family="ELG", birth_date="1951-07-30")
    registered(database, actor, given="Stille", family="Brygge")
    assert Entry(record).open(NURSE, patient_id).namesakes == (date(1951, 7, 30),)


def test_death_is_told(record: Record, database: Database, actor: Actor) -> None:
    patient_id = registered(database, actor, birth_date="1940-01-01", deceased_on="2025-12-31")
    facts = Entry(record).open(NURSE, patient_id)
    assert (facts.deceased_on, facts.age) == (date(2025, 12, 31), 85)


def test_units_stand_with_the_own_one_first() -> None:
    glucose = next(kind for kind in entry_kinds() if kind.code == "glucose")
    assert [code for code, _ in glucose.units] == ["mmol/L", "mg/dL"]
    pressure = next(kind for kind in entry_kinds() if kind.code == "bp")
    assert len(pressure.parts) == 2


def test_nobody_opens_whom_she_may_not_see_or_who_is_not_there(
    record: Record, database: Database, actor: Actor
) -> None:
    entry = Entry(record)
    with pytest.raises(Trouble) as unknown:
        entry.open(NURSE, "0" * 32)
    assert unknown.value.code == "patient_unknown"
    patient_id = registered(database, actor)
    for forbidden in (entry.open, entry.refresh):
        with pytest.raises(Trouble) as refused:
            forbidden(BENEFIT, patient_id)
        assert refused.value.code == "not_allowed"


def test_a_reading_of_a_meter_names_it_and_says_what_its_clock_was(
    database: Database, clock: FixedClock
) -> None:
    desk = lending_office(database, clock)
    patient_id = desk.person()
    device_id = desk.lent(patient_id, name="Oksymeter 1")
    clock.advance(DAY)
    now = clock.now()
    desk.take(device_id, spot(now, shown=shown_at(now + 3 * HOUR)), offset_ms=3 * HOUR)
    lines = Entry(desk.record).open(NURSE, patient_id).newest
    assert {line.device for line in lines} == {"Oksymeter 1"}
    told = "The device's clock was wrong; the time was corrected. The device said "
    assert {line.meter.startswith(told) for line in lines} == {True}
    # It measured well: nothing is to be measured again.
    assert {line.doubt for line in lines} == {""}

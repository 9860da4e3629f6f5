"""The trend of one patient: each kind with its limits over time, and what happened beside it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.models.database import Actor, Database
from station.models.records import contacts
from station.models.records.contacts import NewContact
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.plans import ScheduleItem
from station.rules.readings import Source
from station.services.forms.answers import Answered, AnsweredBy, Answers, AnswerSource
from station.services.intake.intake import Incoming, Intake
from station.services.readings.trends import Trends, interval_of
from station.services.record import Record
from tests.intaking import DAY, NURSE, SPO2, plan_in_force, spo2_plan
from tests.patients import registered

LOWER = (Limit("spo2", Level.RED, Side.LOW, Operator.BELOW, 84),)


@pytest.fixture
def record(database: Database, clock: FixedClock) -> Record:
    return Record(Bus(), clock, database)


def came(record: Record, patient_id: str, kind: str, ago: int, *values: float) -> None:
    """Let a reading taken `ago` milliseconds before now come in."""
    at = record.clock.now() - ago
    Intake(record).take(
        NURSE, [Incoming(patient_id, kind, at, values, Source.TABLET, f"{kind}{at}")]
    )


def test_limits_hold_from_their_plan_until_the_next_one(
    record: Record, database: Database, actor: Actor, clock: FixedClock
) -> None:
    patient_id, now = registered(database, actor), clock.now()
    plan_in_force(database, actor, patient_id, now - 9 * DAY, spo2_plan())
    plan_in_force(database, actor, patient_id, now - 2 * DAY, spo2_plan(LOWER))
    came(record, patient_id, "bp", 0, 130, 80)
    came(record, patient_id, "spo2", DAY, 93)
    trend = Trends(record).data(NURSE, patient_id)
    assert [each.kind.code for each in trend.kinds] == ["spo2", "bp"]
    periods = trend.kinds[0].periods["spo2"]
    assert [(each.start, each.end, each.limits) for each in periods] == [
        (now - 9 * DAY, now - 2 * DAY, SPO2),
        (now - 2 * DAY, None, LOWER),
    ]
    assert all(each.approved for each in periods)
    assert set(trend.kinds[1].periods) == {"sys", "dia"}
    assert all(each.limits == () for each in trend.kinds[1].periods["sys"])
    assert [mark.at for mark in trend.plans] == [now - 9 * DAY, now - 2 * DAY]


def test_a_span_of_days_leaves_out_what_was_before_it(
    record: Record, database: Database, actor: Actor, clock: FixedClock
) -> None:
    patient_id = registered(database, actor)
    with database.write(actor) as writer:
        contacts.add(writer, NewContact(patient_id, "call"))
        writer.audit("tried", "contact", "")
    clock.advance(5 * DAY)
    now = clock.now()
    plan_in_force(database, actor, patient_id, now - 4 * DAY, spo2_plan())
    came(record, patient_id, "spo2", 3 * DAY, 80)
    came(record, patient_id, "spo2", DAY, 94)
    came(record, patient_id, "spo2", 0, 82)
    whole, part = Trends(record).data(NURSE, patient_id), Trends(record).data(NURSE, patient_id, 2)
    assert [point.value for point in whole.kinds[0].points] == [80, 94, 82]
    assert [point.value for point in part.kinds[0].points] == [94, 82]
    assert (len(whole.contacts), len(part.contacts)) == (1, 0)
    assert (len(whole.plans), len(part.plans)) == (1, 0)
    assert ([event.at for event in whole.events], part.events) == ([now - 3 * DAY], ())
    assert (whole.first_ms, part.first_ms, part.now_ms) == (now - 3 * DAY, now - DAY, now)
    # The limits that hold are drawn even where their plan began before the span.
    assert part.kinds[0].periods == whole.kinds[0].periods


def test_nothing_measured_is_an_empty_trend(
    record: Record, database: Database, actor: Actor, clock: FixedClock
) -> None:
    patient_id, now = registered(database, actor), clock.now()
    trend = Trends(record).data(NURSE, patient_id)
    assert (trend.kinds, trend.events, trend.plans) == ((), (), ())
    assert (trend.first_ms, trend.now_ms) == (now, now)
    assert Trends(record).data(NURSE, patient_id, 7).first_ms == now - 7 * DAY


def test_the_interval_is_the_longest_wait_between_agreed_days() -> None:
    schedule = [
        ScheduleItem("spo2", (0, 2), "10:00"),
        ScheduleItem("spo2", (3,), "20:00"),
        ScheduleItem("weight", (4,), "10:00"),
    ]
    assert interval_of(schedule, "spo2") == 4 * DAY
    assert interval_of(schedule, "weight") == 7 * DAY
    assert interval_of(schedule, "temp") == DAY


@given(st.sets(st.integers(0, 6), min_size=1))
def test_the_interval_is_never_shorter_than_any_wait(days: set[int]) -> None:
    waits = [next(step for step in range(1, 8) if (day + step) % 7 in days) for day in sorted(days)]
    schedule = [ScheduleItem("spo2", tuple(sorted(days)), "10:00")]
    assert interval_of(schedule, "spo2") == max(waits) * DAY


def test_what_could_not_be_said_breaks_the_line_of_its_score(
    record: Record, database: Database, actor: Actor, clock: FixedClock
) -> None:
    patient_id = registered(database, actor)
    said = dict.fromkeys(
        ("tiredness", "drowsiness", "nausea", "appetite", "breath", "depression", "anxiety"), 1
    )
    times = []
    for pain in (3, None, 5):
        clock.advance(DAY)
        times.append(clock.now())
        answered = Answered(
            "esas_r",
            1,
            {**said, "wellbeing": 2, "pain": pain},
            AnsweredBy.PATIENT,
            AnswerSource.TABLET,
            clock.now(),
        )
        Answers(record).answer(NURSE, patient_id, answered)
    kinds = {each.kind.code: each for each in Trends(record).data(NURSE, patient_id).kinds}
    assert "esas_r.answered" not in kinds
    assert [point.value for point in kinds["esas_r.pain"].points] == [3, 5]
    assert kinds["esas_r.pain"].gaps == (times[1],)
    assert kinds["esas_r.nausea"].gaps == ()

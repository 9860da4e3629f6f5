"""Judging with every kind of rule through the one way in: live, late, closed and replayed."""

import json
from collections.abc import Sequence
from dataclasses import replace
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.core.ids import new_id
from station.models.database import Actor, Database
from station.models.queries import judging as queries
from station.models.queries import readings as reading_queries
from station.models.records import readings as reading_records
from station.rules.contacts import Action, Verdict
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.plans import PlanContent
from station.rules.readings import Excluded, Source
from station.rules.replay import samples
from station.rules.rulebook import Baseline, Change, Combination, Condition, PlanRule
from station.services.alerts.alerts import Alerts, Handling
from station.services.intake.intake import Incoming, Intake
from station.services.judging import judging
from station.services.judging.case import Case
from station.services.record import Record
from station.services.session import Session
from station.services.why.replaying import replay_all
from tests.patients import registered

DAY, HOUR = 86_400_000, 3_600_000
YELLOW, RED, LOW, HIGH = Level.YELLOW, Level.RED, Side.LOW, Side.HIGH
BREATH = "kols_daily.breath"
RISE = Change("weight", YELLOW, HIGH, 2, 3)
NORMAL = Baseline("pulse", YELLOW, HIGH, 10, 2, 7, 1, 3)
SIGNS = Combination(
    "signs",
    YELLOW,
    2,
    (
        Condition(BREATH, Operator.AT_LEAST, 2),
        Condition("spo2", Operator.BELOW, 90),
        Condition("temp", Operator.AT_LEAST, 38),
    ),
)
LIMITS = (
    Limit("glucose", YELLOW, HIGH, Operator.ABOVE, 16, hours=12),
    Limit("spo2", YELLOW, LOW, Operator.BELOW, 88, 2, 2),
)
RULES: tuple[PlanRule, ...] = (RISE, NORMAL, SIGNS)
Alert = tuple[str, str, int]


@pytest.fixture
def session() -> Session:
    return Session("0" * 31 + "1", "Rask Elg", "RE", "nurse", "nb")


@pytest.fixture
def record(database: Database, clock: FixedClock) -> Record:
    return Record(Bus(), clock, database)


@pytest.fixture
def intake(record: Record) -> Intake:
    return Intake(record)


@pytest.fixture
def patient_id(database: Database, actor: Actor, clock: FixedClock) -> str:
    found = registered(database, actor)
    planned(database, actor, found, clock.now() - 60 * DAY)
    return found


def planned(
    database: Database, actor: Actor, patient_id: str, since: int, change: str = "change"
) -> None:
    """Put a plan with every kind of rule in force without the plan service."""
    content = json.dumps(PlanContent("kols", "nb", limits=LIMITS, rules=RULES).to_data())
    content = content.replace('"change"', f'"{change}"')
    with database.write(actor) as writer:
        plan_id = new_id()
        writer.execute(
            "INSERT INTO plans (id, patient_id, template, created_at) VALUES (?, ?, 'kols', ?)",
            (plan_id, patient_id, since),
        )
        writer.execute(
            "INSERT INTO plan_versions (id, plan_id, patient_id, number, status, content, "
            "content_hash, created_at, created_by, in_force_from) "
            "VALUES (?, ?, ?, 1, 'approved', ?, '', ?, 'x', ?)",
            (new_id(), plan_id, patient_id, content, since, since),
        )
        writer.audit("plan_made_for_test", "plan", plan_id, patient_id)


def sent(patient_id: str, kind: str, at: int, value: float) -> Incoming:
    return Incoming(patient_id, kind, at, (value,), Source.TABLET, f"{kind}{at}", asked=True)


def alerts_of(database: Database, patient_id: str) -> list[Alert]:
    with database.read() as reader:
        rows = reader.raw(
            "SELECT component, side, level FROM alerts WHERE patient_id = ? ORDER BY opened_at, id",
            (patient_id,),
        )
    return [(row[0], row[1], row[2]) for row in rows]


def test_two_kilos_in_three_days_are_found_live(
    intake: Intake, session: Session, clock: FixedClock, database: Database, patient_id: str
) -> None:
    reached = []
    for value in (80, 80.6, 81.2, 82.1):
        clock.advance(DAY)
        reached.append(
            intake.take(session, [sent(patient_id, "weight", clock.now(), value)]).reached
        )
    assert reached == [0, 0, 0, 1]
    assert alerts_of(database, patient_id) == [("weight", "high", 1)]


def test_a_run_of_hours_is_found_live_past_what_the_state_remembers(
    intake: Intake, session: Session, clock: FixedClock, database: Database, patient_id: str
) -> None:
    for _ in range(24):
        clock.advance(HOUR // 2)
        intake.take(session, [sent(patient_id, "glucose", clock.now(), 17)])
    assert alerts_of(database, patient_id) == []
    clock.advance(HOUR // 2)
    intake.take(session, [sent(patient_id, "glucose", clock.now(), 17)])
    assert alerts_of(database, patient_id) == [("glucose", "high", 1)]


def test_a_combination_is_judged_by_whichever_part_comes_last(
    intake: Intake, session: Session, clock: FixedClock, database: Database, patient_id: str
) -> None:
    intake.take(session, [sent(patient_id, BREATH, clock.now(), 2)])
    clock.advance(HOUR)
    intake.take(session, [sent(patient_id, "spo2", clock.now(), 89)])
    assert alerts_of(database, patient_id) == [("combination.signs", "high", 1)]
    with database.read() as reader:
        ((why,),) = reader.raw("SELECT why FROM alerts")
    assert [part[0] for part in json.loads(why)["parts"]] == [BREATH, "spo2"]


def test_parts_of_one_instant_are_one_moment_whatever_their_number(
    intake: Intake, session: Session, clock: FixedClock, database: Database, patient_id: str
) -> None:
    now = clock.now()
    together = [sent(patient_id, BREATH, now, 2), sent(patient_id, "temp", now, 38.2)]
    assert intake.take(session, together).reached == 1
    clock.advance(1000)
    assert intake.take(session, [sent(patient_id, "spo2", now, 89)]).reached == 0
    assert alerts_of(database, patient_id) == [("combination.signs", "high", 1)]


def test_a_late_part_makes_the_combination_be_judged_again(
    intake: Intake, session: Session, clock: FixedClock, database: Database, patient_id: str
) -> None:
    intake.take(session, [sent(patient_id, "spo2", clock.now(), 89)])
    assert intake.take(session, [sent(patient_id, BREATH, clock.now() - HOUR, 2)]).reached == 1
    with database.read() as reader:
        ((measured,),) = reader.raw("SELECT measured_at FROM alerts")
    assert measured == clock.now()


def test_leaving_a_part_out_lets_the_combination_recede(
    intake: Intake,
    session: Session,
    clock: FixedClock,
    database: Database,
    actor: Actor,
    patient_id: str,
) -> None:
    intake.take(session, [sent(patient_id, BREATH, clock.now(), 2)])
    receipt = intake.take(session, [sent(patient_id, "spo2", clock.now() + 1000, 89)])
    with database.write(actor) as writer:
        reading_records.mark(
            writer, receipt.reading_ids[0], Excluded.ACTIVITY, "", actor.user_id, writer.now
        )
        judging.judge_again(writer, patient_id, ["spo2"])
        writer.audit("marked_for_test", "reading", receipt.reading_ids[0], patient_id)
        ((proposed,),) = writer.raw("SELECT proposed_at IS NOT NULL FROM alerts")
    assert proposed


def test_a_closing_of_a_combination_can_be_undone(
    record: Record, session: Session, clock: FixedClock, database: Database, patient_id: str
) -> None:
    intake, alerts = Intake(record), Alerts(record)
    intake.take(
        session,
        [sent(patient_id, BREATH, clock.now(), 2), sent(patient_id, "spo2", clock.now(), 89)],
    )
    (first,) = alerts.of_patient(session, patient_id)
    closed = alerts.close(session, first.row.id, Handling(Action.ADVICE), Verdict.REAL)
    alerts.undo_close(session, closed)
    assert alerts.of_patient(session, patient_id)[0].row.closed_at is None
    with database.read() as reader:
        state = queries.state(reader, patient_id, "combination.signs")
    assert state.high is not None


def test_a_late_first_yellow_behind_a_closing_is_raised(
    record: Record, session: Session, clock: FixedClock, database: Database, patient_id: str
) -> None:
    intake, alerts = Intake(record), Alerts(record)
    start = clock.now()
    for at, value in ((0, 87), (1, 87), (3, 95), (5, 87)):
        clock.set(start + at * HOUR)
        intake.take(session, [sent(patient_id, "spo2", clock.now(), value)])
    (first,) = alerts.of_patient(session, patient_id)
    alerts.close(session, first.row.id, Handling(Action.ADVICE), Verdict.REAL)
    clock.advance(HOUR)
    # The reading of 05:00 was known and alone; the one before it comes now.
    late = intake.take(session, [sent(patient_id, "spo2", start + 4 * HOUR, 87)])
    assert late.reached == 1
    assert [level for _, _, level in alerts_of(database, patient_id)] == [1, 1]


def test_answers_alert_without_any_plan(
    intake: Intake, session: Session, clock: FixedClock, database: Database, actor: Actor
) -> None:
    alone = registered(database, actor, family="Alene")
    with patch(
        "station.services.judging.case.form_queries.answer_levels",
        side_effect=lambda _, code: {3.0: RED} if code == BREATH else {},
    ):
        for value in (1, 3):
            clock.advance(HOUR)
            intake.take(session, [sent(alone, BREATH, clock.now(), value)])
        again = intake.take(session, [sent(alone, BREATH, clock.now() - 1, 3)])
    assert alerts_of(database, alone) == [(BREATH, "high", 2)]
    with database.read() as reader:
        rows = reader.raw("SELECT plan_version_id, plan_approved FROM alerts")
    assert rows == [("", 1)]
    assert again.reached == 1


def test_what_the_meter_said_of_itself_is_kept_and_never_alerts(
    intake: Intake, session: Session, clock: FixedClock, database: Database, patient_id: str
) -> None:
    doubtful = replace(sent(patient_id, "temp", clock.now(), 37.0), quality="low_battery")
    receipt = intake.take(session, [doubtful])
    with database.read() as reader:
        (kept,) = reading_queries.history(reader, patient_id, "temp")
    assert (kept.quality, receipt.reached) == ("low_battery", 0)


def test_one_patient_whose_rule_cannot_be_read_does_not_stop_the_next(
    intake: Intake,
    session: Session,
    clock: FixedClock,
    database: Database,
    actor: Actor,
) -> None:
    patient_id = registered(database, actor)
    planned(database, actor, patient_id, clock.now() - DAY, change="from_a_newer_station")
    other = registered(database, actor, family="Brygge")
    planned(database, actor, other, clock.now() - DAY)
    now = clock.now()
    with patch("station.core.log.bug"):
        for value, at in ((80, now), (83, now + 1000)):
            intake.take(session, [sent(who, "weight", at, value) for who in (patient_id, other)])
    assert alerts_of(database, other) == [("weight", "high", 1)]
    with database.read() as reader:
        assert queries.failed(reader, patient_id)
        assert not queries.failed(reader, other)


def test_a_case_knows_what_a_reading_touches(database: Database, patient_id: str) -> None:
    with database.read() as reader:
        case = Case(reader, patient_id)
        assert case.components(["spo2", "bp"]) == ("spo2", "sys", "dia", "combination.signs")
        assert case.components(["combination.signs"]) == ("combination.signs",)
        assert case.components(["combination.gone", "pulse"]) == ("pulse",)
        assert case.count("combination.signs") == case.count("spo2") == 0
        assert case.grounds("spo2") is case.grounds("spo2")


STREAM = st.lists(
    st.tuples(
        st.sampled_from(
            [
                ("weight", 80.0),
                ("weight", 82.5),
                ("pulse", 70.0),
                ("pulse", 95.0),
                ("glucose", 17.0),
                ("glucose", 9.0),
                ("spo2", 87.0),
                ("spo2", 93.0),
                (BREATH, 2.0),
                (BREATH, 0.0),
                ("temp", 38.2),
            ]
        ),
        st.integers(1, 60),
        st.integers(0, 72),
    ),
    min_size=1,
    max_size=18,
)


@given(STREAM)
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_replay_finds_nothing_that_was_not_told_live(
    record: Record,
    session: Session,
    clock: FixedClock,
    database: Database,
    actor: Actor,
    found: Sequence[tuple[tuple[str, float], int, int]],
) -> None:
    patient_id = registered(database, actor)
    planned(database, actor, patient_id, clock.now() - 60 * DAY)
    intake = Intake(record)
    for at, ((kind, value), step, late) in enumerate(found):
        clock.advance(step * HOUR // 4)
        taken = clock.now() - late * HOUR
        one = replace(sent(patient_id, kind, taken, value), source_key=f"{at}")
        intake.take(session, [one])
    replayed = replay_all(record, patient_id)
    assert [each for each in replayed if each.differs] == []
    with database.read() as reader:
        case = Case(reader, patient_id)
        for each in replayed:
            state, _ = case.judge_again(each.component)
            assert queries.state(reader, patient_id, each.component) == state


def test_a_history_is_read_as_the_readings_of_it_are(
    intake: Intake, database: Database, actor: Actor, session: Session, clock: FixedClock,
    patient_id: str,
) -> None:  # fmt: skip
    now = clock.now()
    told: list[tuple[str, tuple[float | None, ...], Side | None, Source, int]] = [
        ("bp", (130.0, 81.0), None, Source.TABLET, 1),
        ("bp", (132.0, None), None, Source.TABLET, 2),
        ("bp", (None, 79.0), None, Source.MANUAL, 3),
        ("bp", (131.0, 80.0), None, Source.FILE, 20 * 24),
        ("glucose", (None,), LOW, Source.DEVICE, 1),
        ("glucose", (None,), HIGH, Source.DEVICE, 2),
        ("glucose", (7.0,), None, Source.DEVICE, 2),
        ("glucose", (8.0,), None, Source.DEVICE, 4),
    ]
    readings = [
        Incoming(patient_id, kind, now - ago * HOUR, values, source, f"k{at}", beyond=beyond)
        for at, (kind, values, beyond, source, ago) in enumerate(told)
    ]
    taken = intake.take(session, readings).reading_ids
    with database.write(actor) as writer:
        for reading_id, excluded in ((taken[0], ""), (taken[7], "test")):
            writer.execute(
                "UPDATE readings SET excluded = ?, excluded_at = ? WHERE id = ?",
                (excluded, now + 5, reading_id),
            )
        writer.audit("left_out_for_test", "reading", "x", patient_id)
    with database.read() as reader:
        case = Case(reader, patient_id)
        for component in ("sys", "dia", "glucose"):
            kind = "glucose" if component == "glucose" else "bp"
            whole = reading_queries.history(reader, patient_id, kind)
            assert case.samples(component, 0) == samples(component, whole)
            assert len(case.samples(component, 0)) == 3
            assert case.samples(component, now - HOUR) == samples(component, whole[-1:])

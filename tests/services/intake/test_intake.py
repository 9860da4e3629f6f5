"""The one way in for readings: stored once, judged at once, accounted for."""

import json
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import pytest

from station.core.bus import Bus, ChangeSet
from station.core.clock import FixedClock
from station.core.ids import new_id
from station.models.database import Actor, Database
from station.models.queries import judging as queries
from station.models.queries import readings as reading_queries
from station.models.records.quarantine import Held
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.plans import PlanContent
from station.rules.plausibility import assess
from station.rules.readings import Source
from station.services.intake.intake import FileFacts, Incoming, Intake, take
from station.services.record import Record
from station.services.session import Session
from tests.conftest import FRIDAY_NINE
from tests.patients import registered

DAY = 86_400_000
NOW = FRIDAY_NINE
LIMITS = (
    Limit("spo2", Level.RED, Side.LOW, Operator.BELOW, 86),
    Limit("spo2", Level.YELLOW, Side.LOW, Operator.BELOW, 89, 2, 2),
)


@pytest.fixture
def session() -> Session:
    return Session("0" * 31 + "1", "Rask Elg", "RE", "nurse", "nb")


@pytest.fixture
def record(database: Database, clock: FixedClock) -> Record:
    return Record(Bus(), clock, database)


@pytest.fixture
def intake(record: Record) -> Intake:
    return Intake(record)


def plan(
    database: Database,
    actor: Actor,
    patient_id: str,
    since: int,
    limits: tuple[Limit, ...] = LIMITS,
    status: str = "approved",
) -> str:
    """Put a plan version in force (or a draft beside it) without the plan service."""
    version = new_id()
    content = json.dumps(PlanContent("kols", "nb", limits=limits).to_data())
    with database.write(actor) as writer:
        plan_id = new_id()
        writer.execute(
            "INSERT INTO plans (id, patient_id, template, created_at) VALUES (?, ?, 'kols', ?)",
            (plan_id, patient_id, since),
        )
        writer.execute(
            "INSERT INTO plan_versions (id, plan_id, patient_id, number, status, content, "
            "content_hash, created_at, created_by, in_force_from) "
            "VALUES (?, ?, ?, 1, ?, ?, '', ?, 'x', ?)",
            (
                version,
                plan_id,
                patient_id,
                status,
                content,
                since,
                since if status == "approved" else None,
            ),
        )
        writer.audit("plan_made_for_test", "plan", plan_id, patient_id)
    return version


def spo2(  # its other fields by name
    patient_id: str | None,
    at: int,
    value: float | None,
    **more: Any,  # noqa: ANN401
) -> Incoming:
    """A reading of SpO2 from a tablet."""
    made = Incoming(patient_id, "spo2", at, (value,), Source.TABLET, f"t{at}")
    return replace(made, **more)


def events(database: Database, patient_id: str) -> list[tuple[str, int]]:
    """The levels reached, in the order measured."""
    with database.read() as reader:
        return [
            (row[0], row[1])
            for row in reader.raw(
                "SELECT a.id, e.level FROM alert_events e JOIN alerts a ON a.id = e.alert_id "
                "WHERE e.patient_id = ? ORDER BY e.at",
                (patient_id,),
            )
        ]


def test_second_low_reading_in_a_row_turns_yellow_and_a_red_one_red(
    intake: Intake, database: Database, actor: Actor, session: Session, clock: FixedClock
) -> None:
    patient_id = registered(database, actor)
    plan(database, actor, patient_id, clock.now() - DAY)
    reached = []
    for value in (88, 90, 88, 88, 85):
        clock.advance(60_000)
        reached.append(intake.take(session, [spo2(patient_id, clock.now(), value)]).reached)
    assert reached == [0, 0, 0, 1, 1]
    found = events(database, patient_id)
    assert [level for _, level in found] == [1, 2]
    assert len({alert for alert, _ in found}) == 1


def test_a_second_delivery_adds_nothing(
    intake: Intake, database: Database, actor: Actor, session: Session, clock: FixedClock
) -> None:
    patient_id = registered(database, actor)
    coming = [spo2(patient_id, clock.now(), 95), spo2(patient_id, clock.now(), 95)]
    first = intake.take(session, coming)
    second = intake.take(session, coming)
    assert (first.stored, first.duplicates) == (1, 1)
    assert (second.stored, second.duplicates) == (0, 2)


def test_what_cannot_be_taken_in_is_held_back_with_its_raw_form(
    intake: Intake, database: Database, actor: Actor, session: Session, clock: FixedClock
) -> None:
    patient_id = registered(database, actor)
    gone = registered(database, actor, family="Bjørk", deceased_on="2026-11-01")
    receipt = intake.take(
        session,
        [
            spo2(None, clock.now(), 95, raw="nobody"),
            spo2(new_id(), clock.now(), 95, raw="stranger"),
            spo2(gone, clock.now(), 95, raw="dead"),
            spo2(patient_id, clock.now(), 250, raw="250"),
            spo2(patient_id, clock.now() + DAY, 95, raw="tomorrow"),
        ],
    )
    assert (receipt.stored, receipt.quarantined) == (0, 5)
    with database.read() as reader:
        rows = reader.raw("SELECT reason_code, raw FROM quarantine ORDER BY raw")
    assert rows == [
        ("implausible", "250"),
        ("deceased", "dead"),
        ("unknown_patient", "nobody"),
        ("unknown_patient", "stranger"),
        ("future", "tomorrow"),
    ]


def test_an_odd_value_with_nobody_to_ask_is_judged_at_once_and_marked(
    intake: Intake, database: Database, actor: Actor, session: Session, clock: FixedClock
) -> None:
    patient_id = registered(database, actor)
    plan(database, actor, patient_id, clock.now() - DAY)
    receipt = intake.take(session, [spo2(patient_id, clock.now(), 64)])
    assert (receipt.stored, receipt.unconfirmed, receipt.reached) == (1, 1, 1)
    with database.read() as reader:
        assert reader.raw("SELECT level, confirmed FROM alerts") == [(2, 0)]


def test_a_low_value_beyond_the_meter_is_red(
    intake: Intake, database: Database, actor: Actor, session: Session, clock: FixedClock
) -> None:
    patient_id = registered(database, actor)
    plan(database, actor, patient_id, clock.now() - DAY)
    low = Incoming(
        patient_id, "glucose", clock.now(), (None,), Source.TABLET, "lo", beyond=Side.LOW
    )
    assert intake.take(session, [low]).reached == 1


def test_weight_is_compared_with_the_days_before(
    intake: Intake, database: Database, actor: Actor, session: Session, clock: FixedClock
) -> None:
    patient_id = registered(database, actor)
    day = clock.now() - DAY // 2
    coming = [
        Incoming(patient_id, "weight", day, (80.0,), Source.FILE, "a"),
        Incoming(patient_id, "weight", clock.now(), (86.0,), Source.FILE, "b"),
    ]
    assert intake.take(session, coming).unconfirmed == 1


def test_a_late_reading_has_the_outcome_it_would_have_had_in_order(
    intake: Intake, database: Database, actor: Actor, session: Session, clock: FixedClock
) -> None:
    patient_id = registered(database, actor)
    plan(database, actor, patient_id, clock.now() - DAY)
    now = clock.now()
    intake.take(session, [spo2(patient_id, now - 1000, 88)])
    assert events(database, patient_id) == []
    late = intake.take(session, [spo2(patient_id, now - 2000, 88)])
    assert late.reached == 1
    with database.read() as reader:
        assert queries.state(reader, patient_id, "spo2").up_to == now - 1000


def test_an_old_file_is_charted_and_raises_nothing(
    intake: Intake, database: Database, actor: Actor, session: Session, clock: FixedClock
) -> None:
    patient_id = registered(database, actor)
    plan(database, actor, patient_id, clock.now() - 30 * DAY)
    old = spo2(patient_id, clock.now() - 8 * DAY, 80, source=Source.FILE)
    before = spo2(patient_id, clock.now() - 40 * DAY, 80)
    assert intake.take(session, [old, before]).reached == 0


def test_the_trial_period_is_judged_by_the_draft(
    intake: Intake, database: Database, actor: Actor, session: Session, clock: FixedClock
) -> None:
    patient_id = registered(database, actor)
    plan(database, actor, patient_id, clock.now() - DAY, status="draft")
    intake.take(session, [spo2(patient_id, clock.now(), 80)])
    with database.read() as reader:
        assert reader.raw("SELECT level, plan_approved FROM alerts") == [(2, 0)]


def test_back_in_green_is_proposed_for_closing_and_never_closed(
    intake: Intake, database: Database, actor: Actor, session: Session, clock: FixedClock
) -> None:
    patient_id = registered(database, actor)
    plan(database, actor, patient_id, clock.now() - DAY)
    proposed = []
    for value in (80, 95, 84):
        clock.advance(60_000)
        intake.take(session, [spo2(patient_id, clock.now(), value)])
        with database.read() as reader:
            proposed += [alert.proposed for alert in queries.open_alerts(reader, patient_id)]
    assert proposed == [False, True, False]


def test_a_fault_in_a_rule_keeps_the_reading_and_the_other_patients(
    intake: Intake,
    database: Database,
    actor: Actor,
    session: Session,
    clock: FixedClock,
) -> None:
    broken = registered(database, actor)
    sound = registered(database, actor, family="Bjørk")
    plan(database, actor, sound, clock.now() - DAY)
    version = plan(database, actor, broken, clock.now() - DAY, status="draft")
    with database.write(actor) as writer:
        writer.execute("UPDATE plan_versions SET content = '{}' WHERE id = ?", (version,))
        writer.audit("broken_for_test", "plan", version)
    receipt = intake.take(session, [spo2(broken, clock.now(), 80), spo2(sound, clock.now(), 80)])
    assert (receipt.stored, receipt.reached) == (2, 1)
    with database.read() as reader:
        states = {row[0]: row[1] for row in reader.raw("SELECT patient_id, state FROM judgements")}
    assert states == {broken: "failed", sound: "ok"}


def test_a_batch_is_one_audit_row_with_its_counts(
    record: Record, database: Database, actor: Actor, session: Session, clock: FixedClock
) -> None:
    heard: list[ChangeSet] = []
    record.bus.subscribe(heard.append)
    patient_id = registered(database, actor)
    file = FileFacts("five.csv", "abc", "plain", "Europe/Oslo")
    receipt = Intake(record).take(
        session,
        [spo2(patient_id, clock.now() - at, 95, source=Source.FILE) for at in range(3)],
        file,
    )
    with database.read() as reader:
        assert reader.raw("SELECT rows_in, stored FROM import_batches") == [(3, 3)]
        rows = reader.raw("SELECT details FROM audit WHERE action = 'readings_imported'")
        assert len(reading_queries.history(reader, patient_id, "spo2")) == 3
        assert reader.raw("SELECT taken_at FROM latest") == [(clock.now(),)]
    assert json.loads(rows[0][0])["stored"] == 3
    assert receipt.batch_id is not None
    assert heard[-1] == ChangeSet(frozenset({"readings"}), frozenset({patient_id}))


def test_a_year_of_weights_is_compared_week_by_week(
    intake: Intake, database: Database, actor: Actor, session: Session, clock: FixedClock
) -> None:
    patient_id = registered(database, actor)
    coming = [
        Incoming(patient_id, "weight", clock.now() - at * DAY, (80.0,), Source.FILE, f"w{at}")
        for at in range(365)
    ]
    with patch("station.services.intake.intake.assess", side_effect=assess) as asked:
        intake.take(session, coming)
    assert max(len(call.kwargs["previous"]) for call in asked.call_args_list) == 7


def test_a_late_weight_is_compared_with_the_one_after_it(
    intake: Intake, database: Database, actor: Actor, session: Session, clock: FixedClock
) -> None:
    patient_id = registered(database, actor)
    now = clock.now()
    later = Incoming(patient_id, "weight", now, (86.0,), Source.FILE, "a")
    before = Incoming(patient_id, "weight", now - DAY // 2, (80.0,), Source.FILE, "b")
    assert intake.take(session, [later, before]).unconfirmed == 1


def test_what_is_tried_again_is_not_held_twice(
    intake: Intake, record: Record, database: Database, session: Session, clock: FixedClock
) -> None:
    with record.write(session) as writer:
        receipt = take(writer, [spo2(None, clock.now(), 95)], again=True)
    assert (receipt.quarantined, receipt.outcomes) == (1, ("unknown_patient",))
    with database.read() as reader:
        assert reader.raw("SELECT count(*) FROM quarantine") == [(0,)]


def from_device(patient_id: str, value: float, **more: Any) -> Incoming:  # noqa: ANN401
    """A reading under a strict key, by a device's own clock."""
    made = Incoming(patient_id, "spo2", NOW - DAY, (value,), Source.DEVICE, "ble:d:5@t")
    more = {"device_id": "d", "device_time": "2026-11-19T09:00:00", "strict": True, **more}
    return replace(made, **more)


def test_a_strict_key_with_another_value_or_time_is_no_duplicate(
    intake: Intake, session: Session, database: Database, actor: Actor
) -> None:
    patient_id = registered(database, actor)
    first = from_device(patient_id, 93)
    assert intake.take(session, [first, first]).outcomes == ("stored", "duplicate")
    later = replace(first, taken_at=first.taken_at + 5)
    assert intake.take(session, [later]).outcomes == ("duplicate",)
    other, moved = from_device(patient_id, 84), replace(first, device_time="2026-11-19T10:00:00")
    assert intake.take(session, [other, moved, first]).outcomes == (
        "conflict",
        "conflict",
        "duplicate",
    )
    assert intake.take(session, [other, moved]).outcomes == ("duplicate", "duplicate")
    with database.read() as reader:
        assert reader.raw("SELECT value FROM readings") == [(93.0,)]
        assert reader.raw("SELECT count(*) FROM quarantine") == [(2,)]


def test_two_that_differ_in_one_delivery_are_no_duplicates_either(
    intake: Intake, session: Session, database: Database, actor: Actor
) -> None:
    patient_id = registered(database, actor)
    odd, fine = from_device(patient_id, 250), from_device(patient_id, 93)
    receipt = intake.take(session, [odd, fine, from_device(patient_id, 92), odd])
    assert receipt.outcomes == ("implausible", "stored", "conflict", "duplicate")
    tablet = from_device(patient_id, 91, device_id="", device_time="", source_key="tablet:1")
    assert intake.take(session, [tablet]).outcomes == ("stored",)
    again = replace(tablet, taken_at=tablet.taken_at + 1)
    assert intake.take(session, [again, tablet]).outcomes == ("conflict", "duplicate")


def test_what_must_be_held_is_held_once_with_what_belongs_to_it(
    intake: Intake, session: Session, database: Database, actor: Actor
) -> None:
    patient_id = registered(database, actor)
    facts = (("device_name", "Apparat 1"),)
    mine = from_device(patient_id, 93, refused="test", facts=facts)
    nobody = replace(mine, patient_id=None, refused="before_loan", source_key="ble:d:6@t")
    assert intake.take(session, [mine, nobody]).outcomes == ("test", "before_loan")
    assert intake.take(session, [mine, nobody]).outcomes == ("duplicate", "duplicate")
    # What was laid aside does not come in by being sent again without the reason.
    assert intake.take(session, [replace(mine, refused="")]).outcomes == ("duplicate",)
    both = [replace(mine, refused="", source_key="new"), replace(mine, source_key="newer")]
    assert intake.take(session, both).outcomes == ("stored", "test")
    with database.read() as reader:
        rows = reader.raw("SELECT reason_values FROM quarantine WHERE reason_code = 'before_loan'")
    values = json.loads(str(rows[0][0]))
    assert (values["device"], values["device_name"]) == ("d", "Apparat 1")


def test_what_never_became_a_reading_is_held_beside_once(record: Record, session: Session) -> None:
    garbage = Held("device", "malformed_packet", "2a5e:ff", id="same")
    with record.write(session) as writer:
        receipt = take(writer, [], beside=[garbage, garbage])
    assert (receipt.quarantined, receipt.duplicates) == (1, 1)
    with record.write(session) as writer:
        receipt = take(writer, [], beside=[garbage])
    assert (receipt.quarantined, receipt.duplicates) == (0, 1)


def test_years_ago_is_held(
    intake: Intake, session: Session, database: Database, actor: Actor
) -> None:
    patient_id = registered(database, actor)
    assert intake.take(session, [from_device(patient_id, 93, taken_at=1)]).outcomes == ("long_ago",)

"""Reading the worklist: who is on it, what decides for her, and what came last."""

from station.core.clock import FixedClock
from station.core.ids import new_id
from station.models.database import Actor, Database
from station.models.queries import worklist as queries
from station.models.records import judging, pauses
from station.models.records import readings as records
from station.models.records.readings import Provenance
from station.rules.readings import Excluded, Reading, Source
from tests.intaking import DAY, plan_in_force, spo2_plan
from tests.patients import registered

ALL = ("referred", "active")


def stored(database: Database, actor: Actor, *readings: Reading) -> None:
    """Store readings and keep the newest at hand."""
    with database.write(actor) as writer:
        records.add(writer, [(each, Provenance(each.id)) for each in readings])
        records.keep_latest(writer, readings)
        writer.audit("stored_for_test", "reading", "")


def spo2(patient_id: str, at: int, value: float | None, **more: object) -> Reading:
    """A reading of SpO2 that arrived when it was taken."""
    return Reading(new_id(), patient_id, "spo2", at, at, (value,), source=Source.TABLET, **more)  # type: ignore[arg-type]


def test_only_the_living_in_the_statuses_asked_for(database: Database, actor: Actor) -> None:
    here = registered(database, actor)
    registered(database, actor, family="Bjørk", deceased_on="2026-11-01")
    with database.read() as reader:
        (row,) = queries.patients(reader, ALL, 0)
        assert queries.patients(reader, ("active",), 0) == []
    assert (row.patient_id, row.given_name, row.family_name) == (here, "Rask", "Elg")
    assert (row.judged_at, row.judged, row.paused, row.last_contact) == (None, False, False, None)


def test_a_failed_judging_is_not_well(database: Database, actor: Actor, clock: FixedClock) -> None:
    patient_id = registered(database, actor)
    with database.write(actor) as writer:
        assert not queries.judged_well(writer, patient_id)
        judging.judged(writer, patient_id)
        assert queries.judged_well(writer, patient_id)
        judging.judged(writer, patient_id, judging.FAILED, "KeyError")
        assert not queries.judged_well(writer, patient_id)
        (row,) = queries.patients(writer, ALL, clock.now())
        writer.quiet()
    assert (row.judged, row.judged_at) == (False, clock.now())


def test_a_pause_holds_from_its_beginning_to_its_end(
    database: Database, actor: Actor, clock: FixedClock
) -> None:
    patient_id, start = registered(database, actor), clock.now()
    with database.write(actor) as writer:
        pauses.add(writer, new_id(), patient_id, reason="Ferie", from_at=start, until_at=start + 10)
    with database.read() as reader:
        found = [queries.patients(reader, ALL, start + at)[0] for at in (-1, 0, 9, 10)]
        assert queries.pauses(reader) == {patient_id: [(start, start + 10)]}
    assert [row.paused for row in found] == [False, True, True, False]
    assert [row.paused_until for row in found] == [None, start + 10, start + 10, None]


def test_an_approved_plan_goes_before_a_draft_and_a_later_one_waits(
    database: Database, actor: Actor, clock: FixedClock
) -> None:
    patient_id, now = registered(database, actor), clock.now()
    plan_in_force(database, actor, patient_id, now - DAY, spo2_plan())
    plan_in_force(database, actor, patient_id, now + DAY, spo2_plan())
    with database.write(actor) as writer:
        writer.execute(
            "INSERT INTO plan_versions (id, plan_id, patient_id, number, status, content, "
            "content_hash, created_at, created_by) SELECT ?, plan_id, patient_id, 2, 'draft', "
            "content, '', ?, 'x' FROM plan_versions LIMIT 1",
            (new_id(), now - 2 * DAY),
        )
        writer.audit("drafted_for_test", "plan", "", patient_id)
    with database.read() as reader:
        found = [queries.plans_in_force(reader, now + at)[patient_id] for at in (-DAY, 0, DAY)]
        trial = queries.plans_in_force(reader, now - DAY - 1)[patient_id]
    assert [(row.approved, row.since) for row in found] == [
        (True, now - DAY),
        (True, now - DAY),
        (True, now + DAY),
    ]
    assert (trial.approved, trial.since, trial.template) == (False, now - 2 * DAY, "kols")


def test_the_newest_that_counts_is_kept_at_hand(
    database: Database, actor: Actor, clock: FixedClock
) -> None:
    patient_id, now = registered(database, actor), clock.now()
    stored(
        database,
        actor,
        spo2(patient_id, now - 3, 90),
        spo2(patient_id, now - 2, 64, confirmed=False),
        spo2(patient_id, now - 1, 80, excluded=Excluded.ACTIVITY),
    )
    with database.read() as reader:
        (row,) = queries.latest_of(reader, patient_id)
        assert queries.latest(reader) == {patient_id: [row]}
        assert queries.latest_of(reader, new_id()) == ()
    assert (row.kind, row.taken_at, row.value, row.confirmed) == ("spo2", now - 2, 64, False)


def test_a_spark_is_the_newest_of_every_six_hours_of_a_fortnight(
    database: Database, actor: Actor, clock: FixedClock
) -> None:
    patient_id, now = registered(database, actor), clock.now()
    bucket = now // 21_600_000 * 21_600_000
    stored(
        database,
        actor,
        spo2(patient_id, now - 14 * DAY - 1, 70),
        spo2(patient_id, bucket - 2, 91),
        spo2(patient_id, bucket - 1, 92),
        spo2(patient_id, bucket, 93),
        spo2(patient_id, bucket + 1, 80, excluded=Excluded.TEST),
        Reading(new_id(), patient_id, "bp", now, now, (140.0, 90.0)),
    )
    other = registered(database, actor)
    with database.read() as reader:
        spo2_line = queries.sparks(reader, [(patient_id, "spo2", 0)], now)
        assert spo2_line == {patient_id: ((bucket - 1, 92), (bucket, 93))}
        wanted = [(patient_id, "bp", 1), (other, "spo2", 0)]
        assert queries.sparks(reader, wanted, now) == {patient_id: ((now, 90.0),)}


def test_settings_are_given_as_text(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        before = queries.settings(writer)
        writer.execute(
            "INSERT INTO settings (key, value, changed_at, changed_by) VALUES ('a', '1', 0, 'x')"
        )
        assert queries.settings(writer) == before | {"a": "1"}
        writer.quiet()

"""Writing where judging stands, and what is missing."""

from station.core.clock import FixedClock
from station.models.database import Actor, Database
from station.models.queries import judging as queries
from station.models.records import judging as records
from station.rules.alerts import Episode, State
from station.rules.limits import Level
from tests.patients import registered


def test_a_state_replaces_the_one_before_and_can_be_forgotten(
    database: Database, actor: Actor
) -> None:
    patient_id, other = registered(database, actor), registered(database, actor, family="Bjørk")
    later = State(2000, ((2000, 80.0),), Episode(Level.RED), Episode(Level.YELLOW, receded=True))
    with database.write(actor) as writer:
        records.keep_state(writer, patient_id, "spo2", State(1000))
        records.keep_state(writer, patient_id, "spo2", later)
        records.keep_state(writer, other, "spo2", State(3000))
        assert queries.state(writer, patient_id, "spo2") == later
        assert queries.state(writer, patient_id, "pulse") == State()
        records.forget_states(writer, patient_id)
        assert queries.state(writer, patient_id, "spo2") == State()
        assert queries.state(writer, other, "spo2") == State(3000)
        writer.quiet()


def test_the_last_judging_is_the_one_that_is_known(
    database: Database, actor: Actor, clock: FixedClock
) -> None:
    patient_id = registered(database, actor)
    seen, failed = [], []
    for step in range(3):
        clock.advance(1000)
        with database.write(actor) as writer:
            if step == 0:
                records.judged(writer, patient_id)
            elif step == 1:
                records.judged(writer, patient_id, records.FAILED, "KeyError")
            else:
                records.all_judged(writer, [])
                records.all_judged(writer, [patient_id])
            seen += writer.raw("SELECT state, reason, judged_at FROM judgements")
            failed.append(queries.failed(writer, patient_id))
            writer.quiet()
    now = clock.now()
    assert failed == [False, True, False]
    assert seen == [("ok", "", now - 2000), ("failed", "KeyError", now - 1000), ("ok", "", now)]


def test_silence_ends_for_its_own_kind_and_only_once(
    database: Database, actor: Actor, clock: FixedClock
) -> None:
    patient_id, now = registered(database, actor), clock.now()
    with database.write(actor) as writer:
        records.note_missing(writer, patient_id, "spo2", now - 1000)
        records.note_missing(writer, patient_id, "weight", now - 2000)
        assert queries.open_missing(writer, patient_id) == {
            "spo2": now - 1000,
            "weight": now - 2000,
        }
        assert queries.silent_patients(writer) == (patient_id,)
        assert records.end_missing(writer, patient_id, "spo2", None, now) == 1
        assert records.end_missing(writer, patient_id, "spo2", None, now + 1) == 0
        assert queries.open_missing(writer, patient_id) == {"weight": now - 2000}
        writer.quiet()

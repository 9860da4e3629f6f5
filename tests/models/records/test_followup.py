"""Snoozes and closer follow-up run and end; a round of acknowledging can be taken back whole."""

from station.core.clock import FixedClock
from station.models.database import Actor, Database
from station.models.queries import followup as found
from station.models.records import followup as records
from tests.patients import registered

HOUR = 3_600_000


def test_a_snooze_runs_until_its_end_or_until_it_is_ended(
    database: Database, actor: Actor, clock: FixedClock
) -> None:
    patient_id, now = registered(database, actor), clock.now()
    with database.write(actor) as writer:
        until = writer.now + HOUR
        first = records.add_snooze(
            writer, patient_id, "spo2", "low", until_at=until, reason="kortison"
        )
        other = records.add_snooze(
            writer, patient_id, "spo2", "high", until_at=until + 1, reason="kortison"
        )
        writer.quiet()
    with database.read() as reader:
        later = now + 60_000
        assert [row.id for row in found.snoozes(reader, later)] == [first, other]
        assert [row.id for row in found.snoozes(reader, later, patient_id)] == [first, other]
        assert not found.snoozes(reader, later, "somebody else")
        assert not found.snoozes(reader, until + 1)
        assert not found.snoozes(reader, now - HOUR), "the clock was set back"
    clock.advance(1000)
    with database.write(actor) as writer:
        assert records.end_snooze(writer, first)
        assert not records.end_snooze(writer, first)
        writer.quiet()
    with database.read() as reader:
        assert [row.id for row in found.snoozes(reader, clock.now())] == [other]
        assert {row.id: ended for row, ended in found.rests_of(reader, patient_id)} == {
            first: writer.now,
            other: None,
        }
        row = found.snooze(reader, first)
        assert row is not None
        assert (row.component, row.side, row.reason) == ("spo2", "low", "kortison")
        assert found.snooze(reader, "no such one") is None


def test_a_new_snooze_takes_the_place_of_the_one_that_runs(
    database: Database, actor: Actor, clock: FixedClock
) -> None:
    patient_id = registered(database, actor)
    for hours in (1, 2):
        clock.advance(1000)
        with database.write(actor) as writer:
            records.add_snooze(
                writer,
                patient_id,
                "spo2",
                "low",
                until_at=writer.now + hours * HOUR,
                reason="kortison",
            )
            writer.quiet()
    with database.read() as reader:
        (row,) = found.snoozes(reader, clock.now())
    assert row.until_at == clock.now() + 2 * HOUR


def test_closer_follow_up_runs_until_its_end_or_until_it_is_ended(
    database: Database, actor: Actor, clock: FixedClock
) -> None:
    patient_id = registered(database, actor)
    with database.write(actor) as writer:
        assert not records.end_followup(writer, patient_id)
        until = writer.now + HOUR
        records.add_followup(writer, patient_id, until_at=until, reason="ny behandling")
        writer.quiet()
    clock.advance(1000)
    with database.read() as reader:
        (row,) = found.followups(reader, clock.now())
        assert found.followups(reader, clock.now(), patient_id) == (row,)
        assert not found.followups(reader, clock.now(), "somebody else")
        assert not found.followups(reader, until)
    with database.write(actor) as writer:
        assert records.end_followup(writer, patient_id)
        writer.quiet()
    with database.read() as reader:
        assert not found.followups(reader, clock.now())
        (ended,) = found.followups_of(reader, patient_id)
    assert ended.ended_at == clock.now()


def test_a_round_is_noted_and_taken_back(
    database: Database, actor: Actor, clock: FixedClock
) -> None:
    one, other = registered(database, actor), registered(database, actor, family="Bjørk")
    with database.write(actor) as writer:
        for patient_id in (one, other):
            records.acknowledge(writer, patient_id, "round", up_to=writer.now, readings=3)
        writer.quiet()
    with database.read() as reader:
        assert set(found.acknowledged(reader, clock.now(), clock.now())) == {one, other}
        assert not found.acknowledged(reader, clock.now() + HOUR, clock.now() + HOUR)
        # Ticked off while the clock was ahead: not of this day.
        assert not found.acknowledged(reader, 0, clock.now() - HOUR)
        made = found.round_of(reader, "round")
        assert made is not None
        assert (set(made.patients), made.user_id, made.undone_at) == (
            {one, other},
            actor.user_id,
            None,
        )
        assert found.round_of(reader, "no such one") is None
    with database.write(actor) as writer:
        assert records.undo_round(writer, "round") == 2
        assert records.undo_round(writer, "round") == 0
        writer.quiet()
    with database.read() as reader:
        assert not found.acknowledged(reader, 0, clock.now())

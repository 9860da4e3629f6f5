"""What a move needs to know of a reading: its key, its file, its copy, and what it raised."""

from station.models.database import Actor, Database
from station.models.queries import moves as queries
from station.models.records import moves, readings
from station.models.records.quarantine import Held, hold
from station.rules.readings import Excluded, Reading
from tests.patients import registered

A, B, C = ("a" * 32, "b" * 32, "c" * 32)


def test_what_a_reading_can_be_traced_by(database: Database, actor: Actor) -> None:
    wrong, right = (registered(database, actor, family=name) for name in ("Elg", "Brygge"))
    with database.write(actor) as writer:
        rows = [
            (Reading(A, wrong, "spo2", 1000, 1000, (90.0,)), "form:svar", "batch"),
            (Reading(B, right, "spo2", 1000, 1000, (90.0,)), "form:svar", None),
            (Reading(C, wrong, "spo2", 2000, 2000, (91.0,)), "other", "batch"),
        ]
        readings.add(
            writer,
            [(each, readings.Provenance(key, "rå", batch)) for each, key, batch in rows],
        )
        moves.came_from(writer, B, A)
        hold(writer, [Held("file", "future", "rå", wrong, "spo2", 3, batch_id="batch")])
        writer.audit("moved_for_test", "reading", A, wrong)
    with database.read() as reader:
        found = queries.trace(reader, A)
        assert found is not None
        assert (found.answer_id, found.copy_id, found.raw) == ("svar", B, "rå")
        other = queries.trace(reader, C)
        assert other is not None
        assert (other.answer_id, other.copy_id) == ("", "")
        assert queries.origins(reader, (A, B, C)) == {
            A: ("", "svar"),
            B: (A, "svar"),
            C: ("", ""),
        }
        assert queries.moved_away(reader, (A, B, C)) == {A}
        assert queries.in_batch(reader, "batch", wrong) == (A, C)
        ((_, reason),) = queries.held_in_batch(reader, "batch", wrong)
        assert reason == "future"
        assert queries.alerts_by(reader, wrong, (A, C)) == 0
        assert queries.trace(reader, "0" * 32) is None
        assert queries.raw_answer(reader, "0" * 32) == ""


def test_a_copy_that_lies_wrong_itself_is_none(database: Database, actor: Actor) -> None:
    wrong, right = (registered(database, actor, family=name) for name in ("Elg", "Brygge"))
    with database.write(actor) as writer:
        pair = [(A, wrong), (B, right)]
        made = [Reading(name, owner, "spo2", 1000, 1000, (90.0,)) for name, owner in pair]
        readings.add(writer, [(each, readings.Provenance("key")) for each in made])
        moves.came_from(writer, B, A)
        readings.mark(writer, B, Excluded.WRONG_PATIENT, "tilbake", "x", 1)
        writer.audit("moved_for_test", "reading", A, wrong)
    with database.read() as reader:
        assert queries.moved_away(reader, (A,)) == set()

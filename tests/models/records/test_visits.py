"""Visits in the file: every step is in the log, and says that visits changed."""

from station.models.database import Actor, Database
from station.models.queries import visits as queries
from station.models.records import driving as rounds
from station.models.records import visits as records
from station.models.records.devices import NewDevice
from station.models.records.devices import add as add_device
from station.models.records.visits import VisitFacts
from tests.patients import log_of, registered


def test_a_visit_is_planned_put_on_a_round_ended_and_opened_again(
    database: Database, actor: Actor
) -> None:
    patient = registered(database, actor)
    with database.write(actor) as writer:
        add_device(writer, "d1", NewDevice("scale", name="Vekt 1"))
        facts = VisitFacts(patient, None, "pickup", "2026-11-24", "Nøkkel", ("d1", "d1"))
        visit = records.add(writer, facts)
        assert writer.changes is not None
        assert "visits" in writer.changes.topics
        round_id = rounds.begin(writer, "2026-11-24", "Even")
        records.place(writer, [visit], round_id)
        records.placed(writer, round_id, [(visit, patient)])
        records.ordered(writer, round_id)
        records.end(writer, visit, patient, "done", minutes=5)
    with database.read() as reader:
        row = queries.visit(reader, visit)
        assert row is not None
        assert (row.state, row.round_id, row.position, row.minutes) == ("done", round_id, 1, 5)
        assert (row.planned_on, row.day, row.note) == ("2026-11-24", "2026-11-24", "Nøkkel")
        assert [each.name for each in queries.devices_of(reader, visit)] == ["Vekt 1"]
        assert queries.unfinished(reader) == ()
        assert queries.done_since(reader, row.done_at or 0, 0) == (row,)
        assert queries.done_since(reader, (row.done_at or 0) + 1, 0) == ()
        assert queries.of_round(reader, round_id) == (row,)
    with database.write(actor) as writer:
        records.reopen(writer, visit, patient)
        records.take_off(writer, visit, patient)
        again = queries.visit(writer, visit)
        assert again is not None
        assert (again.state, again.round_id, again.minutes, again.done_at) == (
            "planned",
            None,
            None,
            None,
        )
        records.drop(writer, visit, patient)
        assert queries.visit(writer, visit) is None
        assert log_of(writer, patient)[:6] == [
            "visit_dropped",
            "visit_off_round",
            "visit_reopened",
            "visit_ended",
            "visit_on_round",
            "visit_planned",
        ]

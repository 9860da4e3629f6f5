"""What was driven: closed rounds of a period, with the visits where somebody was at the door."""

from station.models.database import Actor, Database
from station.models.queries import driving as queries
from station.models.records import driving as rounds
from station.models.records import visits
from station.models.records.visits import VisitFacts
from tests.patients import registered


def test_only_closed_rounds_and_doors_that_somebody_stood_at(
    database: Database, actor: Actor
) -> None:
    patient = registered(database, actor, gp_office="Fjellsund legekontor")
    with database.write(actor) as writer:
        round_id = rounds.begin(writer, "2026-11-24", "Even")
        still_open = rounds.begin(writer, "2026-11-24", "Even")
        ids = [visits.add(writer, VisitFacts(patient, None, "other")) for _ in range(4)]
        visits.place(writer, ids, round_id)
        for visit, state in zip(ids, ("done", "not_home", "moved"), strict=False):
            visits.end(writer, visit, patient, state)
        rounds.close(writer, round_id, (None, None), (62_000, 90), "")
        rows = queries.driven(writer, "2026-11-24", "2026-11-24")
        assert [(row.state, row.metres, row.gp_office) for row in rows] == [
            ("done", 62_000, "Fjellsund legekontor"),
            ("not_home", 62_000, "Fjellsund legekontor"),
        ]
        assert queries.driven(writer, "2026-11-25", "2026-11-30") == ()
        assert queries.one(writer, still_open) is not None
        assert queries.one(writer, "nobody") is None

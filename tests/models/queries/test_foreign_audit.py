"""What others did with a patient's file, the newest first, whatever their details hold."""

from station.models.database import Actor, Database
from station.models.queries import foreign_audit as queries
from station.models.queries.exchange import Audited
from station.models.records import foreign_audit as records


def test_of_one_patient_the_newest_first(database: Database, actor: Actor) -> None:
    told = {1: '{"fields": ["phone"]}', 2: "no json", 3: "[1]"}
    with database.write(actor) as writer:
        for seq, details in told.items():
            row = Audited(
                seq, 100 * seq, "u", "Rask Elg", "opened", "patient", "p1", "p1", details, "m"
            )
            records.keep(writer, "north", row)
        other = Audited(4, 400, "u", "Rask Elg", "opened", "patient", "p2", "p2", "{}", "m")
        records.keep(writer, "north", other)
    with database.read() as reader:
        found = queries.of_patient(reader, "p1")
    assert [(each.seq, each.details) for each in found] == [
        (3, {}),
        (2, {}),
        (1, {"fields": ["phone"]}),
    ]
    assert (found[0].station, found[0].user_name, found[0].at) == ("north", "Rask Elg", 300)

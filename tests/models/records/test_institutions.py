"""Institutions in the file."""

from station.models.database import Actor, Database
from station.models.queries import audit
from station.models.queries import institutions as queries
from station.models.records import institutions as records


def test_an_institution_is_added_changed_and_retired_once(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        records.add(writer, "i1", {"kind": "gp_office", "name": "Fjellsund legekontor"})
        records.change(writer, "i1", {"phone": "68 05 02 10", "contact": "Stille Brygge"})
        assert records.set_retired(writer, "i1", retired=True)
        assert not records.set_retired(writer, "i1", retired=True)
    with database.read() as reader:
        row = queries.one(reader, "i1")
        assert row is not None
        assert (row.phone, row.contact, row.retired) == ("68 05 02 10", "Stille Brygge", True)
    with database.write(actor) as writer:
        assert records.set_retired(writer, "i1", retired=False)
    with database.read() as reader:
        assert [row.action for row in audit.newest(reader, limit=4)] == [
            "institution_brought_back",
            "institution_retired",
            "institution_changed",
            "institution_added",
        ]

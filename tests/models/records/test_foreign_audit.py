"""Rows of other stations' logs are kept once and as they came."""

from station.models.database import Actor, Database
from station.models.queries.exchange import Audited
from station.models.records import foreign_audit as records


def audited(seq: int, action: str = "patient_opened", details: str = "{}") -> Audited:
    return Audited(seq, 1000 + seq, "u1", "Rask Elg", action, "patient", "p1", "p1", details, "mac")


def test_a_row_is_kept_once_and_never_changed(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        assert records.keep(writer, "north", audited(1))
        assert not records.keep(writer, "north", audited(1, "something_else"))
        assert records.keep(writer, "south", audited(1))
    with database.read() as reader:
        rows = reader.raw("SELECT station, seq, action, mac FROM sync_audit ORDER BY station")
    assert [tuple(row) for row in rows] == [
        ("north", 1, "patient_opened", "mac"),
        ("south", 1, "patient_opened", "mac"),
    ]

"""Distances in the file: kept once for a pair, replaced, forgotten."""

from station.models.database import Actor, Database
from station.models.queries import driving as queries
from station.models.records import distances as records
from station.rules.routing import Way


def test_a_way_is_kept_replaced_and_forgotten(database: Database, actor: Actor) -> None:
    places = ("office", "patient:a")
    with database.write(actor) as writer:
        records.keep(writer, places, Way(12_000, 15))
        records.keep(writer, places, Way(13_000))
        assert queries.ways(writer) == {places: Way(13_000, None)}
        assert records.forget(writer, places)
        assert not records.forget(writer, places)
        assert queries.ways(writer) == {}

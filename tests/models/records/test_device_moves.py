"""The chain of moves in the file: numbered, and never changed."""

import pytest

from station.models.database import Actor, Database
from station.models.queries import store
from station.models.records import device_moves, devices
from station.models.records.device_moves import NewMove
from station.models.records.devices import NewDevice


def test_moves_are_numbered_device_by_device_from_the_registration(
    database: Database, actor: Actor
) -> None:
    with database.write(actor) as writer:
        for name in ("d1", "d2"):
            devices.add(writer, name, NewDevice("scale", name=name, place="Skap 1"))
        device_moves.add(writer, "d1", NewMove("in_store", "repair", "Viser 0", "Verksted"))
    with database.read() as reader:
        newest, first = store.moves_of(reader, "d1")
        assert store.newest_move(reader, "d1") == newest
        assert [move.n for move in store.moves_of(reader, "d2")] == [1]
        assert store.newest_move(reader, "d3") is None
    assert (first.n, first.from_state, first.to_state, first.place) == (
        1,
        "",
        "in_store",
        "Skap 1",
    )
    assert (newest.n, newest.from_state, newest.to_state) == (2, "in_store", "repair")
    assert (newest.reason, newest.place, newest.by_id) == ("Viser 0", "Verksted", actor.user_id)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE device_moves SET reason = 'x'", "DELETE FROM device_moves"],
)
def test_the_file_itself_keeps_every_move_as_it_was(
    database: Database, actor: Actor, statement: str
) -> None:
    with database.write(actor) as writer:
        devices.add(writer, "d1", NewDevice("scale", name="Vekt 1"))
    with pytest.raises(Exception, match="never"), database.write(actor) as writer:
        writer.execute(statement)

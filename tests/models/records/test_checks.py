"""Rounds in the file: one is open at a time, and each step has one outcome."""

import pytest

from station.models.database import Actor, Database
from station.models.queries import store
from station.models.records import checks, devices
from station.models.records.devices import NewDevice


def test_a_round_from_its_beginning_to_its_end(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        devices.add(writer, "d1", NewDevice("scale", name="Vekt 1"))
        checks.begin(writer, "c1", "d1", "prepare")
        checks.tick(writer, "c1", "clean", "not_ok", "flekk")
        checks.tick(writer, "c1", "clean", "ok", "")
        checks.tick(writer, "c1", "charged", "ok", "")
        checks.untick(writer, "c1", "charged")
        checks.note(writer, "c1", 12_500, None)
    with database.read() as reader:
        found = store.open_round(reader, "d1")
        assert found is not None
        assert (found.cost_ore, found.note, found.kind) == (12_500, "", "scale")
        assert store.accessories(found) == ()
        (step,) = store.steps_of(reader, "c1")
    assert (step.step, step.outcome, step.note) == ("clean", "ok", "")
    with database.write(actor) as writer:
        checks.close(writer, "c1", "ready", note="ferdig")
    with database.read() as reader:
        closed = store.round_of(reader, "c1")
        assert store.open_round(reader, "d1") is None
        assert store.rounds_of(reader, "d1") == (closed,)
    assert closed is not None
    assert (closed.outcome, closed.cost_ore, closed.note) == ("ready", 12_500, "ferdig")
    with database.write(actor) as writer:
        checks.reopen(writer, "c1")
    with database.read() as reader:
        again = store.open_round(reader, "d1")
    assert again is not None
    assert (again.closed_at, again.outcome) == (None, "")


def test_the_file_itself_refuses_a_second_open_round(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        devices.add(writer, "d1", NewDevice("scale", name="Vekt 1"))
        checks.begin(writer, "c1", "d1", "prepare")
    with pytest.raises(Exception, match="UNIQUE"), database.write(actor) as writer:
        checks.begin(writer, "c2", "d1", "return")

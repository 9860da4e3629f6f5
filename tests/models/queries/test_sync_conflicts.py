"""Conflicts as they are read: open ones in order, one of them, those about a record or patient."""

from dataclasses import replace

from station.core.clock import FixedClock
from station.models.database import Actor, Database
from station.models.queries import sync_conflicts as queries
from station.models.records import sync_conflicts as records
from station.models.records.sync_conflicts import Clash

CLASH = Clash("centre", "plans", "r1", "p1", "both", None, {"a": "å"}, {"a": 2}, ("a", "b"))


def test_open_ones_are_found_in_four_ways(
    database: Database, actor: Actor, clock: FixedClock
) -> None:
    with database.write(actor) as writer:
        records.note(writer, CLASH)
    clock.advance(1)
    with database.write(actor) as writer:
        records.note(writer, replace(CLASH, record_id="r2", patient_id="p2"))
        records.note(writer, replace(CLASH, kind="alerts", record_id="r3"))
        records.note(writer, replace(CLASH, record_id="r0"))
        records.choose(writer, "plans", "r0", "ours", (), "")
    with database.read() as reader:
        found = queries.listed(reader)
        assert [each.record_id for each in found] == ["r1", "r2", "r3"]
        assert queries.count(reader) == 3
        assert queries.of_record(reader, "plans", "r2") == (found[1],)
        assert queries.of_patient(reader, "p1", "plans") == (found[0],)
        assert queries.of_record(reader, "plans", "r0") == ()
        assert queries.one(reader, found[0].id) == found[0]
        assert queries.one(reader, "none") is None
    first = found[0]
    assert (first.base, first.ours, first.theirs) == ({}, {"a": "å"}, {"a": 2})
    assert (first.columns, first.state, first.chosen_at) == (("a", "b"), "open", None)


def test_a_closed_one_is_still_there_with_who_chose(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        records.note(writer, CLASH)
        (found,) = queries.listed(writer)
        records.choose(writer, "plans", "r1", "theirs", ("a",), "")
    with database.read() as reader:
        closed = queries.one(reader, found.id)
    assert closed is not None
    assert (closed.state, closed.chosen, closed.chosen_by) == ("chosen", "theirs", actor.user_id)

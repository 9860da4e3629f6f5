"""Drafts: one per person and thing, encrypted, gone when dropped."""

import pytest

from station.core.clock import FixedClock
from station.models.database import Actor, Database
from station.models.queries import drafts as found
from station.models.queries.drafts import Draft
from station.models.queries.users import User
from station.models.records import drafts, users


@pytest.fixture
def staffed(database: Database, actor: Actor) -> Database:
    with database.write(actor) as writer:
        users.add(writer, User("u1", "s1", "Rask Elg", "RE", "nurse", "nb", active=True))
        users.add(writer, User("u2", "s2", "Stille Brygge", "SB", "nurse", "nn", active=True))
    return database


def test_the_latest_draft_takes_the_place_of_the_one_before(
    staffed: Database, actor: Actor, clock: FixedClock
) -> None:
    for text in ("Ringte", "Ringte, ingen svarte"):
        clock.advance(1000)
        with staffed.write(actor) as writer:
            drafts.keep(writer, "u1", "note", "p1", {"text": text})
    with staffed.read() as reader:
        kept = found.one(reader, "u1", "note", "p1")
    assert kept == Draft("note", "p1", {"text": "Ringte, ingen svarte"}, clock.now())


def test_drafts_are_for_their_owner_only(
    staffed: Database, actor: Actor, clock: FixedClock
) -> None:
    with staffed.write(actor) as writer:
        drafts.keep(writer, "u1", "note", "p1", {"text": "mine"})
        drafts.keep(writer, "u2", "note", "p1", {"text": "yours"})
    clock.advance(1)
    with staffed.write(actor) as writer:
        drafts.keep(writer, "u1", "plan", "", {"goal": "å gå på tur"})
    with staffed.read() as reader:
        assert [draft.subject_kind for draft in found.of_user(reader, "u1")] == ["plan", "note"]
        assert [draft.content for draft in found.of_user(reader, "u2")] == [{"text": "yours"}]
        assert found.one(reader, "u2", "plan", "") is None


def test_a_dropped_draft_is_gone_and_leaves_no_line(staffed: Database, actor: Actor) -> None:
    before = staffed.head()
    with staffed.write(actor) as writer:
        drafts.keep(writer, "u1", "note", "p1", {"text": "x"})
    for _ in range(2):
        with staffed.write(actor) as writer:
            drafts.drop(writer, "u1", "note", "p1")
    with staffed.read() as reader:
        assert found.of_user(reader, "u1") == ()
    assert staffed.head() == before

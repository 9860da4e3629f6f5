"""Unsaved words belong to the one who wrote them."""

import pytest

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.models.database import Database
from station.models.queries.users import User
from station.models.records import users
from station.services.drafts import Drafts
from station.services.record import Record
from station.services.session import Session

FIRST = Session("1" * 32, "Rask Elg", "RE", "nurse", "nb")
SECOND = Session("2" * 32, "Stille Brygge", "SB", "nurse", "nb")


@pytest.fixture
def drafts(database: Database, clock: FixedClock) -> Drafts:
    record = Record(Bus(), clock, database)
    with record.write(FIRST) as writer:
        for who in (FIRST, SECOND):
            user = User(
                who.user_id, who.user_id, who.name, who.initials, "nurse", "nb", active=True
            )
            users.add(writer, user)
    return Drafts(record)


def test_t03_a_draft_is_found_by_its_owner_only(drafts: Drafts) -> None:
    drafts.keep(FIRST, "note", "p1", {"text": "ringte datter"})
    assert drafts.find(FIRST, "note", "p1") == {"text": "ringte datter"}
    assert drafts.find(SECOND, "note", "p1") is None
    assert drafts.find(FIRST, "note", "p2") is None


def test_the_newest_words_take_the_place_of_the_older(drafts: Drafts) -> None:
    drafts.keep(FIRST, "note", "p1", {"text": "a"})
    drafts.keep(FIRST, "note", "p1", {"text": "b"})
    assert drafts.find(FIRST, "note", "p1") == {"text": "b"}


def test_a_draft_that_was_saved_is_let_go(drafts: Drafts) -> None:
    drafts.keep(FIRST, "note", "p1", {"text": "a"})
    drafts.keep(SECOND, "note", "p1", {"text": "b"})
    drafts.drop(FIRST, "note", "p1")
    assert drafts.find(FIRST, "note", "p1") is None
    assert drafts.find(SECOND, "note", "p1") == {"text": "b"}

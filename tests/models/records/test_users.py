"""Users are added, changed and deactivated, each with a line in the log."""

from dataclasses import replace

import pytest

from station.models.database import Actor, Database
from station.models.queries import users as found
from station.models.queries.users import User
from station.models.records import users

ELG = User("u1", "s1", "Rask Elg", "RE", "nurse", "nb", active=True)


@pytest.fixture
def stored(database: Database, actor: Actor) -> Database:
    with database.write(actor) as writer:
        users.add(writer, ELG)
    return database


def test_a_user_is_stored_and_told_about(stored: Database, actor: Actor) -> None:
    with stored.read() as reader:
        assert found.by_id(reader, "u1") == ELG
        assert reader.raw("SELECT action, subject_id, details FROM audit") == [
            ("user_added", "u1", '{"name":"Rask Elg","role":"nurse"}')
        ]


def test_name_role_and_language_change(stored: Database, actor: Actor) -> None:
    changed = replace(ELG, name="Rask Elg-Brygge", initials="RB", role="leader", language="nn")
    with stored.write(actor) as writer:
        users.change(writer, changed)
        changes = writer.changes
    with stored.read() as reader:
        assert found.by_id(reader, "u1") == changed
    assert changes is not None
    assert changes.topics == {"users"}


def test_a_deactivated_user_keeps_the_name_and_loses_the_slot(
    stored: Database, actor: Actor
) -> None:
    with stored.write(actor) as writer:
        users.deactivate(writer, "u1")
    with stored.read() as reader:
        assert found.by_id(reader, "u1") == replace(ELG, active=False, slot_id=None)


def test_changing_nobody_is_a_bug(stored: Database, actor: Actor) -> None:
    with pytest.raises(LookupError), stored.write(actor) as writer:
        users.deactivate(writer, "nobody")
    assert stored.head().seq == 1

"""Finding users."""

from dataclasses import replace

from station.models.database import Actor, Database
from station.models.queries import users as found
from station.models.queries.users import User
from station.models.records import users

ELG = User("u1", "s1", "Rask Elg", "RE", "nurse", "nb", active=True)
BRYGGE = User("u2", "s2", "Stille Brygge", "SB", "benefit", "nn", active=True)
BEKK = User("u3", "s3", "Lys Bekk", "LB", "nurse", "nb", active=True)


def test_users_are_found_by_slot_and_by_id(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        for user in (BRYGGE, ELG, BEKK):
            users.add(writer, user)
        users.deactivate(writer, "u3")
    with database.read() as reader:
        assert found.by_slot(reader, "s2") == BRYGGE
        assert found.by_slot(reader, "s3") is None
        assert found.by_id(reader, "u1") == ELG
        assert found.by_id(reader, "u9") is None
        assert found.everyone(reader) == (ELG, BRYGGE, replace(BEKK, active=False, slot_id=None))
    assert database.verify().problem == ""


def test_a_leader_of_another_station_leads_nobody_here(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        users.add(writer, replace(BRYGGE, role="leader", slot_id=None))
    with database.read() as reader:
        assert not found.is_led(reader)
    with database.write(actor) as writer:
        users.add(writer, replace(ELG, role="leader"))
    with database.read() as reader:
        assert found.is_led(reader)

"""What a role may do."""

import pytest

from station.core.trouble import Trouble
from station.models.database import Database
from station.models.queries.users import User
from station.models.records import users
from station.services.rights import Right, may, may_here, require, require_here
from station.services.session import Session


def session(role: str) -> Session:
    return Session("u", "Rask Elg", "RE", role, "nb")


def test_a_nurse_may_all_a_leader_no_protected_address_the_benefit_role_nothing() -> None:
    patients = (Right.SEE_PATIENTS, Right.EDIT_PATIENTS, Right.SEE_ADDRESS, Right.SEE_ACCESS)
    assert all(may(session("nurse"), right) for right in patients)
    assert not may(session("leader"), Right.SEE_ADDRESS)
    assert may(session("leader"), Right.SEE_ACCESS)
    assert not any(may(session(role), right) for right in patients for role in ("benefit", "new"))


def test_without_the_right_it_is_refused() -> None:
    require(session("nurse"), Right.SEE_PATIENTS)
    with pytest.raises(Trouble) as trouble:
        require(session("benefit"), Right.SEE_PATIENTS)
    assert trouble.value.code == "not_allowed"


def test_only_a_leader_leads_but_for_an_office_without_one(database: Database) -> None:
    def allowed() -> bool:
        with database.read() as reader:
            return may_here(reader, session("nurse"), Right.MANAGE_STAFF)

    assert allowed()
    with database.write(session("nurse").actor) as writer:
        users.add(writer, User("u", "s", "Stille Brygge", "SB", "leader", "nb", active=True))
    assert not allowed()
    with database.read() as reader, pytest.raises(Trouble) as trouble:
        require_here(reader, session("nurse"), Right.MANAGE_STAFF)
    assert trouble.value.code == "not_allowed"
    with database.read() as reader:
        require_here(reader, session("leader"), Right.MANAGE_STAFF)
    with database.write(session("nurse").actor) as writer:
        users.deactivate(writer, "u")
    assert allowed()

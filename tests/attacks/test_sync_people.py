"""People at several stations: let go, made less, called otherwise; and what they lend and undo."""

from pathlib import Path

import pytest

from station.core.trouble import Trouble
from station.rules.equipment import DeviceState, Purpose
from station.services.rights import Right, may_here
from station.services.session import Session
from tests.attacks.sites import MINUTE, Site, meet, sites
from tests.municipality import Office
from tests.services.conflict_desk import service, session
from tests.services.stations import Place, exchange
from tests.services.sync_cases import add, change

NURSE = Session("f" * 32, "Lun Hylle", "LH", "nurse", "en")


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def _person(station: Place, user_id: str, name: str, role: str = "nurse", **more: object) -> str:
    told = {"initials": "XX", "language": "nb", "active": 1, "created_at": 1}
    return add(station, "users", id=user_id, name=name, role=role, **(told | more))


def test_a_leader_elsewhere_takes_no_right_from_the_nurses_here(north: Place, south: Place) -> None:
    _person(south, "f" * 32, "Lun Hylle", slot_id="s1")
    _person(north, "e" * 32, "Rask Elg", "leader", slot_id="s2")
    exchange(north, south)
    assert south.one("users", "e" * 32) is not None
    with south.database.read() as reader:
        assert may_here(reader, NURSE, Right.MANAGE_STAFF)


def test_who_signs_in_here_is_not_locked_out_by_a_choice(north: Place, south: Place) -> None:
    user = _person(north, "f" * 32, "Lun Hylle", slot_id="s1")
    exchange(north, south)
    change(south, "users", user, slot_id="s1")
    change(north, "users", user, active=0, slot_id=None)
    exchange(north, south)
    leader, conflicts = session(south, "leader"), service(south)
    (row,) = conflicts.listed(leader)
    with pytest.raises(Trouble, match="conflict_signs_in") as told:
        conflicts.choose(leader, row.id, "theirs")
    assert told.value.sentence()
    assert south.rows("SELECT active FROM users WHERE id = ?", user) == [(1,)]
    # Her key is taken away in the settings, with her access; then it can be chosen.
    change(south, "users", user, active=0, slot_id=None)
    conflicts.choose(leader, row.id, "theirs")
    exchange(north, south)
    assert (*north.conflicts(), *south.conflicts()) == ()


def test_what_somebody_did_who_was_let_go_comes_later_in_her_name(
    both: tuple[Place, Place],
) -> None:
    north, south = both
    user = _person(north, "f" * 32, "Lun Hylle", slot_id="s1")
    exchange(north, south)
    note = add(
        north, "contacts", patient_id="a" * 32, kind="note", initiative="centre",
        outcome="", note="ringt", at=5, by=user,
    )  # fmt: skip
    change(south, "users", user, active=0)
    exchange(north, south)
    assert (south.one("contacts", note) or {})["by"] == user
    assert south.rows("SELECT name FROM users WHERE id = ?", user) == [("Lun Hylle",)]


def test_one_person_under_two_ids_stays_two_and_each_has_her_own_acts(
    both: tuple[Place, Place],
) -> None:
    north, south = both
    _person(north, "e" * 32, "Lun Hylle", slot_id="s1")
    _person(south, "f" * 32, "Lun Hylle", slot_id="s1")
    exchange(north, south)
    for station in (north, south):
        assert station.rows("SELECT count(*) FROM users WHERE name = 'Lun Hylle'") == [(2,)]
        assert station.conflicts() == []


def _lent(one: Site, other: Site, stick: Path) -> tuple[str, str, str]:
    patient, device = one.follow(), one.device()
    loan = one.lend(device, patient)
    meet(stick, one, other, rounds=1)
    one.clock.advance(MINUTE)
    other.clock.advance(MINUTE)
    return patient, device, loan


def test_what_came_back_elsewhere_is_not_made_ready_by_an_undo(
    office: Office, tmp_path: Path, stick: Path
) -> None:
    with sites(office, tmp_path, "north", "south") as (north, south):
        _, device, loan = _lent(north, south, stick)
        south.station.handing_out.take_back(south.leader, (loan,))
        meet(stick, south, north, rounds=1)
        assert north.station.equipment.card(north.leader, device).undo is None
        with pytest.raises(Trouble, match="undo_since"):
            north.station.equipment.undo(north.leader, device)
        assert north.state(device) == DeviceState.RETURNED


def test_a_return_is_not_undone_when_it_was_lent_on_elsewhere(
    office: Office, tmp_path: Path, stick: Path
) -> None:
    with sites(office, tmp_path, "north", "south") as (north, south):
        patient, device, loan = _lent(north, south, stick)
        north.station.handing_out.take_back(north.leader, (loan,))
        meet(stick, north, south, rounds=1)
        south.prepare(device, Purpose.RETURN)
        going_over = south.station.checks.round(south.leader, device)
        assert going_over is not None
        south.station.checks.close(south.leader, going_over.id, DeviceState.IN_STORE)
        south.prepare(device)
        again = south.lend(device, patient)
        meet(stick, south, north, rounds=1)
        with pytest.raises(Trouble, match="undo_since"):
            north.station.equipment.undo(north.leader, device)
        assert {row[0]: row[1] for row in north.loans(device)} == {loan: 1, again: 0}


def test_a_device_lent_at_both_is_taken_back_at_both_in_any_order(
    office: Office, tmp_path: Path, stick: Path
) -> None:
    with sites(office, tmp_path, "north", "south") as (north, south):
        patient, device = north.follow(), north.device()
        meet(stick, north, south, rounds=1)
        south.prepare(device)
        ours, theirs = north.lend(device, patient), south.lend(device, patient)
        north.clock.advance(MINUTE)
        south.clock.advance(2 * MINUTE)
        meet(stick, north, south)
        assert [each[:2] for each in north.conflicts()] == [("loans", "two_loans")]
        south.station.handing_out.take_back(south.leader, (theirs,))
        meet(stick, north, south)
        assert north.state(device) == DeviceState.RETURNED
        # It is back by what the other station says; the loan that is open here can still end.
        north.station.handing_out.take_back(north.leader, (ours,))
        meet(stick, north, south)
        for site in (north, south):
            assert (site.conflicts(), site.held()) == ([], [])
            assert {row[1] for row in site.loans(device)} == {1}
            assert site.state(device) == DeviceState.RETURNED

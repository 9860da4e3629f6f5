"""The office's profile and locks: read by everybody, changed by some, every change in the log."""

from collections.abc import Callable

import pytest

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.core.settings import LOCK_MINUTES, PROFILE, Profile
from station.core.trouble import Trouble
from station.models.database import Database
from station.models.queries import audit
from station.services.office.office import Locks, Office, OfficeIncomplete, profile_problems
from station.services.record import Record
from station.services.rights import Right
from station.services.session import Session

NURSE = Session("1" * 32, "Rask Elg", "RE", "nurse", "nb")
SUBSTITUTE = Session("2" * 32, "Stille Brygge", "SB", "substitute", "nb")
USUAL = Locks(5, 60, 7)


@pytest.fixture
def record(database: Database, clock: FixedClock) -> Record:
    return Record(Bus(), clock, database)


@pytest.fixture
def office(record: Record) -> Office:
    return Office(record)


def logged(record: Record) -> list[str]:
    with record.read() as reader:
        return [line.subject_id for line in audit.newest(reader)]


def test_a_new_office_has_its_usual_values_and_a_nurse_leads_it(office: Office) -> None:
    facts = office.facts(NURSE)
    assert (facts.profile, facts.locks, facts.unreadable) == (Profile("Station"), USUAL, ())
    assert Right.MANAGE_STAFF in facts.rights
    assert office.facts(SUBSTITUTE).rights == {Right.MAKE_BACKUPS, Right.SEE_PATIENTS}


def test_a_change_of_the_profile_keeps_the_rest_and_is_logged_once(
    office: Office, record: Record
) -> None:
    values = {"name": "Fjellsund", "phone": "68 05 01 00", "open_weekdays": (0, 2)}
    assert office.change_profile(NURSE, values)
    assert not office.change_profile(NURSE, values)
    profile = office.facts(NURSE).profile
    assert (profile.name, profile.open_weekdays, profile.open_to) == ("Fjellsund", (0, 2), "15:00")
    assert logged(record) == ["profile"]


def test_what_cannot_be_stored_is_named_field_by_field(office: Office, record: Record) -> None:
    with pytest.raises(OfficeIncomplete) as caught:
        office.change_profile(
            NURSE,
            {
                "name": " ",
                "phone": "ring oss",
                "emergency_phone": "",
                "out_of_hours_phone": "116 117",
                "open_from": "15:00",
                "open_to": "09:00",
                "open_weekdays": (),
            },
        )
    assert set(caught.value.problems) == {
        "name",
        "phone",
        "emergency_phone",
        "open_to",
        "open_weekdays",
    }
    assert profile_problems({}) == {}
    assert logged(record) == []


def test_each_lock_that_differs_is_logged_and_the_file_closes_last(
    office: Office, record: Record
) -> None:
    assert not office.change_locks(NURSE, USUAL)
    assert office.change_locks(NURSE, Locks(10, 60, 7))
    assert not office.change_locks(NURSE, Locks(10, 60, 7))
    assert office.change_locks(NURSE, USUAL)
    assert office.facts(NURSE).locks == USUAL
    with pytest.raises(OfficeIncomplete) as caught:
        office.change_locks(NURSE, Locks(30, 30, 7))
    assert list(caught.value.problems) == ["deep_lock_minutes"]
    assert logged(record) == ["lock_minutes", "lock_minutes"]


def test_a_setting_that_cannot_be_read_is_told_and_can_be_chosen_again(
    office: Office, record: Record
) -> None:
    office.change_locks(NURSE, Locks(10, 60, 7))
    office.change_profile(NURSE, {"name": "Fjellsund"})
    with record.write(NURSE) as writer:
        for setting in (PROFILE, LOCK_MINUTES):
            sql = "UPDATE settings SET value = '?' WHERE key = ?"
            writer.execute(sql, (setting.name,))
        writer.quiet()
    facts = office.facts(NURSE)
    assert facts.unreadable == ("profile", "lock_minutes")
    assert (facts.profile.name, facts.locks) == ("Station", USUAL)
    assert office.change_locks(NURSE, USUAL)
    assert office.change_profile(NURSE, {"name": "Fjellsund"})
    assert office.facts(NURSE).unreadable == ()


def test_a_substitute_changes_nothing(office: Office) -> None:
    jobs: tuple[Callable[[], object], ...] = (
        lambda: office.change_profile(SUBSTITUTE, {"name": "X"}),
        lambda: office.change_locks(SUBSTITUTE, USUAL),
    )
    for job in jobs:
        with pytest.raises(Trouble) as caught:
            job()
        assert caught.value.code == "not_allowed"

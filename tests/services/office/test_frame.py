"""What the frame of the window says."""

from collections.abc import Iterator

import pytest

from station.core.clock import FixedClock
from station.core.paths import Home
from station.core.settings import BACKUP_WARN_DAYS, LOCK_MINUTES, Profile
from station.core.trouble import Trouble
from station.models.records import settings
from station.security.passwords import Cost
from station.services.office import firststart
from station.services.office.firststart import NewPerson
from station.services.office.frame import TRAINING
from station.services.office.training_mark import set_mark
from station.services.session import Session
from station.wiring import Station, build

CHEAP = Cost(8 * 1024, 1, 1)
PROFILE = Profile("Fjellsund kommune", phone="68 05 01 00")
DAY_MS = 86_400_000


@pytest.fixture
def opened(home: Home, clock: FixedClock) -> Iterator[tuple[Station, Session]]:
    made = firststart.create(
        home, PROFILE, NewPerson("Rask Elg", "RE"), "en elg i fjellet", clock=clock, cost=CHEAP
    )
    station = build(home, clock, CHEAP)
    yield station, station.door.sign_in(made.slot_id, "en elg i fjellet")
    station.close()


def test_a_new_installation_has_its_profile_and_no_backup(
    opened: tuple[Station, Session],
) -> None:
    facts = opened[0].frame.facts()
    assert facts.profile == PROFILE
    assert (facts.backup_at, facts.backup_late, facts.training) == (None, True, False)
    assert (facts.lock_minutes, facts.deep_lock_minutes) == (5, 60)


def test_a_backup_is_late_after_the_days_that_were_set(
    opened: tuple[Station, Session], clock: FixedClock
) -> None:
    station, session = opened
    with station.record.write(session) as writer:
        settings.store(writer, BACKUP_WARN_DAYS, 2)
        settings.store(writer, LOCK_MINUTES, 3)
    made = station.backups.make(session)
    clock.advance(2 * DAY_MS)
    facts = station.frame.facts()
    assert (facts.backup_at, facts.backup_late, facts.lock_minutes) == (made.made_at, False, 3)
    clock.advance(1000)
    assert station.frame.facts().backup_late


def test_the_practice_municipality_says_that_it_is_one(opened: tuple[Station, Session]) -> None:
    station, session = opened
    set_mark(station.record, session)
    assert station.frame.facts().training
    assert TRAINING == "training"


def test_what_cannot_be_read_is_named_and_the_rest_goes_on(opened: tuple[Station, Session]) -> None:
    station, session = opened
    with station.record.write(session) as writer:
        writer.execute("INSERT OR REPLACE INTO settings VALUES ('lock_minutes', 'x', 0, '')")
        writer.execute("INSERT OR REPLACE INTO settings VALUES ('profile', '{', 0, '')")
        writer.quiet()
    facts = station.frame.facts()
    assert facts.unreadable == ("profile", "lock_minutes")
    assert (facts.profile, facts.lock_minutes) == (Profile("Station"), 5)


def test_a_locked_file_says_nothing(opened: tuple[Station, Session]) -> None:
    station, _ = opened
    station.door.deep_lock()
    with pytest.raises(Trouble, match="locked"):
        station.frame.facts()

"""The small office that shares: each state of it is what its pictures say, without a network."""

from pathlib import Path
from threading import Event

import pytest

from station.core.clock import FixedClock
from station.core.paths import Home
from station.core.trouble import Trouble
from station.services.channels.fields import VKP
from station.services.session import Session
from station.services.stick.exchanging import exchanging_of
from station.services.sync import testing
from station.services.sync.values import Standing, Status
from station.training import door, sharing
from station.training.day import morning
from station.training.outside import Centre, Played
from station.wiring import Station, build
from tests.municipality import CHEAP


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def opened(home: Home, state: str) -> tuple[Station, Session]:
    """Fill the office, and sign in where its pictures begin."""
    sharing.fill(home, state, CHEAP)
    clock = FixedClock(morning() + 4 * 60_000)
    station = build(home, clock, CHEAP, outside=Played(clock, Centre()))
    (person,) = station.door.people()
    return station, station.door.sign_in(person.slot_id, door.PASSWORD)


def status(station: Station, session: Session) -> Status:
    """How it stands; the file is closed then."""
    found = station.syncing.status(session)
    station.close()
    return found


def test_all_is_well_and_another_service_is_on(home: Home) -> None:
    station, session = opened(home, "well")
    on = {each.name for each in station.channels.listed(session) if each.enabled}
    found = status(station, session)
    assert on == {VKP}
    assert found.channels[0].standing is Standing.WELL
    assert [run.outcome for run in found.runs] == ["done", "done"]


def test_the_service_is_not_reached_while_work_goes_on(home: Home) -> None:
    (centre,) = status(*opened(home, "away")).channels
    assert (centre.standing, centre.reason_code) == (Standing.OFFLINE, "unreachable")
    assert {each.kind: each.number for each in centre.kinds} == {
        "readings": 15,
        "contacts": 5,
        "plan_versions": 1,
        "plans": 1,
    }


def test_two_have_changed_the_same_and_one_reading_was_refused(home: Home) -> None:
    station, session = opened(home, "differs")
    (row,) = station.conflicts.listed(session)
    pairs = station.conflicts.one(session, row.id).pairs
    found = status(station, session)
    assert {(each.ours, each.theirs) for each in pairs} == {
        ("68 05 01 44", "68 05 01 55"),
        ("Lege Klok Havn", "Lege Mild Strand"),
    }
    assert sorted(each.state for each in found.stuck) == ["differs", "held"]


def test_a_file_from_another_station_waits_to_be_taken_in(home: Home) -> None:
    station, session = opened(home, "stick")
    taken = exchanging_of(station.record).take(session, sharing.stick_of(home))
    station.close()
    assert (taken.name, taken.conflicts, taken.held) == ("Øvelse-2", 0, 0)
    assert taken.applied > 0


def test_the_service_is_tried_and_no_run_begins_by_itself(home: Home) -> None:
    station, session = opened(home, "well")
    station.syncing.begin(session, lambda job: job())
    news: list[object] = []
    over = Event()

    def hear(each: object) -> None:
        news.append(each)
        if isinstance(each, testing.Tested):
            over.set()

    stop = station.sync_testing.begin(session, hear)
    assert over.wait(20)
    stop()
    assert news[-1] == testing.Tested(True)
    assert station.sync_keys.make(session) == station.sync_keys.public(session)
    station.syncing.now(session)
    assert len(station.syncing.status(session).runs) == 2
    assert station.syncing.compare_now(session).outcome == "done"
    station.close()


def test_a_service_that_is_away_is_not_reached() -> None:
    centre = Centre(away=True)
    with pytest.raises(Trouble):
        centre.pull("Patient", "")

"""One measurement under two ids: read from one file at two stations, by a code, or held first."""

from typing import cast

import pytest

from station.core.bus import Bus
from station.models.records import moves
from station.rules.readings import Source
from station.services.intake.incoming import Incoming
from station.services.intake.intake import take
from station.services.intake.reading_keys import code_key
from station.services.quarantine.quarantine import Quarantine
from station.services.readings.importing import Importing
from station.services.record import Record
from station.services.session import Session
from tests.conftest import FRIDAY_NINE
from tests.services.stations import Place, exchange
from tests.services.sync_cases import (
    PATIENT,
    add,
    add_patient,
    add_version,
    change,
    close_alert,
    measure,
)

AT = FRIDAY_NINE - 60_000
LEADER = Session("0" * 31 + "1", "Rask Elg", "RE", "leader", "en")


def _left_out(station: Place, reading: str, reason: str = "feil person") -> None:
    at, by = station.clock.now(), station.actor.user_id
    told = {"excluded_reason": reason, "excluded_by": by, "excluded_at": at}
    change(station, "readings", reading, excluded="wrong_patient", **told)


def _counting(*places: Place) -> list[int]:
    sql = "SELECT count(*) FROM readings WHERE excluded = ''"
    return [int(str(each.rows(sql)[0][0])) for each in places]


def _as_code(station: Place, value: float = 95.0) -> None:
    """Let a reading come in as what a code says of it."""
    key = code_key("spo2", AT, (value,), "")
    told = Incoming(PATIENT, "spo2", AT, (value,), Source.FILE, key)
    with station.database.write(station.actor) as writer:
        assert take(writer, [told]).stored == 1


@pytest.mark.parametrize("met", [True, False])
def test_who_leaves_out_what_both_read_from_one_file_leaves_it_out_at_both(
    both: tuple[Place, Place], met: bool
) -> None:
    north, south = both
    ours = measure(north, 95.0, "same", taken_at=AT)
    if met:
        measure(south, 95.0, "same", taken_at=AT)
        exchange(north, south)
    _left_out(north, ours)
    if not met:
        measure(south, 95.0, "same", taken_at=AT)
    exchange(north, south)
    assert _counting(north, south) == [0, 0]
    assert south.rows("SELECT reading_id FROM latest") == []
    # And taken in again there: both count it, and nothing goes to and fro.
    change(north, "readings", ours, excluded="", excluded_reason="", excluded_by=None)
    exchange(north, south)
    assert _counting(north, south) == [1, 1]
    sent = north.sent, south.sent
    exchange(north, south)
    assert (north.sent, south.sent) == sent
    assert (*north.conflicts(), *south.conflicts()) == ()


def test_left_out_at_both_each_keeps_its_own_words(both: tuple[Place, Place]) -> None:
    north, south = both
    ours = measure(north, 95.0, "same", taken_at=AT)
    theirs = measure(south, 95.0, "same", taken_at=AT)
    _left_out(north, ours)
    _left_out(south, theirs, "en annen")
    exchange(north, south)
    assert _counting(north, south) == [0, 0]
    assert south.rows("SELECT excluded_reason FROM readings") == [("en annen",)]


@pytest.mark.parametrize("first", [True, False])
def test_what_came_as_a_code_is_no_second_one_when_it_comes_by_itself(
    both: tuple[Place, Place], first: bool
) -> None:
    north, south = both
    ours = measure(north, 95.0, "k", taken_at=AT)
    _as_code(south)
    exchange(*((north, south) if first else (south, north)))
    assert _counting(north, south) == [1, 1]
    _left_out(north, ours)
    exchange(north, south)
    assert _counting(north, south) == [0, 0]


def test_a_code_stands_for_one_of_two_that_are_alike(both: tuple[Place, Place]) -> None:
    north, south = both
    measure(north, 95.0, "k", taken_at=AT)
    measure(north, 95.0, "another", taken_at=AT)
    measure(north, 94.0, "third", taken_at=AT)
    _as_code(south)
    exchange(north, south)
    assert _counting(north, south) == [3, 3]


def test_what_was_held_for_somebody_dead_is_one_when_the_death_was_a_mistake(
    both: tuple[Place, Place],
) -> None:
    north, south = both
    plan_id = add(north, "plans", patient_id=PATIENT, template="kols", created_at=1)
    add_version(north, plan_id, 1, 88.0)
    exchange(north, south)
    change(north, "patients", PATIENT, deceased_on="2026-11-19")
    reading = measure(south, 84.0, "k", taken_at=AT)
    south.send()
    north.fetch()
    change(north, "patients", PATIENT, deceased_on=None)
    exchange(north, south)
    assert _counting(north, south) == [0, 1]
    ((item, code),) = north.rows("SELECT id, reason_code FROM quarantine")
    assert code == "deceased"
    desk = Quarantine(Record(Bus(), north.clock, north.database), cast("Importing", None))
    assert desk.retry(LEADER, str(item)).stored == 1
    exchange(north, south)
    assert _counting(north, south) == [1, 1]
    # The alert that was raised there is the one here, and waits for nothing any more.
    assert north.rows("SELECT id FROM sync_inbox WHERE state = 'waiting'") == []
    alert = str(south.rows("SELECT id FROM alerts WHERE state <> 'closed'")[0][0])
    close_alert(south, alert)
    exchange(north, south)
    for each in (north, south):
        assert each.rows("SELECT count(*) FROM alerts WHERE state <> 'closed'") == [(0,)]
    # What comes of it later is about the one that is here.
    change(south, "readings", reading, excluded="test", excluded_reason="prøve",
           excluded_by=south.actor.user_id, excluded_at=FRIDAY_NINE)  # fmt: skip
    exchange(north, south)
    assert _counting(north, south) == [0, 0]


def test_what_was_left_out_there_before_it_was_held_here_stays_left_out(
    both: tuple[Place, Place],
) -> None:
    north, south = both
    change(north, "patients", PATIENT, deceased_on="2026-11-19")
    _left_out(south, measure(south, 84.0, "k", taken_at=AT))
    south.send()
    north.fetch()
    change(north, "patients", PATIENT, deceased_on=None)
    ((item,),) = north.rows("SELECT id FROM quarantine")
    desk = Quarantine(Record(Bus(), north.clock, north.database), cast("Importing", None))
    assert desk.retry(LEADER, str(item)).stored == 1
    exchange(north, south)
    assert _counting(north, south) == [0, 0]


def test_what_was_moved_to_two_patients_counts_once_at_each_and_is_shown(
    both: tuple[Place, Place],
) -> None:
    north, south = both
    for name in ("b", "c"):
        add_patient(north, name * 32, given_name=name)
    original = measure(north, 95.0, "k", taken_at=AT)
    exchange(north, south)
    moved = {}
    for station, to in ((north, "b" * 32), (south, "c" * 32)):
        _left_out(station, original)
        moved[to] = measure(station, 95.0, "k", taken_at=AT, patient_id=to)
        with station.database.write(station.actor) as writer:
            moves.came_from(writer, moved[to], original)
            writer.quiet()
    exchange(north, south)
    assert _counting(north, south) == [1, 1]
    held = "SELECT record_id FROM sync_inbox WHERE state = 'held' AND reason_code = 'moved_twice'"
    assert (north.rows(held), south.rows(held)) == ([(moved["c" * 32],)], [(moved["b" * 32],)])
    # One of them is left out by a person: the other counts at both.
    _left_out(south, moved["c" * 32])
    exchange(north, south)
    exchange(north, south)
    counting = "SELECT patient_id FROM readings WHERE excluded = ''"
    assert north.rows(counting) == [("b" * 32,)]

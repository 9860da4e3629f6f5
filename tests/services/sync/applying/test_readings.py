"""A reading from elsewhere goes the way of all readings, and is judged here."""

from collections.abc import Generator, Sequence
from itertools import count
from unittest.mock import patch

import pytest

from station.core.bus import Bus
from station.services.judging.case import Case
from station.services.record import Record
from station.services.sync.applying import ahead
from station.services.sync.applying.applying import Inbox
from station.services.today.watch import Sweeper
from station.sync.values import Found, Page, Resource
from tests.conftest import FRIDAY_NINE
from tests.services.stations import CENTRE, RASK, Place, Server, decode, exchange, resource
from tests.services.sync_cases import (
    PATIENT,
    add,
    add_device,
    add_patient,
    add_version,
    change,
    close_alert,
    lend,
    measure,
)
from tests.services.two_stations import alike


def test_readings_are_judged_here_and_make_the_same_alert(both: tuple[Place, Place]) -> None:
    north, south = both
    plan_id = add(north, "plans", patient_id=PATIENT, template="kols", created_at=1)
    add_version(north, plan_id, 1, 88.0)
    exchange(north, south)
    reading = measure(north, 84.0)
    exchange(north, south)
    alike(north, south)
    assert south.rows("SELECT reading_id, state FROM alerts") == [(reading, "open")]
    assert south.rows("SELECT reading_id FROM latest") == [(reading,)]
    assert south.rows("SELECT origin FROM sync_log WHERE kind = 'readings'") == [(CENTRE,)]
    # Left out there, left out here, and the alert is proposed to be closed.
    left_out = {"excluded": "test", "excluded_by": RASK.user_id, "excluded_at": 9}
    change(north, "readings", reading, excluded_reason="prøve", **left_out)
    exchange(north, south)
    assert south.rows("SELECT reading_id FROM latest") == []
    assert south.rows("SELECT proposed_at IS NOT NULL FROM alerts") == [(1,)]


def test_the_same_reading_under_two_ids_is_one(both: tuple[Place, Place]) -> None:
    north, south = both
    ours = measure(north, 95.0, "same")
    theirs = measure(south, 95.0, "same", taken_at=FRIDAY_NINE - 60_000)
    exchange(north, south)
    assert north.rows("SELECT id FROM readings") == [(ours,)]
    assert south.rows("SELECT id FROM readings") == [(theirs,)]
    assert north.rows("SELECT reason_code FROM sync_inbox WHERE state = 'same'") == [("twin",)]


def test_what_a_device_measured_is_one_reading_wherever_it_was_fetched(
    both: tuple[Place, Place],
) -> None:
    north, south = both
    device = add_device(north)
    exchange(north, south)
    at = FRIDAY_NINE - 60_000
    ours = measure(north, 95.0, "dev", device_id=device, taken_at=at)
    assert measure(south, 95.0, "dev", device_id=device, taken_at=at) == ours
    exchange(north, south)
    assert (*north.conflicts(), *south.conflicts()) == ()
    alike(north, south)


@pytest.mark.parametrize(
    ("fields", "state", "code"),
    [
        ({"kind": "wonder"}, "held", "unknown_kind"),
        ({"value": 700.0}, "done", "quarantine"),
        ({"patient_id": "f" * 32}, "waiting", "parent"),
        ({"excluded": "nonsense"}, "held", "unfit"),
    ],
)
def test_readings_that_cannot_be_taken_in(
    both: tuple[Place, Place], server: Server, fields: dict[str, object], state: str, code: str
) -> None:
    north, _ = both
    told = {**_reading(), **fields}
    server.force(resource("readings", "c" * 32, told))
    north.fetch()
    assert north.rows("SELECT state, reason_code FROM sync_inbox WHERE kind = 'readings'") == [
        (state, code)
    ]
    assert north.rows("SELECT count(*) FROM readings") == [(0,)]


def _reading() -> dict[str, object]:
    return {
        "id": "c" * 32,
        "patient_id": PATIENT,
        "kind": "spo2",
        "taken_at": FRIDAY_NINE - 60_000,
        "arrived_at": FRIDAY_NINE - 50_000,
        "value": 95.0,
        "source": "manual",
        "source_key": "x",
        "confirmed": 1,
    }


def test_another_programs_reading_is_looked_at_before_it_counts(
    both: tuple[Place, Place], server: Server
) -> None:
    north, _ = both
    device = add_device(north)
    for name, more in (
        ("1", {}),
        ("2", {"patient_id": "f" * 32}),
        ("3", {"device_id": device}),
        ("4", {"device_id": device, "taken_at": FRIDAY_NINE - 70_000}),
    ):
        body = {**resource("readings", name * 32, {**_reading(), **more, "source_key": ""})}
        body["meta"] = {}
        server.force(body)
        if name == "3":
            north.fetch()
            lend(north, device)
    north.fetch()
    assert north.rows("SELECT id, source FROM readings ORDER BY id") == [
        ("1" * 32, "centre"),
        ("4" * 32, "centre"),
    ]
    held = north.rows("SELECT reason_code FROM quarantine ORDER BY reason_code")
    assert held == [("unknown_device",), ("unknown_patient",)]
    other = {**resource("patients", "9" * 32, {"given_name": "Rask"}), "meta": {"tag": ["?"]}}
    server.force(other)
    north.fetch()
    assert north.rows("SELECT reason_code FROM sync_inbox WHERE state = 'held'") == [("foreign",)]


def test_a_reading_of_the_future_waits_until_it_is_none(both: tuple[Place, Place]) -> None:
    north, south = both
    north.clock.advance(86_400_000)
    measure(north, 93.0)
    exchange(north, south)
    assert south.rows("SELECT reason_code FROM sync_inbox WHERE state = 'waiting'") == [("future",)]
    assert south.rows("SELECT 1 FROM quarantine") == []
    south.clock.advance(86_400_000)
    exchange(north, south)
    assert south.rows("SELECT value FROM readings") == [(93.0,)]


def _plan(station: Place) -> None:
    add_patient(station)
    plan_id = add(station, "plans", patient_id=PATIENT, template="kols", created_at=1)
    add_version(station, plan_id, 1, 88.0)


def _row_of(values: Sequence[float]) -> list[Resource]:
    """Readings a minute apart, the oldest first."""
    first = FRIDAY_NINE - 60_000 * (len(values) + 1)
    told = [
        {**_reading(), "id": f"{at:032x}", "taken_at": first + at * 60_000, "value": value,
         "source_key": f"m{at}", "arrived_at": FRIDAY_NINE - 50_000}
        for at, value in enumerate(values)
    ]  # fmt: skip
    return [resource("readings", str(each["id"]), each) for each in told]


def _judged(station: Place) -> list[list[tuple[object, ...]]]:
    return [
        station.rows("SELECT component, state FROM engine_states ORDER BY component"),
        station.rows(
            "SELECT component, side, level, state, proposed_at IS NULL FROM alerts "
            "ORDER BY component, side"
        ),
        station.rows("SELECT state, reason FROM judgements"),
        station.rows("SELECT kind, taken_at, value FROM latest"),
    ]


def _units(station: Place, resources: Sequence[Resource]) -> Generator[None, None, None]:
    """Let resources come, and stop after each unit of work in which they are worked in."""
    found = tuple(
        Found(str(each["resourceType"]), str(each["id"]), "1", each) for each in resources
    )
    with station.database.write(station.actor) as writer:
        station.inbox.receive(writer, CENTRE, Page("any", found, "1", last=True))
    looked = 1
    while looked:
        with station.database.write(station.actor) as writer:
            looked = station.inbox.apply(writer, CENTRE, 50).looked
        yield


@pytest.mark.parametrize(
    "values",
    [
        (84.0, 95.0, 95.0, 95.0, 95.0, 95.0, 85.0),
        (95.0, 95.0, 84.0, 95.0, 95.0, 95.0, 95.0),
        (95.0, 84.0, 83.0, 82.0, 81.0, 80.0, 79.0),
        (95.0, 95.0, 95.0, 95.0, 95.0, 95.0, 95.0),
    ],
)
@pytest.mark.parametrize("step", [1, 2, 20])
def test_newest_first_is_judged_as_oldest_first(
    north: Place,
    south: Place,
    monkeypatch: pytest.MonkeyPatch,
    values: tuple[float, ...],
    step: int,
) -> None:
    monkeypatch.setattr(ahead, "STEP", step)
    for station, coming in ((north, _row_of(values)), (south, _row_of(values)[::-1])):
        _plan(station)
        list(_units(station, coming))
    assert _judged(north) == _judged(south)
    assert south.rows("SELECT state, reason FROM judgements") == [("ok", "")]


def test_a_history_is_judged_once_for_all_that_lies_there_and_the_newest_at_once(
    north: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "STEP", 1)
    north.inbox = Inbox(decode, count(0.0, 1.0).__next__)
    _plan(north)
    with patch.object(Case, "judge_again", autospec=True, side_effect=Case.judge_again) as again:
        units = _units(north, _row_of((84.0, 95.0, 95.0, 95.0, 95.0, 85.0))[::-1])
        states = []
        for _ in units:
            states += north.rows("SELECT state, reason FROM judgements")
            # The newest is red, and said at once.
            assert len(north.rows("SELECT id FROM alerts")) == len(states[:1])
    assert states[0] == ("ok", "")
    assert ("failed", "more_coming") in states
    assert states[-1] == ("ok", "")
    assert again.call_count == 1


def test_who_was_left_unjudged_by_a_kill_is_judged_by_the_watch_or_with_the_rest(
    north: Place, south: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "STEP", 1)
    coming = _row_of((84.0, 95.0, 95.0, 95.0, 95.0, 95.0))[::-1]
    for station in (north, south):
        station.inbox = Inbox(decode, count(0.0, 1.0).__next__)
        _plan(station)
        units = _units(station, coming)
        while station.rows("SELECT reason FROM judgements") != [("more_coming",)]:
            next(units)
        assert station.rows("SELECT id FROM alerts") == []
        units.close()
    record = Record(Bus(), north.clock, north.database)
    Sweeper(record).sweep()
    assert north.rows("SELECT state FROM judgements") == [("ok",)]
    # Started anew: what still lies in the inbox goes in, and all of it is judged.
    for station in (north, south):
        station.inbox = Inbox(decode)
        station.fetch()
        assert station.rows("SELECT measured_at FROM alerts") == [
            (coming[-1]["fields"]["taken_at"],)  # type: ignore[index]
        ]
        assert station.rows("SELECT state FROM judgements") == [("ok",)]


def test_who_waits_is_judged_before_an_alert_comes_that_was_closed_elsewhere(
    north: Place, south: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "STEP", 1)
    for station in (north, south):
        _plan(station)
    other = add_patient(south, "b" * 32)
    measure(north, 80.0)
    close_alert(north, str(north.rows("SELECT id FROM alerts")[0][0]))
    (closed,) = north.everything()["alerts"]
    coming = _row_of((95.0, 84.0, 95.0))[::-1]
    last = {**_reading(), "id": "9" * 32, "patient_id": other, "source_key": "last"}
    coming += [
        resource("readings", "9" * 32, last),
        resource("alerts", str(closed["id"]), {**closed, "reading_id": f"{2:032x}"}),
    ]
    list(_units(south, coming))
    # Whoever closed the one knew nothing of this reading: it is not settled by that.
    assert south.rows("SELECT state, reading_id FROM alerts ORDER BY state") == [
        ("closed", f"{2:032x}"),
        ("open", f"{1:032x}"),
    ]
    assert south.rows("SELECT state, reason FROM judgements WHERE patient_id = ?", PATIENT) == [
        ("ok", "")
    ]

"""A reading from elsewhere goes the way of all readings, and is judged here."""

import pytest

from tests.conftest import FRIDAY_NINE
from tests.services.stations import CENTRE, RASK, Place, Server, exchange, resource
from tests.services.sync_cases import PATIENT, add, add_device, add_version, change, lend, measure
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

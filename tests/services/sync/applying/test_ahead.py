"""Reading ahead: a patient's readings meet, the time is kept, and nothing is worked in twice."""

import json
from collections.abc import Callable

import pytest

from station.models.records import sync_inbox
from station.services.sync.applying import ahead
from station.services.sync.applying.ahead import Ahead, Read, batches
from station.services.sync.applying.applying import LONGEST_S, Inbox
from tests.services.stations import CENTRE, Place, decode, resource
from tests.services.sync_cases import add_patient

OTHER = "b" * 32


def _came(north: Place, *readings: tuple[str, str]) -> None:
    """Let readings (id, patient) lie in the inbox, in that order."""
    with north.database.write(north.actor) as writer:
        for name, patient in readings:
            fields = {
                "id": name * 32, "patient_id": patient, "kind": "spo2",
                "taken_at": 1_700_000_000_000,
                "arrived_at": 1_700_000_000_001, "value": 95.0, "source": "manual",
                "source_key": name, "confirmed": 1,
            }  # fmt: skip
            body = json.dumps(resource("readings", name * 32, fields))
            of = ("readings", name * 32, "1")
            sync_inbox.add(writer, CENTRE, of, body, ("readings", name * 32))


def _never() -> bool:
    return False


def _names(batch: list[Read]) -> str:
    return "".join(each.item.record_id[0] for each in batch)


def test_a_patients_readings_go_together_in_their_order(north: Place) -> None:
    _came(north, ("1", "a"), ("2", "b"), ("3", "a"), ("4", "b"))
    reader = Ahead(decode)
    with north.database.read() as at:
        assert reader.read_on(at, CENTRE, 9, _never) == 4
        assert [_names(reader.batch(at)) for _ in range(3)] == ["13", "24", ""]


def test_versions_of_one_record_keep_their_order(north: Place) -> None:
    _came(north, ("1", "a"), ("2", "b"))
    reader = Ahead(decode)
    with north.database.read() as at:
        reader.read_on(at, CENTRE, 9, _never)
        one, two = reader.batch(at), reader.batch(at)
    assert [_names(each) for each in batches([*one, *two, *one])] == ["1", "2", "1"]


def test_reading_goes_on_where_the_time_was_over(north: Place) -> None:
    _came(north, *((each, "a") for each in "123456789"))
    reader = Ahead(decode)
    with north.database.read() as at:
        assert reader.read_on(at, CENTRE, 9, lambda: True) == ahead.FEW
        assert reader.batch(at) == []
        assert reader.read_on(at, CENTRE, 9, lambda: True) == 9 - ahead.FEW
        assert reader.read_on(at, CENTRE, 9, _never) == 0
        assert _names(reader.batch(at)) == "123456789"


def test_much_text_is_not_kept_in_mind(north: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "MOST_CHARS", 10)
    _came(north, *((each, "a") for each in "123456789"))
    reader = Ahead(decode)
    with north.database.read() as at:
        assert reader.read_on(at, CENTRE, 9, _never) == ahead.FEW
        assert _names(reader.batch(at)) == "12345"


def test_what_was_dealt_with_meanwhile_is_not_given(north: Place) -> None:
    _came(north, ("1", "a"), ("2", "a"), ("3", "b"))
    reader = Ahead(decode)
    with north.database.read() as at:
        reader.read_on(at, CENTRE, 9, _never)
    north.write(
        "UPDATE sync_inbox SET state = 'same' WHERE record_id LIKE '1%' OR record_id LIKE '3%'"
    )
    with north.database.read() as at:
        assert _names(reader.batch(at)) == "2"
        assert reader.batch(at) == []


def test_what_was_undone_and_what_is_another_channels_is_read_anew(north: Place) -> None:
    _came(north, ("1", "a"), ("2", "b"))
    reader = Ahead(decode)
    with north.database.read() as at:
        reader.read_on(at, CENTRE, 9, _never)
        reader.batch(at)
        # The unit of work was undone: the first is new as before.
        assert reader.read_on(at, CENTRE, 9, _never) == 2
        assert reader.read_on(at, "other", 9, _never) == 0
        assert reader.batch(at) == []


@pytest.mark.parametrize(("seconds", "units"), [(0.0, 2), (LONGEST_S, 10)])
def test_a_unit_of_work_ends_when_its_time_is_over(
    north: Place, seconds: float, units: int
) -> None:
    add_patient(north, "a")
    add_patient(north, "b")
    _came(north, *((each, "ab"[at % 2]) for at, each in enumerate("123456789c")))
    inbox = Inbox(decode, _ticking(seconds))
    count, applied = 0, 0
    while True:
        with north.database.write(north.actor) as writer:
            worked = inbox.apply(writer, CENTRE, 99)
        count, applied = count + 1, applied + worked.applied
        if not worked.looked:
            break
    assert applied == 10
    assert count <= units
    assert north.rows("SELECT count(*) FROM readings") == [(10,)]


def _ticking(step: float) -> Callable[[], float]:
    now = [0.0]

    def moment() -> float:
        now[0] += step
        return now[0]

    return moment


def test_what_is_gone_and_was_never_known_is_over(north: Place) -> None:
    with north.database.write(north.actor) as writer:
        sync_inbox.add(writer, CENTRE, ("readings", "x", "2"), "", ("", ""))
        assert Inbox(decode).apply(writer, CENTRE, 9).looked == 1
    assert north.rows("SELECT state FROM sync_inbox") == [("same",)]

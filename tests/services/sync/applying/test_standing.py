"""What came from the centre, held against the stamps: alerts that stand aside, and other ways."""

import pytest

from station.core.ids import new_id
from station.models.records.hand import CENTRE
from station.services.sync import stamps
from station.services.sync.applying.alerts import aside
from station.services.sync.applying.standing import Standing
from station.services.sync.applying.stick import STICK
from station.sync.stamps import put_stamp
from tests.services.conflict_desk import choose
from tests.services.stations import Place, exchange, resource
from tests.services.sync_cases import PATIENT, add, add_patient, add_version, change, measure


@pytest.fixture
def watched(north: Place) -> Place:
    """A station with the code, a plan, and an open alert that the server knows."""
    north.share_code()
    add_patient(north)
    plan_id = add(north, "plans", patient_id=PATIENT, template="kols", created_at=1)
    add_version(north, plan_id, 1, 88.0)
    measure(north, 84.0)
    exchange(north, rounds=1)
    return north


def _open(place: Place) -> str:
    return str(place.rows("SELECT id FROM alerts WHERE state <> 'closed'")[0][0])


def _says(place: Place, fields: dict[str, object], number: int = 0) -> None:
    body = resource("alerts", str(fields["id"]), fields)
    if number:
        about = ("alerts", str(fields["id"]))
        with place.database.read() as reader:
            key = stamps.key_of(reader)
        put_stamp(body, stamps.to_say(key, about, fields, stamps.Known(number - 1), {}))
    place.server.force(body)
    place.fetch()


def _other(place: Place) -> dict[str, object]:
    fields = place.one("alerts", _open(place))
    assert fields is not None
    return {**fields, "id": new_id()}


def _closing(place: Place) -> dict[str, object]:
    return {
        "state": "closed", "closed_by": "u", "closed_at": place.clock.now(), "action": "call",
        "verdict": "right",
    }  # fmt: skip


def _states(place: Place) -> list[tuple[object, ...]]:
    return place.rows("SELECT state FROM alerts ORDER BY state")


def test_one_that_stands_aside_is_not_closed_by_the_centre(watched: Place) -> None:
    other = _other(watched)
    _says(watched, other)
    assert _states(watched) == [("open",)]
    closed = {**other, **_closing(watched)}
    _says(watched, closed)
    assert [row[2] for row in watched.conflicts()] == ["unstamped"]
    with watched.database.read() as reader:
        assert aside(reader, str(other["id"])) == other
    assert _states(watched) == [("open",)]
    # As it was, and the question is none any more.
    _says(watched, other)
    assert watched.conflicts() == []
    # What a station says comes as news, and closes what is about the same reading.
    _says(watched, closed)
    _says(watched, closed, 1)
    assert watched.conflicts() == []
    assert _states(watched) == [("closed",), ("closed",)]


@pytest.mark.parametrize(("side", "left"), [("theirs", 1), ("ours", 0)])
def test_a_person_vouches_for_one_that_stands_aside(watched: Place, side: str, left: int) -> None:
    other = _other(watched)
    _says(watched, other)
    _says(watched, {**other, **_closing(watched)})
    assert choose(watched, side)
    assert watched.conflicts() == []
    assert len(watched.rows("SELECT 1 FROM alerts WHERE state = 'closed'")) == left
    assert _open(watched)


def test_a_person_vouches_for_one_that_was_never_here(watched: Place) -> None:
    taken = {**_other(watched), "state": "taken", "taken_by": "u", "taken_at": 5}
    _says(watched, taken)
    assert _states(watched) == [("open",)]
    assert choose(watched, "theirs")
    # It stands behind ours, which somebody has taken now.
    assert _states(watched) == [("taken",)]


def test_one_that_stands_aside_is_written_when_ours_is_over(watched: Place) -> None:
    other = _other(watched)
    _says(watched, other)
    mine = _open(watched)
    change(watched, "alerts", mine, **{**_closing(watched), "closed_at": 5})
    put_off = {**other, "state": "waiting", "waiting_until": watched.clock.now() + 9}
    watched.write("UPDATE alerts SET reading_id = 'x' WHERE id = ?", mine)
    _says(watched, put_off)
    assert all(row[2] == "unstamped" for row in watched.conflicts())
    assert ("waiting",) not in _states(watched)


def test_only_the_centre_is_asked(watched: Place) -> None:
    with watched.database.read() as reader:
        for channel, knows in ((CENTRE, True), (STICK, False)):
            standing = Standing(reader, channel, [("plan_versions", _version(watched))])
            assert (standing._key is not None, bool(standing._known)) == (knows, knows)


def _version(place: Place) -> str:
    return str(place.rows("SELECT id FROM plan_versions")[0][0])

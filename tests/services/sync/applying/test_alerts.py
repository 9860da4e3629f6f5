"""An alert from elsewhere about what is open here stands behind ours, and keeps its own state."""

from collections.abc import Mapping

import pytest

from station.core.ids import new_id
from station.models.records import alerts
from station.models.records.sync_rows import Unfit
from station.services.sync.applying.alerts import aside, set_aside, settle
from station.services.sync.applying.values import Effects
from tests.conftest import FRIDAY_NINE
from tests.services.stations import Place, exchange, resource
from tests.services.sync_cases import PATIENT, add, add_version, change, close_alert, measure

Both = tuple[Place, Place]
_OPEN = "SELECT id FROM alerts WHERE state <> 'closed'"


@pytest.fixture
def watched(both: Both) -> Both:
    """Give two stations that know a plan: red below 88."""
    plan_id = add(both[0], "plans", patient_id=PATIENT, template="kols", created_at=1)
    add_version(both[0], plan_id, 1, 88.0)
    exchange(*both)
    return both


def _two(both: Both) -> tuple[str, str]:
    """Let each find an alert of its own, and give their ids when both know both."""
    north, south = both
    measure(north, 84.0, "one")
    measure(south, 85.0, "two", taken_at=FRIDAY_NINE - 500_000)
    exchange(*both)
    ours, theirs = (str(each.rows(_OPEN)[0][0]) for each in both)
    assert ours != theirs
    return ours, theirs


def _said(station: Place, alert_id: str) -> Mapping[str, object]:
    """Give what a station knows an alert to say, as a row or behind another one."""
    with station.database.read() as reader:
        found = aside(reader, alert_id)
    said = found or station.one("alerts", alert_id)
    assert said is not None
    return said


def _alike(both: Both, alert_id: str, *columns: str) -> tuple[object, ...]:
    """Give what both say, and the server, of an alert."""
    north, south = both
    body = north.server.newest("alerts", alert_id).body["fields"]
    assert isinstance(body, dict)
    assert _said(north, alert_id) == _said(south, alert_id) == body
    return tuple(body[name] for name in columns)


def _close(station: Place, alert_id: str, verdict: str = "right") -> None:
    station.clock.advance(600_000)
    close_alert(station, alert_id, verdict)


def test_who_closes_the_one_that_stands_closes_those_behind_it(watched: Both) -> None:
    north, south = watched
    ours, theirs = _two(watched)
    assert _alike(watched, ours, "state") == _alike(watched, theirs, "state") == ("open",)
    _close(south, theirs)
    exchange(*watched)
    for each in (ours, theirs):
        assert _alike(watched, each, "state", "verdict") == ("closed", "right")
        assert north.one("alerts", each) == south.one("alerts", each)


def test_closed_by_somebody_who_did_not_know_of_it_an_open_one_stays_open(watched: Both) -> None:
    north, south = watched
    measure(north, 84.0, "one")
    measure(south, 85.0, "two", taken_at=FRIDAY_NINE - 500_000)
    ours, theirs = (str(each.rows(_OPEN)[0][0]) for each in watched)
    north.send()
    south.fetch()  # theirs stands, ours stands behind it
    south.send()
    _close(north, ours, "wrong")  # knows nothing of theirs
    exchange(*watched)
    assert _alike(watched, ours, "state", "verdict") == ("closed", "wrong")
    assert _alike(watched, theirs, "state") == ("open",)
    assert [each.rows(_OPEN) for each in watched] == [[(theirs,)]] * 2
    # Its values are not back in green: nobody says that it may be closed.
    for each in watched:
        assert each.rows("SELECT proposed_at FROM alerts WHERE id = ?", theirs) == [(None,)]


def test_the_one_behind_takes_the_place_of_one_closed_elsewhere(watched: Both) -> None:
    north, south = watched
    measure(north, 84.0, "one")
    measure(south, 85.0, "two", taken_at=FRIDAY_NINE - 500_000)
    ours, theirs = (str(each.rows(_OPEN)[0][0]) for each in watched)
    south.send()
    third = _more(south, theirs)
    north.fetch()
    assert north.rows(_OPEN) == [(ours,)]
    north.send()
    known = _said(north, ours)
    closed = {**known, "state": "closed", "closed_at": FRIDAY_NINE + 1, "closed_by": "x"}
    north.server.force(resource("alerts", ours, closed))
    north.fetch()
    stands = min(theirs, third)
    assert north.rows(_OPEN) == [(stands,)]
    with north.database.read() as reader:
        assert aside(reader, max(theirs, third)) is not None
    exchange(*watched)
    assert _alike(watched, theirs, "state") == _alike(watched, third, "state") == ("open",)


def test_about_the_same_reading_a_closing_of_one_closes_the_other(watched: Both) -> None:
    north, south = watched
    ours, theirs = _two(watched)
    reading = _said(north, ours)["reading_id"]
    change(south, "alerts", theirs, reading_id=reading)
    exchange(*watched)
    body = _said(south, theirs)
    done = {"state": "closed", "closed_at": FRIDAY_NINE + 1, "closed_by": "x", "verdict": "real"}
    north.server.force(resource("alerts", theirs, {**body, **done}))
    exchange(*watched)
    for each in (ours, theirs):
        assert _alike(watched, each, "state", "verdict") == ("closed", "real")


def test_what_is_done_with_one_shows_in_the_other_and_a_worse_level_too(watched: Both) -> None:
    north, south = watched
    ours, theirs = _two(watched)
    with south.database.write(south.actor) as writer:
        assert alerts.take(writer, theirs, "u")
        writer.quiet()
    exchange(*watched)
    assert _alike(watched, ours, "state", "taken_by") == ("taken", "u")
    change(north, "alerts", ours, level=1)
    worse = {**_said(north, ours), "id": new_id(), "state": "open", "taken_by": None, "level": 2}
    north.server.force(resource("alerts", str(worse["id"]), worse))
    north.fetch()
    assert _said(north, ours)["state"] == "open"
    assert _said(north, ours)["level"] == 2
    # Said once more it changes nothing: somebody may have gone on with ours meanwhile.
    change(north, "alerts", ours, state="waiting", waiting_until=5)
    north.server.force(resource("alerts", str(worse["id"]), worse))
    north.fetch()
    assert _said(north, ours)["state"] == "waiting"


def test_what_this_station_alone_found_is_closed_by_who_saw_that_reading(watched: Both) -> None:
    north, _ = watched
    measure(north, 84.0, "one")
    ours = str(north.rows(_OPEN)[0][0])
    done = {"state": "closed", "closed_at": FRIDAY_NINE + 1, "closed_by": "x", "verdict": "real"}
    other = {**_said(north, ours), **done, "id": new_id()}
    north.server.force(resource("alerts", str(other["id"]), other))
    north.fetch()
    assert north.rows(_OPEN) == []
    assert _said(north, ours)["verdict"] == "real"


def test_what_others_know_of_stays_open_whoever_closed_another(watched: Both) -> None:
    north, _ = watched
    measure(north, 84.0, "one")
    ours = str(north.rows(_OPEN)[0][0])
    exchange(*watched)
    done = {"state": "closed", "closed_at": FRIDAY_NINE + 1, "closed_by": "x", "verdict": "real"}
    other = {**_said(north, ours), **done, "id": new_id()}
    north.server.force(resource("alerts", str(other["id"]), other))
    exchange(*watched)
    assert _alike(watched, ours, "state") == ("open",)


def test_opened_again_elsewhere_it_stands_behind_the_one_that_is_open(watched: Both) -> None:
    north, south = watched
    ours, theirs = _two(watched)
    _close(south, theirs)
    exchange(*watched)
    closed = _said(north, theirs)
    measure(north, 80.0, "three", taken_at=FRIDAY_NINE + 500_000)
    third = str(north.rows(_OPEN)[0][0])
    again = {**closed, "state": "open", "closed_at": None, "closed_by": None, "action": ""}
    north.server.force(resource("alerts", theirs, again))
    north.fetch()
    assert north.rows(_OPEN) == [(third,)]
    assert _said(north, theirs)["state"] == "open"
    _close(north, third, "wrong")
    exchange(*watched)
    assert _alike(watched, third, "state", "verdict") == ("closed", "wrong")
    assert _alike(watched, theirs, "state", "verdict") == ("closed", "wrong")
    assert ours != third


def test_behind_an_alert_that_is_not_there_any_more_it_comes_out(watched: Both) -> None:
    north, _ = watched
    ours, theirs = _two(watched)
    north.write("DELETE FROM alert_events WHERE alert_id = ?", ours)
    north.write("DELETE FROM alerts WHERE id = ?", ours)
    with north.database.write(north.actor) as writer:
        writer.quiet()
        settle(writer)
    assert north.rows(_OPEN) == [(theirs,)]


def test_what_could_not_be_written_is_not_set_aside(watched: Both) -> None:
    north, _ = watched
    ours, _ = _two(watched)
    lacking = {name: value for name, value in _said(north, ours).items() if name != "opened_at"}
    with north.database.write(north.actor) as writer:
        writer.quiet()
        with pytest.raises(Unfit):
            set_aside(writer, None, {**lacking, "id": new_id()}, Effects())


def test_a_reading_that_a_closer_had_not_seen_is_not_settled_by_the_closing(
    watched: Both,
) -> None:
    north, south = watched
    measure(north, 84.0, "one")
    exchange(north, south)
    measure(south, 80.0, "two")
    north.clock.advance(600_000)
    alert = str(north.rows("SELECT id FROM alerts")[0][0])
    close_alert(north, alert)
    exchange(north, south)
    open_here = north.rows("SELECT count(*) FROM alerts WHERE state <> 'closed'")
    assert open_here == [(1,)]
    assert south.rows("SELECT count(*) FROM alerts WHERE state <> 'closed'") == [(1,)]


def _more(station: Place, alert_id: str) -> str:
    """Let the server have one more open alert about the same, found by a third station."""
    other = {**_said(station, alert_id), "id": new_id()}
    station.server.force(resource("alerts", str(other["id"]), other))
    return str(other["id"])

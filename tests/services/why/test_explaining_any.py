"""«Hvorfor» over the whole training municipality: what it says agrees with what is stored."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.core.clock import FixedClock
from station.models.queries import readings as reading_queries
from station.rules.explain import Held
from station.rules.limits import Side
from station.services.session import Session
from station.services.why.explaining import Explained
from station.training.day import morning
from station.training.door import PASSWORD as PRACTICE
from station.wiring import Station, build
from tests.municipality import CHEAP, copy_home


@pytest.fixture(scope="module")
def trained(
    municipality: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Station, Session, list[str]]]:
    """The training municipality on its day, and every reading of it."""
    home = copy_home(municipality, tmp_path_factory.mktemp("why") / "home")
    station = build(home, FixedClock(morning()), CHEAP)
    owner = station.door.people()[0]
    session = replace(station.door.sign_in(owner.slot_id, PRACTICE), language="en")
    with station.record.read() as reader:
        rows = reader.raw("SELECT id FROM readings ORDER BY taken_at DESC, id LIMIT 20000")
    yield station, session, [row[0] for row in rows]
    station.close()


@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_any_reading_of_the_municipality_is_told_as_it_is_stored(
    trained: tuple[Station, Session, list[str]], data: st.DataObject
) -> None:
    station, session, readings = trained
    reading_id = data.draw(st.sampled_from(readings))
    found = station.explaining.reading(session, reading_id)
    agrees(station, found)


def test_every_open_alert_of_the_municipality_is_told_as_it_is_stored(
    trained: tuple[Station, Session, list[str]],
) -> None:
    station, session, _ = trained
    with station.record.read() as reader:
        rows = reader.raw("SELECT id FROM alerts")
    assert rows
    for (alert_id,) in rows:
        found = station.explaining.alert(session, alert_id)
        assert found.told
        agrees(station, found)


def agrees(station: Station, found: Explained) -> None:
    """What was raised is found by its rule; where nothing was, nothing is, or it is held back."""
    assert found.summary
    assert len(found.rules) == len(found.tried)
    raised = {(each.component, each.side, each.level) for each in found.told}
    with station.record.read() as reader:
        reading = reading_queries.one(reader, found.line.id)
    assert reading is not None
    holding = {
        (each.component, (each.side or Side.HIGH).value, each.level)
        for each in found.tried
        if each.found
    }
    if reading.counts:
        assert raised <= holding
    if not raised:
        assert all(not each.found or each.held is not Held.NOTHING for each in found.tried)

"""Where files are written, and what they hold."""

from dataclasses import replace

import pytest

from station.core.trouble import Trouble
from station.services.stick.exchanging import WriteJob
from tests.exchange_office import LEADER, Desks, code_of


def test_a_file_has_its_ending_and_several_are_numbered(stations: Desks) -> None:
    first, _second, _third = stations
    assert first.write(name="a").files == ("a.stationx",)
    assert first.write(name="b.stationx").files == ("b.stationx",)
    assert first.write(name="d.STATIONX").files == ("d.STATIONX",)
    first.add("u1", "u2")
    assert first.write(name="c", most=1).files == ("c-1-2.stationx", "c-2-2.stationx")


def test_again_does_not_trust_what_was_confirmed(stations: Desks) -> None:
    first, second, _third = stations
    first.add("u1", "u2")
    first.write()
    second.take()
    second.write(first.station(), "b")
    first.take("b")
    job = WriteJob(first.stick / "c", second.station())
    assert first.exchanging.write(LEADER, job).rows == 0
    assert first.exchanging.write(LEADER, replace(job, again=True)).rows == 2


def test_a_place_that_takes_nothing_is_told(stations: Desks) -> None:
    job = WriteJob(stations[0].stick / "gone" / "a")
    with pytest.raises(Trouble) as caught:
        stations[0].exchanging.write(LEADER, job)
    assert code_of(caught) == "exchange_unwritable"

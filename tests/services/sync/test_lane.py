"""Handing work from the network lane to the record lane."""

from concurrent.futures import Future
from threading import Event

import pytest

from station.core.lanes import Lane
from station.services.sync.lane import OnLane
from station.services.sync.run import Stopped


def test_the_result_and_the_error_are_the_askers() -> None:
    lane = Lane("record")
    on_lane = OnLane(lane.submit, Event())
    assert on_lane.do(lambda: 7) == 7
    for error in (ValueError("x"), TimeoutError("y")):

        def fails(error: Exception = error) -> int:
            raise error

        with pytest.raises(type(error)):
            on_lane.do(fails)
    lane.close()
    with pytest.raises(Stopped):
        on_lane.do(lambda: 7)


def test_a_job_that_only_waits_is_taken_back_when_it_is_to_end() -> None:
    stop = Event()
    waiting: Future[object] = Future()

    def submit(job: object) -> "Future[object]":
        stop.set()
        return waiting

    with pytest.raises(Stopped):
        OnLane(submit, stop).do(lambda: 7)
    assert waiting.cancelled()
    with pytest.raises(Stopped):
        OnLane(submit, Event()).do(lambda: 7)


def test_a_job_that_has_begun_is_waited_for() -> None:
    stop = Event()
    lane = Lane("record")

    def job() -> int:
        stop.set()
        Event().wait(0.15)
        return 7

    assert OnLane(lane.submit, stop).do(job) == 7
    lane.close()

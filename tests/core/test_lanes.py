"""The lane: one thread, jobs in order, urgent ones first."""

from collections.abc import Callable, Iterator
from threading import Event, current_thread

import pytest

from station.core.lanes import Lane


@pytest.fixture
def lane() -> Iterator[Lane]:
    made = Lane("record")
    yield made
    made.close()


def test_a_job_runs_on_the_lanes_thread_and_gives_its_result(lane: Lane) -> None:
    assert lane.submit(lambda: current_thread().name).result(5) == "record"
    assert lane.submit(lane.on_lane).result(5)
    assert not lane.on_lane()


def test_an_error_belongs_to_whoever_asked_and_the_lane_goes_on(lane: Lane) -> None:
    with pytest.raises(ZeroDivisionError):
        lane.submit(lambda: 1 // 0).result(5)
    assert lane.submit(lambda: 7).result(5) == 7


def test_jobs_run_in_order_and_urgent_ones_before_those_that_wait(lane: Lane) -> None:
    gate, order = Event(), list[str]()

    def noting(name: str) -> Callable[[], None]:
        return lambda: order.append(name)

    lane.submit(gate.wait)
    jobs = [lane.submit(noting("first")), lane.submit(noting("second"))]
    jobs.append(lane.submit(noting("urgent"), urgent=True))
    gate.set()
    for job in jobs:
        job.result(5)
    assert order == ["urgent", "first", "second"]


def test_a_cancelled_job_never_runs(lane: Lane) -> None:
    gate, ran = Event(), list[int]()
    lane.submit(gate.wait)
    job = lane.submit(lambda: ran.append(1))
    assert job.cancel()
    gate.set()
    lane.submit(lambda: None).result(5)
    assert ran == []


def test_closing_finishes_what_was_queued_and_takes_no_more() -> None:
    lane, gate, ran = Lane("short"), Event(), list[int]()
    lane.submit(gate.wait)
    lane.submit(lambda: ran.append(1))
    gate.set()
    lane.close()
    assert ran == [1]
    with pytest.raises(RuntimeError, match="closed"):
        lane.submit(lambda: None)


def test_a_job_may_close_its_own_lane() -> None:
    lane = Lane("own")
    lane.submit(lane.close).result(5)
    lane.close()

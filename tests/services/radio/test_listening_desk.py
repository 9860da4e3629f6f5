"""What every errand needs: the lane, who listens, and one errand with a device at a time."""

from concurrent.futures import Future

import pytest

from station.core.clock import FixedClock
from station.devices.link import LinkFault
from station.services.radio.listening_desk import Desk
from station.services.radio.listening_news import News, Unsaved
from tests.intaking import NURSE
from tests.scripted_radio import Steps

NEWS = Unsaved(0, "")


@pytest.fixture
def lane() -> Steps:
    """A lane that the test moves."""
    return Steps()


@pytest.fixture
def desk(clock: FixedClock, lane: Steps) -> Desk:
    """A desk at which somebody is signed in."""
    made = Desk(clock)
    made.open(NURSE, lane.submit)
    return made


def failing() -> None:
    raise ValueError("bug")


def test_without_anybody_there_is_no_lane(clock: FixedClock) -> None:
    desk = Desk(clock)
    assert not desk.on_lane(lambda: None)
    with pytest.raises(LinkFault, match="cancelled"):
        desk.asked_of_lane(lambda: 1).result(0)


def test_jobs_run_on_the_lane_and_a_bug_stays_in_its_job(desk: Desk, lane: Steps) -> None:
    done: list[int] = []
    assert desk.on_lane(failing)
    assert desk.on_lane(lambda: done.append(1))
    assert done == []
    lane.go()
    assert done == [1]


def test_what_is_asked_of_the_lane_comes_back_with_its_errors(desk: Desk, lane: Steps) -> None:
    good: Future[int] = desk.asked_of_lane(lambda: 7)
    bad: Future[None] = desk.asked_of_lane(failing)
    lane.go()
    assert good.result(0) == 7
    assert isinstance(bad.exception(0), ValueError)


@pytest.mark.parametrize("how", ["lane", "desk"])
def test_on_a_closed_lane_nothing_is_queued(desk: Desk, lane: Steps, how: str) -> None:
    if how == "lane":
        lane.closed = True
    else:
        desk.close()
    assert not desk.on_lane(lambda: None)
    assert isinstance(desk.asked_of_lane(lambda: 1).exception(0), LinkFault)


def test_a_listener_that_raises_is_not_the_others_trouble(desk: Desk) -> None:
    told: list[News] = []

    def broken(_news: News) -> None:
        raise ValueError("bug")

    desk.watch(broken)
    stop = desk.watch(told.append)
    desk.say(NEWS)
    stop()
    stop()
    desk.say(NEWS)
    assert told == [NEWS]


def test_one_errand_with_a_device_at_a_time_however_its_address_is_written(desk: Desk) -> None:
    busy = desk.begin("f0:aa")
    assert busy is not None
    assert desk.begin("F0:AA") is None
    assert desk.busy == {"F0:AA"}
    desk.ended("F0:aa")
    desk.ended("F0:aa")
    assert desk.begin("F0:AA") is not None


def test_who_leaves_ends_what_is_under_way(desk: Desk) -> None:
    stopped: list[str] = []
    for address in ("A", "B"):
        busy = desk.begin(address)
        assert busy is not None
        busy.stops(lambda address=address: stopped.append(address))  # type: ignore[misc]
    desk.leave()
    assert stopped == ["A", "B"]
    assert desk.session is None

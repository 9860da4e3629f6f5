"""The watch over the judging: news too old, a failed run, a lane that never answers."""

import pytest
from pytestqt.qtbot import QtBot

from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.services.office.clockwatch import ClockFault
from station.services.today.watch import Watched
from station.views.bridge import Bridge
from station.views.shell.watch import Watch
from tests.qt import settle


class Alive:
    """A judging that can fall silent."""

    def __init__(self, at: int) -> None:
        self.state = Watched(at)

    def __call__(self) -> Watched:
        return self.state


@pytest.fixture
def heard(bridge: Bridge, clock: FixedClock) -> tuple[Watch, Alive, list[bool]]:
    source, told = Alive(clock.now()), list[bool]()
    watch = Watch(bridge, clock, source)
    watch.fresh_changed.connect(told.append)
    return watch, source, told


Heard = tuple[Watch, Alive, list[bool]]


def test_old_news_are_stale_even_if_the_wall_clock_stands(
    heard: Heard, qtbot: QtBot, bridge: Bridge, clock: FixedClock
) -> None:
    watch, _, told = heard
    wall = clock.now()
    clock.advance(91_000)
    clock.set(wall)
    watch.look()
    settle(qtbot, bridge)
    assert told == [False]


def test_a_failed_judging_is_stale_at_once(heard: Heard, qtbot: QtBot, bridge: Bridge) -> None:
    watch, source, told = heard
    source.state = Watched(source.state.judged_at, failed=True)
    watch.look()
    settle(qtbot, bridge)
    assert (told, watch.fresh) == ([False], False)


def test_a_clock_that_was_set_is_told_once_and_again_when_it_is_right(
    heard: Heard, qtbot: QtBot, bridge: Bridge
) -> None:
    watch, source, _ = heard
    told: list[str] = []
    watch.clock_changed.connect(told.append)
    judged_at = source.state.judged_at
    for fault in (ClockFault.NONE, ClockFault.BACK, ClockFault.BACK, ClockFault.NONE):
        source.state = Watched(judged_at, clock=fault)
        watch.look()
        settle(qtbot, bridge)
    assert told == ["back", ""]


def test_a_lane_that_never_answers_is_stale_within_a_minute(
    qtbot: QtBot, clock: FixedClock
) -> None:
    class Dead(Bridge):
        """A bridge whose lane has died."""

        def __init__(self) -> None:
            pass

        def ask(self, *_: object, **__: object) -> None:
            pass

    told: list[bool] = []
    watch = Watch(Dead(), clock, Alive(clock.now()))
    watch.fresh_changed.connect(told.append)
    for _ in range(6):
        watch.look()
        clock.advance(10_000)
    assert told == [False]


def test_trouble_in_judging_is_stale_and_asked_again(
    bridge: Bridge, qtbot: QtBot, clock: FixedClock
) -> None:
    def locked() -> Watched:
        raise Trouble("locked", "Station is locked.")

    watch = Watch(bridge, clock, locked)
    watch.start()
    settle(qtbot, bridge)
    assert not watch.fresh
    watch.stop()

"""What happens to the program and its PC: killed, stopped, no room, a clock that is set."""

# ruff: noqa: ARG001  (every fault and every trial is called alike)

import os
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, contextmanager
from multiprocessing import Value
from random import Random
from threading import Event, Thread, Timer
from typing import Any
from unittest.mock import patch

from benchmarks.sync_faults.central import Trial
from benchmarks.sync_faults.chaos import HUNG, Ask, Chaos, Told
from benchmarks.sync_faults.network import applied_unheard
from benchmarks.sync_faults.posts import HOUR, Post, World, later, reopened
from station.core.clock import RunningClock
from station.core.trouble import Trouble
from station.models.driver import open_connection
from station.models.instance import InstanceLock
from station.services.sync.applying.applying import Inbox
from station.services.sync.run import Run
from station.services.sync.settling import Settling
from station.sync.central import Central
from tests.conftest import DATA_KEY

DAY = 24 * HOUR


def _die(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _after(target: type, name: str) -> Any:  # noqa: ANN401  (a patch)
    true = getattr(target, name)

    def instead(*given: Any, **named: Any) -> object:  # noqa: ANN401
        result = true(*given, **named)
        _die()
        return result

    return patch.object(target, name, instead)


def _after_rows(self: Run, page: Any) -> None:  # noqa: ANN401
    _TRUE_RECEIVE(self, page)
    if page.items:
        _die()


_TRUE_RECEIVE = Run._receive  # noqa: SLF001
POINTS: dict[str, Callable[[], Any]] = {
    "kill -9 after the commit, before it is sent": lambda: patch.object(Central, "upload", _die),
    "kill -9 after the answer, before it is settled": lambda: _after(Central, "upload"),
    "kill -9 in the commit that settles": lambda: _after(Settling, "settle"),
    "kill -9 between page and cursor": lambda: _after(Inbox, "receive"),
    "kill -9 after page and cursor": lambda: patch.object(Run, "_receive", _after_rows),
    "kill -9 while a record is worked in": lambda: _after(Inbox, "apply"),
}


@contextmanager
def _lives(post: Post, within: Callable[[], Any] | None = None) -> Any:  # noqa: ANN401
    """Let a process of its own exchange for a station; give its id, and wait for its end."""
    post.database.close()
    child = os.fork()
    if not child:
        try:
            reopened(post)
            with ExitStack() as more:
                if within is not None:
                    more.enter_context(within())
                post.run()
        finally:
            os._exit(0)
    try:
        yield child
    finally:
        os.waitpid(child, 0)
        reopened(post)


def killed(within: Callable[[], Any]) -> Trial:
    """Give a trial that kills the program at a named point, twice at each station."""

    def trial(world: World, random: Random) -> None:
        for _ in range(2):
            for post in world.posts:
                post.work(random, 5)
                world.posts[0].note()
                world.posts[0].run()
                with _lives(post, within):
                    pass
                assert post.chaos is not None  # noqa: S101
                post.chaos.struck += 1

    return trial


def killed_unheard(world: World, random: Random) -> None:
    """Kill it when the server has applied what was sent and its answer is on the way."""
    for _ in range(2):
        for post in world.posts:
            assert post.chaos is not None  # noqa: S101
            post.work(random, 5)
            with _lives(post) as child:

                def fault(ask: Ask, random_: Random, child: int = child) -> Told:
                    if not ask.writes:
                        return ask.forward()
                    ask.forward()
                    os.kill(child, signal.SIGKILL)
                    return HUNG

                post.chaos.fault, post.chaos.often = fault, 1.0
            post.chaos.fault = None


def killed_anywhen(world: World, random: Random) -> None:
    """Kill it at any moment."""
    for _ in range(4):
        for post in world.posts:
            post.work(random, 5)
            with _lives(post) as child:
                alarm = Timer(random.uniform(0.02, 0.8), _kill, (child,))
                alarm.start()
            alarm.cancel()
            assert post.chaos is not None  # noqa: S101
            post.chaos.struck += 1


def _kill(child: int) -> None:
    try:
        os.kill(child, signal.SIGKILL)
    except ProcessLookupError:
        return


class Shared:
    """A clock that another process sets."""

    def __init__(self, now: int) -> None:
        self.value = Value("q", now)

    def now(self) -> int:
        """Give the time it was set to."""
        return int(self.value.value)

    def monotonic(self) -> float:
        """Give the machine's own counter."""
        return time.monotonic()


def stopped(world: World, random: Random) -> None:
    """Stop it in mid exchange for six hours, in which others work and connections break."""
    for number, post in enumerate(world.posts):
        other = world.posts[1 - number]
        post.work(random, 6)
        post.edit("phone")
        clock = Shared(post.clock.now())
        real, post.clock = post.clock, clock  # type: ignore[assignment]
        with _lives(post) as child:
            time.sleep(random.uniform(0.05, 0.5))
            _signal(child, signal.SIGSTOP)
            other.work(random, 4)
            other.run()
            clock.value.value += 6 * HOUR
            assert post.chaos is not None  # noqa: S101
            post.chaos.fault, post.chaos.often = applied_unheard, 0.3
            _signal(child, signal.SIGCONT)
        post.clock = real
        reopened(post)
        post.chaos.fault = None
        post.chaos.struck += 1
        for each in world.posts:
            later(each.clock, 6 * HOUR)


def _signal(child: int, what: int) -> None:
    try:
        os.kill(child, what)
    except ProcessLookupError:
        return


def full_disk(world: World, random: Random) -> None:
    """Let there be no more room in the middle of an exchange."""
    for _ in range(2):
        world.posts[0].work(random, 8)
        world.posts[0].run()
        for post in world.posts:
            post.work(random, 5)
            line = post.database.connection
            (pages,) = line.execute("PRAGMA page_count").fetchall()[0]
            line.execute(f"PRAGMA max_page_count = {int(str(pages)) + random.randrange(3)}")
            report = post.run()
            assert post.chaos is not None  # noqa: S101
            post.chaos.struck += report is None or report.outcome != "done"
            line.execute("PRAGMA max_page_count = 1073741823")


def locked(world: World, random: Random) -> None:
    """Let another program hold the file while an exchange goes on."""
    for post in world.posts:
        post.work(random, 5)
        post.database.connection.execute("PRAGMA busy_timeout = 50")
        at, held, release = random.randrange(2, 12), Event(), Event()
        count: list[int] = []

        def hold(post: Post = post, held: Event = held, release: Event = release) -> None:
            line = open_connection(post.path, DATA_KEY)
            line.execute("BEGIN IMMEDIATE")
            held.set()
            release.wait(20)
            line.execute("ROLLBACK")
            line.close()

        def before(
            ask: Ask, hold: Callable[[], None] = hold, held: Event = held,
            count: list[int] = count, at: int = at,
        ) -> None:  # fmt: skip
            count.append(1)
            if len(count) == at:
                Thread(target=hold, daemon=True).start()
                held.wait(5)

        chaos: Chaos | None = post.chaos
        assert chaos is not None  # noqa: S101
        chaos.before = before
        post.run()
        chaos.before = lambda _: None
        chaos.struck += 1
        release.set()
        post.database.connection.execute("PRAGMA busy_timeout = 5000")


def clocks(steps: Sequence[int]) -> Trial:
    """Give a trial in which one station's clock is set by so much, one step after the other."""

    def trial(world: World, random: Random) -> None:
        post = world.posts[random.randrange(len(world.posts))]
        for step in steps:
            later(post.clock, step)
            post.wire_clock = RunningClock(post.clock.now())
            for each in world.posts:
                each.work(random, 4)
                each.edit("city")
                each.run()
            assert post.chaos is not None  # noqa: S101
            post.chaos.struck += 1
        # Time goes on until all clocks are past what any of them had shown.
        latest = max(each.clock.now() for each in world.posts) + 2 * DAY
        for each in world.posts:
            each.clock.set(latest)

    return trial


def daylight(world: World, random: Random) -> None:
    """Work in the hour that comes twice."""
    for post in world.posts:
        post.clock.set(1_792_886_400_000 - 90 * 60_000)  # 25 October 2026 01:30 in Oslo, summer
    for _ in range(4):
        for post in world.posts:
            later(post.clock, HOUR // 2)
            post.work(random, 4)
            post.run()
            assert post.chaos is not None  # noqa: S101
            post.chaos.struck += 1


def two_instances(world: World, random: Random) -> None:
    """Let a second program want the same file: it must not get it."""
    lock = world.folder / "lock"
    first = InstanceLock(lock)
    first.acquire("")
    child = os.fork()
    if not child:
        try:
            InstanceLock(lock).acquire("")
        except Trouble:
            os._exit(0)
        os._exit(1)
    _, status = os.waitpid(child, 0)
    if status:
        world.book.made["files", "opened by two programs at once"] = "two instances"
    world.posts[0].work(random, 3)
    first.release()


TRIALS: dict[str, Trial] = {
    **{name: killed(within) for name, within in POINTS.items()},
    "kill -9 after it was sent, the answer on the way": killed_unheard,
    "kill -9 at any moment": killed_anywhen,
    "SIGSTOP for six hours": stopped,
    "disk full": full_disk,
    "file locked by another program": locked,
    "clock one hour ahead": clocks((HOUR,)),
    "clock one hour behind": clocks((-HOUR,)),
    "clock one day ahead": clocks((DAY,)),
    "clock one day behind": clocks((-DAY,)),
    "clock set back and forth": clocks((HOUR, -2 * HOUR, DAY, -2 * DAY)),
    "the hour that comes twice": daylight,
    "two programs, one file": two_instances,
}

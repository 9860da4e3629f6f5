"""What is done to the server itself: an older copy put back, also amid an exchange; killed."""

# ruff: noqa: ARG001  (every fault and every trial is called alike)

from pathlib import Path
from random import Random

from benchmarks.sync_faults.central import Central, Trial
from benchmarks.sync_faults.posts import Post, World


def _count(world: World) -> None:
    for post in world.posts:
        assert post.chaos is not None  # noqa: S101
        post.chaos.struck += 1


def server_restored(there: Central) -> Trial:
    """Give a trial that puts an older copy of the server's file back."""

    def trial(world: World, random: Random) -> None:
        backup = world.folder / "server.db"
        world.round()
        there.copy(backup)
        for _ in range(2):
            for post in world.posts:
                post.work(random, 5)
                post.edit("city")
            world.round()
        there.put_back(backup)
        world.posts[-1].edit("needs")
        for post in world.posts:
            post.work(random, 3)
        world.round()
        _count(world)

    return trial


def server_restored_amid(there: Central) -> Trial:
    """Give a trial that puts an older copy of the server's file back amid an exchange."""

    def trial(world: World, random: Random) -> None:
        backup = world.folder / "server.db"
        world.round()
        there.copy(backup)
        for _ in range(2):
            for post in world.posts:
                post.work(random, 5)
                post.edit("city")
            world.round()
        for post in world.posts:
            post.work(random, 5)
            post.edit("needs")
        _amid(there, random.choice(world.posts), random.randrange(2, 30), backup)
        world.round()
        _count(world)

    return trial


def _amid(there: Central, post: Post, at: int, backup: Path) -> None:
    """Let a station exchange, and put the server's file back before its request number `at`."""
    assert post.chaos is not None  # noqa: S101
    heard: list[int] = []

    def before(ask: object) -> None:
        heard.append(1)
        if len(heard) == at:
            there.put_back(backup)

    post.chaos.before = before
    post.run()
    post.chaos.before = lambda _: None
    if len(heard) < at:
        there.put_back(backup)


def server_killed(there: Central) -> Trial:
    """Give a trial that ends the server with kill -9 while it is written to."""

    def trial(world: World, random: Random) -> None:
        for _ in range(2):
            for post in world.posts:
                assert post.chaos is not None  # noqa: S101
                post.work(random, 6)
                at = random.randrange(1, 8)
                heard: list[int] = []

                def before(ask: object, heard: list[int] = heard, at: int = at) -> None:
                    heard.append(1)
                    if len(heard) == at:
                        there.server.kill()

                post.chaos.before = before
                post.run()
                post.chaos.before = lambda _: None
                if there.server.process is None:
                    there.server.start()
                post.chaos.struck += 1

    return trial

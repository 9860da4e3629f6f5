"""A room of software devices on the test's own loop."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from simulator.backend import backends
from simulator.meters.glucose import GlucoseMeter
from simulator.peripheral import Peripheral
from simulator.world import World
from tests.simulator.visiting import Way

T = TypeVar("T")
Glucose = TypeVar("Glucose", bound=GlucoseMeter)


@asynccontextmanager
async def room(*devices: Peripheral) -> AsyncIterator[tuple[World, Way]]:
    """A room on this loop, with these devices in it."""
    world = World()
    await world.start()
    await world.add(*devices)
    scanner, client, keywords = backends(world)
    try:
        yield world, Way({"backend": scanner, **keywords}, {"backend": client, **keywords})
    finally:
        await world.close()


def visit(use: Callable[[World, Way], Awaitable[T]], *devices: Peripheral) -> T:
    """Do something in a room, and no longer than ten seconds."""

    async def run() -> T:
        async with asyncio.timeout(10), room(*devices) as (world, way):
            return await use(world, way)

    return asyncio.run(run())


def filled(meter: Glucose, number: int) -> Glucose:
    """A meter with so many records."""
    for each in range(number):
        meter.take({"glucose": 4 + each / 100})
    return meter


def typed(world: World, digits: int | None) -> None:
    """Say what the person at the PC types."""

    async def asked(_: str) -> int | None:
        return digits

    world.central.asked = asked

"""`python -m simulator`: software devices in a process of their own, until its input ends.

Prints one line when it is ready: the address for DBUS_SYSTEM_BUS_ADDRESS with --bus, or
127.0.0.1 and the port with --tcp.
"""

import argparse
import asyncio
import logging
import sys
import tempfile
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path

from simulator.bus import NoBusDaemon, PrivateBus
from simulator.scenario import BadScenario, Play, load, names
from simulator.serving import LOOPBACK, HciServer
from simulator.world import World

if sys.platform == "linux":
    from simulator.bluez import BlueZ


def main(arguments: list[str]) -> int:
    """Run until standard input ends, and give the exit code for the shell."""
    parser = argparse.ArgumentParser(prog="simulator", description=__doc__)
    parser.add_argument(
        "--scenario", default="demo", help=f"a .toml file, or: {', '.join(names())}"
    )
    way = parser.add_mutually_exclusive_group(required=True)
    way.add_argument("--bus", action="store_true", help="play BlueZ on a bus of our own")
    way.add_argument("--tcp", type=int, metavar="PORT", help="serve HCI (0 is any free port)")
    options = parser.parse_args(arguments)
    # What is in the air when a link ends is lost, as it is on a real one: no word is needed of it.
    logging.getLogger("bumble").setLevel(logging.ERROR)
    if options.bus and sys.platform != "linux":
        parser.error("--bus is for Linux; elsewhere there is --tcp")
    try:
        with ExitStack() as stack:
            bus = stack.enter_context(_bus(stack)) if options.bus else None
            asyncio.run(_run(options.scenario, bus, options.tcp))
    except (BadScenario, NoBusDaemon) as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 2
    return 0


def _bus(stack: ExitStack) -> PrivateBus:
    return PrivateBus(Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="meters-"))))


async def _run(scenario: str, bus: PrivateBus | None, port: int | None) -> None:
    world = World()
    play = Play(load(scenario), world)
    async with AsyncExitStack() as stack:
        # Left in the opposite order: nobody asks for anything any more, nothing is played any
        # more, and only then the devices go dark.
        stack.push_async_callback(world.close)
        await world.start()
        stack.push_async_callback(play.end)
        await play.begin()
        if sys.platform == "linux" and bus is not None:
            await stack.enter_async_context(BlueZ(world, bus.address))
            ready = bus.address
        else:
            server = await stack.enter_async_context(HciServer(world.link, port or 0))
            ready = f"{LOOPBACK}:{server.port}"
        sys.stdout.write(f"{ready}\n")
        sys.stdout.flush()
        await asyncio.to_thread(_until_input_ends)


def _until_input_ends() -> None:
    while sys.stdin.buffer.read(4096):
        pass


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Hearing a meter: its packets in order, and when it has become quiet."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from inspect import isawaitable

from station.core.clock import Clock
from station.devices.link import Fault, Link, LinkFault
from station.devices.news import News, Packet, Tell

_LAST_SECONDS = 2.0
MOST_PACKETS = 20_000
"""So many packets are taken in one visit; no meter holds as many, so it is not one."""


class Desk:
    """Tells news in order, one at a time, without keeping the meter waiting."""

    def __init__(self, tell: Tell) -> None:
        """Tell through `tell`, which may take its time."""
        self._tell = tell
        self._queue: asyncio.Queue[News] = asyncio.Queue()
        self.serving = asyncio.ensure_future(self._serve())
        """Ends only when `tell` has raised, or at close()."""

    def put(self, news: News) -> None:
        """Have it told after everything that was put before."""
        self._queue.put_nowait(news)

    async def told(self) -> None:
        """Return when everything has been told; raise what `tell` raised."""
        waiting = asyncio.ensure_future(self._queue.join())
        await asyncio.wait({waiting, self.serving}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if self.serving.done():
            self.serving.result()

    async def close(self) -> None:
        """Tell what is left, for a visit may be cut short, and then no more.

        What has been taken from a meter that forgets what it sends must not end here.
        """
        with suppress(Exception):  # it was raised where somebody waits for it
            async with asyncio.timeout(_LAST_SECONDS):
                await self.told()
        self.serving.cancel()
        await asyncio.wait({self.serving})

    async def _serve(self) -> None:
        while True:
            news = await self._queue.get()
            told = self._tell(news)
            if isawaitable(told):
                await told
            self._queue.task_done()


class Ear:
    """Takes notifications, counts them, and knows when it has become quiet."""

    def __init__(self, link: Link, desk: Desk, clock: Clock) -> None:
        """Hear through `link`; what is heard goes to `desk`."""
        self._link = link
        self._desk = desk
        self._clock = clock
        self._heard = asyncio.Event()
        self._lost = asyncio.ensure_future(link.lost())
        self.subscribed: list[int] = []
        self.came = 0
        """Packets heard so far, apart from answers."""

    async def listen_to(
        self, characteristic: int, heard: Callable[[bytes], bool] | None = None
    ) -> None:
        """Subscribe; `heard` says whether a packet is news (True) or a repetition or an answer."""

        def hear(payload: bytes) -> None:
            if self.came >= MOST_PACKETS:
                self._heard.set()
                return
            if heard is None or heard(payload):
                self.came += 1
                self._desk.put(Packet(characteristic, payload, self._clock.now()))
            self._heard.set()

        await self._link.subscribe(characteristic, hear)
        self.subscribed.append(characteristic)

    async def next(self, seconds: float | None) -> bool:
        """Wait until something is heard, at most so long; LinkFault LOST if the link is gone.

        Raises what `tell` raised: what nobody takes is not fetched. LinkFault FAILED for a meter
        that never stops.
        """
        if self.came >= MOST_PACKETS:
            raise LinkFault(Fault.FAILED, "flood")
        if not self._heard.is_set():
            hearing = asyncio.ensure_future(self._heard.wait())
            await asyncio.wait(
                {hearing, self._lost, self._desk.serving},
                timeout=seconds,
                return_when=asyncio.FIRST_COMPLETED,
            )
            hearing.cancel()
        if self._desk.serving.done():
            self._desk.serving.result()
        if self._heard.is_set():
            self._heard.clear()
            return True
        if self._lost.done():
            raise LinkFault(Fault.LOST, "gone")
        return False

    async def close(self) -> None:
        """Stop waiting for the end of the link."""
        self._lost.cancel()
        await asyncio.wait({self._lost})

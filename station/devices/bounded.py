"""Waiting that always ends: by the work itself, by a time-out, or because the link is gone."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from station.devices.link import Fault, LinkFault

T = TypeVar("T")


async def bounded(
    doing: Coroutine[Any, Any, T], seconds: float, gone: "asyncio.Future[None] | None" = None
) -> T:
    """Give the result of `doing`, or raise LinkFault TIMED_OUT or LOST as soon as that is known.

    What is given up is cancelled but not waited for: a system's own clean-up may hang for good.
    """
    task = asyncio.ensure_future(doing)
    awaited: set[asyncio.Future[Any]] = {task} if gone is None else {task, gone}
    try:
        await asyncio.wait(awaited, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    except asyncio.CancelledError:
        _abandon(task)
        raise
    if task.done():
        # A library that cancels its own future at a disconnect has lost the link.
        if task.cancelled():
            raise LinkFault(Fault.LOST, "cancelled by the library")
        return task.result()
    _abandon(task)
    lost = gone is not None and gone.done()
    raise LinkFault(Fault.LOST if lost else Fault.TIMED_OUT, "gave up waiting")


def _abandon(task: "asyncio.Future[Any]") -> None:
    """Cancel, and look at the outcome whenever it comes, so that nobody is told it was lost."""
    task.add_done_callback(lambda done: done.cancelled() or done.exception())
    task.cancel()

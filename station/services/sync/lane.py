"""Handing units of work from the network lane to the record lane, and waiting for them."""

from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from threading import Event
from typing import Protocol, TypeVar

from station.services.sync.run import Stopped

T = TypeVar("T")
LOOK_S = 0.1
"""So often a wait looks whether it shall go on; the result itself is told at once."""


class Submit(Protocol):
    """Runs a job on the record lane (station.core.lanes.Lane.submit does)."""

    def __call__(self, job: Callable[[], object]) -> "Future[object]":
        """Queue the job and give its future; RuntimeError when the lane is closed."""
        ...


class OnLane:
    """Does jobs on the record lane for a thread that may wait; `stop` ends the waiting."""

    def __init__(self, submit: Submit, stop: Event) -> None:
        """Hand jobs to `submit` until `stop`."""
        self._submit = submit
        self._stop = stop

    def do(self, job: Callable[[], T]) -> T:
        """Do a job and give its result; Stopped where it will not be done any more.

        A job that has begun is always waited for. Once `stop` is set, one that only waits is taken
        back: the record lane may itself be waiting for this thread to end.
        """
        results: list[T] = []
        try:
            future = self._submit(lambda: results.append(job()))
        except RuntimeError as error:
            raise Stopped from error
        while True:
            try:
                future.result(LOOK_S)
            except TimeoutError as error:
                if future.done():
                    raise
                if self._stop.is_set() and future.cancel():
                    raise Stopped from error
            except CancelledError as error:
                raise Stopped from error
            else:
                return results[0]

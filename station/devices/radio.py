"""The PC's Bluetooth: one object without Qt, on a thread and an asyncio loop of its own.

Whoever asks is never kept waiting: visits are futures, and listeners are called on the radio's
thread. Only one connection at a time to one device, and a few at once.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future
from contextlib import asynccontextmanager, suppress
from threading import Lock, Thread, current_thread
from typing import Any, Generic, TypeAlias, TypeVar

from station.core import log
from station.core.clock import Clock
from station.devices.adapter import RadioState
from station.devices.asking import Asker, Pairer
from station.devices.bleak_link import Patience
from station.devices.connecting import Connector
from station.devices.link import Fault, Job, LinkFault
from station.devices.pairer import system_pairer
from station.devices.scanner import Backends, Scanner, Sighting

__all__ = ["Backends", "Listener", "Patience", "Radio", "RadioState", "Running", "Sighting"]

T = TypeVar("T")

Listener: TypeAlias = Callable[[Sighting | RadioState], None]
"""Called on the radio's thread; it must not wait for anything."""
MOST_CONNECTIONS = 3
_JOIN_SECONDS = 10.0


class Running(Generic[T]):
    """A visit under way: its future, and a way to stop it."""

    def __init__(self, cancel: Callable[["Running[T]"], None]) -> None:
        """Begin without a result; `cancel` stops the visit."""
        self.future: Future[T] = Future()
        """The job's result, or LinkFault; settled on the radio's thread."""
        # A future that runs cannot be cancelled behind the radio's back.
        self.future.set_running_or_notify_cancel()
        self._cancel = cancel

    def cancel(self) -> None:
        """Stop it: the future becomes LinkFault CANCELLED when the connection is closed."""
        self._cancel(self)


class Radio:
    """Scans while somebody watches, and opens connections for jobs."""

    def __init__(
        self,
        clock: Clock,
        backends: Backends | None = None,
        *,
        patience: Patience | None = None,
    ) -> None:
        """Do nothing yet; without `backends` it is the system's own Bluetooth."""
        self._clock = clock
        self._backends = backends or Backends()
        self._patience = patience or Patience()
        self._lock = Lock()
        self._listeners: list[Listener] = []
        self._unsettled: dict[Running[Any], asyncio.Task[Any] | None] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: Thread | None = None
        self._closed = False
        self._stopping = asyncio.Event()
        self._scanner = Scanner(clock, self._backends, self._patience, self._tell)
        self._gates: dict[str, asyncio.Lock] = {}
        self._places = asyncio.Semaphore(MOST_CONNECTIONS)
        # Software meters in this process need no agent: their world has no BlueZ.
        self._pairer: Pairer | None = system_pairer() if backends is None else None
        self._connector = Connector(self._scanner, self._backends, self._patience, self._pairer)
        self._beside: set[asyncio.Task[None]] = set()

    @property
    def state(self) -> RadioState:
        """Give what is known of the PC's Bluetooth."""
        return self._scanner.state

    def start(self) -> None:
        """Start the thread; a second start does nothing."""
        with self._lock:
            if self._thread or self._closed:
                return
            self._loop = asyncio.new_event_loop()
            self._thread = Thread(
                target=self._work, args=(self._loop,), name="station-radio", daemon=True
            )
            self._thread.start()

    def close(self) -> None:
        """Cancel all visits, stop scanning and end the thread; at most about ten seconds."""
        with self._lock:
            self._closed = True
            thread, loop = self._thread, self._loop
        if thread is None or loop is None:
            return
        with suppress(RuntimeError):  # the loop has ended already
            loop.call_soon_threadsafe(self._stopping.set)
        if thread is not current_thread():
            thread.join(_JOIN_SECONDS)
            if thread.is_alive():
                log.event("radio.thread_left_behind")

    def watch(self, listener: Listener) -> Callable[[], None]:
        """Scan, and tell `listener` of what is heard until the function given back is called.

        It is first told the state if it is known, and the devices heard in the last seconds.
        """
        self._post(lambda: self._begin_watching(listener))

        def end() -> None:
            self._post(lambda: self._end_watching(listener))

        return end

    def run(self, address: str, job: Job[T], *, seconds: float) -> Running[T]:
        """Connect, run `job` with the link, and close, all within `seconds`; give it at once.

        The future's exception is a LinkFault when the world is at fault. A job that has `may_pair`
        and `pair_first` says with them whether the visit makes a bond, and before discovery.
        """
        running: Running[T] = Running(self._cancel)
        with self._lock:
            self._unsettled[running] = None
        if not self._post(lambda: self._begin(running, address, job, seconds)):
            self._settle(running, LinkFault(Fault.CANCELLED, "the radio is closed"))
        return running

    def ask_with(self, asker: Asker | None) -> None:
        """Ask this one when a device that is being paired wants a code; None: refuse those."""
        if self._pairer:
            self._pairer.ask_with(asker)

    # ------------------------------------------------------------------ from any thread

    def _post(self, call: Callable[[], None]) -> bool:
        with self._lock:
            if self._loop is None or self._closed:
                return False
            self._loop.call_soon_threadsafe(call)
            return True

    def _cancel(self, running: Running[Any]) -> None:
        self._post(lambda: self._stop(running))

    def _settle(self, running: Running[Any], outcome: object) -> None:
        with self._lock:
            if running not in self._unsettled:
                return
            del self._unsettled[running]
        if isinstance(outcome, BaseException):
            running.future.set_exception(outcome)
        else:
            running.future.set_result(outcome)

    # ------------------------------------------------------------------ on the radio's thread

    def _work(self, loop: asyncio.AbstractEventLoop) -> None:
        asyncio.set_event_loop(loop)
        try:
            loop.run_until_complete(self._serve())
        except Exception as error:  # noqa: BLE001  (the program goes on without its radio)
            log.bug("radio.thread", error)
        finally:
            with self._lock:
                self._closed = True
                left = tuple(self._unsettled)
            for running in left:
                self._settle(running, LinkFault(Fault.CANCELLED, "the radio is closed"))
            loop.close()

    async def _serve(self) -> None:
        scanning = asyncio.create_task(self._scanner.serve(), name="scanning")
        stopping = asyncio.create_task(self._stopping.wait(), name="stopping")
        await asyncio.wait({scanning, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if scanning.done() and not scanning.cancelled() and (error := scanning.exception()):
            log.bug("radio.scanning", error)
            await stopping
        if self._pairer:
            await self._pairer.end()
        await self._cancel_all()

    async def _cancel_all(self) -> None:
        """Cancel whatever runs on this loop, twice if need be, and never wait for good."""
        for _ in range(2):
            tasks = asyncio.all_tasks() - {asyncio.current_task()}
            for task in tasks:
                task.cancel()
            if not tasks or not (await asyncio.wait(tasks, timeout=self._patience.close))[1]:
                return

    def _begin_watching(self, listener: Listener) -> None:
        self._listeners.append(listener)
        self._scanner.want(+1)
        if self.state is not RadioState.UNKNOWN:
            self._tell_one(listener, self.state)
        oldest = self._clock.now() - int(self._patience.fresh * 1000)
        for sighting in tuple(self._scanner.sightings.values()):
            if sighting.seen_at >= oldest:
                self._tell_one(listener, sighting)

    def _end_watching(self, listener: Listener) -> None:
        if listener in self._listeners:
            self._listeners.remove(listener)
            self._scanner.want(-1)

    def _tell(self, news: Sighting | RadioState) -> None:
        if news is RadioState.READY and self._pairer:
            task = asyncio.ensure_future(self._pairer.begin())
            self._beside.add(task)
            task.add_done_callback(self._beside.discard)
        for listener in tuple(self._listeners):
            self._tell_one(listener, news)

    def _tell_one(self, listener: Listener, news: Sighting | RadioState) -> None:
        try:
            listener(news)
        except Exception as error:  # noqa: BLE001  (one listener's bug is not the others')
            log.bug("radio.listener", error)

    def _begin(self, running: Running[T], address: str, job: Job[T], seconds: float) -> None:
        task = asyncio.ensure_future(self._visit(address, job, seconds))
        self._unsettled[running] = task
        task.add_done_callback(lambda done: self._ended(running, done))

    def _stop(self, running: Running[Any]) -> None:
        task = self._unsettled.get(running)
        if task is not None:
            task.cancel()

    def _ended(self, running: Running[Any], task: "asyncio.Task[Any]") -> None:
        if task.cancelled():
            self._settle(running, LinkFault(Fault.CANCELLED, "cancelled"))
        elif error := task.exception():
            if isinstance(error, LinkFault):
                log.event("radio.visit_failed", fault=error.fault.value)
            else:
                log.bug("radio.visit", error)
            self._settle(running, error)
        else:
            self._settle(running, task.result())

    async def _visit(self, address: str, job: Job[T], seconds: float) -> T:
        limit = asyncio.timeout(seconds)
        try:
            async with limit, self._place(address), self._connector.open(address, job) as link:
                return await job(link)
        except TimeoutError as error:
            if limit.expired():
                raise LinkFault(Fault.TIMED_OUT, "the visit") from error
            raise

    @asynccontextmanager
    async def _place(self, address: str) -> AsyncIterator[None]:
        gate = self._gates.setdefault(address.upper(), asyncio.Lock())
        async with gate, self._places:
            yield

"""A Link that is written down: what is on the device, what each step does, when it is lost."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from station.core.clock import FixedClock
from station.devices.link import Fault, LinkFault
from station.devices.models import MeterModel, model_of
from station.devices.news import Errand, News, Outcome, Packet, Stage
from station.devices.profiles.racp import RACP
from station.devices.racp_fetch import Pace
from station.devices.visit import meter_visit

T = TypeVar("T")
FRIDAY_NINE = 1_795_161_600_000
QUICK = Pace(answer=0.05, stall=0.05, settle=0.02)
GLUCOSE, CONTEXT = 0x2A18, 0x2A34
Step = Callable[["FakeLink"], Awaitable[None]]


class FakeLink:
    """One connection; `before` holds what happens at a step such as «read 2a19»."""

    def __init__(self, *characteristics: int, values: dict[int, bytes] | None = None) -> None:
        self.values = values or {}
        self.found = frozenset(characteristics) | frozenset(self.values)
        self.hears: dict[int, Callable[[bytes], None]] = {}
        self.before: dict[str, Step] = {}
        self.on_write: dict[int, Callable[[bytes], Awaitable[None]]] = {}
        self.did: list[str] = []
        self.bonded = True
        self.gone = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def address(self) -> str:
        return "02:00:00:00:00:01"

    @property
    def largest_write(self) -> int:
        return 20

    @property
    def services(self) -> frozenset[int | str]:
        return frozenset()

    @property
    def characteristics(self) -> frozenset[int | str]:
        return frozenset(self.found)

    async def read(self, characteristic: int | str) -> bytes:
        await self._step("read", characteristic)
        return self.values[int(characteristic)]

    async def write(self, characteristic: int | str, data: bytes, *, response: bool = True) -> None:
        await self._step("write", characteristic)
        number = int(characteristic)
        self.values[number] = data
        if number in self.on_write:
            self.begin(self.on_write[number](data))

    async def subscribe(self, characteristic: int | str, heard: Callable[[bytes], None]) -> None:
        await self._step("subscribe", characteristic)
        self.hears[int(characteristic)] = heard

    async def unsubscribe(self, characteristic: int | str) -> None:
        await self._step("unsubscribe", characteristic)
        del self.hears[int(characteristic)]

    async def pair(self) -> bool:
        await self._step("pair", 0)
        return self.bonded

    async def lost(self) -> None:
        await self.gone.wait()

    def begin(self, work: Coroutine[Any, Any, None] | Awaitable[None]) -> None:
        """Let the device do something by itself."""
        task: asyncio.Task[None] = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def send(self, characteristic: int, payload: bytes) -> None:
        """Notify, if anybody has subscribed."""
        if characteristic in self.hears:
            self.hears[characteristic](payload)

    async def _step(self, name: str, characteristic: int | str) -> None:
        step = f"{name} {characteristic:04x}" if characteristic else name
        self.did.append(step)
        if step in self.before:
            await self.before[step](self)
        if self.gone.is_set():
            raise LinkFault(Fault.LOST)


def failing(fault: Fault) -> Step:
    """Give a step that fails."""

    async def fail(_: FakeLink) -> None:
        raise LinkFault(fault)

    return fail


async def drop(link: FakeLink) -> None:
    """Lose the link."""
    link.gone.set()


class Told:
    """Keeps the news of a visit."""

    def __init__(self) -> None:
        self.news: list[News] = []
        self._came = asyncio.Event()

    def __call__(self, news: News) -> None:
        self.news.append(news)
        self._came.set()

    async def until(self, ready: Callable[[], bool]) -> None:
        """Wait for the news that makes this true."""
        while not ready():
            self._came.clear()
            await self._came.wait()

    @property
    def stages(self) -> list[str]:
        return [each.stage.value for each in self.news if isinstance(each, Stage)]

    @property
    def payloads(self) -> list[bytes]:
        return [each.payload for each in self.news if isinstance(each, Packet)]

    def of(self, kind: type[T]) -> list[T]:
        """Give the news of one kind."""
        return [each for each in self.news if isinstance(each, kind)]


def errand(model: str | MeterModel, **more: Any) -> Errand:  # noqa: ANN401  (Errand's own)
    """Give an errand to a model, with a short silence."""
    known = model_of(model) if isinstance(model, str) else model
    return Errand(known, **{"listen_seconds": 0.02, **more})


async def visit(link: FakeLink, what: Errand, told: Callable[[News], Any]) -> Outcome:
    """Visit the fake with short waits."""
    return await meter_visit(what, told, clock=FixedClock(FRIDAY_NINE), pace=QUICK)(link)


def record(sequence: int, *, context: bool = False) -> bytes:
    """Give a glucose record: its number, 20 November 2026 08:00, 6.1 mmol/L."""
    flags = 0x16 if context else 0x06
    time = b"\xea\x07\x0b\x14\x08\x00\x00"
    return bytes((flags,)) + sequence.to_bytes(2, "little") + time + b"\x3d\xc0\x11"


def context_of(sequence: int) -> bytes:
    """Give a glucose context: its number and «before a meal»."""
    return b"\x02" + sequence.to_bytes(2, "little") + b"\x01"


class FakeGlucose:
    """A RACP server on a fake link; its habits are written down by the test."""

    def __init__(self, link: FakeLink, sequences: range | list[int]) -> None:
        self.link = link
        self.stored = {n: [(GLUCOSE, record(n))] for n in sequences}
        self.requests: list[bytes] = []
        self.answers_first = False
        self.by_number = True
        self.counts = True
        self.drop: set[int] = set()
        """Numbers that do not arrive the first time."""
        self.lose_before: int | None = None
        self.hangs_up = False
        """Ends the connection instead of saying that all is sent."""
        self.silent = False
        self.refuses: int | None = None
        link.on_write[RACP] = self.asked

    async def asked(self, request: bytes) -> None:
        self.requests.append(request)
        if self.silent:
            return
        code, operator = request[0], request[1]
        if code == 4 and not self.counts:
            self.answer(code, 2)
        elif operator == 3 and not self.by_number:
            self.answer(code, 5)
        elif code == 4:
            chosen = len(self.chosen(request)).to_bytes(2, "little")
            self.link.send(RACP, b"\x05\x00" + chosen)
        elif self.refuses is not None:
            self.answer(code, self.refuses)
        else:
            await self.report(self.chosen(request))

    async def report(self, numbers: list[int]) -> None:
        if not numbers:
            self.answer(1, 6)
            return
        if self.answers_first:
            self.answer(1, 1)
        for number in numbers:
            await asyncio.sleep(0)
            if number == self.lose_before:
                self.link.gone.set()
                return
            if number in self.drop:
                self.drop.discard(number)
                continue
            for characteristic, payload in self.stored[number]:
                self.link.send(characteristic, payload)
        if self.hangs_up:
            self.link.gone.set()
        elif not self.answers_first:
            self.answer(1, 1)

    def chosen(self, request: bytes) -> list[int]:
        if request[1] == 6:
            return sorted(self.stored)[-1:]
        least = int.from_bytes(request[3:5], "little") if request[1] == 3 else 0
        return sorted(n for n in self.stored if n >= least)

    def answer(self, code: int, outcome: int) -> None:
        self.link.send(RACP, bytes((6, 0, code, outcome)))


def glucose_meter(sequences: range | list[int]) -> tuple[FakeLink, FakeGlucose]:
    """Give a link with a glucose meter on it."""
    link = FakeLink(GLUCOSE, CONTEXT, RACP)
    return link, FakeGlucose(link, sequences)


def run(what: Errand, link: Callable[[], FakeLink]) -> tuple[Outcome, Told, FakeLink]:
    """Visit a link that is made on the loop."""

    async def go() -> tuple[Outcome, Told, FakeLink]:
        made, told = link(), Told()
        return await visit(made, what, told), told, made

    return asyncio.run(go())

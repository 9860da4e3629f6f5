"""A tablet's talk over an open connection: segments out, segments in, and what came of it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from station.devices.link import Fault, Job, Link, LinkFault
from station.devices.tablet import talk
from station.devices.tablet.handout import Info, State, read_info
from station.devices.tablet.limits import FROM_TABLET, INFO, TO_TABLET, TabletFault, Why
from station.devices.tablet.segments import Cutter, Joiner
from station.devices.tablet.talk import Confirm, Desk, Keeper, Known, Offered, Paired, Progress

__all__ = [
    "Errand",
    "Keeper",
    "Known",
    "Offered",
    "TabletOutcome",
    "tablet_hand_out",
    "tablet_visit",
]

_VISITED = (State.ON_LOAN, State.LOCKED, State.WIPED)


@dataclass(frozen=True, slots=True)
class Errand:
    """What a visit is for: our private key, and every tablet that might be the one out there."""

    station_key: bytes = field(repr=False)
    known: tuple[Known, ...]


@dataclass(frozen=True, slots=True)
class TabletOutcome:
    """How a talk ended: `fault` is the connection's, `why` the protocol's; both None: well.

    `loan_id` is empty where the tablet was not recognised; `rest` says that more waits there.
    """

    fault: Fault | None = None
    why: Why | None = None
    detail: str = ""
    loan_id: bytes = b""
    expected: int = 0
    came: int = 0
    committed: int = 0
    acknowledged: int = 0
    wiped: bool = False
    offset_ms: int | None = None
    battery: int | None = None

    @property
    def well(self) -> bool:
        """Tell whether everything was said and done."""
        return self.fault is None and self.why is None


def tablet_hand_out(
    offered: Offered, now: Callable[[], int], confirm: Confirm, paired: Paired
) -> Job[TabletOutcome]:
    """Give the job that agrees on keys with the tablet that scanned our code."""

    async def job(link: Link) -> TabletOutcome:
        kept: list[bytes] = []

        async def keep(key: bytes, model: str) -> None:
            await paired(key, model)
            kept.append(key)

        async def agree(pipe: LinkPipe) -> None:
            info = await _info(link)
            if info.state is not State.WAITING or not info.is_of(offered.secret):
                raise TabletFault(Why.STATE, info.state.name)
            await talk.hand_out(pipe, offered, now, confirm, keep)

        fault, why, detail = await _ended(link, agree)
        if kept and (fault or why):
            # Whether the tablet has kept ours too is seen on its screen only.
            fault, why = None, Why.UNSURE
        return TabletOutcome(fault, why, detail, offered.loan_id)

    return job


def tablet_visit(
    errand: Errand,
    keeper: Keeper,
    now: Callable[[], int],
    tell: Callable[[Progress], None] = lambda _: None,
) -> Job[TabletOutcome]:
    """Give the job that fetches from whichever known tablet this is, and empties it if ordered.

    What `keeper` raises comes out of the job as it is, after the link was let go.
    """

    async def job(link: Link) -> TabletOutcome:
        progress, found = Progress(), list[Known]()

        async def fetch(pipe: LinkPipe) -> None:
            info = await _info(link)
            known = _recognised(info, errand.known)
            found.append(known)
            desk = Desk(errand.station_key, now, keeper, tell)
            await talk.visit(pipe, desk, known, progress)

        fault, why, detail = await _ended(link, fetch)
        return TabletOutcome(
            fault,
            why,
            detail,
            found[0].loan_id if found else b"",
            progress.expected,
            progress.came,
            progress.committed,
            progress.acknowledged,
            progress.wiped,
            progress.offset_ms,
            progress.battery,
        )

    return job


async def _info(link: Link) -> Info:
    return read_info(await link.read(INFO))


def _recognised(info: Info, known: tuple[Known, ...]) -> Known:
    if info.state not in _VISITED:
        raise TabletFault(Why.STATE, info.state.name)
    for each in known:
        if info.is_of(each.tablet_key):
            return each
    raise TabletFault(Why.STRANGER, "hint")


async def _ended(
    link: Link, work: Callable[["LinkPipe"], Awaitable[None]]
) -> tuple[Fault | None, Why | None, str]:
    pipe = LinkPipe(link)
    try:
        await pipe.open()
        await work(pipe)
    except TabletFault as error:
        return None, error.why, error.detail
    except LinkFault as error:
        return error.fault, None, error.detail
    finally:
        await pipe.close()
    return None, None, ""


class LinkPipe:
    """Whole messages over one connection; an answer that nobody asked for ends it."""

    def __init__(self, link: Link) -> None:
        """Carry messages over `link`."""
        self._link = link
        self._cutter, self._joiner = Cutter(link.largest_write), Joiner()
        self._answer: asyncio.Future[None] | None = None
        self._message = b""
        self._fault: TabletFault | None = None
        self._lost: asyncio.Future[None] | None = None

    async def open(self) -> None:
        """Begin to listen; before it nothing may be asked."""
        self._lost = asyncio.ensure_future(self._link.lost())
        await self._link.subscribe(FROM_TABLET, self._heard)

    async def close(self) -> None:
        """Wait no longer for the connection to be lost."""
        if self._lost is not None:
            self._lost.cancel()
            await asyncio.gather(self._lost, return_exceptions=True)

    async def exchange(self, message: bytes) -> bytes:
        """Send a message, and give the next that comes; LinkFault when the connection is lost."""
        if self._lost is None:
            raise RuntimeError("the pipe is not open")
        answer: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._answer = answer
        await self.tell(message)
        await asyncio.wait({answer, self._lost}, return_when=asyncio.FIRST_COMPLETED)
        if self._fault is not None:
            raise self._fault
        if not answer.done():
            raise LinkFault(Fault.LOST)
        return self._message

    async def tell(self, message: bytes) -> None:
        """Send a message that has no answer."""
        for segment in self._cutter.cut(message):
            if self._fault is not None:
                raise self._fault
            await self._link.write(TO_TABLET, segment, response=False)

    def _heard(self, segment: bytes) -> None:
        if self._fault is not None:
            return
        try:
            message = self._joiner.join(segment)
        except TabletFault as fault:
            self._fault = fault
        else:
            if message is None:
                return
            if self._answer is None or self._answer.done():
                self._fault = TabletFault(Why.MESSAGE, "unasked")
            else:
                self._message = message
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(None)

"""What a station says to a tablet and makes of the answers; no radio, no clock, no file.

A Pipe carries whole messages. Whoever answers wrongly ends the talk (TabletFault); whatever was
stored by then stays stored, and nothing else is ever acknowledged.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from station.devices.tablet import messages
from station.devices.tablet.entries import Batch, heads, offset_at
from station.devices.tablet.handout import digits
from station.devices.tablet.limits import (
    MOST_BATCH,
    MOST_PER_VISIT,
    TabletFault,
    Why,
)
from station.devices.tablet.messages import (
    Ack,
    Acked,
    Bye,
    Entries,
    Forget,
    Forgot,
    Get,
    Hello,
    Keep,
    Kept,
    Log,
    Message,
    No,
    Ready,
    Wipe,
    Wiped,
)
from station.security.noise import KK, XX_PSK0, Cipher, Handshake, NoiseFault, public_of

PROLOGUE = b"station tablet 1"
HAND_OUT, VISIT = b"\x01", b"\x02"
"""What the very first byte of a talk says it is for."""
M = TypeVar("M", bound=Message)


class Pipe(Protocol):
    """Carries whole messages there and back."""

    async def exchange(self, message: bytes) -> bytes:
        """Send a message, and give the one that answers it."""

    async def tell(self, message: bytes) -> None:
        """Send a message that has no answer."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A hand-out: the QR's loan and secret, our private key, and the lease to begin with."""

    loan_id: bytes
    station_key: bytes = field(repr=False)
    secret: bytes = field(repr=False)
    expires_at: int
    lease: int


@dataclass(frozen=True, slots=True)
class Known:
    """A paired tablet as the file knows it: what is stored, and where the chain was then.

    `wipe_nonce` is the order to empty it, b"" where there is none.
    """

    loan_id: bytes
    tablet_key: bytes
    committed: int
    head: bytes
    acknowledged: int
    lease: int
    wipe_nonce: bytes = b""


class Keeper(Protocol):
    """What the file does with what a loan's tablet says; a call returns once it is on the disk."""

    async def commit(self, loan_id: bytes, batch: Batch) -> int:
        """Store a batch in one unit of work, and give the number up to which all is stored."""

    async def acknowledged(self, loan_id: bytes, upto: int) -> None:
        """Note that the tablet has let go of everything up to `upto`."""

    async def wiped(self, loan_id: bytes, nonce: bytes) -> None:
        """Keep the receipt of a tablet that was emptied."""


Confirm = Callable[[str], Awaitable[bool]]
"""Shows the six digits, and tells whether a person found them the same."""
Paired = Callable[[bytes, str], Awaitable[None]]
"""Keeps the tablet's public key and what it says it is."""


class Talk:
    """An encrypted talk that is open."""

    def __init__(self, pipe: Pipe, ciphers: tuple[Cipher, Cipher]) -> None:
        """Talk through `pipe` with the ciphers for sending and receiving."""
        self._pipe = pipe
        self._send, self._receive = ciphers

    def opened(self, sent: bytes) -> Message:
        """Give what an encrypted message says."""
        try:
            plain = self._receive.decrypt(sent)
        except NoiseFault as error:
            # Whoever shook hands has the keys: something between here and there has not.
            raise TabletFault(Why.SEGMENT, str(error)) from error
        return messages.parse(plain)

    async def ask(self, message: Message, kind: type[M]) -> M:
        """Say something, and give the answer, which must be of this kind."""
        sent = self._send.encrypt(messages.render(message))
        return expected(self.opened(await self._pipe.exchange(sent)), kind)

    async def tell(self, message: Message) -> None:
        """Say something that has no answer."""
        await self._pipe.tell(self._send.encrypt(messages.render(message)))

    def close(self) -> None:
        """Let the keys go."""
        self._send.wipe()
        self._receive.wipe()


def expected(message: Message, kind: type[M]) -> M:
    """Give the message if it is of this kind; TabletFault if not, with what a refusal says."""
    if isinstance(message, No):
        raise TabletFault(Why.REFUSED, message.why)
    if not isinstance(message, kind):
        raise TabletFault(Why.MESSAGE, type(message).__name__)
    return message


# -------------------------------------------------------------------------------------- hand-out


async def hand_out(
    pipe: Pipe, offered: Offered, now: Callable[[], int], confirm: Confirm, paired: Paired
) -> None:
    """Agree on keys with the tablet that scanned the code; TabletFault if it is not that one.

    The file keeps the tablet's key before the tablet is told to keep ours: a link that is lost in
    between leaves a tablet that is still to be handed out, never one that nobody knows.
    """
    _in_time(offered, now)
    shake = Handshake(
        XX_PSK0,
        initiator=True,
        prologue=PROLOGUE + offered.loan_id,
        static=offered.station_key,
        psk=offered.secret,
    )
    answer = await pipe.exchange(HAND_OUT + shake.write())
    _read(shake, answer)
    last = shake.write()
    code, tablet_key = digits(shake.hash), shake.remote_static or b""
    talk = Talk(pipe, shake.split())
    try:
        ready = expected(talk.opened(await pipe.exchange(last)), Ready)
        if not await confirm(code):
            await talk.tell(No("declined"))
            raise TabletFault(Why.DECLINED)
        _in_time(offered, now)
        await paired(tablet_key, ready.model)
        keep = Keep((public_of(offered.station_key),), offered.lease, now())
        await talk.ask(keep, Kept)
        await talk.tell(Bye())
    finally:
        talk.close()


def _in_time(offered: Offered, now: Callable[[], int]) -> None:
    if now() >= offered.expires_at:
        raise TabletFault(Why.EXPIRED)


def _read(shake: Handshake, message: bytes) -> None:
    """Read a handshake message, whose payload must be empty."""
    try:
        said = shake.read(message)
    except NoiseFault as error:
        raise TabletFault(Why.STRANGER, str(error)) from error
    if said:
        raise TabletFault(Why.MESSAGE, "payload")


# ----------------------------------------------------------------------------------- later visits


@dataclass(slots=True)
class Progress:
    """How far a visit came, told as it goes; `expected` is how many entries waited."""

    expected: int = 0
    came: int = 0
    committed: int = 0
    acknowledged: int = 0
    wiped: bool = False
    offset_ms: int | None = None
    battery: int | None = None


Tell = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Desk:
    """What a visit needs on this side: our key, the clock (UTC ms), the file, and who watches."""

    station_key: bytes = field(repr=False)
    now: Callable[[], int]
    keeper: Keeper
    tell: Tell


async def visit(pipe: Pipe, desk: Desk, known: Known, progress: Progress) -> None:
    """Fetch, store, acknowledge, and empty the tablet if that was ordered.

    TabletFault says why it ended early; `progress` tells how far it came even then.
    """
    progress.committed, progress.acknowledged = known.committed, known.acknowledged
    talk = await _opened(pipe, desk.station_key, known)
    try:
        log = await talk.ask(Hello(desk.now(), known.lease), Log)
        progress.offset_ms, progress.battery = log.now - desk.now(), log.battery
        if log.wiped is not None:
            await _was_wiped(talk, desk, known, log.wiped, progress)
            return
        head = await _fetch(talk, desk, known, log, progress)
        if progress.committed > min(progress.acknowledged, log.first - 1):
            await _acknowledge(talk, desk, known, head, progress)
        if known.wipe_nonce and progress.committed == log.last:
            await _wipe(talk, desk, known, progress)
            return
        await talk.tell(Bye())
    finally:
        talk.close()


async def _opened(pipe: Pipe, station_key: bytes, known: Known) -> Talk:
    shake = Handshake(
        KK,
        initiator=True,
        prologue=PROLOGUE + known.loan_id,
        static=station_key,
        remote_static=known.tablet_key,
    )
    _read(shake, await pipe.exchange(VISIT + shake.write()))
    return Talk(pipe, shake.split())


async def _fetch(talk: Talk, desk: Desk, known: Known, log: Log, progress: Progress) -> bytes:
    """Fetch and store everything that is not stored; give the chain after the last stored."""
    if log.last < known.committed or log.first > known.committed + 1:
        # It has forgotten what is stored here, or lost what is not: never guess which.
        raise TabletFault(Why.CHAIN, "gap")
    if log.last == known.committed and log.head != known.head:
        raise TabletFault(Why.CHAIN, "head")
    head, upto = known.head, min(log.last, known.committed + MOST_PER_VISIT)
    progress.expected = upto - known.committed
    desk.tell(progress)
    while progress.committed < upto:
        got = await _entries(talk, progress.committed + 1, upto, head)
        numbers = range(got.from_n, got.from_n + len(got.entries))
        offsets = tuple(offset_at(n, progress.offset_ms or 0, log.shifts) for n in numbers)
        batch = Batch(got.from_n, got.entries, got.head, offsets)
        if batch.upto == log.last and batch.head != log.head:
            raise TabletFault(Why.CHAIN, "head")
        progress.came += len(batch.entries)
        stored = await desk.keeper.commit(known.loan_id, batch)
        if stored != batch.upto:
            raise RuntimeError("a batch is stored whole or not at all")
        progress.committed, head = stored, batch.head
        desk.tell(progress)
    return head


async def _entries(talk: Talk, number: int, upto: int, head: bytes) -> Entries:
    got = await talk.ask(Get(number, MOST_BATCH), Entries)
    if got.from_n != number or number + len(got.entries) - 1 > upto:
        raise TabletFault(Why.MESSAGE, "batch")
    if heads(head, got.entries)[-1] != got.head:
        raise TabletFault(Why.CHAIN, "batch")
    return got


async def _acknowledge(
    talk: Talk, desk: Desk, known: Known, head: bytes, progress: Progress
) -> None:
    upto = progress.committed
    acked = await talk.ask(Ack(upto, head), Acked)
    if acked.upto != upto:
        raise TabletFault(Why.MESSAGE, "acked")
    await desk.keeper.acknowledged(known.loan_id, upto)
    progress.acknowledged = upto


async def _wipe(talk: Talk, desk: Desk, known: Known, progress: Progress) -> None:
    order = Wipe(known.loan_id, known.wipe_nonce, progress.committed)
    receipt = await talk.ask(order, Wiped)
    await _was_wiped(talk, desk, known, receipt.nonce, progress)


async def _was_wiped(
    talk: Talk, desk: Desk, known: Known, nonce: bytes, progress: Progress
) -> None:
    if not known.wipe_nonce or nonce != known.wipe_nonce:
        raise TabletFault(Why.STATE, "receipt")
    await desk.keeper.wiped(known.loan_id, nonce)
    progress.wiped = True
    await talk.ask(Forget(), Forgot)

"""What tests of lent tablets share: a tablet, a shelf for what it brings, and the talks of both.

The shelf does what services.tablets does with a file, and checks what must never happen.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from simulator.tablet.disk import Disk
from simulator.tablet.machine import Tablet
from simulator.tablet.memory import Harming, MemoryLink, unharmed
from station.core.clock import FixedClock
from station.devices.tablet.entries import Batch, first_head, heads
from station.devices.tablet.handout import Bundle
from station.devices.tablet.talk import Known, Offered
from station.devices.tablet.visit import Errand, TabletOutcome, tablet_hand_out, tablet_visit
from station.security.noise import new_private, public_of

LOAN = bytes(range(16))
STATION, TABLET, STRANGER = (bytes([n]) * 32 for n in (1, 2, 3))
SECRET = b"s" * 32
NONCE = b"n" * 16
NOW = 1_795_161_600_000
DAY = 86_400_000


@dataclass
class Shelf:
    """A file in memory: what is stored, how far it was acknowledged, and the receipt."""

    stored: dict[int, bytes] = field(default_factory=dict)
    head: bytes = first_head(LOAN)
    acknowledged_upto: int = 0
    receipt: bytes = b""
    offsets: list[int | None] = field(default_factory=list)
    dies: str = ""
    """Where the program is killed next: "before commit", "after commit", "after ack"."""

    @property
    def committed(self) -> int:
        """The last entry stored."""
        return len(self.stored)

    async def commit(self, loan_id: bytes, batch: Batch) -> int:
        """Store a batch whole."""
        assert loan_id == LOAN
        self._die("before commit")
        assert batch.first == self.committed + 1, "a gap or a repeat"
        assert heads(self.head, batch.entries)[-1] == batch.head
        self.stored.update(enumerate(batch.entries, batch.first))
        self.head = batch.head
        self.offsets += batch.offsets
        self._die("after commit")
        return batch.upto

    async def acknowledged(self, loan_id: bytes, upto: int) -> None:
        """Note what the tablet let go of."""
        assert loan_id == LOAN
        assert upto <= self.committed, "acknowledged before it was stored"
        self._die("after ack")
        self.acknowledged_upto = upto

    async def wiped(self, loan_id: bytes, nonce: bytes) -> None:
        """Keep the receipt."""
        assert loan_id == LOAN
        self.receipt = nonce

    def known(self, wipe: bytes = b"") -> Known:
        """What the next visit starts from."""
        return Known(
            LOAN,
            public_of(TABLET),
            self.committed,
            self.head,
            self.acknowledged_upto,
            NOW + 90 * DAY,
            wipe,
        )

    def _die(self, where: str) -> None:
        if self.dies == where:
            self.dies = ""
            raise KilledError(where)


class KilledError(Exception):
    """The program was killed here."""


def on_loan(*, entries: int = 0, **changed: object) -> Disk:
    """The disk of a tablet on loan, with entries from this morning."""
    disk = Disk()
    assert disk.scan(offered_bundle().pack(), TABLET, 0)
    disk.keep((public_of(STATION),), NOW + 90 * DAY)
    for number in range(1, entries + 1):
        write_reading(disk, number)
    for name, value in changed.items():
        setattr(disk, name, value)
    return disk


def write_reading(disk: Disk, number: int) -> None:
    """Let a tablet measure."""
    disk.write("reading", NOW - DAY + number * 1000, kind="spo2", v=[90.0 + number % 9])


def offered_bundle() -> Bundle:
    """What the screen shows."""
    return Bundle(LOAN, public_of(STATION), SECRET, (NOW + 600_000) // 1000)


def offered() -> Offered:
    """A hand-out that is under way."""
    return Offered(LOAN, STATION, SECRET, NOW + 600_000, NOW + 90 * DAY)


def switched_on(disk: Disk, clock: FixedClock | None = None) -> Tablet:
    """A tablet with this disk."""
    clock = clock or FixedClock(NOW)
    return Tablet(disk, clock.now, lambda: clock.monotonic() * 1000, ephemeral=new_private)


def visit(
    tablet: Tablet,
    shelf: Shelf,
    *,
    harm: Harming = unharmed,
    wipe: bytes = b"",
    station_key: bytes = STATION,
    size: int = 244,
) -> TabletOutcome:
    """One visit from beginning to end."""

    async def whole() -> TabletOutcome:
        errand = Errand(station_key, (shelf.known(wipe),))
        return await tablet_visit(errand, shelf, lambda: NOW)(MemoryLink(tablet, harm, size))

    return asyncio.run(whole())


@dataclass
class Desk:
    """The nurse at a hand-out: what she saw, and what the file kept."""

    says: bool = True
    saw: list[str] = field(default_factory=list)
    kept: list[bytes] = field(default_factory=list)
    before: Callable[[], None] = lambda: None

    async def confirm(self, digits: str) -> bool:
        """Compare."""
        self.saw.append(digits)
        self.before()
        return self.says

    async def paired(self, key: bytes, model: str) -> None:
        """Keep the key."""
        assert model
        self.kept.append(key)


def handed_out(
    tablet: Tablet,
    desk: Desk,
    *,
    harm: Harming = unharmed,
    now: Callable[[], int] = lambda: NOW,
    told: Offered | None = None,
) -> TabletOutcome:
    """One hand-out from beginning to end."""
    return run(
        lambda: tablet_hand_out(told or offered(), now, desk.confirm, desk.paired)(
            MemoryLink(tablet, harm)
        )
    )


def run(work: Callable[[], Awaitable[TabletOutcome]]) -> TabletOutcome:
    """Run one talk."""

    async def whole() -> TabletOutcome:
        return await work()

    return asyncio.run(whole())

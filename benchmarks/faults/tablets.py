"""Lent tablets and the real file: links lost at every message, a bad air, strangers and forgers."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from benchmarks.faults.office import Eye, office, strays, watched
from benchmarks.faults.tally import Faced
from simulator.tablet.disk import Disk
from simulator.tablet.machine import Connection, Tablet
from simulator.tablet.memory import Chance, Harm, Harming, MemoryLink, unharmed
from simulator.tablet.wire import ON_LOAN, Dropped
from station.core.trouble import Trouble
from station.devices.link import LinkFault
from station.devices.tablet.talk import Keeper
from station.devices.tablet.visit import TabletOutcome, tablet_hand_out, tablet_visit
from station.security.noise import new_private
from station.services.tablets.tablets import Tablets
from tests.lent import HOUR, LendingOffice

ENTRIES = 40
SIZE = 180
"""Bytes of a segment: small, so that a visit has many."""
MOST_SEGMENTS = 26
"""About so many segments a visit with so many entries has."""
MOST_VISITS = 60


def submit(job: Callable[[], object]) -> "Future[object]":
    """Run a job of the record lane at once: there is one thread only."""
    future: Future[object] = Future()
    try:
        future.set_result(job())
    except Exception as error:  # noqa: BLE001  (belongs to who asked)
        future.set_exception(error)
    return future


@dataclass
class Lent:
    """A tablet on loan, and all that it ever wrote."""

    place: LendingOffice
    tablets: Tablets
    disk: Disk
    tablet: Tablet
    device_id: str
    patient_id: str
    loan_id: str
    written: dict[int, bytes] = field(default_factory=dict)
    early: int = 0
    """How often the tablet let go of what was not stored."""

    def write(self, count: int) -> None:
        """Let the patient measure."""
        for _ in range(count):
            self.place.clock.advance(60_000)
            self.measure(self.place.clock.now())

    def measure(self, at: int) -> None:
        """Let the patient measure once, at `at` (UTC ms)."""
        n = self.disk.write("reading", at, kind="spo2", v=[88.0 + self.disk.last % 11])
        self.written[n] = self.disk.entries[n]

    def at(self, place: LendingOffice) -> "Lent":
        """Give the same tablet near another office, or near the next life of this one."""
        tablet = Tablet(self.disk, place.clock.now, lambda: place.clock.monotonic() * 1000)
        return replace(self, place=place, tablets=Tablets(place.record), tablet=tablet)

    def visit(self, harm: Harming = unharmed, keeper: Keeper | None = None) -> TabletOutcome | None:
        """Meet the tablet once; None when the file or the link gave up."""
        session = self.place.session
        errand = self.tablets.errand(session)
        held = keeper or self.tablets.keeper(session, submit)
        job = tablet_visit(errand, held, self.place.clock.now)
        outcome = _ended(lambda: job(MemoryLink(self.tablet, harm, SIZE)))
        self.early += self.disk.released > self.committed
        return outcome

    @property
    def committed(self) -> int:
        """Give the last entry that is stored."""
        rows = self.place.rows("SELECT max(n) FROM tablet_entries WHERE loan_id = ?", self.loan_id)
        return int(str(rows[0][0] or 0))

    def until_well(self) -> None:
        """Meet it until all is fetched and acknowledged."""
        for _ in range(MOST_VISITS):
            outcome = self.visit()
            if outcome is not None and outcome.well:
                return

    def faced(self, what: str, tried: int, eye: Eye, **beside: int) -> Faced:
        """Compare the file with everything that was written."""
        rows = self.place.rows("SELECT n, raw FROM tablet_entries WHERE loan_id = ?", self.loan_id)
        there = {int(str(n)): bytes(raw) for n, raw in rows}  # type: ignore[call-overload]
        lost = sum(there.get(n) != raw for n, raw in self.written.items())
        readings = int(
            str(
                self.place.rows(
                    "SELECT count(*) FROM readings WHERE device_id = ?", self.device_id
                )[0][0]
            )
        )
        lost += max(0, len(self.written) - readings)
        doubled = max(0, len(rows) - len(self.written)) + max(0, readings - len(self.written))
        told = Counter(
            {"entries": len(self.written), "let go of before stored": self.early, **beside}
        )
        return Faced(
            what, tried, lost + self.early, doubled, strays(self.place), len(eye.seen), told
        )


def _ended(job: Callable[[], Any]) -> TabletOutcome | None:
    async def whole() -> TabletOutcome:
        outcome: TabletOutcome = await job()
        return outcome

    try:
        return asyncio.run(whole())
    except (LinkFault, Trouble):
        return None


@contextmanager
def lent() -> Iterator[tuple[Lent, Eye]]:
    """Give a tablet that was handed out to a patient, on a new file."""
    with watched() as eye, office() as place:
        yield handed_out(place), eye


def handed_out(place: LendingOffice) -> Lent:
    """Give a tablet that was handed out at this office."""
    tablets = Tablets(place.record)
    patient_id = place.person()
    device_id = place.lent(patient_id, "tablet")
    disk = Disk()
    tablet = Tablet(disk, place.clock.now, lambda: place.clock.monotonic() * 1000)
    offer = tablets.offer(place.session, device_id)
    disk.scan(offer.qr, new_private(), place.clock.monotonic() * 1000)

    async def same(digits: str) -> bool:
        return digits == disk.digits

    async def keep(key: bytes, model: str) -> None:
        tablets.paired(place.session, offer.pairing_id, key, model)

    job = tablet_hand_out(offer.offered, place.clock.now, same, keep)
    _ended(lambda: job(MemoryLink(tablet, unharmed, SIZE)))
    place.clock.advance(HOUR)
    return Lent(place, tablets, disk, tablet, device_id, patient_id, offer.loan_id)


def lost_links(losses: int, seed: int) -> list[Faced]:
    """Lose the link at every segment in turn, again and again, while the tablet fills."""
    with lent() as (one, eye):
        cut, turn = 0, seed
        while cut < losses:
            if one.committed == one.disk.last:
                one.write(ENTRIES)
            turn = turn % MOST_SEGMENTS + 1
            harm = _Cut(turn)
            one.visit(harm)
            cut += harm.done
        one.until_well()
        return [one.faced("tablet: links lost at every message", cut, eye)]


@dataclass
class _Cut:
    """Loses the link with one segment."""

    at: int
    done: int = 0

    def __call__(self, number: int) -> Harm:
        if number != self.at:
            return Harm.NONE
        self.done = 1
        return Harm.CUT


def bad_air(visits: int, seed: int) -> list[Faced]:
    """Harm one segment in a hundred: corrupted, dropped, doubled, swapped."""
    with lent() as (one, eye):
        whys: Counter[str] = Counter()
        for number in range(visits):
            one.write(ENTRIES // 4)
            outcome = one.visit(Chance(Random(f"{seed}:{number}"), 100))
            whys["ended early"] += outcome is None or not outcome.well
        one.until_well()
        what = "tablet: 1 % corrupted, dropped, doubled, swapped"
        return [one.faced(what, visits, eye, **{"ended early": whys["ended early"]})]


def forgeries(times: int, seed: int) -> list[Faced]:
    """Replay handshakes, come with a stranger's key, and forge what follows a handshake."""
    chance = Random(seed)
    with lent() as (one, eye):
        one.write(ENTRIES)
        first = MemoryLink(one.tablet, unharmed, SIZE)
        errand = one.tablets.errand(one.place.session)
        keeper = one.tablets.keeper(one.place.session, submit)
        visit = tablet_visit(errand, keeper, one.place.clock.now)
        _ended(lambda: visit(first))
        spoken = [segment for sender, segment in first.carried if sender == "station"]
        one.write(ENTRIES)
        before = one.disk.copy()
        answered = refused = 0
        for _ in range(times):
            link = one.tablet.connect(SIZE)
            heard = _replayed(link, _forged(spoken, chance))
            answered += heard > 1
            refused += heard <= 1
            changed = (one.disk.released, one.disk.state, one.disk.station_keys)
            one.early += changed != (before.released, ON_LOAN, before.station_keys)
        one.until_well()
        what = "tablet: replayed and forged talks to it"
        return [one.faced(what, times, eye, refused=refused, believed=answered)]


def _forged(spoken: list[bytes], chance: Random) -> list[bytes]:
    """A talk that was heard before, as it was or with its end forged."""
    again = list(spoken)
    if chance.random() < 0.5:
        at = chance.randrange(1, len(again))
        again[at] = again[at][:1] + chance.randbytes(len(again[at]) - 1)
    return again


def _replayed(connection: Connection, segments: list[bytes]) -> int:
    """Give how many messages of the tablet came back; one is its half of the handshake."""
    heard = 0
    for segment in segments:
        try:
            heard += bool(connection.receive(segment))
        except Dropped:
            break
    return heard


def strangers(times: int) -> list[Faced]:
    """Meet tablets that are not ours: another key, another loan, a clone without the log."""
    with lent() as (one, eye):
        one.write(ENTRIES)
        one.until_well()
        refused = 0
        for number in range(times):
            other = one.disk.copy()
            other.shifts = dict(one.disk.shifts)
            match number % 3:
                case 0:
                    other.key = new_private()
                case 1:
                    other.last, other.released = other.last + 5, other.last + 5
                case _:
                    other.head = other.released_head = bytes(32)
            tablet = Tablet(other, one.place.clock.now, lambda: 0.0)
            errand = one.tablets.errand(one.place.session)
            keeper = one.tablets.keeper(one.place.session, submit)
            visit = tablet_visit(errand, keeper, one.place.clock.now)
            outcome = _ended(lambda v=visit, t=tablet: v(MemoryLink(t, unharmed, SIZE)))  # type: ignore[misc]
            refused += outcome is not None and outcome.why is not None and not outcome.came
        what = "tablet: strangers, clones and gaps"
        line = one.faced(what, times, eye, refused=refused)
        return [line + Faced(what, 0, doubled=times - refused)]


def wiped(times: int, seed: int) -> list[Faced]:
    """Order it emptied with entries waiting, through links that are lost everywhere."""
    lines = []
    what = "tablet: emptied with data waiting, links lost"
    for number in range(times):
        with lent() as (one, eye):
            one.write(ENTRIES)
            one.tablets.wipe_asked(one.place.session, one.device_id)
            cut = 0
            for turn in range(MOST_VISITS):
                harm = _Cut((seed + number * 7 + turn * 5) % MOST_SEGMENTS + 1)
                one.visit(harm)
                cut += harm.done
                if one.tablets.state(one.place.session, one.device_id).state == "wiped":
                    break
            state = one.tablets.state(one.place.session, one.device_id)
            receipts = int(state.state == "wiped" and bool(state.receipt))
            line = one.faced(what, cut, eye, receipts=receipts)
            lines.append(line + Faced(what, 0, lost=1 - receipts))
    return lines


class FullDisk:
    """A keeper on a disk that is full at first: nothing is stored, so nothing is acknowledged."""

    def __init__(self, keeper: Keeper, fails: Callable[[], bool]) -> None:
        """Fail before or after `keeper` as long as `fails` says so."""
        self._keeper, self._fails = keeper, fails

    async def commit(self, loan_id: bytes, batch: Any) -> int:  # noqa: ANN401  (a Batch)
        """Store a batch, unless the disk is full."""
        if self._fails():
            raise Trouble("disk_full", "The disk is full.")
        stored = await self._keeper.commit(loan_id, batch)
        if self._fails():
            raise Trouble("disk_full", "The disk is full.")
        return stored

    async def acknowledged(self, loan_id: bytes, upto: int) -> None:
        """Note what was let go, unless the disk is full."""
        if self._fails():
            raise Trouble("disk_full", "The disk is full.")
        await self._keeper.acknowledged(loan_id, upto)

    async def wiped(self, loan_id: bytes, nonce: bytes) -> None:
        """Keep a receipt."""
        await self._keeper.wiped(loan_id, nonce)


def full_disk(times: int, seed: int) -> list[Faced]:
    """Let the store fail before the commit, after it, and at the note of the acknowledgement."""
    chance, failed = Random(seed), 0

    def fails() -> bool:
        nonlocal failed
        fault = chance.random() < 0.3
        failed += fault
        return fault

    with lent() as (one, eye):
        while failed < times:
            one.write(ENTRIES)
            keeper = one.tablets.keeper(one.place.session, submit)
            one.visit(keeper=FullDisk(keeper, fails))
        one.until_well()
        return [one.faced("disk full at commit or acknowledgement: tablet", failed, eye)]

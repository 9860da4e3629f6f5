"""One visit to a meter, seen from the record: what arrives is stored while the rest is coming.

The radio tells on its own thread; storing happens on the record lane, one unit of work at a time
and in the order of arrival. Packets that cannot be stored just now are kept and tried again.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Protocol

from station.core import log
from station.core.i18n import N_, speaking, tr
from station.core.trouble import Trouble
from station.devices import news as told
from station.devices.news import Battery, Doing, Expected, Facts, MeterClock, Packet, Stage
from station.devices.packets import MalformedPacket
from station.devices.profiles import decode
from station.devices.profiles.glucose import GLUCOSE
from station.services.measuring.measuring import (
    ClockFacts,
    ContactFacts,
    Delivered,
    DeviceFacts,
    RawPacket,
)
from station.services.radio.listening_news import News, Progress
from station.services.session import Session

NOT_STORED = N_(
    "What the device sent could not be stored yet. It is kept in the program and tried again; "
    "leave Station open."
)
AT_ONCE = 200
"""So many packets at most are stored in one unit of work: the lane is for people, too."""
DOINGS = {
    Doing.SUBSCRIBING: N_("Getting ready to receive"),
    Doing.PAIRING: N_("Pairing"),
    Doing.IDENTIFYING: N_("Asking what device it is"),
    Doing.CLOCK: N_("Reading its clock"),
    Doing.COUNTING: N_("Asking how much it holds"),
    Doing.FETCHING: N_("Fetching"),
    Doing.LISTENING: N_("Listening"),
    Doing.CLOSING: N_("Closing the connection"),
}
_AFTER_THE_CLOCK = frozenset({Doing.COUNTING, Doing.FETCHING, Doing.LISTENING, Doing.CLOSING})
CONNECTING = N_("Connecting")


class Store(Protocol):
    """Stores packets of the visit's device; runs on the record lane."""

    def __call__(self, packets: tuple[RawPacket, ...], clock: ClockFacts | None) -> Delivered:
        """Store them in one unit of work, safe to repeat."""


@dataclass(slots=True)
class Sums:
    """What became of everything that was stored so far."""

    came: int = 0
    stored: int = 0
    duplicates: int = 0
    held: int = 0
    failed: int = 0

    def add(self, delivered: Delivered) -> None:
        """Count one more delivery."""
        self.stored += delivered.stored
        self.duplicates += delivered.duplicates
        self.held += delivered.held
        self.failed += delivered.failed


@dataclass(slots=True)
class Visit:
    """What one visit has told so far, and what of it is stored."""

    session: Session
    address: str
    device_id: str
    purpose: str
    begun_at: int
    on_lane: Callable[[Callable[[], object]], bool]
    store: Store
    say: Callable[[News], None]
    sums: Sums = field(default_factory=Sums)
    facts: DeviceFacts = field(default_factory=DeviceFacts)
    trouble: Trouble | None = None
    keep: Callable[[tuple[RawPacket, ...]], object] | None = None
    """Keeps packets in the file while they wait for the clock; runs on the record lane."""
    clock_known: bool = False
    """Whether the device's clock was read, or will not be: until then packets wait for it."""
    expected: int | None = None
    sequences: set[int] = field(default_factory=set)
    _waiting: list[RawPacket] = field(default_factory=list)
    _unkept: list[RawPacket] = field(default_factory=list)
    _storing: bool = False
    _stage: str = CONNECTING
    _lock: Lock = field(default_factory=Lock)

    def tell(self, news: told.News) -> None:
        """Take what the visit tells, on the radio's thread."""
        match news:
            case Packet():
                self._packet(RawPacket(news.characteristic, news.payload, news.arrived_at))
            case Stage():
                self._stage = DOINGS[news.stage]
                if news.stage in _AFTER_THE_CLOCK:
                    self._clock_looked_at()
            case Expected():
                # Of the first try: what a later one is asked for is only the rest.
                self.expected = news.count if self.expected is None else self.expected
            case Facts():
                self.facts = replace(
                    self.facts,
                    manufacturer=news.manufacturer,
                    model_number=news.model_number,
                    serial=news.serial,
                    firmware=news.firmware,
                )
            case Battery():
                self.facts = replace(self.facts, battery=news.percent)
            case MeterClock():
                self.facts = replace(self.facts, clock=_clock(news) or self.facts.clock)
        self._say_progress()

    @property
    def last_sequence(self) -> int | None:
        """Give the highest record number that came, None for meters that do not count."""
        return max(self.sequences, default=None)

    @property
    def has_all(self) -> bool:
        """Tell whether as many records came, in all tries, as the meter first said."""
        return self.expected is None or len(self.sequences) >= self.expected

    def resumes_at(self, first: int | None) -> int | None:
        """Give the record number to go on from: after the last one where none is missing."""
        if not self.sequences:
            return first
        lowest, last = min(self.sequences), max(self.sequences)
        whole = len(self.sequences) == last - lowest + 1 and lowest == (first or lowest)
        return last + 1 if whole else first

    @property
    def left(self) -> tuple[RawPacket, ...]:
        """Give what has arrived and is not stored."""
        with self._lock:
            return tuple(self._waiting)

    def contact(self, outcome: str, *, whole: bool) -> ContactFacts:
        """Give what is noted of the visit; `whole` tells that nothing was left in the device."""
        clock = self.facts.clock
        return ContactFacts(
            device_id=self.device_id,
            purpose=self.purpose,
            begun_at=self.begun_at,
            outcome=outcome,
            came=self.sums.came,
            stored=self.sums.stored,
            duplicates=self.sums.duplicates,
            held=self.sums.held,
            failed=self.sums.failed,
            # Only what is on the disk need not be asked for again.
            last_sequence=self.last_sequence if whole and not self.left else None,
            battery=self.facts.battery,
            clock_offset_ms=clock.offset_ms if clock else None,
        )

    def store_left(self) -> None:
        """Store what is left, on the record lane; what cannot be stored stays."""
        while packets := self.left[:AT_ONCE]:
            if not self._store(packets):
                return

    def _packet(self, packet: RawPacket) -> None:
        if packet.characteristic == GLUCOSE and (number := _sequence(packet)) is not None:
            self.sequences.add(number)
        with self._lock:
            self.sums.came += 1
            self._waiting.append(packet)
            begin = self.clock_known and not self._storing
            self._storing = self._storing or begin
            waits = not self.clock_known and self.keep is not None
            first = waits and not self._unkept
            if waits:
                self._unkept.append(packet)
        if begin:
            self._next()
        elif first:
            self.on_lane(self._keep)

    def _keep(self) -> None:
        """Keep all that waits by now, in one unit; what cannot be kept still waits here."""
        with self._lock:
            packets, self._unkept = tuple(self._unkept), []
        try:
            if self.keep is not None:
                self.keep(packets)
        except Trouble as trouble:
            log.event("device_not_kept", code=trouble.code)

    def _clock_looked_at(self) -> None:
        """Store what has waited for the clock: with it, a wrong time can be put right."""
        with self._lock:
            begin = bool(self._waiting) and not self._storing
            self.clock_known, self._storing = True, self._storing or begin
        if begin:
            self._next()

    def _next(self) -> None:
        if not self.on_lane(self._some):
            # The lane is closing: what is left is told as unsaved.
            with self._lock:
                self._storing = False

    def _some(self) -> None:
        """Store what waits now, and go on if more has come meanwhile; on the record lane."""
        stored = self._store(self.left[:AT_ONCE])
        with self._lock:
            self._storing = stored and bool(self._waiting)
            more = self._storing
        if more:
            self._next()

    def _store(self, packets: tuple[RawPacket, ...]) -> bool:
        if not packets:
            return True
        try:
            delivered = self.store(packets, self.facts.clock)
        except Trouble as trouble:
            self.trouble = trouble
            log.event("device_not_stored", code=trouble.code)
            return False
        except Exception as error:  # noqa: BLE001  (the packets stay, and somebody is told)
            self.trouble = Trouble("device_not_stored", NOT_STORED)
            log.bug("device_store", error)
            return False
        self.trouble = None
        with self._lock:
            del self._waiting[: len(packets)]
            self.sums.add(delivered)
        return True

    def _say_progress(self) -> None:
        with speaking(self.session.language):
            words = tr(self._stage)
        self.say(Progress(self.address, self.device_id, words, self.sums.came, self.expected or 0))


def _sequence(packet: RawPacket) -> int | None:
    try:
        return decode(packet.characteristic, packet.payload).sequence
    except MalformedPacket:
        return None


def _clock(news: MeterClock) -> ClockFacts | None:
    if news.offset_ms is None:
        return None
    return ClockFacts(news.device_time, news.offset_ms, news.was_set)

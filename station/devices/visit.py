"""A visit to a meter: what it has measured, its battery, its clock and what it says it is.

The order is the point. Nothing is told before the link is known to be safe. Subscribing comes
before all that can wait: a bonded meter may send what it has stored as soon as the link is
encrypted, and forget it.
"""

from dataclasses import dataclass, field

from station.core import log
from station.core.clock import Clock, SystemClock
from station.devices.ear import Desk, Ear
from station.devices.link import Fault, Link, LinkFault
from station.devices.meter_time import look_at_clock
from station.devices.meters.model import Pair, Stored
from station.devices.news import (
    Battery,
    Doing,
    Errand,
    Expected,
    Facts,
    MeterClock,
    News,
    Outcome,
    Packet,
    Purpose,
    Stage,
    Tell,
)
from station.devices.packets import MalformedPacket
from station.devices.profiles import decode, information
from station.devices.profiles.racp import RACP
from station.devices.racp_fetch import Pace, RacpFetch

__all__ = [
    "Battery",
    "Doing",
    "Errand",
    "Expected",
    "Facts",
    "MeterClock",
    "MeterVisit",
    "News",
    "Outcome",
    "Pace",
    "Packet",
    "Purpose",
    "Stage",
    "Tell",
    "meter_visit",
]

_TEXTS = (information.MAKER, information.MODEL, information.SERIAL, information.FIRMWARE)
_USER_CONTROL, _CONSENT, _SUCCESS = 0x2A9F, 2, 1
_MOST_OF_STREAM = 10
"""So many packets are taken of a meter that stores nothing and never falls silent."""
_COULD_NOT_PAIR = frozenset(
    {Fault.REFUSED, Fault.PIN_WRONG, Fault.BOND_LOST, Fault.NOT_ENCRYPTED, Fault.FAILED}
)


def meter_visit(
    errand: Errand, tell: Tell, *, clock: Clock | None = None, pace: Pace | None = None
) -> "MeterVisit":
    """Give the job for Radio.run; its result is an Outcome, and faults of the link are in it.

    News are told in order, packets with the time they arrived. Cancelling or a time-out of the
    whole visit is the radio's LinkFault; what was told until then stays told.
    """
    return MeterVisit(errand, tell, clock or SystemClock(), pace or Pace())


@dataclass(frozen=True, slots=True)
class MeterVisit:
    """The job; it tells the radio whether it pairs, and when."""

    errand: Errand
    tell: Tell
    clock: Clock = field(default_factory=SystemClock)
    pace: Pace = field(default_factory=Pace)

    @property
    def may_pair(self) -> bool:
        """Tell whether this visit may make a bond."""
        return self.errand.may_pair

    @property
    def pair_first(self) -> bool:
        """Tell whether the bond is made before the services are looked for."""
        return self.errand.pair_first

    async def __call__(self, link: Link) -> Outcome:
        """Do it; whatever `tell` raises ends the visit and is raised."""
        desk = Desk(self.tell)
        ear = Ear(link, desk, self.clock)
        try:
            outcome = await _Visit(self, link, desk, ear).run()
            await desk.told()
            return outcome
        finally:
            await ear.close()
            await desk.close()


class _Visit:
    """One visit under way."""

    def __init__(self, job: MeterVisit, link: Link, desk: Desk, ear: Ear) -> None:
        self._errand = job.errand
        self._model = job.errand.model
        self._clock = job.clock
        self._link = link
        self._desk = desk
        self._ear = ear
        self._fetch = RacpFetch(link, ear, desk, job.pace)
        self._by_racp = self._model.stored is Stored.RACP
        self._secured = False

    async def run(self) -> Outcome:
        """Do all of it; a fault of the link becomes part of the outcome."""
        fault, complete = None, False
        try:
            complete = await self._all()
        except LinkFault as caught:
            fault, complete = self._judged(caught)
        finally:
            # A meter that is let go of while it is cancelled must not go on sending, either.
            await self._close(lost=fault is Fault.LOST)
        came = self._fetch.came if self._by_racp else self._ear.came
        return Outcome(fault, complete, self._fetch.expected, came)

    async def _all(self) -> bool:
        # Where there is a bond already this brings no traffic; where not, nobody is subscribed yet.
        await self._secure()
        # A meter that sends when it is asked to and then hangs up leaves no time for its clock.
        leaves = self._model.disconnects_itself and self._model.stored is Stored.PUSH
        if leaves:
            await self._state(set_it=self._errand.set_clock)
        await self._subscribe()
        await self._agree()
        self._desk.put(Stage(Doing.IDENTIFYING))
        await self._identify()
        if leaves:
            return await self._collect()
        await self._state(set_it=False)
        complete = await self._collect()
        # Only now: how wrong it was holds for every record of this visit, also for one that was
        # measured while the link was open. And not while records are left: a clock that is right
        # would vouch for the wrong time, and in the next loan for the wrong person.
        if complete and not (self._by_racp and self._errand.purpose == "pair"):
            await self._set_clock()
        return complete

    async def _set_clock(self) -> None:
        """Set the clock where that is allowed; one that cannot be set any more is left wrong."""
        if not self._errand.set_clock:
            return
        try:
            seen = await look_at_clock(self._link, self._model, self._clock, set_it=True)
        except LinkFault as fault:
            log.event("visit.clock_not_set", fault=fault.fault.value)
            return
        if seen is not None and seen.was_set:
            self._desk.put(seen)

    async def _state(self, *, set_it: bool) -> None:
        """Tell its battery and its clock, and set the clock if that is asked."""
        self._desk.put(Stage(Doing.CLOCK))
        percent = await self._battery()
        if percent is not None:
            self._desk.put(Battery(percent))
        if seen := await look_at_clock(self._link, self._model, self._clock, set_it=set_it):
            self._desk.put(seen)

    def _judged(self, caught: LinkFault) -> tuple[Fault | None, bool]:
        """Tell what a fault means here: a meter that has sent all it had may leave by itself."""
        if caught.fault is not Fault.LOST or not self._secured or self._errand.purpose == "live":
            return caught.fault, False
        if self._errand.purpose == "pair":
            return None, True
        done = self._fetch.complete if self._by_racp else self._ear.came > 0
        return (None, True) if done else (caught.fault, False)

    async def _subscribe(self) -> None:
        """Listen to everything this model sends."""
        self._desk.put(Stage(Doing.SUBSCRIBING))
        there = tuple(n for n in self._model.characteristics if n in self._link.characteristics)
        if not set(there) - {RACP} or (self._by_racp and RACP not in there):
            raise LinkFault(Fault.UNSUITED, "characteristics")
        if self._by_racp:
            await self._fetch.subscribe(there)
            return
        for each in there:
            await self._ear.listen_to(each)

    async def _secure(self) -> None:
        """Make sure that the link is bonded and encrypted; LinkFault NOT_ENCRYPTED if it is not."""
        bonded = False
        if self._model.pair is not Pair.NEVER:
            self._desk.put(Stage(Doing.PAIRING))
            try:
                bonded = await self._link.pair()
            except LinkFault as fault:
                if not (self._errand.allow_unencrypted and fault.fault in _COULD_NOT_PAIR):
                    raise
        if self._model.encrypts and not bonded and not self._errand.allow_unencrypted:
            raise LinkFault(Fault.NOT_ENCRYPTED, "not bonded")
        self._secured = True

    async def _agree(self) -> None:
        """Tell a scale whose measurements are wanted; PIN_WRONG if it does not take the code."""
        if not (self._model.consent_code and self._errand.consent):
            return
        user, code = self._errand.consent
        answers: list[bytes] = []

        def answered(payload: bytes) -> bool:
            answers.append(payload)
            return False

        await self._ear.listen_to(_USER_CONTROL, answered)
        request = bytes((_CONSENT, user)) + code.to_bytes(2, "little")
        await self._link.write(_USER_CONTROL, request)
        while not answers:
            if not await self._ear.next(self._errand.listen_seconds):
                raise LinkFault(Fault.TIMED_OUT, "consent")
        if answers[0][2:3] != bytes((_SUCCESS,)):
            raise LinkFault(Fault.PIN_WRONG, "consent")

    async def _identify(self) -> None:
        texts = [await self._text(each) for each in _TEXTS]
        if any(texts):
            self._desk.put(Facts(*texts))

    async def _battery(self) -> int | None:
        payload = await self._read(information.BATTERY)
        try:
            return None if payload is None else decode(information.BATTERY, payload).number
        except MalformedPacket:
            return None

    async def _text(self, characteristic: int) -> str:
        payload = await self._read(characteristic)
        return "" if payload is None else decode(characteristic, payload).text

    async def _read(self, characteristic: int) -> bytes | None:
        """Read what is not needed: None if the meter lacks it or keeps it to itself."""
        if characteristic not in self._link.characteristics:
            return None
        try:
            return await self._link.read(characteristic)
        except LinkFault as fault:
            if fault.fault in {Fault.LOST, Fault.TIMED_OUT}:
                raise
            log.event("visit.not_readable", fault=fault.fault.value)
            return None

    async def _collect(self) -> bool:
        """Get what was measured; tell whether that is all."""
        if self._errand.purpose == "live":
            self._desk.put(Stage(Doing.LISTENING))
            while True:
                await self._ear.next(None)
        if not self._by_racp:
            return await self._hear_out()
        if self._errand.purpose == "pair":
            return True
        return await self._fetch.run(self._errand.from_sequence)

    async def _hear_out(self) -> bool:
        """Listen until the meter falls silent; one that streams is left after a while."""
        self._desk.put(Stage(Doing.LISTENING))
        seconds = self._errand.listen_seconds
        heard = 0
        while await self._ear.next(seconds):
            heard += 1
            if self._model.stored is Stored.NONE and heard >= _MOST_OF_STREAM:
                break
        return True

    async def _close(self, *, lost: bool) -> None:
        self._desk.put(Stage(Doing.CLOSING))
        if lost or not self._model.clear_cccd:
            return
        for each in self._ear.subscribed:
            try:
                await self._link.unsubscribe(each)
            except LinkFault as fault:
                log.event("visit.still_subscribed", fault=fault.fault.value)
                return

"""Fetching stored records through the Record Access Control Point, until none is missing."""

import asyncio
from dataclasses import dataclass
from functools import partial

from station.core import log
from station.devices.ear import Desk, Ear
from station.devices.link import Fault, Link, LinkFault
from station.devices.news import Doing, Expected, Stage
from station.devices.packets import MalformedPacket
from station.devices.profiles import decode, racp
from station.devices.profiles.glucose import GLUCOSE
from station.devices.profiles.glucose_context import GLUCOSE_CONTEXT
from station.devices.profiles.racp import RACP, RacpAnswer, RacpOutcome

_CONTEXT_FOLLOWS = 0x10
_LAST_RECORD = bytes((racp.REPORT, 6))
_NOT_BY_NUMBER = frozenset(
    {
        RacpOutcome.INVALID_OPERATOR,
        RacpOutcome.OPERATOR_NOT_SUPPORTED,
        RacpOutcome.INVALID_OPERAND,
        RacpOutcome.OPERAND_NOT_SUPPORTED,
    }
)
"""Answers of a meter that cannot select by number: it is asked for everything instead."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How many seconds a meter may take, and how often it is asked again."""

    answer: float = 5.0
    stall: float = 10.0
    """The longest silence while records come."""
    settle: float = 1.5
    """The longest silence after «success», which may overtake records."""
    rounds: int = 3


class RacpFetch:
    """What one meter has stored, told apart from repetitions and counted."""

    def __init__(self, link: Link, ear: Ear, desk: Desk, pace: Pace) -> None:
        """Fetch through `link`; the packets themselves go the ear's way."""
        self._link = link
        self._ear = ear
        self._desk = desk
        self._pace = pace
        self._answers: asyncio.Queue[RacpAnswer] = asyncio.Queue()
        self._records: set[int | bytes] = set()
        self._contexts: set[int] = set()
        self._with_context: set[int] = set()
        self._payloads: set[tuple[int, bytes]] = set()
        self.expected: int | None = None

    @property
    def came(self) -> int:
        """Give how many different records have come."""
        return len(self._records)

    @property
    def complete(self) -> bool:
        """Tell whether as many records have come as the meter said it has."""
        return self.expected is not None and self.came >= self.expected

    async def subscribe(self, characteristics: tuple[int, ...]) -> None:
        """Listen to the records, and to the answers."""
        for each in characteristics:
            took = self._answered if each == RACP else partial(self._took, each)
            await self._ear.listen_to(each, took)

    async def run(self, from_sequence: int | None) -> bool:
        """Fetch all records from a number on (None: all); tell whether none is missing."""
        self._desk.put(Stage(Doing.COUNTING))
        first = await self._count(from_sequence)
        if self.expected == 0 and first and await self._began_anew(first):
            log.event("racp.numbers_began_anew")
            first = await self._count(None)
        if self.expected is not None:
            self._desk.put(Expected(self.expected))
        if self.expected == 0:
            return True
        self._desk.put(Stage(Doing.FETCHING))
        await self._report(first)
        again = self._first_missing(first)
        for _ in range(self._pace.rounds):
            if self.expected is None or self._nothing_missing():
                break
            log.event("racp.asked_again", came=self.came, expected=self.expected)
            await self._report(again)
            again = first
        return self.expected is None or self.complete

    async def _count(self, first: int | None) -> int | None:
        """Ask how many there are; give the number to fetch from (None: the meter cannot select)."""
        answer = await self._ask(racp.count_from(first), self._pace.answer)
        if first is not None and answer and answer.outcome in _NOT_BY_NUMBER:
            return await self._count(None)
        self.expected = None
        if answer and answer.outcome is RacpOutcome.NO_RECORDS:
            self.expected = 0
        elif answer and answer.outcome is RacpOutcome.COUNTED:
            self.expected = answer.count
        return first

    async def _began_anew(self, first: int) -> bool:
        """Tell whether the meter counts from the start again, as after a reset."""
        before = set(self._records)
        answer = await self._ask(_LAST_RECORD, self._pace.answer)
        if answer is None or answer.outcome is not RacpOutcome.SUCCESS:
            return False
        if self._records == before:
            await self._ear.next(self._pace.settle)
        last = max((each for each in self._records if isinstance(each, int)), default=first)
        self._records.clear()
        return last < first - 1

    async def _report(self, first: int | None) -> None:
        """Have records sent, and wait until the meter has said so and they have come."""
        answer = await self._ask(racp.all_from(first), self._pace.stall)
        if answer is None:
            raise LinkFault(Fault.TIMED_OUT, "records")
        if first is not None and answer.outcome in _NOT_BY_NUMBER:
            await self._report(None)
            return
        if not answer.done:
            raise LinkFault(Fault.FAILED, answer.outcome.value)
        while not self._nothing_missing():
            if not await self._ear.next(self._pace.settle):
                return

    async def _ask(self, request: bytes, patience: float) -> RacpAnswer | None:
        """Write a request; give its answer, or None after so much silence."""
        while not self._answers.empty():
            self._answers.get_nowait()  # an answer that came too late is nobody's
        await self._link.write(RACP, request)
        while self._answers.empty():
            if not await self._ear.next(patience):
                return None
        return self._answers.get_nowait()

    def _answered(self, payload: bytes) -> bool:
        try:
            self._answers.put_nowait(racp.read_response(payload))
        except MalformedPacket:
            log.event("racp.malformed_answer", length=len(payload))
        return False

    def _took(self, characteristic: int, payload: bytes) -> bool:
        """Note a record; give False for one that came before, byte for byte."""
        known = (characteristic, payload) in self._payloads
        self._payloads.add((characteristic, payload))
        try:
            sequence = decode(characteristic, payload).sequence
        except MalformedPacket:
            # Hurt under way, it comes whole when asked again; the same twice is what there is.
            if known and characteristic != GLUCOSE_CONTEXT:
                self._records.add(payload)
            return not known
        if characteristic == GLUCOSE_CONTEXT:
            if sequence is not None:
                self._contexts.add(sequence)
            return not known
        self._records.add(payload if sequence is None else sequence)
        if characteristic == GLUCOSE and sequence is not None and payload[0] & _CONTEXT_FOLLOWS:
            self._with_context.add(sequence)
        return not known

    def _nothing_missing(self) -> bool:
        if self.expected is None or not self.complete:
            return False
        follow = GLUCOSE_CONTEXT in self._ear.subscribed
        return not follow or self._with_context <= self._contexts

    def _first_missing(self, first: int | None) -> int | None:
        """Give the number of the first hole in what came, for asking again."""
        numbers = sorted(each for each in self._records if isinstance(each, int))
        if not numbers:
            return first
        start = numbers[0] if first is None else first
        have = set(numbers)
        return next(n for n in range(start, numbers[-1] + 2) if n not in have)

"""Glucose meters: 0x1808, stored records fetched through the record access control point."""

from collections.abc import Iterator

from bumble import att

from simulator.attributes import Security, Service, Value
from simulator.meters.base import Meter, Reading
from simulator.payloads import glucose, glucose_context

RECORD, CONTEXT, ACCESS = 0x2A18, 0x2A34, 0x2A52
REPORT, DELETE, ABORT, COUNT, COUNTED, ANSWER = 1, 2, 3, 4, 5, 6
ALL, NOT_ABOVE, NOT_BELOW, FIRST, LAST = 1, 2, 3, 5, 6
DONE, NOT_KNOWN, BAD_OPERATOR, NOT_OPERATOR, NOTHING, ABORTED = 1, 2, 3, 5, 6, 7
IMPROPER_SUBSCRIPTION, IN_PROGRESS = 0xFD, 0xFE


class GlucoseMeter(Meter):
    """A glucose meter of the standard profile.

    `answers_first` says that all is sent before the records are.
    """

    measurement = RECORD
    model = "Glucose"
    clock = "cts"
    answers_first = False

    def own_service(self) -> Service:
        """Give 0x1808."""
        return Service(
            0x1808,
            (
                Value(RECORD, "NOTIFY"),
                Value(CONTEXT, "NOTIFY"),
                Value(0x2A51, "READ", lambda: b"\x01\x00"),
                Value(ACCESS, "WRITE|INDICATE", write=self._asked),
                *self.clock_value(),
            ),
        )

    def packets(self, reading: Reading) -> Iterator[tuple[int | str, bytes]]:
        """Tell a record, and its context after it if it has one."""
        more = reading.more
        meal = more.get("meal")
        yield (
            RECORD,
            glucose(
                reading.sequence,
                reading.at,
                reading.values["glucose"],
                offset_minutes=more.get("offset_minutes"),
                status=more.get("status"),
                context=meal is not None,
            ),
        )
        if meal is not None:
            yield CONTEXT, glucose_context(reading.sequence, meal=meal)

    async def subscribed(self, uuid: int | str) -> None:
        """Stay silent: records are asked for."""

    async def closed(self) -> None:
        """End whatever was asked."""
        self._sending = False
        await super().closed()

    def _asked(self, request: bytes) -> None:
        if not self.listening(ACCESS):
            raise att.ATT_Error(error_code=att.ErrorCode(IMPROPER_SUBSCRIPTION))
        opcode, operator = (*request, 0, 0)[:2]
        if opcode == ABORT:
            self._sending = False
            self.begin(self._answer(ABORT, DONE))
        elif self._sending:
            raise att.ATT_Error(error_code=att.ErrorCode(IN_PROGRESS))
        elif opcode not in (REPORT, COUNT, DELETE):
            self.begin(self._answer(opcode, NOT_KNOWN))
        else:
            self.begin(self._serve(opcode, operator, request[2:]))

    async def _serve(self, opcode: int, operator: int, operand: bytes) -> None:
        chosen = self._chosen(operator, operand)
        if chosen is None:
            await self._answer(opcode, NOT_OPERATOR)
        elif opcode == COUNT:
            count = len(chosen).to_bytes(2, "little")
            self._all_told = self._all_told or not chosen
            await self.send(ACCESS, bytes((COUNTED, 0)) + count, spared=True)
        elif not chosen:
            self._all_told = True
            await self._answer(opcode, NOTHING)
        elif opcode == DELETE:
            self.stored = [each for each in self.stored if each not in chosen]
            await self._answer(opcode, DONE)
        else:
            await self._report(chosen)

    async def _report(self, chosen: list[Reading]) -> None:
        self._sending = True
        if self.answers_first:
            await self._answer(REPORT, DONE)
        for reading in chosen:
            for characteristic, payload in self.packets(reading):
                if not self._sending:
                    return
                await self.send(characteristic, payload)
        await self.flush(RECORD)
        self._sending, self._all_told = False, True
        if not self.answers_first:
            await self._answer(REPORT, DONE)
        if self.hangs_up_when_sent:
            await self.hang_up()

    async def _answer(self, opcode: int, result: int) -> None:
        await self.send(ACCESS, bytes((ANSWER, 0, opcode, result)), spared=True)

    def _chosen(self, operator: int, operand: bytes) -> list[Reading] | None:
        """Give the records meant; None if the operator or its filter is not known."""
        if operator == ALL:
            return list(self.stored)
        if operator in (FIRST, LAST):
            return self.stored[:1] if operator == FIRST else self.stored[-1:]
        if operator not in (NOT_ABOVE, NOT_BELOW) or len(operand) != 3 or operand[0] != 1:  # noqa: PLR2004
            return None
        bound = int.from_bytes(operand[1:], "little")
        if operator == NOT_BELOW:
            return [each for each in self.stored if each.sequence >= bound]
        return [each for each in self.stored if each.sequence <= bound]


class AccuChek(GlucoseMeter):
    """Accu-Chek Instant and Guide: six digits on its display, ends the connection itself."""

    model = "Instant"
    called = "meter+66{digits}"
    security = Security.PASSKEY
    clock = "none"
    hangs_up_when_sent = True

    def willing(self) -> bool:
        """Pair only when there is a record."""
        return bool(self.stored)


class AccuChekGuide(AccuChek):
    """Accu-Chek Guide: the same habits and the same name on the air."""

    model = "Guide"


class ContourNext(GlucoseMeter):
    """Contour Next: forgets its bond overnight, and its clock cannot be set by the profile."""

    model = "Contour Next One"
    called = "Contour7830H{digits}"
    security = Security.JUST_WORKS
    clock = "none"

    async def overnight(self) -> None:
        """Let a night pass."""
        await self.forget_bonds()

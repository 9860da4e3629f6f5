"""Scales: 0x181D and 0x2A9D, some only for a user whose code they were told."""

from collections.abc import Iterator

from bumble import att

from simulator.attributes import Security, Service, Value
from simulator.meters.base import Meter, Reading
from simulator.payloads import weight

WEIGHT, USER_CONTROL = 0x2A9D, 0x2A9F
REGISTER, CONSENT, ANSWER = 0x01, 0x02, 0x20
DONE, NOT_KNOWN, WRONG, NOT_ALLOWED = 0x01, 0x02, 0x03, 0x05


class Scale(Meter):
    """A scale of the standard profile; a failed weighing is told as such."""

    measurement = WEIGHT
    model = "Scale"
    clock = "cts"

    def own_service(self) -> Service:
        """Give 0x181D."""
        values = (Value(WEIGHT, "INDICATE"), Value(0x2A9E, "READ", lambda: b"\x0b\x00\x00\x00"))
        return Service(0x181D, (*values, *self.clock_value()))

    def packets(self, reading: Reading) -> Iterator[tuple[int | str, bytes]]:
        """Tell a weighing."""
        user = reading.more.get("user")
        yield WEIGHT, weight(reading.values["weight"], reading.at, user=user)


class AndScale(Scale):
    """A&D UC-352BLE: sends all it has when told to, then hangs up and is silent for a while."""

    model = "UC-352BLE"
    called = "A&D_UC-352BLE_{digits}"
    security = Security.JUST_WORKS
    clock = "date_time"
    hangs_up_when_sent = True
    quiet_s = 15.0


class ConsentScale(Scale):
    """Beurer BF720 and BF105: weighs for a user who has told the code that it shows."""

    model = "BF720"
    called = "{model}"
    security = Security.JUST_WORKS
    code = 4711

    def services(self) -> tuple[Service, ...]:
        """Give the user data service too."""
        own, *more = super().services()
        users = Service(
            0x181C,
            (
                Value(0x2A99, "READ", lambda: bytes(4)),
                Value(USER_CONTROL, "WRITE|INDICATE", write=self._asked),
            ),
        )
        return (own, users, *more)

    async def opened(self) -> None:
        """Know nobody yet."""
        await super().opened()
        self._user: int | None = None

    async def subscribed(self, uuid: int | str) -> None:
        """Send only to a user it knows."""
        if self._user is not None:
            await super().subscribed(uuid)

    def _asked(self, request: bytes) -> None:
        if not self.listening(USER_CONTROL):
            raise att.ATT_Error(error_code=att.ErrorCode(0xFD))
        self.begin(self._answer(request))

    async def _answer(self, request: bytes) -> None:
        opcode, told = request[0] if request else 0, int.from_bytes(request[-2:], "little")
        if opcode == REGISTER and told == self.code:
            await self._say(opcode, DONE, 1)
        elif opcode == REGISTER:
            await self._say(opcode, WRONG)
        elif opcode != CONSENT:
            await self._say(opcode, NOT_KNOWN)
        elif len(request) != 4 or told != self.code:  # noqa: PLR2004  (opcode, user, code)
            await self._say(opcode, NOT_ALLOWED)
        else:
            self._user = request[1]
            await self._say(opcode, DONE)
            if self.listening(WEIGHT) and not self._sending:
                await self.send_stored()

    async def _say(self, *answer: int) -> None:
        await self.send(USER_CONTROL, bytes((ANSWER, *answer)), spared=True)


class ConsentScale105(ConsentScale):
    """Beurer BF105: as BF720."""

    model = "BF105"

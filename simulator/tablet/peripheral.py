"""The reference tablet on the air: a GATT server of Bumble around the machine."""

import asyncio

from simulator.attributes import Service, Value
from simulator.faults import Faults
from simulator.peripheral import Peripheral
from simulator.tablet.machine import Connection, Tablet
from simulator.tablet.wire import INFO, RX, SERVICE, TX, WAITING, Dropped

_HEADER_BYTES = 3
"""What ATT takes of every packet."""


class TabletPeripheral(Peripheral):
    """A tablet that is switched on and in range. It advertises no name: a name may be a person."""

    def __init__(
        self, address: str, tablet: Tablet, *, faults: Faults | None = None, seed: int = 1
    ) -> None:
        """Make it around `tablet`; `switch_on` puts it on the air."""
        super().__init__(address, "", faults=faults, seed=seed)
        self.tablet = tablet
        self.patience_s, self.patience_waiting_s = 30.0, 180.0
        """How long it keeps a connection on which nothing comes; longer while digits are shown."""
        self._talk: Connection | None = None
        self._came = 0

    def services(self) -> tuple[Service, ...]:
        """Give the one service of the protocol."""
        return (
            Service(
                SERVICE,
                (
                    Value(INFO, "READ", self.tablet.info),
                    Value(TX, "WRITE_WITHOUT_RESPONSE", write=self._heard),
                    Value(RX, "NOTIFY"),
                ),
            ),
        )

    async def opened(self) -> None:
        """Begin a talk with nobody known yet."""
        self._talk = self.tablet.connect()
        await self._wait(self._came)

    async def closed(self) -> None:
        """Forget the talk and its keys."""
        self._talk = None

    def _heard(self, segment: bytes) -> None:
        if self._talk is None or self.connection is None:
            return
        self._came += 1
        self.begin(self._wait(self._came))
        self._talk.resize(self.connection.att_mtu - _HEADER_BYTES)
        try:
            answers = self._talk.receive(segment)
        except Dropped:
            self.begin(self.hang_up())
            return
        if answers:
            self.begin(self._answer(answers))

    async def _wait(self, came: int) -> None:
        waiting = self.tablet.disk.state == WAITING
        await asyncio.sleep(self.patience_waiting_s if waiting else self.patience_s)
        if self._came == came:
            await self.hang_up()

    async def _answer(self, segments: list[bytes]) -> None:
        for segment in segments:
            await self.send(RX, segment)
        await self.flush(RX)

"""The reference tablet on the air: a GATT server of Bumble around the machine."""

from simulator.attributes import Service, Value
from simulator.faults import Faults
from simulator.peripheral import Peripheral
from simulator.tablet.machine import Connection, Tablet
from simulator.tablet.wire import INFO, RX, SERVICE, TX, Dropped

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
        self._talk: Connection | None = None

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

    async def closed(self) -> None:
        """Forget the talk and its keys."""
        self._talk = None

    def _heard(self, segment: bytes) -> None:
        if self._talk is None or self.connection is None:
            return
        self._talk.resize(self.connection.att_mtu - _HEADER_BYTES)
        try:
            answers = self._talk.receive(segment)
        except Dropped:
            self.begin(self.hang_up())
            return
        if answers:
            self.begin(self._answer(answers))

    async def _answer(self, segments: list[bytes]) -> None:
        for segment in segments:
            await self.send(RX, segment)
        await self.flush(RX)

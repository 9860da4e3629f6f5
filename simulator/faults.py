"""What can go wrong in the air, by seeded chance or at a named packet."""

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Faults:
    """How a device's packets fare; probabilities are 0 to 1 for each packet.

    `lose_at` gives, for each connection in turn, before which packet (from 1) the link is lost;
    connections after the last are kept. `hang_at` falls silent before that packet of each
    connection and stays connected. `answers` lets the faults strike the answers of a control
    point too. `per_second` paces; `delay_s` waits before the first packet of a connection.
    `writes` lets the same probabilities strike what is written to the device without response.
    """

    drop: float = 0.0
    double: float = 0.0
    swap: float = 0.0
    corrupt: float = 0.0
    lose_at: tuple[int, ...] = ()
    hang_at: int | None = None
    per_second: float | None = None
    delay_s: float = 0.0
    answers: bool = False
    writes: bool = False


class LinkLost(Exception):  # noqa: N818  (the world's fault, not the program's)
    """The packet never went out: the link is lost here."""


class Hung(Exception):  # noqa: N818  (the world's fault, not the program's)
    """The device sends nothing more, and stays connected."""


class Air:
    """The way of one device's packets; the same seed gives the same fate."""

    def __init__(self, faults: Faults, seed: str) -> None:
        """Begin at the first packet of the first connection."""
        self.faults = faults
        self.sent = 0
        self._random = random.Random(seed)  # noqa: S311  (chance that can be repeated)
        self._connection = -1
        self._count = 0
        self._held: list[bytes] = []

    def connected(self) -> None:
        """Count a connection; a packet that was held back is gone."""
        self._connection += 1
        self._count = 0
        self._held.clear()

    def pass_on(self, packet: bytes, *, spared: bool = False) -> list[bytes]:
        """Give what arrives in place of this packet; LinkLost or Hung when it comes to that."""
        self._count += 1
        self._stop_here()
        self.sent += 1
        if spared:
            return [*self.rest(), packet]
        return self._struck(packet)

    def _stop_here(self) -> None:
        lost = self.faults.lose_at[self._connection : self._connection + 1]
        if lost and self._count >= lost[0]:
            raise LinkLost
        if self.faults.hang_at is not None and self._count >= self.faults.hang_at:
            raise Hung

    def _struck(self, packet: bytes) -> list[bytes]:
        faults = self.faults
        if self._chance(faults.drop):
            return self.rest()
        if packet and self._chance(faults.corrupt):
            packet = self._corrupted(packet)
        if self._chance(faults.swap) and not self._held:
            self._held.append(packet)
            return []
        twice = 2 if self._chance(faults.double) else 1
        return [*[packet] * twice, *self.rest()]

    def rest(self) -> list[bytes]:
        """Give the packet that was held back, if any."""
        held, self._held = self._held, []
        return held

    def _chance(self, probability: float) -> bool:
        return probability > 0 and self._random.random() < probability

    def _corrupted(self, packet: bytes) -> bytes:
        at = self._random.randrange(len(packet))
        changed = packet[at] ^ self._random.randrange(1, 256)
        return packet[:at] + bytes([changed]) + packet[at + 1 :]

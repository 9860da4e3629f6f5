"""From the packets of a meter to readings of the right patient: one unit of work, all or nothing.

The loan decides whose they are. What is not certain is held back with its bytes; a failed
measurement is noted as such and never becomes a number.
"""

from collections.abc import Sequence

from station.services.measuring_values import (
    FETCH,
    LIVE,
    TEST,
    ClockFacts,
    ContactFacts,
    Delivered,
    DeviceFacts,
    LiveReading,
    LiveValue,
    RawPacket,
    Target,
)
from station.services.record import Record
from station.services.session import Session

__all__ = [
    "FETCH",
    "LIVE",
    "TEST",
    "ClockFacts",
    "ContactFacts",
    "Delivered",
    "DeviceFacts",
    "LiveReading",
    "LiveValue",
    "Measuring",
    "RawPacket",
    "Target",
]


class Measuring:
    """Takes in what meters sent."""

    def __init__(self, record: Record) -> None:
        """Write to `record`."""
        self._record = record

    def targets(self, session: Session) -> tuple[Target, ...]:
        """Give the devices that are to be read when they are seen."""
        raise NotImplementedError

    def take(
        self,
        session: Session,
        device_id: str,
        packets: Sequence[RawPacket],
        clock: ClockFacts | None = None,
        purpose: str = FETCH,
    ) -> Delivered:
        """Store what a lent device sent, in one unit of work; safe to repeat."""
        raise NotImplementedError

    def live(
        self,
        session: Session,
        device_id: str,
        patient_id: str,
        packets: Sequence[RawPacket],
        clock: ClockFacts | None = None,
    ) -> LiveValue:
        """Say what was measured at the office; nothing is stored."""
        raise NotImplementedError

    def confirm(
        self,
        session: Session,
        device_id: str,
        patient_id: str,
        packets: Sequence[RawPacket],
        clock: ClockFacts | None = None,
    ) -> Delivered:
        """Store what live() showed, since a person said that it is this patient's."""
        raise NotImplementedError

    def discard(
        self,
        session: Session,
        device_id: str,
        patient_id: str,
        packets: Sequence[RawPacket],
        clock: ClockFacts | None = None,
    ) -> Delivered:
        """Lay what live() showed aside as a test; it never counts, also when it is sent again."""
        raise NotImplementedError

    def contact(self, session: Session, facts: ContactFacts) -> None:
        """Note that a contact with a device ended, however it did."""
        raise NotImplementedError

    def paired(
        self,
        session: Session,
        device_id: str,
        address: str,
        facts: DeviceFacts,
        *,
        bonded: bool = True,
        unencrypted_ok: bool = False,
    ) -> None:
        """Note that a device was paired at an address."""
        raise NotImplementedError

    def facts(self, session: Session, device_id: str, facts: DeviceFacts) -> None:
        """Keep what a device told about itself."""
        raise NotImplementedError

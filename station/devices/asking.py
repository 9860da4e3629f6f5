"""What the PC is asked while a device is being paired, and who answers."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeAlias

LARGEST_PASSKEY = 999_999


class Asked(StrEnum):
    """What is wanted of the person at the PC."""

    PASSKEY = "passkey"
    """Type the six digits that the device shows: answer with the number."""
    CONFIRM = "confirm"
    """Say whether the device shows the same six digits: answer with True or False."""
    SHOWN = "shown"
    """Type these six digits on the device: nothing to answer."""


@dataclass(frozen=True, slots=True)
class PairingQuestion:
    """A question about the device at `address`; `number` is 0 to 999999 where digits are shown."""

    address: str
    asked: Asked
    number: int | None = None

    @property
    def digits(self) -> str:
        """Give the number as six digits, empty if there is none."""
        return "" if self.number is None else f"{self.number:06}"


Answer: TypeAlias = int | bool | None
"""None refuses."""
Asker: TypeAlias = Callable[[PairingQuestion], "Future[Answer] | None"]
"""Called on the radio's thread: gives at once a future for the answer, or None to refuse.

The future is cancelled when the question is no longer asked (the device gave up, or the time is
over); a cancelled or failed future refuses.
"""


class Pairer(Protocol):
    """Answers the system's questions while devices are paired; lives on the radio's loop."""

    def ask_with(self, asker: Asker | None) -> None:
        """Ask this one from now on; None refuses everything that needs a person."""

    def expect(self, address: str) -> None:
        """Answer for this device: a person has asked for it to be paired."""

    def expect_no_more(self, address: str) -> None:
        """Answer no longer for it, and withdraw what is being asked."""

    async def begin(self) -> None:
        """Register with the system; that it cannot be reached is tolerated and logged."""

    async def end(self) -> None:
        """Withdraw all questions and take leave of the system."""

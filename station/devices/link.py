"""One open connection to a device, as meters' visits and the tablet's talk see it.

Everything here runs on the radio's own loop. Bluetooth's own libraries are behind it, so that
a visit can be tried without any.
"""

from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Protocol, TypeAlias, TypeVar

T = TypeVar("T")


class Fault(StrEnum):
    """Why a connection did not come about, or ended: what a nurse is told depends on it."""

    RADIO_ABSENT = "radio_absent"
    RADIO_OFF = "radio_off"
    RADIO_DENIED = "radio_denied"
    NOT_FOUND = "not_found"
    TIMED_OUT = "timed_out"
    LOST = "lost"
    REFUSED = "refused"
    PIN_WRONG = "pin_wrong"
    BOND_LOST = "bond_lost"
    NOT_ENCRYPTED = "not_encrypted"
    CANCELLED = "cancelled"
    UNSUITED = "unsuited"
    """The device lacks the service that its model is read by."""
    FAILED = "failed"


class LinkFault(Exception):  # noqa: N818  (the world's fault, told by its code)
    """A connection that did not do what was asked; `detail` is for the technical log only."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        """Keep the fault and what the system said."""
        super().__init__(fault.value)
        self.fault = fault
        self.detail = detail


class Link(Protocol):
    """An open connection. Characteristics are 16-bit numbers, or UUIDs as text for private ones."""

    @property
    def address(self) -> str:
        """Give the device's address (on macOS the system's own name for it)."""

    @property
    def largest_write(self) -> int:
        """Give how many bytes a write without response carries (MTU - 3)."""

    @property
    def services(self) -> frozenset[int | str]:
        """Give the services found on the device."""

    @property
    def characteristics(self) -> frozenset[int | str]:
        """Give the characteristics found on the device."""

    async def read(self, characteristic: int | str) -> bytes:
        """Read a value; LinkFault if it cannot be read in time."""

    async def write(self, characteristic: int | str, data: bytes, *, response: bool = True) -> None:
        """Write a value; LinkFault if it is not taken in time."""

    async def subscribe(self, characteristic: int | str, heard: Callable[[bytes], None]) -> None:
        """Ask for notifications or indications; `heard` is called on the radio's loop."""

    async def unsubscribe(self, characteristic: int | str) -> None:
        """Ask for no more of them."""

    async def pair(self) -> bool:
        """Pair where it is not yet; tell whether the link is bonded and encrypted after it."""

    async def lost(self) -> None:
        """Return when the connection is gone."""


Job: TypeAlias = Callable[[Link], Awaitable[T]]
"""What is done while a connection is open; it is closed when the job ends, however it ends."""

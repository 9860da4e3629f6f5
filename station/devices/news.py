"""What a visit to a meter is asked to do, and what it tells while it does it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, TypeAlias

from station.devices.link import Fault
from station.devices.models import MeterModel, Pair

Purpose: TypeAlias = Literal["fetch", "pair", "live"]


@dataclass(frozen=True, slots=True)
class Errand:
    """What a visit is for.

    `from_sequence` is the first stored record wanted, None for all; `listen_seconds` the silence
    after which a meter that sends by itself has sent all; `consent` the user's index and code that
    a scale asks for.
    """

    model: MeterModel
    purpose: Purpose = "fetch"
    from_sequence: int | None = None
    set_clock: bool = True
    allow_unencrypted: bool = False
    listen_seconds: float = 5.0
    consent: tuple[int, int] | None = None

    @property
    def may_pair(self) -> bool:
        """Tell whether this visit may make a bond: only a person begins one."""
        return self.purpose == "pair"

    @property
    def pair_first(self) -> bool:
        """Tell whether the bond is made before the services are looked for."""
        return self.may_pair and self.model.pair is Pair.BEFORE_DISCOVERY


class Doing(StrEnum):
    """The stages of a visit, in their order."""

    SUBSCRIBING = "subscribing"
    PAIRING = "pairing"
    IDENTIFYING = "identifying"
    CLOCK = "clock"
    COUNTING = "counting"
    FETCHING = "fetching"
    LISTENING = "listening"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class Stage:
    """What the visit does now."""

    stage: Doing


@dataclass(frozen=True, slots=True)
class Packet:
    """One notification as it came; `arrived_at` in UTC milliseconds."""

    characteristic: int
    payload: bytes
    arrived_at: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What the meter says of itself; empty where it says nothing."""

    manufacturer: str = ""
    model_number: str = ""
    serial: str = ""
    firmware: str = ""


@dataclass(frozen=True, slots=True)
class Battery:
    """The charge of its battery."""

    percent: int


@dataclass(frozen=True, slots=True)
class MeterClock:
    """The meter's clock before anything was done to it.

    `device_time` is local ISO text, empty if it could not be read; `offset_ms` how far it is ahead
    of Norwegian time, None if it is not known; `was_set` tells whether it was set right after that.
    """

    device_time: str
    offset_ms: int | None
    was_set: bool


@dataclass(frozen=True, slots=True)
class Expected:
    """How many stored records the meter says it will send."""

    count: int


News: TypeAlias = Stage | Packet | Facts | Battery | MeterClock | Expected
Tell: TypeAlias = Callable[[News], Awaitable[None] | None]
"""Called on the radio's loop, in order; what it awaits is waited for before the visit ends."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a visit ended.

    `complete` is True when the meter has given all it had; `expected` is None when it did not say
    how much that is; `came` counts records (of RACP) or packets.
    """

    fault: Fault | None
    complete: bool
    expected: int | None
    came: int

"""What a packet of a meter says, before anybody decides what it means for a patient."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class MalformedPacket(Exception):  # noqa: N818  (the field's own word for it)
    """The bytes are not what the characteristic's format allows; nothing of them is used."""


class Special(StrEnum):
    """A value that is no number; none of them is ever 0 or a point in a chart."""

    NAN = "nan"
    NRES = "nres"
    RESERVED = "reserved"
    POSITIVE_INFINITY = "+inf"
    NEGATIVE_INFINITY = "-inf"
    UNSUCCESSFUL = "unsuccessful"


@dataclass(frozen=True, slots=True)
class Measure:
    """One value of a packet: a number as exact as it was sent, or which special it was.

    `name` is spo2, pulse, sys, dia, map, weight, temp, glucose, bmi, height or energy; `unit` is
    the UCUM code of what was sent (mm[Hg], kPa, kg, [lb_av], Cel, [degF], mol/L, kg/L, %, /min).
    """

    name: str
    value: Decimal | None
    unit: str
    special: Special | None = None


@dataclass(frozen=True, slots=True)
class DeviceTime:
    """A meter's own clock: local time without a zone; year, month or day 0 is unknown."""

    year: int
    month: int
    day: int
    hour: int
    minute: int
    second: int

    @property
    def known(self) -> bool:
        """Tell whether year, month and day were all set."""
        return bool(self.year and self.month and self.day)

    def text(self) -> str:
        """Give it as ISO text, unknown parts as zeros (0000-11-21T08:30:00)."""
        day = f"{self.year:04}-{self.month:02}-{self.day:02}"
        return f"{day}T{self.hour:02}:{self.minute:02}:{self.second:02}"


@dataclass(frozen=True, slots=True)
class Decoded:
    """One packet in full.

    `statuses` are the words of what the meter says about its own measurement, `context` the words
    of what it says about the circumstances, `rest` bytes after what the flags announce.
    """

    characteristic: int
    measures: tuple[Measure, ...] = ()
    time: DeviceTime | None = None
    offset_minutes: int | None = None
    sequence: int | None = None
    user: int | None = None
    statuses: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    clock_not_set: bool = False
    text: str = ""
    number: int | None = None
    rest: bytes = b""

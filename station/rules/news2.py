"""NEWS2 (Royal College of Physicians, 2017): seven observations, never fewer, to one number.

Not for anybody under 16 and not in pregnancy; the form that asks refuses both.
"""

from dataclasses import dataclass, fields
from enum import IntEnum
from math import inf

LEAST_AGE = 16
"""Years; below this NEWS2 is not to be used."""
FIELDS = ("resp", "spo2", "spo2_scale", "oxygen", "sys", "pulse", "consciousness", "temp")
"""The items that a form with this total asks, by their codes; the scale says how to read SpO₂."""
_RESP = ((8, 3), (11, 1), (20, 0), (24, 2), (inf, 3))
_SPO2 = ((91, 3), (93, 2), (95, 1), (inf, 0))
_SPO2_2_AIR = ((83, 3), (85, 2), (87, 1), (inf, 0))
_SPO2_2_OXYGEN = ((83, 3), (85, 2), (87, 1), (92, 0), (94, 1), (96, 2), (inf, 3))
_SYS = ((90, 3), (100, 2), (110, 1), (219, 0), (inf, 3))
_PULSE = ((40, 3), (50, 1), (90, 0), (110, 1), (130, 2), (inf, 3))
_TEMP = ((35.0, 3), (36.0, 1), (38.0, 0), (39.0, 1), (inf, 2))


class Consciousness(IntEnum):
    """ACVPU: alert, new confusion, responds to voice, to pain, unresponsive."""

    ALERT = 0
    CONFUSED = 1
    VOICE = 2
    PAIN = 3
    UNRESPONSIVE = 4


class Scale(IntEnum):
    """How SpO₂ is read: 2 is for hypercapnic failure with an ordered target of 88 to 92 %."""

    ONE = 1
    TWO = 2


@dataclass(frozen=True, slots=True)
class Vitals:
    """The seven observations: breaths and beats per minute, %, mmHg, °C with one decimal."""

    resp: float
    spo2: float
    scale: Scale
    oxygen: bool
    sys: float
    pulse: float
    consciousness: Consciousness
    temp: float


@dataclass(frozen=True, slots=True)
class Points:
    """What each observation gives."""

    resp: int
    spo2: int
    oxygen: int
    sys: int
    pulse: int
    consciousness: int
    temp: int

    @property
    def total(self) -> int:
        """Give the sum, 0 to 20."""
        return sum(self._each())

    @property
    def highest(self) -> int:
        """Give the most that a single observation gives: a 3 needs a look by itself."""
        return max(self._each())

    def _each(self) -> list[int]:
        return [int(getattr(self, field.name)) for field in fields(self)]


def points(vitals: Vitals) -> Points:
    """Give the points; numbers between the table's steps count as the step above them."""
    return Points(
        resp=_in(_RESP, vitals.resp),
        spo2=_in(_spo2_table(vitals), vitals.spo2),
        oxygen=2 if vitals.oxygen else 0,
        sys=_in(_SYS, vitals.sys),
        pulse=_in(_PULSE, vitals.pulse),
        consciousness=0 if vitals.consciousness is Consciousness.ALERT else 3,
        temp=_in(_TEMP, vitals.temp),
    )


def _spo2_table(vitals: Vitals) -> tuple[tuple[float, int], ...]:
    if vitals.scale is Scale.ONE:
        return _SPO2
    return _SPO2_2_OXYGEN if vitals.oxygen else _SPO2_2_AIR


def _in(table: tuple[tuple[float, int], ...], value: float) -> int:
    return next(score for most, score in table if value <= most)

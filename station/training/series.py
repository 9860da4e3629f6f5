"""Made readings: a person's usual value with scatter, a season, a daily rhythm and what is planted.

The generator knows nothing of the rules, so that the rules can be tried on what it makes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, pi
from random import Random

from station.training.people import Invented, Pattern

DAYS = 90
DAY_MS = 86_400_000
_MINUTE_MS = 60_000
_MISSED = 0.04
_DIP_DAYS = 5
_DIP = {"spo2": -4.5, "pulse": 16.0, "weight": 1.9, "glucose": 5.5, "bp": 18.0}


@dataclass(frozen=True, slots=True)
class Made:
    """One made reading: days before the day (0 is the day itself), minute of the day, values."""

    days_ago: int
    minute: int
    kind: str
    values: tuple[float, ...]


def series(person: Invented, seed: int) -> Iterator[Made]:
    """Give a person's readings of the last DAYS days, oldest first."""
    random = Random(f"{seed}:{person.given_name}:{person.family_name}")
    for days_ago in range(DAYS, -1, -1):
        missed = random.random() < _MISSED
        minute = 6 * 60 + 40 + random.randrange(90)
        for pattern in person.patterns:
            planted = _planted(pattern, days_ago, person.silent_days)
            values = planted or tuple(
                _value(random, pattern, usual, person, days_ago) for usual in pattern.usual
            )
            if days_ago < person.silent_days or (missed and planted is None):
                continue
            if _agreed(pattern, days_ago):
                yield Made(days_ago, minute, pattern.kind, values)


def moment(day_start: int, made: Made) -> int:
    """Give when a made reading was taken, with `day_start` the local midnight of the day."""
    return day_start - made.days_ago * DAY_MS + made.minute * _MINUTE_MS


def _planted(pattern: Pattern, days_ago: int, silent: int) -> tuple[float, ...] | None:
    place = days_ago - silent
    if not 0 <= place < len(pattern.last):
        return None
    return pattern.last[len(pattern.last) - 1 - place]


def _value(
    random: Random, pattern: Pattern, usual: float, person: Invented, days_ago: int
) -> float:
    season = 0.3 * pattern.scatter * cos(2 * pi * days_ago / 365)
    scatter = max(-2.0, min(2.0, random.gauss(0, 1))) * pattern.scatter
    return round(usual + season + scatter + _dip(pattern, person, days_ago), pattern.decimals)


def _dip(pattern: Pattern, person: Invented, days_ago: int) -> float:
    """A planted spell of getting worse and better again over some days."""
    return sum(
        _DIP[pattern.kind] * (1 - abs(days_ago - dip) / _DIP_DAYS)
        for dip in person.dips
        if abs(days_ago - dip) < _DIP_DAYS
    )


def _agreed(pattern: Pattern, days_ago: int) -> bool:
    # Blood pressure twice a week is enough for those with a failing heart.
    return pattern.kind != "bp" or days_ago % 3 == 0

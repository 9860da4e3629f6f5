"""What a visit is for, how it can end, and whose kilometres a driven round was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MOST_METRES: Final = 1_000_000
"""A round of a day is not longer than 1 000 km; more is a slip of the pen."""
MOST_WAY_METRES: Final = 500_000
"""Two places of one municipality's rounds are not further apart than 500 km."""
MOST_MINUTES: Final = 1440
"""A round ends on the day it began."""


class Purpose(StrEnum):
    """What somebody drives for, in the order in which a list shows it."""

    HANDOUT = "handout"
    PICKUP = "pickup"
    TRAINING = "training"
    BATTERY = "battery"
    CALIBRATION = "calibration"
    PAPERS = "papers"
    OTHER = "other"


class VisitState(StrEnum):
    """Where one visit stands; one that was not at home or moved goes on as a new one."""

    PLANNED = "planned"
    DONE = "done"
    NOT_HOME = "not_home"
    MOVED = "moved"
    CANCELLED = "cancelled"


DRIVEN_TO: Final = frozenset({VisitState.DONE, VisitState.NOT_HOME})
"""The ends for which somebody was at the door."""
AFTER_DEATH: Final = frozenset({Purpose.PICKUP, Purpose.PAPERS, Purpose.OTHER})
"""What there may be to drive for when a patient has died."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One place of a driven round, and those whose sake it was driven for ("" for nobody's)."""

    place: str
    patients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """What of a round was driven for one patient: metres and minutes by car."""

    metres: int
    minutes: int


def metres_of(kilometres: float) -> int | None:
    """Give typed kilometres in metres; None below 0 and above 1 000 km."""
    metres = round(kilometres * 1000)
    return metres if 0 <= metres <= MOST_METRES else None


def shares(stops: Sequence[Stop], metres: int, minutes: int) -> Mapping[str, Share]:
    """Share a driven round among those it was driven for, the same for each place.

    A place's part is shared again among its patients. Nothing is lost: the parts of all add up
    to the round, "" takes what was driven for nobody in particular. Without stops it is all "".
    """
    places: dict[str, list[str]] = {}
    for stop in stops:
        known = places.setdefault(stop.place, [])
        known += [each for each in stop.patients or ("",) if each not in known]
    whose = list(places.values()) or [[""]]
    far, long = _split(metres, len(whose)), _split(minutes, len(whose))
    found: dict[str, Share] = {}
    for people, own_metres, own_minutes in zip(whose, far, long, strict=True):
        parts = zip(
            people,
            _split(own_metres, len(people)),
            _split(own_minutes, len(people)),
            strict=True,
        )
        for who, part, time in parts:
            before = found.get(who, Share(0, 0))
            found[who] = Share(before.metres + part, before.minutes + time)
    return found


def _split(whole: int, parts: int) -> list[int]:
    """Split evenly; the first ones take what is left over."""
    each, rest = divmod(whole, parts)
    return [each + (at < rest) for at in range(parts)]

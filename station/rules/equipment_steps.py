"""What is done with a device of each kind before it is lent, and when it came back."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from station.rules.equipment import Purpose


class Outcome(StrEnum):
    """What came of one step."""

    OK = "ok"
    NOT_OK = "not_ok"
    """A note says what is the matter."""
    NOT_RELEVANT = "not_relevant"


OWN_DEVICE: Final = "own_device"
"""The patient's own tablet or telephone: never in stock, so never prepared or looked over."""
TABLET: Final = "tablet"
_METER = ("charged", "test_reading", "clean")
_WITH_CLOCK = ("charged", "clock_set", "test_reading", "clean")
_STORING = ("charged", "wiped", "clock_set", "test_reading", "clean")
_THING = ("complete", "clean", "tried")

PREPARING: Final[Mapping[str, tuple[str, ...]]] = {
    TABLET: _STORING,
    "oximeter": _STORING,
    "scale": _STORING,
    "cuff": _STORING,
    "glucose_meter": _STORING,
    "spirometer": _STORING,
    "thermometer": _WITH_CLOCK,
    "heart_rate": _METER,
    "camera": _THING,
    "amplifier": _THING,
    "charger": _THING,
    "sim": _THING,
    "other": _THING,
    OWN_DEVICE: (),
}
"""The preparing steps of each kind, in the order they are done."""

STEPS: Final = frozenset(
    (*_STORING, *_THING, "undamaged", "charger", "hygiene"),
)
"""Every step there is."""
CHARGER: Final = "charger"
"""What goes out with a device to charge it: an accessory, and a step when it returns."""


def steps_of(purpose: Purpose, kind: str, accessories: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Give the steps of going over a device, in order; unknown kinds are taken as "other".

    `accessories` are what went out with it. A kind that stores what it measures must be wiped.
    """
    preparing = PREPARING.get(kind, _THING)
    if purpose is Purpose.PREPARE or not preparing:
        return preparing
    charger = (CHARGER,) if CHARGER in accessories else ()
    wiped = ("wiped",) if "wiped" in preparing else ()
    return ("complete", "undamaged", *charger, "hygiene", *wiped)


def undone(steps: tuple[str, ...], ticked: Mapping[str, Outcome]) -> tuple[str, ...]:
    """Give the steps that are not done: not ticked, or found not to be in order."""
    return tuple(step for step in steps if ticked.get(step) in {None, Outcome.NOT_OK})

"""Doubts about how a reading was measured: each asks for a new one, and none is ever an alert.

What the meter says itself comes with the reading (Reading.quality); what the numbers tell is found
here. A cold finger cannot be found from the number: it needs the perfusion that the meter reports.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from statistics import median

from station.rules.ground import DAY_MS
from station.rules.readings import Reading, Source


class Quality(StrEnum):
    """What may be wrong with a measurement, by its code in Reading.quality.

    The cuff's are the bits of the Bluetooth blood pressure profile's measurement status, the
    signal's those of the pulse oximeter profile's device and sensor status.
    """

    MOVED = "moved"
    CUFF_LOOSE = "cuff_loose"
    CUFF_POSITION = "cuff_position"
    IRREGULAR_PULSE = "irregular_pulse"
    LOW_PERFUSION = "low_perfusion"
    WEAK_SIGNAL = "weak_signal"
    PULSE_HIGH = "pulse_high"
    PULSE_LOW = "pulse_low"
    SENSOR_OFF = "sensor_off"
    SENSOR_FAULT = "sensor_fault"
    SENSOR_TEMPERATURE = "sensor_temperature"
    QUESTIONABLE = "questionable"
    LOW_BATTERY = "low_battery"
    CLOCK_UNSET = "clock_unset"
    CLOCK_OFFSET = "clock_offset"
    CLOCK_AHEAD = "clock_ahead"
    REPEATED = "repeated"
    ACTIVITY_PULSE = "activity_pulse"


CLOCK_DOUBTS = frozenset({Quality.CLOCK_UNSET, Quality.CLOCK_OFFSET, Quality.CLOCK_AHEAD})
"""Doubts about a meter's clock, not about what it measured."""
REPEATS = {"bp": 3, "glucose": 3, "weight": 5, "temp": 5, "pulse": 5}
"""So many readings with the same numbers in a row are doubted, by kind (own proposal).

SpO2 and scores stay the same for weeks in a stable person and are never doubted for that.
"""
FAST_PULSE = 100.0
"""A resting pulse above this is fast (tachycardia begins at 100 beats a minute)."""
ABOVE_OWN = 30.0
"""So much above the person's own median (beats a minute) a fast pulse may be from activity."""
OWN_DAYS = 14
OWN_READINGS = 5
CLOCK_SLACK_MS = 5 * 60_000
_WITH_CLOCK = frozenset({Source.DEVICE, Source.TABLET, Source.CENTRE})


def given(reading: Reading) -> tuple[Quality, ...]:
    """Give what the meter said of its measurement; words that Station does not know are left."""
    known = {each.value: each for each in Quality}
    return tuple(known[word] for word in reading.quality.split() if word in known)


def found(reading: Reading, before: Sequence[Reading]) -> tuple[Quality, ...]:
    """Give what the numbers tell; `before` are earlier readings of the kind, oldest first."""
    counted = [each for each in before if each.counts]
    doubts = (
        (Quality.CLOCK_AHEAD, _ahead(reading)),
        (Quality.REPEATED, _repeated(reading, counted)),
        (Quality.ACTIVITY_PULSE, _active(reading, counted)),
    )
    return tuple(doubt for doubt, holds in doubts if holds)


def quality_of(reading: Reading, before: Sequence[Reading] = ()) -> tuple[Quality, ...]:
    """Give every doubt about a reading, what the meter said first."""
    return tuple(dict.fromkeys((*given(reading), *found(reading, before))))


def _ahead(reading: Reading) -> bool:
    late = reading.taken_at - reading.arrived_at
    return reading.source in _WITH_CLOCK and late > CLOCK_SLACK_MS


def _repeated(reading: Reading, counted: Sequence[Reading]) -> bool:
    needed = REPEATS.get(reading.kind, 0)
    if not needed or not reading.counts or reading.beyond is not None:
        return False
    same = [each.values == reading.values for each in counted[-(needed - 1) :]]
    return len(same) == needed - 1 and all(same)


def _active(reading: Reading, counted: Iterable[Reading]) -> bool:
    value = reading.values[0]
    if reading.kind != "pulse" or value is None or value < FAST_PULSE:
        return False
    since = reading.taken_at - OWN_DAYS * DAY_MS
    own = [each.values[0] for each in counted if each.taken_at >= since]
    numbers = [number for number in own if number is not None]
    return len(numbers) >= OWN_READINGS and value - median(numbers) >= ABOVE_OWN

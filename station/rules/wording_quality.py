"""What is said of a doubtful measurement: why, and to measure again at rest."""

from collections.abc import Sequence

from station.core.i18n import N_, tr
from station.rules.quality import Quality

_DOUBTS = {
    Quality.MOVED: N_("The meter noticed movement."),
    Quality.CUFF_LOOSE: N_("The cuff was too loose."),
    Quality.CUFF_POSITION: N_("The cuff was not in the right place."),
    Quality.IRREGULAR_PULSE: N_("The meter noticed an irregular pulse."),
    Quality.LOW_PERFUSION: N_("The finger may have been cold: the meter found little blood flow."),
    Quality.WEAK_SIGNAL: N_("The meter had a weak signal."),
    Quality.PULSE_HIGH: N_("The pulse was above what the meter can follow."),
    Quality.PULSE_LOW: N_("The pulse was below what the meter can follow."),
    Quality.SENSOR_OFF: N_("The sensor may not have been in place."),
    Quality.SENSOR_FAULT: N_("The meter reported a fault in its sensor."),
    Quality.SENSOR_TEMPERATURE: N_("The meter was too cold or too warm."),
    Quality.QUESTIONABLE: N_("The meter itself doubts the value."),
    Quality.LOW_BATTERY: N_("The meter's battery is low."),
    Quality.CLOCK_UNSET: N_("The meter's clock is not set."),
    Quality.CLOCK_OFFSET: N_("The meter's clock is wrong."),
    Quality.CLOCK_AHEAD: N_("The meter's clock is ahead."),
    Quality.REPEATED: N_("The same numbers have come several times in a row."),
    Quality.ACTIVITY_PULSE: N_("The pulse may be from activity."),
}
OF_THE_METER = frozenset(
    {Quality.LOW_BATTERY, Quality.CLOCK_UNSET, Quality.CLOCK_OFFSET, Quality.CLOCK_AHEAD}
)
"""What is put right on the meter, not by measuring again."""


def quality_text(doubts: Sequence[Quality]) -> str:
    """Write the doubts about a measurement and what to do; empty without any."""
    said = [tr(_DOUBTS[doubt]) for doubt in doubts]
    if not OF_THE_METER.issuperset(doubts):
        said.append(tr("Measure again at rest."))
    return " ".join(said)

"""What a meter's own words about a packet mean for the reading: a doubt, or a refusal."""

from collections.abc import Iterable, Mapping

from station.devices.packets import Decoded
from station.devices.profiles import cuff, oximeter, thermometer
from station.rules.quality import Quality

TEST, DEMO, INVALID, ONGOING = "test_value", "demo_value", "invalid_value", "ongoing"
TRAILING, OTHER_USER = "trailing_bytes", "other_user"
_REFUSALS: tuple[tuple[str, frozenset[str]], ...] = (
    (TEST, frozenset({"testing", "control_solution"})),
    (DEMO, frozenset({"demo"})),
    (
        INVALID,
        frozenset(
            {
                "invalid",
                "contact_not_detected",
                "sensor_malfunction",
                "sample_insufficient",
                "strip_insertion",
                "strip_incorrect",
                "read_interrupted",
                "device_fault",
                "fluid_reserved",
            }
        ),
    ),
    (ONGOING, frozenset({"ongoing", "early_estimate", "calibrating"})),
)
"""Why a packet gives no reading, by the words that say so; the gravest first."""
_LIVE = frozenset(
    {oximeter.CONTINUOUS, cuff.INTERMEDIATE_PRESSURE, thermometer.INTERMEDIATE_TEMPERATURE}
)
_DOUBTS: Mapping[str, Quality] = {
    "moved": Quality.MOVED,
    "cuff_loose": Quality.CUFF_LOOSE,
    "cuff_position": Quality.CUFF_POSITION,
    "irregular_pulse": Quality.IRREGULAR_PULSE,
    "pulse_high": Quality.PULSE_HIGH,
    "pulse_low": Quality.PULSE_LOW,
    "questionable": Quality.QUESTIONABLE,
    "pulse_questionable": Quality.QUESTIONABLE,
    "equipment_malfunction": Quality.SENSOR_FAULT,
    "oximeter_malfunction": Quality.SENSOR_FAULT,
    "sensor_unknown": Quality.SENSOR_FAULT,
    "signal_irregular": Quality.WEAK_SIGNAL,
    "signal_inadequate": Quality.WEAK_SIGNAL,
    "signal_poor": Quality.WEAK_SIGNAL,
    "signal_erratic": Quality.WEAK_SIGNAL,
    "signal_non_pulsatile": Quality.WEAK_SIGNAL,
    "sensor_interference": Quality.WEAK_SIGNAL,
    "low_perfusion": Quality.LOW_PERFUSION,
    "sensor_unconnected_to_user": Quality.SENSOR_OFF,
    "sensor_displaced": Quality.SENSOR_OFF,
    "sensor_disconnected": Quality.SENSOR_OFF,
    "sensor_too_hot": Quality.SENSOR_TEMPERATURE,
    "sensor_too_cold": Quality.SENSOR_TEMPERATURE,
    "battery_low": Quality.LOW_BATTERY,
}
_CLOCK_FAULTS = frozenset({"time_fault", "offset_unknown"})


def refusal(decoded: Decoded, *, trailing: int = 0, user: int | None = None) -> str:
    """Give why a packet is no reading of this person's, or an empty text.

    `trailing` bytes after the last field are the model's habit; `user` is the number that the
    meter knows the person by, where it tells people apart (a packet without one is not refused).
    """
    if len(decoded.rest) not in (0, trailing):
        return TRAILING
    if user is not None and decoded.user not in (None, user):
        return OTHER_USER
    said = {*decoded.statuses, *decoded.context}
    for reason, words in _REFUSALS:
        if said & words:
            return reason
    return ONGOING if decoded.characteristic in _LIVE else ""


def clock_known(decoded: Decoded) -> bool:
    """Tell whether a packet has a time that its meter does not doubt itself."""
    doubted = decoded.clock_not_set or not _CLOCK_FAULTS.isdisjoint(decoded.statuses)
    return decoded.time is not None and decoded.time.known and not doubted


def doubts(decoded: Decoded) -> tuple[str, ...]:
    """Give the codes of rules.quality for what the meter says, each once, in its order."""
    words: Iterable[str] = decoded.statuses
    said = [_DOUBTS[word].value for word in words if word in _DOUBTS]
    if decoded.clock_not_set or (decoded.time is not None and not clock_known(decoded)):
        said.append(Quality.CLOCK_UNSET.value)
    return tuple(dict.fromkeys(said))

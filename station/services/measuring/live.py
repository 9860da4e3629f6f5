"""A measurement at the office as a screen shows it before anybody says that it is to be kept."""

from collections.abc import Sequence

from station.core.i18n import tr
from station.files import reasons
from station.models.database import Reader
from station.models.queries import readings as reading_queries
from station.models.queries.devices import DeviceRecord
from station.rules.device_time import SLACK_MS
from station.rules.guardrails import level_of
from station.rules.kinds import kind_of
from station.rules.limits import Level, Limit
from station.rules.plausibility import Plausibility, assess
from station.rules.quality import quality_of
from station.rules.readings import Reading, Source
from station.rules.wording import kind_name, level_word, reading_text
from station.rules.wording_entry import finding_text
from station.rules.wording_quality import quality_text
from station.services.equipment.device_words import FAILED, event_words, time_words
from station.services.judging.plan_force import force_of
from station.services.measuring.packets import Heard, Value
from station.services.measuring.sorting import BEYOND_METER, MALFORMED
from station.services.measuring.values import LiveReading, LiveValue

_JUMP_SPAN_MS = 7 * 86_400_000


def is_fresh(value: Value) -> bool:
    """Tell whether a value was measured just now, and does not come from the meter's memory."""
    apart = value.chosen.taken_at - value.packet.arrived_at
    return not value.chosen.refused and abs(apart) <= SLACK_MS


def shown(
    reader: Reader, device: DeviceRecord, patient: tuple[str, str], heard: Heard
) -> LiveValue:
    """Tell what was measured just now for a patient (id, name), in the language spoken now."""
    patient_id, name = patient
    ongoing = not heard.values and bool(heard.ongoing)
    values = _newest(
        heard.ongoing if ongoing else [each for each in heard.values if is_fresh(each)]
    )
    numbers = [each for each in values if each.is_number and not _refusal(each)]
    refused = next((_refusal(each) for each in values if _refusal(each)), "")
    doubted = [_implausible(reader, patient_id, each) for each in numbers]
    refused = refused or next((each for each in doubted if each), "")
    if heard.malformed and not values:
        refused = reasons.sentence(MALFORMED, {"device_name": device.name})
    failed = any(not each.is_number for each in values)
    return LiveValue(
        patient_id,
        name,
        device.id,
        device.name,
        tuple(_reading(reader, patient_id, each) for each in numbers),
        event_words(FAILED, device.name) if failed else "",
        refused,
        saveable=any(not each for each in doubted) and not ongoing,
        ongoing=ongoing,
    )


def _newest(values: Sequence[Value]) -> list[Value]:
    """The last value of each kind, in the order in which they came."""
    found = {each.measured.kind: each for each in values}
    return [each for each in values if found[each.measured.kind] is each]


def _refusal(value: Value) -> str:
    measured = value.measured
    code = measured.refused
    if not code and measured.failed and value.is_number:
        code = BEYOND_METER
    return reasons.sentence(code, {}) if code and code != "ongoing" else ""


def _implausible(reader: Reader, patient_id: str, value: Value) -> str:
    """Why a value cannot be one, or nothing."""
    measured, taken_at = value.measured, value.chosen.taken_at
    earlier = reading_queries.history(reader, patient_id, measured.kind, taken_at - _JUMP_SPAN_MS)
    found = assess(
        measured.kind, measured.values, measured.beyond, taken_at=taken_at, previous=earlier
    )
    if found.plausibility is not Plausibility.REJECT:
        return ""
    return finding_text(max(found.findings, key=lambda finding: finding.plausibility))


def _reading(reader: Reader, patient_id: str, value: Value) -> LiveReading:
    limits = _limits(reader, patient_id, value)
    reading = _as_reading(patient_id, value)
    level = None if not limits else _level(reading, limits)
    return LiveReading(
        reading.kind,
        kind_name(reading.kind),
        reading_text(reading, limits),
        reading.taken_at,
        level,
        tr("The plan has no limits for this.") if level is None else level_word(level),
        quality_text(quality_of(reading)),
        time_words(value.chosen.reason, value.measured.device_time),
    )


def _as_reading(patient_id: str, value: Value) -> Reading:
    measured = value.measured
    flags = (*measured.quality, *(each.value for each in value.chosen.flags))
    return Reading(
        "",
        patient_id,
        measured.kind,
        value.chosen.taken_at,
        value.packet.arrived_at,
        measured.values,
        measured.beyond,
        source=Source.DEVICE,
        device_time=measured.device_time,
        quality=" ".join(dict.fromkeys(flags)),
    )


def _limits(reader: Reader, patient_id: str, value: Value) -> tuple[Limit, ...]:
    reign = force_of(reader, patient_id).at(value.chosen.taken_at)
    own = {component.code for component in kind_of(value.measured.kind).components}
    found = reign.version.content.limits if reign is not None else ()
    return tuple(limit for limit in found if limit.component in own)


def _level(reading: Reading, limits: Sequence[Limit]) -> Level:
    """Where the numbers lie, whatever persistence the limits ask for."""
    if reading.beyond is not None:
        sided = [limit.level for limit in limits if limit.side is reading.beyond]
        return max(sided, default=Level.GREEN)
    parts = zip(kind_of(reading.kind).components, reading.values, strict=True)
    return max(level_of(limits, part.code, number) for part, number in parts if number is not None)

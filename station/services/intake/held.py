"""A reading that is held back: what came, why, and everything that it takes to try again."""

from station.models.records.quarantine import Held
from station.rules.plausibility import Assessment
from station.services.intake.incoming import Incoming


def held(each: Incoming, reason: str, assessed: Assessment | None = None) -> Held:
    """Give what is held of a reading: why, what came, and all that it takes to try again."""
    # Everything that it takes to try again, so that a second try can only be the same reading.
    values: dict[str, object] = {
        "taken_at": each.taken_at,
        "values": list(each.values),
        "beyond": "" if each.beyond is None else each.beyond.value,
        "original": each.original_value,
        "unit": each.original_unit,
        "zone": each.zone_name,
        "key": each.source_key,
        "person": each.person_key,
    }
    extra = {
        "quality": each.quality,
        "device": each.device_id,
        "device_time": each.device_time,
        "time_reason": each.time_reason,
        "strict": each.strict,
        "note": each.note,
        "excluded": each.excluded.value,
        "excluded_reason": each.excluded_reason,
        "record": each.record_id,
        **dict(each.facts),
    }
    values.update({name: told for name, told in extra.items() if told})
    if assessed is not None:
        values["doubts"] = [finding.doubt.value for finding in assessed.findings]
    return Held(
        source=each.source.value,
        reason_code=reason,
        raw=each.raw or each.original_value,
        patient_id=None if reason == "unknown_patient" else each.patient_id,
        kind=each.kind,
        row_number=each.row_number,
        reason_values=values,
        id=each.held_id,
    )

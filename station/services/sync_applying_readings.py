"""A reading from elsewhere goes the way of all readings: through intake, and is judged here."""

from station.models.database import Writer
from station.models.queries import devices, shared_rows
from station.models.records import hand
from station.models.records import sync_rows as records
from station.rules.kinds import kind_of as reading_kind
from station.rules.limits import Side
from station.rules.readings import Excluded, Source
from station.rules.synced import kind_of
from station.services.incoming import DUPLICATE, STORED, Incoming
from station.services.intake import take
from station.services.sync_applying_alerts import remember
from station.services.sync_applying_clashes import twin_of
from station.services.sync_applying_values import Arrived, Became, Effects, Fields, Result

READINGS = kind_of("readings")
_SETTLED = (
    "SELECT max(closed_at) FROM alerts WHERE patient_id = ? AND state = 'closed' AND closed_at >= ?"
)


def take_in(writer: Writer, arrived: Arrived, fields: Fields, effects: Effects) -> Result:
    """Take in a reading that is not here; what is refused lies in quarantine, in words."""
    patient_id = str(fields.get("patient_id") or "")
    if not writer.raw("SELECT 1 FROM patients WHERE id = ?", (patient_id,)):
        if not arrived.foreign:
            return Result(Became.WAITING, "parent", {"kind": "patients", "id": patient_id})
        patient_id = ""
    if not _is_known(str(fields.get("kind", ""))):
        return Result(Became.HELD, "unknown_kind", {"kind": str(fields.get("kind", ""))})
    twin = twin_of(writer, fields)
    if twin and not arrived.foreign:
        remember(writer, "readings", arrived.record_id, twin)
        return Result(Became.SAME, "twin")
    with hand.muted(writer, "readings"):
        outcome = take(writer, [_incoming(writer, arrived, fields, patient_id)]).outcomes[0]
    if outcome == STORED:
        _complete(writer, arrived, fields, effects)
        return Result(Became.APPLIED)
    if outcome == DUPLICATE:
        return Result(Became.SAME, "twin")
    return Result(Became.APPLIED, "quarantine", {"reason": outcome})


def _incoming(writer: Writer, arrived: Arrived, fields: Fields, patient_id: str) -> Incoming:
    kind, taken_at = str(fields["kind"]), int(str(fields["taken_at"]))
    values = (_number(fields.get("value")), _number(fields.get("value2")))
    key = str(fields.get("source_key") or f"centre:{arrived.record_id}")
    beyond = str(fields.get("beyond") or "")
    return Incoming(
        patient_id or None,
        kind,
        taken_at,
        values[: len(reading_kind(kind).components)],
        _source(arrived, fields),
        key,
        beyond=Side(beyond) if beyond else None,
        asked=bool(fields.get("confirmed")) and not arrived.foreign,
        original_value=_text(fields, "original_value"),
        original_unit=_text(fields, "original_unit"),
        said_by=_text(fields, "said_by"),
        device_time=_text(fields, "device_time"),
        zone_name=_text(fields, "zone_name"),
        remeasures_id=_text(fields, "remeasures_id"),
        note=_text(fields, "note"),
        quality=_text(fields, "quality"),
        excluded=Excluded(_text(fields, "excluded")),
        excluded_reason=_text(fields, "excluded_reason"),
        device_id=_text(fields, "device_id"),
        time_reason=_text(fields, "time_reason"),
        strict=arrived.foreign,
        refused=_refused(writer, arrived, fields, patient_id),
        record_id=arrived.record_id,
        arrived_at=_arrived_at(writer, fields),
    )


def _source(arrived: Arrived, fields: Fields) -> Source:
    told = _text(fields, "source")
    return Source.CENTRE if arrived.foreign or told not in set(Source) else Source(told)


def _refused(writer: Writer, arrived: Arrived, fields: Fields, patient_id: str) -> str:
    """Why a person must look at another program's reading first."""
    if not arrived.foreign:
        return ""
    if not patient_id:
        return "unknown_patient"
    device_id = _text(fields, "device_id")
    if not device_id:
        return ""
    taken_at = int(str(fields["taken_at"]))
    loans = [
        loan
        for loan in devices.loans_of_device(writer, device_id)
        if loan.from_at <= taken_at and (loan.ended_at is None or taken_at < loan.ended_at)
    ]
    if not loans:
        return "unknown_device"
    return "" if any(loan.patient_id == patient_id for loan in loans) else "other_user"


def _arrived_at(writer: Writer, fields: Fields) -> int:
    """When it arrived where it came in first; now, if that could have been settled by a closing.

    Whoever closed an alert here had not seen it: it must not count as seen (decision 0145).
    """
    told = fields.get("arrived_at")
    if not isinstance(told, int) or told > writer.now:
        return writer.now
    patient_id = str(fields.get("patient_id") or "")
    closed_at = writer.raw(_SETTLED, (patient_id, told))[0][0]
    return told if closed_at is None else max(writer.now, int(closed_at) + 1)


def _complete(writer: Writer, arrived: Arrived, fields: Fields, effects: Effects) -> None:
    """Add what intake does not ask for, and write the log row with its origin."""
    here = shared_rows.one(writer, READINGS, arrived.record_id)
    if here is None:
        return
    kept = ("arrived_at", "source_key", "source", "confirmed")
    became = {**here, **{name: fields[name] for name in fields if name not in kept}}
    if fields.get("confirmed"):
        became["confirmed"] = here["confirmed"]
    records.rewrite(writer, READINGS, became)
    records.note(writer, READINGS, arrived.record_id, "insert", {}, became, arrived.origin)
    patient_id = str(became["patient_id"])
    effects.touched(patient_id, "readings")
    if became.get("excluded_at") is not None:
        effects.judge_kind(patient_id, str(became["kind"]))


def _is_known(kind: str) -> bool:
    try:
        reading_kind(kind)
    except (KeyError, ValueError):
        return False
    return True


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _text(fields: Fields, name: str) -> str:
    return str(fields.get(name) or "")

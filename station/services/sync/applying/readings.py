"""A reading from elsewhere goes the way of all readings: through intake, and is judged here."""

from collections.abc import Sequence

from station.models.database import Writer
from station.models.queries import devices
from station.models.queries.outbox import fields_of
from station.models.records import hand
from station.models.records import sync_rows as records
from station.rules.kinds import kind_of as reading_kind
from station.rules.limits import Side
from station.rules.readings import Excluded, Source
from station.rules.synced import kind_of
from station.services.intake.incoming import DUPLICATE, STORED, Incoming
from station.services.intake.intake import take
from station.services.sync.applying.alerts import remember
from station.services.sync.applying.twins import left_out_too, twin_here
from station.services.sync.applying.values import Arrived, Became, Effects, Fields, Result

READINGS = kind_of("readings")
SLACK_MS = 15 * 60_000
"""So far ahead of the clock here a reading of another station may lie: clocks differ."""
Coming = tuple[Arrived, Fields]
"""A version of a reading, and the columns of it that can be stored."""
_MOVED = (
    "SELECT patient_id FROM readings WHERE moved_from = ? AND patient_id <> ? AND id <> ? "
    "AND excluded = '' LIMIT 1"
)
_SETTLED = "SELECT max(closed_at) FROM alerts WHERE patient_id = ? AND state = 'closed'"


def take_in(writer: Writer, coming: Sequence[Coming], effects: Effects) -> list[Result]:
    """Take in readings that are not here; what is refused lies in quarantine, in words.

    A patient's are stored and judged together, in the order they came; each gets its result.
    """
    found: dict[int, Result] = {}
    going: dict[str, list[int]] = {}
    here = _here(writer, coming)
    for at, (arrived, fields) in enumerate(coming):
        patient_id = str(fields.get("patient_id") or "")
        patient_id = patient_id if patient_id in here else ""
        stopped = _stopped(writer, arrived, fields, patient_id)
        if stopped is None:
            going.setdefault(patient_id, []).append(at)
        else:
            found[at] = stopped
    with hand.muted(writer, "readings"):
        for patient_id, places in going.items():
            mine = [coming[at] for at in places]
            found.update(zip(places, _take(writer, patient_id, mine, effects), strict=True))
    for at, (arrived, fields) in enumerate(coming):
        if found[at].code == "twin":
            left_out_too(writer, arrived, fields, effects)
    return [found[at] for at in range(len(coming))]


def _here(writer: Writer, coming: Sequence[Coming]) -> frozenset[str]:
    """Give those of the patients who are meant that are here."""
    meant = {str(fields.get("patient_id") or "") for _, fields in coming}
    sql = "SELECT 1 FROM patients WHERE id = ?"
    return frozenset(each for each in meant if writer.raw(sql, (each,)))


def _stopped(writer: Writer, arrived: Arrived, fields: Fields, patient_id: str) -> Result | None:
    """Give what becomes of a reading that intake is not asked about."""
    if not patient_id and not arrived.foreign:
        wanted = str(fields.get("patient_id") or "")
        return Result(Became.WAITING, "parent", {"kind": "patients", "id": wanted})
    kind = str(fields.get("kind", ""))
    if not _is_known(kind):
        return Result(Became.HELD, "unknown_kind", {"kind": kind})
    if not arrived.foreign and int(str(fields["taken_at"])) > writer.clock_now + SLACK_MS:
        # The clock here or there is wrong: it is tried again until it is no future any more.
        return Result(Became.WAITING, "future")
    if arrived.foreign:
        return None
    return _moved_elsewhere(writer, fields, patient_id) or _twin(writer, arrived, fields)


def _moved_elsewhere(writer: Writer, fields: Fields, patient_id: str) -> Result | None:
    """One measurement that was moved to one patient here and to another there is held.

    Nobody can tell whose it is; a person moves or leaves out the one, and tries the other again.
    """
    if not fields.get("moved_from") or fields.get("excluded"):
        return None
    here = writer.raw(_MOVED, (str(fields["moved_from"]), patient_id, str(fields["id"])))
    return Result(Became.HELD, "moved_twice", {"patient": here[0][0]}) if here else None


def _twin(writer: Writer, arrived: Arrived, fields: Fields) -> Result | None:
    twin = twin_here(writer, fields)
    if not twin:
        return None
    remember(writer, "readings", arrived.record_id, twin)
    return Result(Became.SAME, "twin")


def _take(
    writer: Writer, patient_id: str, coming: Sequence[Coming], effects: Effects
) -> list[Result]:
    closed_at = writer.raw(_SETTLED, (patient_id,))[0][0]
    incoming = [
        _incoming(writer, arrived, fields, patient_id, closed_at) for arrived, fields in coming
    ]
    outcomes = take(writer, incoming, more=effects.more).outcomes
    pairs = list(zip(coming, outcomes, strict=True))
    _complete(writer, [each for each, outcome in pairs if outcome == STORED], effects)
    return [_result(writer, *each, outcome) for each, outcome in pairs]


def _result(writer: Writer, arrived: Arrived, fields: Fields, outcome: str) -> Result:
    if outcome == STORED:
        return Result(Became.APPLIED)
    if outcome == DUPLICATE:
        # The one that it is the same as may have come just before it.
        if not arrived.foreign:
            _twin(writer, arrived, fields)
        return Result(Became.SAME, "twin")
    return Result(Became.APPLIED, "quarantine", {"reason": outcome})


def _incoming(
    writer: Writer, arrived: Arrived, fields: Fields, patient_id: str, closed_at: int | None
) -> Incoming:
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
        arrived_at=_arrived_at(writer, fields, closed_at),
        entered_by=_text(fields, "entered_by"),
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


def _arrived_at(writer: Writer, fields: Fields, closed_at: int | None) -> int:
    """When it arrived where it came in first; now, if that could have been settled by a closing.

    Whoever closed an alert here (the last one at `closed_at`) had not seen it: it must not count
    as seen (decision 0145).
    """
    told = fields.get("arrived_at")
    if not isinstance(told, int) or told > writer.now:
        return writer.now
    if closed_at is None or closed_at < told:
        return told
    return max(writer.now, closed_at + 1)


def _complete(writer: Writer, coming: Sequence[Coming], effects: Effects) -> None:
    """Add what intake does not ask for, and write the rows of the log with their origin."""
    stored = fields_of(writer, READINGS.name, [arrived.record_id for arrived, _ in coming])
    noted = []
    for arrived, fields in coming:
        here = stored[arrived.record_id]
        kept = ("arrived_at", "source_key", "source", "confirmed")
        became = {**here, **{name: fields[name] for name in fields if name not in kept}}
        if fields.get("confirmed"):
            became["confirmed"] = here["confirmed"]
        records.rewrite(writer, READINGS, became, here)
        noted.append(records.Noted(arrived.record_id, "insert", {}, became, arrived.origin))
        patient_id = str(became["patient_id"])
        effects.touched(patient_id, "readings")
        if became.get("excluded_at") is not None:
            effects.judge_kind(patient_id, str(became["kind"]))
    records.note_all(writer, READINGS, noted)


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

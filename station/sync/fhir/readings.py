"""Readings: Observation, with the zone and limits that held, and those of other programs."""

from collections.abc import Mapping

from station.core.ids import same_id
from station.rules.kinds import SCORES, component_of, is_dotted
from station.rules.units import in_words
from station.sync.fhir import codecs, codes, quantities, times
from station.sync.fhir.base import Place, Shape, Unreadable, at, columns, derived, foreign_id
from station.sync.fhir.judged import said_of_judging
from station.sync.fhir.paths import Json
from station.sync.values import Context, Decoded, Fields

_STATUS = {"": "final", "activity": "amended"}
"""What was measured in activity was measured; the rest of what is left out should not be there."""
_TAKEN_AWAY = frozenset({"entered-in-error", "cancelled"})
_HOME = "Europe/Oslo"


def _write_code(body: Json, fields: Fields, _: Context) -> None:
    kind = fields["kind"]
    measures = quantities.measures_of(kind)
    if len(measures) == 1:
        body["code"] = quantities.code_of(measures[0])
    elif measures:
        codings = [
            {"system": codes.LOINC, "code": codes.PANEL},
            {"system": codes.STATION, "code": kind},
        ]
        body["code"] = {"coding": codings, "text": "Blood pressure"}
    else:
        body["code"] = {"text": "Unknown kind of reading"}


def _read_code(body: Json) -> Mapping[str, object]:
    """Station's own code first: two kinds may share what LOINC calls them."""
    concept = body.get("code")
    codings = concept.get("coding") if isinstance(concept, dict) else None
    for each in codings or ():
        if each.get("system") == codes.STATION:
            return {"kind": codecs.as_text(each.get("code"))}
    return {"kind": kind} if (kind := _by_loinc(codings)) else {}


def _by_loinc(codings: object) -> str:
    for each in codings if isinstance(codings, list) else ():
        if isinstance(each, dict) and each.get("system") == codes.LOINC:
            kind = codes.KINDS_BY_LOINC.get(str(each.get("code")))
            if kind:
                return kind
    return ""


def _write_time(body: Json, fields: Fields, _: Context) -> None:
    taken = fields["taken_at"]
    if times.is_moment(taken) and isinstance(taken, int):
        zone_name = str(fields.get("zone_name") or _HOME)
        body["effectiveDateTime"] = times.instant(taken, zone_name)
    else:
        body.pop("effectiveDateTime", None)


def _read_time(body: Json) -> Mapping[str, object]:
    said = body.get("effectiveDateTime", body.get("effectiveInstant"))
    return {} if said is None else {"taken_at": times.moment(said)}


def _read_values(body: Json) -> Mapping[str, object]:
    return quantities.read_values(body, _read_code(body).get("kind"))


def _status(fields: Fields, _: Context) -> object:
    return _STATUS.get(str(fields.get("excluded") or ""), "entered-in-error")


def _category(fields: Fields, _: Context) -> object:
    kind = str(fields.get("kind"))
    code = "survey" if kind in SCORES or is_dotted(kind) else "vital-signs"
    return [{"coding": [{"system": codes.OBSERVATION_CATEGORY, "code": code}]}]


_VALUES = Place(
    ("value", "value2"),
    "valueQuantity, component",
    quantities.write_values,
    _read_values,
    ("kind",),
)
_BEYOND = Place(
    ("beyond",),
    "interpretation (off scale)",
    quantities.write_beyond,
    quantities.read_beyond,
    ("kind", "value"),
)


# ------------------------------------------------------------------------- of other programs


def _foreign(body: Json) -> dict[str, object]:
    """One reading as another program tells of it; Unreadable where anything is in doubt."""
    return _foreign_readings(body)[0]


def _foreign_readings(body: Json) -> list[dict[str, object]]:
    subject = subject_of(body)
    taken, text = _taken(body)
    common: dict[str, object] = {
        **subject,
        "taken_at": taken,
        "device_time": text,
        "source": "centre",
        "source_key": "fhir:" + str(body.get("id", "")),
    }
    if isinstance(body.get("issued"), str):
        try:
            common["arrived_at"] = times.moment(body["issued"])
        except ValueError as error:
            raise Unreadable("no_time", issued=str(body["issued"])[:80]) from error
    return [{**common, **each} for each in _measured(body)]


def subject_of(body: Json) -> dict[str, object]:
    """Give whom a resource is about: a patient of ours, or a national number; else Unreadable."""
    subject = body.get("subject")
    if isinstance(subject, dict):
        try:
            return {"patient_id": codecs.literal("Patient").read(subject)}
        except ValueError:
            pass
        identifier = subject.get("identifier")
        if isinstance(identifier, dict):
            for kind, system in codes.NUMBER_SYSTEMS.items():
                if identifier.get("system") == system and identifier.get("value"):
                    number = str(identifier["value"])
                    return {"national_number": number, "number_kind": kind}
    raise Unreadable("no_subject")


def _taken(body: Json) -> tuple[int, str]:
    period = body.get("effectivePeriod")
    said = body.get("effectiveDateTime", body.get("effectiveInstant"))
    if said is None and isinstance(period, dict):
        said = period.get("start")
    try:
        return times.moment(said), str(said)
    except ValueError as error:
        raise Unreadable("no_time", time=str(said or "")[:80]) from error


def _measured(body: Json) -> list[dict[str, object]]:
    """Give kind and values of every reading in one Observation: saturation may bring a pulse."""
    concept = body.get("code")
    codings = concept.get("coding") if isinstance(concept, dict) else None
    kind = _by_loinc(codings)
    if not kind:
        told = [str(each.get("code"))[:40] for each in codings or () if isinstance(each, dict)]
        raise Unreadable("unknown_code", codes=told)
    found = [{"kind": kind, **_valued(body, kind)}]
    if kind == "spo2":
        pulse = codes.MEASURES["pulse"]
        found += [
            {"kind": "pulse", **_valued(each, "pulse")}
            for each in body.get("component") or ()
            if quantities.has_code(each.get("code"), pulse)
        ]
    return found


def _valued(part: Json, kind: str) -> dict[str, object]:
    said = part.get("valueQuantity")
    try:
        if isinstance(said, dict) and said.get("comparator") in {"<", "<=", ">", ">="}:
            return _off_scale(said, kind)
        values = quantities.said_values(part, kind)
        spoken = _as_said(tuple(values.values()))
    except ValueError as error:
        code = "wrong_unit" if str(error) == "unit" else "bad_number"
        raise Unreadable(code, kind=kind, value=str(said)[:120]) from error
    numbers = {column: each.value for column, each in values.items()}
    lacking = kind == "bp" and None in (numbers.get("value"), numbers.get("value2"))
    beyond = quantities.read_beyond(part)
    if lacking or (numbers.get("value") is None and not beyond):
        raise Unreadable("no_value", kind=kind)
    return {**numbers, **spoken, **beyond}


def _as_said(values: tuple[quantities.Said, ...]) -> dict[str, object]:
    """Give what was said where it was in another unit; two units in one reading are odd."""
    units = {each.unit for each in values}
    if len(units) > 1:
        raise ValueError("unit")
    unit = "".join(units)
    if not unit:
        return {}
    return {"original_value": "/".join(each.original for each in values), "original_unit": unit}


def _off_scale(said: Json, kind: str) -> dict[str, object]:
    """Less or more than a number is LO or HI: nobody measured that number."""
    measure = quantities.measures_of(kind)[0]
    unit = quantities.unit_of(said, measure)
    sign = str(said["comparator"])
    side = "low" if sign[0] == "<" else "high"
    text = f"{sign}{said.get('value')}"
    told: dict[str, object] = {"value": None, "beyond": side, "original_value": text}
    if unit != measure.ucum:
        told["original_unit"] = in_words(component_of(measure.component), unit)
    return told


def foreign_readings(body: Json) -> tuple[Decoded, ...]:
    """Give all readings in another program's Observation, each with an id of its own."""
    first = foreign_id("Observation", body)
    found = []
    for index, fields in enumerate(_foreign_readings(body)):
        record_id = same_id("fhir", first, str(fields["kind"])) if index else first
        own = {**fields, "id": record_id}
        if index:
            own["source_key"] = f"{fields['source_key']}/{fields['kind']}"
        found.append(Decoded("readings", record_id, own, is_taken_away(body, own), more=True))
    return tuple(found)


def is_taken_away(body: Json, known: Fields) -> bool:
    """Tell whether somebody else has said that a reading should not be there."""
    return body.get("status") in _TAKEN_AWAY and not known.get("excluded")


READINGS = Shape(
    "readings",
    "Observation",
    columns(
        "id:text patient_id:text! kind:text taken_at:moment! arrived_at:moment! device_time:text "
        "zone_name:text value:number? value2:number? beyond:text original_value:text "
        "original_unit:text source:text said_by:text entered_by:user confirmed:flag excluded:text "
        "excluded_reason:text excluded_by:user? excluded_at:moment? remeasures_id:text? "
        "source_key:text note:text quality:text moved_from:text? time_reason:text device_id:text?"
    ),
    (
        at("patient_id", "subject", codecs.literal("Patient")),
        Place(("kind",), "code", _write_code, _read_code),
        Place(("taken_at",), "effectiveDateTime", _write_time, _read_time, ("zone_name",)),
        at("arrived_at", "issued", codecs.MOMENT),
        _VALUES,
        _BEYOND,
        at("entered_by", "performer[type=Practitioner]", codecs.USER),
        at("note", "note[0].text"),
        at("device_id", "device", codecs.logical("Device")),
    ),
    (
        derived("excluded", "status", _status),
        derived("", "category", _category),
    ),
    said=said_of_judging,
    foreign=_foreign,
    gone=("status", "entered-in-error"),
    is_gone=is_taken_away,
    context_keys=("basedOn", "referenceRange", "interpretation"),
)

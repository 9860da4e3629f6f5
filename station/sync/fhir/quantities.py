"""Values of readings as quantities: one, or two as components; LO and HI; what was not measured."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from station.rules import units
from station.rules.kinds import component_of, is_dotted
from station.rules.kinds import kind_of as measured_kind
from station.sync.fhir import codecs, codes
from station.sync.fhir.codes import MEASURES, Measure
from station.sync.fhir.paths import Json
from station.sync.values import Context, Fields

_BEYOND = {"low": "<", "high": ">"}
"""Off scale low and high, in HL7's table of interpretations."""
_NAMES = {"low": "LO", "high": "HI"}


def measures_of(kind: object) -> tuple[Measure, ...]:
    """Give what a kind measures, part by part; none for a kind that this Station does not know."""
    if not isinstance(kind, str):
        return ()
    if is_dotted(kind):
        return (Measure(kind, "", "{score}", "", kind),)
    try:
        return tuple(MEASURES[part.code] for part in measured_kind(kind).components)
    except KeyError:
        return ()


def quantity(value: object, measure: Measure) -> Json | None:
    """Give a number with its UCUM unit; None for what is no number."""
    number = codecs.decimal(value)
    if number is None:
        return None
    said: Json = {"value": number, "system": codes.UCUM, "code": measure.ucum}
    return {**said, "unit": measure.unit} if measure.unit else said


def code_of(measure: Measure) -> Json:
    """Give the LOINC code of a component, and Station's own."""
    loinc = [measure.loinc] if measure.loinc else []
    if measure.component == "spo2":
        loinc.append(codes.OXYGEN_ARTERIAL)
    codings: list[Json] = [{"system": codes.LOINC, "code": code} for code in loinc]
    codings.append({"system": codes.STATION, "code": measure.component})
    return {"coding": codings, "text": measure.display}


def _absent(code: str) -> Json:
    return {"coding": [{"system": codes.ABSENT, "code": code}]}


def write_values(body: Json, fields: Fields, _: Context) -> None:
    """Put value and value2 where the kind has them, and a reason where there is no number."""
    measures = measures_of(fields.get("kind"))
    numbers = (fields.get("value"), fields.get("value2"))
    if len(measures) == 1:
        _write_one(body, numbers[0], measures[0], str(fields.get("beyond") or ""))
    elif measures:
        for measure, number in zip(measures, numbers, strict=True):
            _write_one(_component(body, measure), number, measure, "")


def _write_one(part: Json, number: object, measure: Measure, beyond: str) -> None:
    said = quantity(number, measure)
    if said is not None:
        part["valueQuantity"] = said
        part.pop("dataAbsentReason", None)
        return
    part.pop("valueQuantity", None)
    if beyond in _NAMES:
        part["dataAbsentReason"] = {**_absent("as-text"), "text": _NAMES[beyond]}
    else:
        part["dataAbsentReason"] = _absent("error")


def _component(body: Json, measure: Measure) -> Json:
    parts = body.setdefault("component", [])
    for each in parts:
        if has_code(each.get("code"), measure):
            found: Json = each
            return found
    made: Json = {"code": code_of(measure)}
    parts.append(made)
    return made


def has_code(concept: object, measure: Measure) -> bool:
    """Tell whether a concept means this component, in LOINC's words or Station's."""
    wanted = {(codes.LOINC, measure.loinc), (codes.STATION, measure.component)}
    codings = concept.get("coding") if isinstance(concept, dict) else None
    return any((each.get("system"), each.get("code")) in wanted for each in codings or ())


@dataclass(frozen=True, slots=True)
class Said:
    """One number in its component's own unit; as it was said where that was another unit."""

    value: float | None
    original: str = ""
    unit: str = ""


def read_values(body: Json, kind: object) -> Mapping[str, object]:
    """Give value and value2; ValueError for a unit that the kind cannot have."""
    return {column: each.value for column, each in said_values(body, kind).items()}


def said_values(body: Json, kind: object) -> Mapping[str, Said]:
    """Give value and value2 as they were said; ValueError as for read_values()."""
    measures = measures_of(kind)
    if len(measures) == 1:
        return {"value": said_in(body, measures[0])}
    said: dict[str, Said] = {}
    for column, measure in zip(("value", "value2"), measures, strict=False):
        for each in body.get("component") or ():
            if has_code(each.get("code"), measure):
                said[column] = said_in(each, measure)
    return said


def said_in(part: Json, measure: Measure) -> Said:
    """Give the number of one value; ValueError with «unit» or «number» for what it must not be."""
    said = part.get("valueQuantity")
    if said is None and measure.ucum == "{score}" and "valueInteger" in part:
        return Said(codecs.number(part["valueInteger"]))
    if said is None:
        if any(key.startswith("value") for key in part):
            raise ValueError("number")
        return Said(None)
    if not isinstance(said, dict) or said.get("comparator") not in (None, ""):
        raise ValueError("number")
    unit = unit_of(said, measure)
    try:
        return _in_own_unit(codecs.number(said.get("value")), unit, measure)
    except ValueError as error:
        raise ValueError("number") from error


def _in_own_unit(number: float, ucum: str, measure: Measure) -> Said:
    if ucum == measure.ucum:
        return Said(number)
    component = component_of(measure.component)
    value = units.sent_to_canonical(component, Decimal(str(number)), ucum)
    told = str(codecs.decimal(number))
    return Said(codecs.number(value), told, units.in_words(component, ucum))


def unit_of(said: Json, measure: Measure) -> str:
    """Give the UCUM code of a quantity's unit; ValueError «unit» for none, or an odd one.

    A code is believed unless the words beside it name another unit that the value could have.
    """
    component = component_of(measure.component)
    code, words = said.get("code"), said.get("unit")
    told = units.unit_told(component, words) if isinstance(words, str) else None
    if code is None:
        found = told
    elif isinstance(code, str) and said.get("system") in (codes.UCUM, None):
        found = units.unit_sent(component, code)
    else:
        found = None
    if found is None or (told is not None and told != found):
        raise ValueError("unit")
    return found


def write_beyond(body: Json, fields: Fields, context: Context) -> None:
    """Say LO or HI as off scale, and why there is no number."""
    sign = _BEYOND.get(str(fields.get("beyond")))
    kept = [each for each in body.get("interpretation") or () if _sign(each) is None]
    own = [{"coding": [{"system": codes.INTERPRETATION, "code": sign}]}] if sign else []
    if kept or own:
        body["interpretation"] = [*own, *kept]
    else:
        body.pop("interpretation", None)
    write_values(body, fields, context)


def read_beyond(body: Json) -> Mapping[str, object]:
    """Give LO or HI where the interpretation says off scale."""
    signs = [sign for each in body.get("interpretation") or () if (sign := _sign(each))]
    sides = [side for side, sign in _BEYOND.items() if sign in signs]
    return {"beyond": sides[0]} if sides else {}


def _sign(concept: Json) -> str | None:
    for each in concept.get("coding") or ():
        if each.get("system") == codes.INTERPRETATION and each.get("code") in _BEYOND.values():
            return str(each["code"])
    return None

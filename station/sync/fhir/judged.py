"""What a reading's Observation says of its judging: zone, limits and plan version, never read."""

from collections.abc import Mapping

from station.rules.limits import Operator, beyond
from station.sync.fhir import codecs, codes, quantities
from station.sync.fhir.codes import Measure
from station.sync.fhir.paths import Json
from station.sync.values import Context, Fields

_PLAIN = {"green": "N", "yellow": "A", "red": "AA"}
_SIDED = {
    ("yellow", "low"): "L",
    ("yellow", "high"): "H",
    ("red", "low"): "LL",
    ("red", "high"): "HH",
}
_LEVELS = ("green", "yellow", "red")


def said_of_judging(body: Json, fields: Fields, context: Context) -> None:
    """Put interpretation, reference ranges and the plan version, as far as the context has them."""
    if context.zone:
        _interpretation(body, fields, context)
    if context.limits:
        _ranges(body, fields, context)
    based = codecs.logical("CarePlan").write(context.plan_version_id, context)
    if based is not None:
        others = [each for each in body.get("basedOn") or () if not _ours(each)]
        body["basedOn"] = [*others, based]


def _ours(reference: Json) -> bool:
    identifier = reference.get("identifier") or {}
    return bool(identifier.get("system") == codes.RECORD_ID)


def _interpretation(body: Json, fields: Fields, context: Context) -> None:
    codings: list[Json] = [
        {"system": codes.INTERPRETATION, "code": _code(fields, context)},
        {"system": codes.ZONE, "code": context.zone},
    ]
    others = [
        each
        for each in body.get("interpretation") or ()
        if all(coding.get("system") != codes.ZONE for coding in each.get("coding") or ())
    ]
    body["interpretation"] = [*others, {"coding": codings}]


def _code(fields: Fields, context: Context) -> str:
    """HL7's letter for the zone; with the side where exactly one side's limits are passed."""
    numbers = dict(
        zip(_components(fields), (fields.get("value"), fields.get("value2")), strict=False)
    )
    sides = {
        str(limit.get("side"))
        for limit in context.limits
        if _level(limit) == context.zone and _hit(limit, numbers.get(str(limit.get("component"))))
    }
    side = sides.pop() if len(sides) == 1 else ""
    return _SIDED.get((context.zone, side)) or _PLAIN[context.zone]


def _components(fields: Fields) -> tuple[str, ...]:
    return tuple(each.component for each in quantities.measures_of(fields.get("kind")))


def _level(limit: Mapping[str, object]) -> str:
    level = limit.get("level")
    return _LEVELS[level] if isinstance(level, int) and 0 <= level < len(_LEVELS) else str(level)


def _hit(limit: Mapping[str, object], number: object) -> bool:
    bound = limit.get("value")
    if not isinstance(number, int | float) or not isinstance(bound, int | float):
        return False
    return beyond(Operator(str(limit.get("operator"))), number, bound)


def _ranges(body: Json, fields: Fields, context: Context) -> None:
    measures = quantities.measures_of(fields.get("kind"))
    for measure in measures:
        part = body if len(measures) == 1 else _part(body, measure)
        ranges = [
            _range(limit, measure)
            for limit in context.limits
            if limit.get("component") == measure.component
        ]
        if part is not None and ranges:
            part["referenceRange"] = ranges


def _part(body: Json, measure: Measure) -> Json | None:
    for each in body.get("component") or ():
        if quantities.has_code(each.get("code"), measure):
            found: Json = each
            return found
    return None


def _range(limit: Mapping[str, object], measure: Measure) -> Json:
    """One limit: the number up to which, or down to which, the zone is not reached."""
    level, operator = _level(limit), limit.get("operator")
    end = "low" if limit.get("side") == "low" else "high"
    said: Json = {"text": f"{level}: {operator} {codecs.decimal(limit.get('value'))}"}
    bound = quantities.quantity(limit.get("value"), measure)
    if bound is not None:
        said[end] = bound
    said["type"] = {"coding": [{"system": codes.ZONE, "code": level}]}
    return said

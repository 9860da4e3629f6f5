"""Places that more than one kind has: a code among others, lines of an address, a telephone."""

import re
from collections.abc import Callable, Mapping

from station.sync.fhir import codecs, paths, times
from station.sync.fhir.base import Derived, Place, at
from station.sync.fhir.codecs import Codec
from station.sync.fhir.paths import Json
from station.sync.values import Context, Fields

_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_BCP47 = "urn:ietf:bcp:47"


def coded(column: str, key: str, system: str) -> Place:
    """A code of Station's own `system` in a list of concepts, beside those of others."""
    codec = codecs.concept(system)

    def ours(concept: object) -> bool:
        codings = concept.get("coding") if isinstance(concept, dict) else None
        return any(each.get("system") == system for each in codings or ())

    def write(body: Json, fields: Fields, context: Context) -> None:
        others = [each for each in body.get(key) or () if not ours(each)]
        said = codec.write(fields[column], context)
        paths.put(body, (paths.Step(key),), [*others, *([said] if said else [])] or None)

    def read(body: Json) -> Mapping[str, object]:
        said = next((each for each in body.get(key) or () if ours(each)), None)
        return {} if said is None else {column: codec.read(said)}

    return Place((column,), f"{key} ({system})", write, read)


def without_text(place: Place, path: str) -> Place:
    """The same place; what another program wrote out at `path` goes when a column changes."""
    way = paths.steps(path)

    def write(body: Json, fields: Fields, context: Context) -> None:
        place.write(body, fields, context)
        paths.put(body, way, None)

    return Place(place.columns, place.path, write, place.read)


def _lines(value: object, _: Context) -> object:
    lines = value.split("\n") if isinstance(value, str) else [""]
    return lines if all(codecs.is_text(line) for line in lines) else None


def joined(by: str) -> Codec:
    """A list of texts that one column holds in one, with `by` between."""

    def write(value: object, context: Context) -> object:
        return _lines(value.replace(by, "\n"), context) if isinstance(value, str) else None

    def read(value: object) -> object:
        if not isinstance(value, list):
            raise ValueError("no list")  # noqa: TRY004 - see codecs.as_text
        return by.join(codecs.as_text(each) for each in value)

    return Codec(write, read)


LINES = joined("\n")
PHONE = "telecom[system=phone].value"


def address(prefix: str = "address[0]") -> tuple[Place, ...]:
    """Where somebody lives: address, postal code and city."""
    return tuple(
        without_text(at(column, f"{prefix}.{name}", codec), f"{prefix}.text")
        for column, name, codec in (
            ("address", "line", LINES),
            ("postal_code", "postalCode", codecs.TEXT),
            ("city", "city", codecs.TEXT),
        )
    )


def _read_day(value: object) -> object:
    text = codecs.as_text(value)
    if not times.is_day(text[:10]):
        raise ValueError("not to the day")
    return text[:10]


DAY_OF = Codec(codecs.DAY.write, _read_day)
"""A day, read also of another program's dateTime."""


def _language(value: object, _: Context) -> object:
    if not codecs.is_code(value):
        return None
    return {"coding": [{"system": _BCP47, "code": value}]}


def _read_language(value: object) -> object:
    codings = value.get("coding") if isinstance(value, dict) else None
    first = codings[0] if isinstance(codings, list) and codings else None
    return codecs.as_text(first.get("code") if isinstance(first, dict) else None)


LANGUAGE = Codec(_language, _read_language)


def _tag(value: object, _: Context) -> object:
    return value if isinstance(value, str) and _TAG.fullmatch(value) else None


TAG = Codec(_tag, codecs.as_text)
"""The language of a resource, such as «nb»."""


def end(column: str, path: str, start: str, codec: Codec = codecs.MOMENT) -> Place:
    """The end of a period; one before its start is no period in FHIR, and stands elsewhere."""
    place = at(column, path, codec)

    def write(body: Json, fields: Fields, context: Context) -> None:
        first, last = fields.get(start), fields.get(column)
        turned = isinstance(first, int) and isinstance(last, int) and last < first
        place.write(body, {**fields, column: None} if turned else fields, context)

    return Place(place.columns, path, write, place.read, (start,))


def always(
    columns: tuple[str, ...], path: str, write: Callable[[Json, Fields, Context], None]
) -> Derived:
    """What a place writes, also where its own columns say nothing."""
    return Derived(columns, path, write)

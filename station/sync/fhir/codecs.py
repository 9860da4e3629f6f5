"""How one column's value is written at its place, and read again.

A codec's `write` gives None for a value that does not fit there: it goes to the extension then.
"""

import base64
import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from station.sync.fhir import codes, times
from station.sync.fhir.paths import Json
from station.sync.values import Context

_UNCLEAN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_CODE = re.compile(r"[^\s\x00-\x20]+(?: [^\s\x00-\x20]+)*")
_HEX = re.compile(r"[0-9a-f]{32}")
_DASHED = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MOST_TEXT = 500_000
_MOST_INTEGER = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Codec:
    """A pair of functions; `read` raises ValueError for what it does not understand."""

    write: Callable[[object, Context], object]
    read: Callable[[object], object]


def is_text(value: object) -> bool:
    """Tell whether `value` may stand in FHIR's `string`: not empty, nor blank, no control signs."""
    return (
        isinstance(value, str)
        and len(value) <= _MOST_TEXT
        and not value[:1].isspace()
        and not value[-1:].isspace()
        and value != ""
        and not _UNCLEAN.search(value)
    )


def is_code(value: object) -> bool:
    """Tell whether `value` may stand in FHIR's `code`."""
    return is_text(value) and _CODE.fullmatch(str(value)) is not None


def dashed(record_id: object) -> str | None:
    """Give a record's id as a resource's (a UUID with hyphens); None if it is no such id."""
    if not isinstance(record_id, str) or not _HEX.fullmatch(record_id):
        return None
    i = record_id
    return f"{i[:8]}-{i[8:12]}-{i[12:16]}-{i[16:20]}-{i[20:]}"


def undashed(resource_id: object) -> str:
    """Give the record's id that a resource's id stands for; ValueError for another's id."""
    if not isinstance(resource_id, str) or not _DASHED.fullmatch(resource_id):
        raise ValueError("not the id of a record")
    return resource_id.replace("-", "")


def as_text(value: object) -> str:
    """Give the text at a place; ValueError if there is something else."""
    if not isinstance(value, str):
        raise ValueError("no text")  # noqa: TRY004 - one exception for all that is not understood
    return value


def _plain(fits: Callable[[object], bool]) -> Codec:
    return Codec(lambda value, _: value if fits(value) else None, as_text)


def _moment(value: object, _: Context) -> object:
    return times.instant(value) if times.is_moment(value) and isinstance(value, int) else None


def _flag(value: object, _: Context) -> object:
    return bool(value) if value in (0, 1) else None


def _read_flag(value: object) -> object:
    if not isinstance(value, bool):
        raise ValueError("neither yes nor no")  # noqa: TRY004 - see as_text
    return int(value)


def decimal(value: object) -> object:
    """Give a number in its shortest form, 120 for 120.0, so that bytes stay the same."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:  # noqa: PLR2004
        return int(value)
    return value


def number(value: object) -> float:
    """Give the number at a place; ValueError if there is something else."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError("no number")
    return value


def _whole(value: object, _: Context) -> object:
    return value if type(value) is int and abs(value) <= _MOST_INTEGER else None


def _read_whole(value: object) -> object:
    if type(value) is not int:
        raise ValueError("no whole number")
    return value


TEXT = _plain(is_text)
CODE = _plain(is_code)
DAY = _plain(times.is_day)
MOMENT = Codec(_moment, times.moment)
FLAG = Codec(_flag, _read_flag)
NUMBER = Codec(lambda value, _: decimal(value), number)
WHOLE = Codec(_whole, _read_whole)


def literal(resource_type: str) -> Codec:
    """A reference to a record that is sure to be there: «Patient/…»."""
    start = resource_type + "/"

    def write(value: object, _: Context) -> object:
        there = dashed(value)
        return None if there is None else {"reference": start + there}

    def read(value: object) -> object:
        reference = value.get("reference") if isinstance(value, dict) else None
        return undashed(as_text(reference).rpartition(start)[2])

    return Codec(write, read)


def logical(resource_type: str, system: str = codes.RECORD_ID) -> Codec:
    """A reference by identifier, to what the other side need not have."""

    def write(value: object, context: Context) -> object:
        if not is_text(value):
            return None
        said: Json = {
            "type": resource_type,
            "identifier": {"system": system, "value": value},
        }
        name = context.names.get(str(value)) if system == codes.USER else None
        if is_text(name):
            said["display"] = name
        return said

    def read(value: object) -> object:
        identifier = value.get("identifier") if isinstance(value, dict) else None
        if not isinstance(identifier, dict) or identifier.get("system") != system:
            raise ValueError("another kind of reference")
        return as_text(identifier.get("value"))

    return Codec(write, read)


USER = logical("Practitioner", codes.USER)


def concept(system: str, *, text: bool = False) -> Codec:
    """A CodeableConcept of one coding of Station's own `system`; with `text`, also said so."""

    def write(value: object, _: Context) -> object:
        if not is_code(value):
            return None
        said: Json = {"coding": [{"system": system, "code": value}]}
        return {**said, "text": value} if text else said

    def read(value: object) -> object:
        codings = value.get("coding") if isinstance(value, dict) else None
        for each in codings if isinstance(codings, list) else ():
            if isinstance(each, dict) and each.get("system") == system:
                return as_text(each.get("code"))
        raise ValueError("no code of this system")

    return Codec(write, read)


def _write_coding(value: object, _: Context) -> object:
    return {"system": codes.STATION, "code": value} if is_code(value) else None


def _read_coding(value: object) -> object:
    if not isinstance(value, dict) or value.get("system") != codes.STATION:
        raise ValueError("another program's code")
    return as_text(value.get("code"))


CODING = Codec(_write_coding, _read_coding)
"""One coding of Station's own."""


def mapped(table: Mapping[Any, object]) -> Codec:
    """A fixed table of values; what is not in it does not fit, and is not understood."""
    back = {said: value for value, said in table.items()}

    def read(value: object) -> object:
        if value not in back:
            raise ValueError("a value of another program")
        return back[value]

    return Codec(lambda value, _: table.get(value), read)


_EXTENSION_KEYS: dict[str, tuple[str, Codec]] = {
    "text": ("valueString", TEXT),
    "day": ("valueDate", DAY),
    "moment": ("valueInstant", MOMENT),
    "flag": ("valueBoolean", FLAG),
    "number": ("valueDecimal", NUMBER),
    "whole": ("valueInteger", WHOLE),
    "user": ("valueReference", USER),
}
_READERS = {key: codec.read for key, codec in _EXTENSION_KEYS.values()}


def to_extension(name: str, of_type: str, value: object, context: Context) -> Json:
    """Give a column as a sub-extension; what fits no type of FHIR's stands as JSON in base64."""
    key, codec = _EXTENSION_KEYS[of_type]
    said = codec.write(value, context)
    if said is not None:
        return {"url": name, key: said}
    raw = json.dumps(value, ensure_ascii=True).encode()
    return {"url": name, "valueBase64Binary": base64.b64encode(raw).decode()}


def from_extension(said: Json) -> object:
    """Give the value of a sub-extension; ValueError if it is not one that Station writes."""
    for key, read in _READERS.items():
        if key in said:
            return read(said[key])
    # No base64, no text and no JSON are all ValueErrors.
    return _of_a_column(
        json.loads(base64.b64decode(as_text(said.get("valueBase64Binary")), validate=True))
    )


def _of_a_column(value: object) -> object:
    """Give what a column can hold: no list, no half of a letter, no number that is none."""
    if isinstance(value, str):
        value.encode()
    elif isinstance(value, float) and not math.isfinite(value):
        raise ValueError("no number")
    elif value is not None and not isinstance(value, int | float):
        raise ValueError("no value of a column")
    return value

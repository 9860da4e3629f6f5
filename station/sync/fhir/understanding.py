"""What a resource says of each column: in FHIR's words, or in Station's extension."""

from collections.abc import Mapping

from station.sync.fhir import codecs
from station.sync.fhir.base import Place, Shape, Unreadable, foreign_id
from station.sync.fhir.marks import own_extension, protection_of, sub_extension, tag_of
from station.sync.fhir.paths import Json


def understood(shape: Shape, body: Json) -> tuple[dict[str, object], set[str]]:
    """Give the columns that a resource says, and those that it says in words of its own."""
    if tag_of(body) == "" and shape.foreign is not None:
        said_there = shape.foreign(body)
        unknown = {
            name
            for place in shape.places
            if read_place(place, body) is None
            for name in place.columns
            if name not in said_there
        }
        return {**said_there, shape.key: foreign_id(shape.resource_type, body)}, unknown
    native: dict[str, object] = {}
    puzzling: set[str] = set()
    for place in shape.places:
        said = read_place(place, body)
        if said is None:
            puzzling.update(place.columns)
        else:
            native.update(said)
    extension = _extended(shape, body)
    known = {**_defaults(shape, extended=extension is not None), **native, **(extension or {})}
    for name in puzzling - set(extension or ()):
        known.pop(name, None)
    if not shape.own_id:
        known[shape.key] = _id_of(shape, body)
    if _is_veiled(shape, body):
        for name in shape.veil:
            known.pop(name, None)
    return shape.mend(body, known), puzzling - set(extension or ())


def _id_of(shape: Shape, body: Json) -> str:
    if shape.foreign is not None:
        # Station may have written onto what another program made, under that one's id.
        return foreign_id(shape.resource_type, body)
    try:
        return codecs.undashed(body.get("id"))
    except ValueError as error:
        raise Unreadable("no_id", id=str(body.get("id", ""))[:80]) from error


def _defaults(shape: Shape, *, extended: bool) -> dict[str, object]:
    native = shape.native
    return {
        each.name: each.default
        for each in shape.columns
        if not each.sure and (extended or each.name in native)
    }


def _extended(shape: Shape, body: Json) -> dict[str, object] | None:
    """Give what Station's extension says; None where there is none."""
    own = own_extension(body)
    if own is None:
        return None
    names = {each.name for each in shape.columns}
    said: dict[str, object] = {}
    for each in own.get("extension") or ():
        name = each.get("url") if isinstance(each, dict) else None
        if name in names:
            try:
                said[str(name)] = codecs.from_extension(each)
            except ValueError as error:
                raise Unreadable("bad_extension", column=str(name)) from error
    return said


def _is_veiled(shape: Shape, body: Json) -> bool:
    if not shape.veil:
        return False
    if own_extension(body) is not None:
        # Not the label: servers keep labels that an update leaves out.
        return sub_extension(body, "veiled") is not None
    return protection_of(body) != ""


def read_place(place: Place, body: Json) -> Mapping[str, object] | None:
    """What a place says; None where it says something that Station has no word for."""
    try:
        return place.read(body)
    except (ValueError, TypeError, AttributeError, KeyError, OverflowError):
        return None

"""A record's main resource: written anew, or onto what another program has written."""

from copy import deepcopy

from station.sync.fhir import codecs, codes, paths
from station.sync.fhir.base import Shape, Unreadable
from station.sync.fhir.marks import (
    FORMAT,
    set_extension,
    set_label,
    set_tag,
    sub_extension,
    tag_of,
)
from station.sync.fhir.paths import Json
from station.sync.fhir.understanding import read_place, understood
from station.sync.stamps import put_stamp
from station.sync.values import Context, Fields, Resource


def written(shape: Shape, fields: Fields, context: Context, base: Resource | None) -> Json:
    """Give the main resource of a record, onto `base` where there is one."""
    if base is None:
        body, before = _fresh(shape, fields, context), None
    else:
        body, before = deepcopy(dict(base)), _before(shape, base)
    touched = _touched(shape, fields, before)
    if touched and base is not None and tag_of(body) == "":
        # From now on it is read as Station's own: so that says all that it meant so far.
        own = deepcopy(body)
        set_tag(own, shape.kind)
        touched |= _touched(shape, fields, _before(shape, own))
    touched.update(
        *(
            [name for name in place.columns if name in fields]
            for place in shape.places
            if touched.intersection((*place.columns, *place.needs))
        )
    )
    hidden = _hide(shape, body, fields, context)
    _places(shape, body, fields, touched - hidden, context)
    _extension(shape, body, fields, touched - hidden, context)
    for follows in shape.derived:
        if before is None or touched.intersection(follows.columns):
            follows.write(body, fields, context)
    shape.said(body, fields, context)
    set_tag(body, shape.kind)
    # Never the one that stood there: it is over what another station said.
    put_stamp(body, context.stamp)
    return body


def _touched(shape: Shape, fields: Fields, before: Fields | None) -> set[str]:
    """Give the columns that are not said yet as they are."""
    return {
        each.name
        for each in shape.columns
        if each.name in fields
        and (
            fields[each.name] != each.default
            if before is None
            else before.get(each.name, before) != fields[each.name]
        )
    }


def _fresh(shape: Shape, fields: Fields, context: Context) -> Json:
    named = shape.own_id(fields, context) if shape.own_id else str(fields[shape.key])
    there = codecs.dashed(named)
    if there is None:
        raise ValueError("a record that is shared has an id of 32 hexadecimal characters")
    return {"resourceType": shape.resource_type, "id": there, "meta": {}}


def _before(shape: Shape, base: Resource) -> dict[str, object]:
    """What the base says of each column; what Station has no word for counts as not said."""
    try:
        known = understood(shape, dict(base))[0]
    except Unreadable:
        return {}
    return {each.name: each.default for each in shape.columns if not each.sure} | known


def _hide(shape: Shape, body: Json, fields: Fields, context: Context) -> frozenset[str]:
    """Leave out where a protected person lives, whoever wrote it there, and say that one did."""
    protection = str(fields.get("protection") or "")
    if not shape.veil:
        return frozenset()
    if not (context.protected or protection):
        if sub_extension(body, "veiled") is not None:
            set_extension(body, "veiled", None)
            set_label(body, "")
        return frozenset()
    for key in shape.veiled:
        body.pop(key, None)
    for name in shape.veil:
        set_extension(body, name, None)
    set_extension(body, "veiled", {"url": "veiled", "valueBoolean": True})
    set_label(body, codes.LABELS.get(protection, "R"))
    return frozenset(shape.veil)


def _places(
    shape: Shape, body: Json, fields: Fields, touched: set[str] | frozenset[str], context: Context
) -> None:
    for place in shape.places:
        if touched.intersection(place.columns):
            place.write(body, fields, context)


def _extension(
    shape: Shape, body: Json, fields: Fields, touched: set[str] | frozenset[str], context: Context
) -> None:
    """Say in the extension what no place says, or what did not fit where it belongs."""
    said: dict[str, object] = {}
    for place in shape.places:
        if touched.intersection(place.columns):
            said.update(read_place(place, body) or {})
    fresh = "extension" not in body
    subs = []
    for each in shape.columns:
        if each.name not in touched:
            continue
        value = fields[each.name]
        if each.name == shape.key:
            told = shape.own_id is None  # by the resource's own id
        else:
            told = said.get(each.name, each.default) == value
        sub = None if told else codecs.to_extension(each.name, each.of_type, value, context)
        if fresh:
            subs += [] if sub is None else [sub]
        else:
            set_extension(body, each.name, sub)
    if fresh and (subs or body.get("meta") == {}):
        first = {"url": "format", "valueInteger": FORMAT}
        body["extension"] = [{"url": codes.RECORD, "extension": [first, *subs]}]


def marked_gone(shape: Shape, body: Json) -> None:
    """Say in a resource that its record was taken away."""
    if shape.gone is not None:
        path, value = shape.gone
        paths.put(body, paths.steps(path), value)
    set_extension(body, "deleted", {"url": "deleted", "valueBoolean": True})

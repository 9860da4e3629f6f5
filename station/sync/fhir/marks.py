"""The marks a resource carries for Station: tag, security label, and the one extension."""

from station.sync.fhir import codecs, codes
from station.sync.fhir.paths import Json
from station.sync.values import Resource

FORMAT = 1
"""What the extension says first, so that a later Station knows how this one wrote."""


def tag_of(body: Resource) -> str:
    """Give the kind that Station's tag names, "" where another program wrote the resource."""
    meta = body.get("meta")
    tags = meta.get("tag") if isinstance(meta, dict) else None
    for each in tags if isinstance(tags, list) else ():
        if isinstance(each, dict) and each.get("system") == codes.KIND:
            return str(each.get("code", ""))
    return ""


def set_tag(body: Json, code: str) -> None:
    """Name the kind, unless a tag of Station's does already."""
    meta = body.setdefault("meta", {})
    tags = meta.setdefault("tag", [])
    if not any(each.get("system") == codes.KIND for each in tags):
        tags.append({"system": codes.KIND, "code": code})


def extra(resource_type: str, record_id: str, **content: object) -> Json:
    """Begin a resource that follows from another: tagged so that nobody takes it for a record."""
    tag = {"system": codes.KIND, "code": codes.DERIVED}
    return {
        "resourceType": resource_type,
        "id": codecs.dashed(record_id),
        "meta": {"tag": [tag]},
        **content,
    }


def protection_of(body: Json) -> str:
    """Give the protection that the security labels of a resource mean."""
    meta = body.get("meta")
    labels = meta.get("security") if isinstance(meta, dict) else None
    said = {
        each.get("code")
        for each in (labels if isinstance(labels, list) else ())
        if isinstance(each, dict) and each.get("system") == codes.CONFIDENTIALITY
    }
    return next((name for name, code in codes.LABELS.items() if code in said), "")


def set_label(body: Json, mark: str) -> None:
    """Set the security label that says who may see a resource, beside any of other systems."""
    meta = body.setdefault("meta", {})
    others = [
        each for each in meta.pop("security", ()) if each.get("system") != codes.CONFIDENTIALITY
    ]
    own = [{"system": codes.CONFIDENTIALITY, "code": mark}] if mark else []
    if others or own:
        meta["security"] = [*others, *own]


def own_extension(body: Json) -> Json | None:
    """Give Station's extension of a resource, None where there is none."""
    found = body.get("extension")
    for each in found if isinstance(found, list) else ():
        if isinstance(each, dict) and each.get("url") == codes.RECORD:
            return each
    return None


def sub_extension(body: Json, name: str) -> Json | None:
    """Give the part of Station's extension that is called `name`, if any."""
    own = own_extension(body) or {}
    subs = own.get("extension")
    for each in subs if isinstance(subs, list) else ():
        if isinstance(each, dict) and each.get("url") == name:
            return each
    return None


def set_extension(body: Json, name: str, sub: Json | None) -> None:
    """Put one sub-extension in, in the place of the one of its name; None takes it away."""
    own = own_extension(body)
    if own is None:
        if sub is None:
            return
        own = {"url": codes.RECORD, "extension": [{"url": "format", "valueInteger": FORMAT}]}
        body.setdefault("extension", []).append(own)
    subs = own.setdefault("extension", [])
    for index, each in enumerate(subs):
        if each.get("url") == name:
            subs[index : index + 1] = [] if sub is None else [sub]
            return
    if sub is not None:
        subs.append(sub)

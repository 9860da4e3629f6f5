"""A resource made for the central server, cut down to what others may see.

Station's own extensions and tags, references to the central server, and free text that nobody
asked for stay at home: what a service does not need, it does not get.
"""

from collections.abc import Mapping

from station.sync.values import Resource

OBSERVATION = (
    "resourceType",
    "status",
    "category",
    "code",
    "effectiveDateTime",
    "issued",
    "valueQuantity",
    "valueInteger",
    "dataAbsentReason",
    "interpretation",
    "method",
    "bodySite",
    "referenceRange",
    "component",
)
RESPONSE = ("resourceType", "questionnaire", "status", "authored", "item")
_OWN = "urn:station:"
_EMPTY: tuple[object, ...] = ({}, [])
"""What FHIR allows nowhere, and what is left where everything was Station's own."""


def cut(resource: Resource, kept: tuple[str, ...]) -> dict[str, object]:
    """Give a copy with only the `kept` elements, without what is Station's own inside them."""
    found = {key: _bare(resource[key]) for key in kept if key in resource}
    return {key: each for key, each in found.items() if each not in _EMPTY}


def _bare(value: object) -> object:
    if isinstance(value, Mapping):
        found = {key: _bare(each) for key, each in value.items()}
        return {key: each for key, each in found.items() if each not in _EMPTY}
    if isinstance(value, list | tuple):
        found_all = [_bare(each) for each in value if not _own(each)]
        return [each for each in found_all if each not in _EMPTY]
    return value


def _own(value: object) -> bool:
    """Tell an extension or a code of Station's own, which nobody else could read."""
    if not isinstance(value, Mapping):
        return False
    named = value.get("url") or value.get("system") or ""
    return isinstance(named, str) and named.startswith(_OWN)

"""FHIR R4 both ways: shared records to resources, and what others wrote to columns.

Plain dicts; what a resource is made of is told by one Shape a kind (docs/fhir-mapping.md).
"""

import json

from station.sync.fhir.alerts import ALERTS, CONTACTS, OPENINGS
from station.sync.fhir.audit import audit_event, audit_row
from station.sync.fhir.base import Shape, Unreadable
from station.sync.fhir.codes import DERIVED
from station.sync.fhir.consents import CONSENTS, PAUSES
from station.sync.fhir.documents import DOCUMENTS, content_of
from station.sync.fhir.equipment import DEVICES, LOANS
from station.sync.fhir.forms import FORM_ANSWERS, FORM_VERSIONS
from station.sync.fhir.marks import tag_of
from station.sync.fhir.people import INSTITUTIONS, PATIENTS, RELATIVES, USERS
from station.sync.fhir.plans import PLAN_ANSWERS, PLAN_VERSIONS, PLANS
from station.sync.fhir.reading import read, whatever_it_is
from station.sync.fhir.readings import READINGS, foreign_readings
from station.sync.fhir.writing import marked_gone, written
from station.sync.values import Context, Decoded, Fields, Resource

__all__ = [
    "SHAPES",
    "TYPES",
    "Unreadable",
    "audit_event",
    "audit_row",
    "content_of",
    "decode",
    "deleted",
    "derived",
    "encode",
    "readings_of",
    "resource_type",
    "text",
]

SHAPES: dict[str, Shape] = {
    shape.kind: shape
    for shape in (
        USERS,
        INSTITUTIONS,
        PATIENTS,
        RELATIVES,
        CONSENTS,
        PAUSES,
        PLANS,
        PLAN_VERSIONS,
        PLAN_ANSWERS,
        FORM_VERSIONS,
        FORM_ANSWERS,
        DEVICES,
        READINGS,
        ALERTS,
        CONTACTS,
        LOANS,
        DOCUMENTS,
        OPENINGS,
    )
}
TYPES: tuple[str, ...] = tuple(dict.fromkeys(shape.resource_type for shape in SHAPES.values()))
"""The types of main resources, each after those that it leads to."""
_FOREIGN = {shape.resource_type: shape for shape in SHAPES.values() if shape.foreign}


def encode(
    kind: str, fields: Fields, context: Context, base: Resource | None = None
) -> tuple[Resource, ...]:
    """Give the resources of a record, the main one first, onto what the other side has (`base`)."""
    shape = SHAPES[kind]
    main = written(shape, fields, context, base)
    return (main, *shape.extras(main, fields, context))


def decode(resource: Resource) -> Decoded:
    """Give the record that a resource means; Unreadable with a reason where it means none."""
    body = dict(resource)
    tag = tag_of(body)
    if tag == DERIVED:
        raise Unreadable("derived")
    of_type = str(body.get("resourceType", ""))
    shape = SHAPES.get(tag) if tag else _FOREIGN.get(of_type)
    if shape is None:
        raise Unreadable("unknown_kind", kind=tag or of_type)
    if shape.resource_type != of_type:
        raise Unreadable("wrong_type", kind=tag, type=of_type)
    return whatever_it_is(lambda: read(shape, body))


def readings_of(resource: Resource) -> tuple[Decoded, ...]:
    """Give all readings in another program's Observation: saturation may bring a pulse."""
    return whatever_it_is(lambda: foreign_readings(dict(resource)))


def deleted(
    kind: str, fields: Fields, context: Context, base: Resource | None = None
) -> tuple[Resource, ...]:
    """Give the resources that say that a record was taken away."""
    shape = SHAPES[kind]
    main = written(shape, fields, context, base)
    marked_gone(shape, main)
    return (main,)


def derived(resource: Resource) -> bool:
    """Tell whether a resource only follows from another of Station's: nothing to take in."""
    return tag_of(resource) == DERIVED


def resource_type(kind: str) -> str:
    """Give the type of the main resource of a kind; KeyError if nothing of that name is shared."""
    return SHAPES[kind].resource_type


def text(resource: Resource) -> str:
    """Give a resource's canonical JSON: the same bytes for the same content."""
    return json.dumps(resource, ensure_ascii=False, separators=(",", ":"), sort_keys=True)

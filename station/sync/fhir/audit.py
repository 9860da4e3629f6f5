"""The audit log as AuditEvents: a stream of its own, by station and number."""

from station.core.ids import same_id
from station.sync.fhir import codecs
from station.sync.fhir.base import Derived, Shape, Unreadable, at, columns, derived
from station.sync.fhir.marks import tag_of
from station.sync.fhir.paths import Json
from station.sync.fhir.reading import read, whatever_it_is
from station.sync.fhir.writing import written
from station.sync.values import Context, Fields, Resource

_TYPE = {"system": "http://dicom.nema.org/resources/ontology/DCM", "code": "110110"}
_MOST = 2**63
_STATION = "urn:station:station"


def _id(fields: Fields, _: Context) -> str:
    return same_id("audit", str(fields["station"]), str(fields["seq"]))


def _say_who(body: Json, fields: Fields, context: Context) -> None:
    named = Context(names={str(fields.get("user_id")): str(fields.get("user_name"))})
    who = codecs.USER.write(fields.get("user_id"), named) or {"display": "Unknown"}
    body["agent"] = [{"who": who, "requestor": True}]
    station = codecs.logical("Device", _STATION).write(fields.get("station"), context)
    body["source"] = {"observer": station or {"display": "Unknown"}}


AUDIT = Shape(
    "audit",
    "AuditEvent",
    columns(
        "station:text seq:whole! at:moment! user_id:text user_name:text action:text "
        "subject_kind:text subject_id:text patient_id:text? details:text mac:text"
    ),
    (
        at("at", "recorded", codecs.MOMENT),
        at("action", "subtype[0]", codecs.CODING),
        at("patient_id", "entity[0].what", codecs.logical("Patient")),
    ),
    (
        derived("", "type", lambda *_: dict(_TYPE)),
        Derived(("user_id", "user_name", "station"), "agent, source", _say_who),
    ),
    key="seq",
    own_id=_id,
)
_NAMES = frozenset(each.name for each in AUDIT.columns)


def audit_event(row: Fields, context: Context) -> Resource:
    """Give one row of the audit log (of `context.station`, unless it says so) as an AuditEvent."""
    return written(AUDIT, {"station": context.station, **row}, context, None)


def audit_row(resource: Resource) -> Fields:
    """Give the row that an AuditEvent of a station's means, with its `station`; or Unreadable."""
    body = dict(resource)
    if body.get("resourceType") != AUDIT.resource_type or tag_of(body) != AUDIT.kind:
        raise Unreadable("unknown_kind", kind=tag_of(body))
    row = whatever_it_is(lambda: read(AUDIT, body)).fields
    told = row.keys() >= _NAMES and all(_is_whole(row[name]) for name in ("seq", "at"))
    if not told:
        raise Unreadable("incomplete", columns=sorted(_NAMES - row.keys()))
    return row


def _is_whole(value: object) -> bool:
    return type(value) is int and -_MOST <= value < _MOST

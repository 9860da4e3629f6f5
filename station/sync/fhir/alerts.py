"""Alerts, contacts, and who has whom open: DetectedIssue, Communication, Task."""

from collections.abc import Mapping

from station.core.ids import same_id
from station.sync.fhir import codecs, codes, parts
from station.sync.fhir.base import Place, Shape, at, columns, derived
from station.sync.fhir.marks import set_extension, sub_extension
from station.sync.fhir.paths import Json
from station.sync.values import Context, Fields

_SEVERITY = {2: "high", 1: "moderate", 0: "low"}
_COLOUR = {2: "red", 1: "yellow", 0: "green"}


def _write_done(body: Json, fields: Fields, context: Context) -> None:
    """What was done, when and by whom: one mitigation, which must say what."""
    kept = list(body.get("mitigation") or ())[1:]
    own: list[Json] = []
    if codecs.is_text(fields.get("action")):
        said: Json = {"action": {"text": fields["action"]}}
        date = codecs.MOMENT.write(fields.get("closed_at"), context)
        author = codecs.USER.write(fields.get("closed_by"), context)
        said |= {"date": date} if date else {}
        own = [said | ({"author": author} if author else {})]
    if own or kept:
        body["mitigation"] = [*own, *kept]
    else:
        body.pop("mitigation", None)


def _read_done(body: Json) -> Mapping[str, object]:
    if not body.get("mitigation"):
        return {}
    first = body["mitigation"][0]
    said: dict[str, object] = {"action": codecs.as_text(first["action"].get("text"))}
    if "date" in first:
        said["closed_at"] = codecs.MOMENT.read(first["date"])
    if "author" in first:
        said["closed_by"] = codecs.USER.read(first["author"])
    return said


ALERTS = Shape(
    "alerts",
    "DetectedIssue",
    columns(
        "id:text patient_id:text! component:text side:text level:whole! state:text "
        "opened_at:moment! measured_at:moment! arrived_at:moment! reading_id:text! "
        "plan_version_id:text plan_approved:flag confirmed:flag why:text taken_by:user? "
        "taken_at:moment? waiting_until:moment? closed_at:moment? "
        "closed_by:user? action:text verdict:text note:text"
    ),
    (
        at("patient_id", "patient", codecs.literal("Patient")),
        at("component", "code", codecs.concept("urn:station:component")),
        at("level", "severity", codecs.mapped(_SEVERITY)),
        at("opened_at", "identifiedDateTime", codecs.MOMENT),
        at("reading_id", "implicated[0]", codecs.literal("Observation")),
        at("plan_version_id", "evidence[0].detail[type=CarePlan]", codecs.logical("CarePlan")),
        Place(("action", "closed_at", "closed_by"), "mitigation[0]", _write_done, _read_done),
    ),
    (
        derived(
            "state",
            "status",
            lambda fields, _: "final" if fields.get("state") == "closed" else "preliminary",
        ),
        derived("level", "detail", lambda fields, _: _COLOUR.get(_whole(fields.get("level")))),
    ),
    gone=("status", "entered-in-error"),
)


def _whole(value: object) -> int:
    return value if isinstance(value, int) else -1


CONTACTS = Shape(
    "contacts",
    "Communication",
    columns(
        "id:text patient_id:text! alert_id:text? kind:text initiative:text outcome:text note:text "
        "at:moment! by:user"
    ),
    (
        at("patient_id", "subject", codecs.literal("Patient")),
        at("alert_id", "about[type=DetectedIssue]", codecs.logical("DetectedIssue")),
        parts.coded("kind", "category", "urn:station:contact"),
        at("note", "payload[0].contentString"),
        at("at", "sent", codecs.MOMENT),
        at("by", "sender", codecs.USER),
    ),
    (derived("", "status", lambda *_: "completed"),),
    gone=("status", "entered-in-error"),
)


# ------------------------------------------------------------------------------------ openings


def _opening_id(fields: Fields, context: Context) -> str:
    """Each station speaks for itself, and so has a claim of its own on the same patient."""
    return same_id("opening", context.station, str(fields["patient_id"]))


def _say_station(body: Json, _: Fields, context: Context) -> None:
    if context.station:
        set_extension(body, "station", {"url": "station", "valueString": context.station})


def _whose(body: Json, known: dict[str, object]) -> dict[str, object]:
    """Add which station speaks, and the user's name, which the other station may not know."""
    told = sub_extension(body, "station") or {}
    owner = body.get("owner") or {}
    return {
        **known,
        "station": str(told.get("valueString", "")),
        "user_name": str(owner.get("display", "")),
    }


OPENINGS = Shape(
    "openings",
    "Task",
    columns("patient_id:text! user_id:user since:moment!"),
    (
        at("patient_id", "for", codecs.literal("Patient")),
        at("user_id", "owner", codecs.USER),
        at("since", "authoredOn", codecs.MOMENT),
    ),
    (
        derived("", "status", lambda *_: "in-progress"),
        derived("", "intent", lambda *_: "order"),
        derived(
            "",
            "code",
            lambda *_: {"coding": [{"system": codes.STATION, "code": "opened"}]},
        ),
    ),
    said=_say_station,
    mend=_whose,
    gone=("status", "completed"),
    is_gone=lambda body, _: body.get("status") != "in-progress",
    key="patient_id",
    own_id=_opening_id,
)

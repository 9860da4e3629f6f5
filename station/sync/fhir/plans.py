"""Plans, their versions and what the GP answered: CarePlan, Task, and Provenance beside these.

Everything a version says is in one resource: its zones and limits are contained in its CarePlan,
so that a server never has half of it. Those follow from `content`, which stands whole beside them.
"""

from station.core.ids import same_id
from station.sync.fhir import codecs, codes, parts, plan_content, times
from station.sync.fhir.base import Derived, Shape, at, columns, derived
from station.sync.fhir.marks import extra
from station.sync.fhir.paths import Json
from station.sync.values import Context, Fields

_STATUS = {
    "draft": "draft",
    "approved": "active",
    "replaced": "completed",
    "withdrawn": "revoked",
}
_TEMPLATE = "urn:station:template:"
_APPROVAL = "http://terminology.hl7.org/CodeSystem/v3-DataOperation"
_AGENT = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"


def _category(code: str) -> object:
    return [{"coding": [{"system": codes.STATION, "code": code}]}]


def _write_template(value: object, _: Context) -> object:
    fits = codecs.is_code(value) and str(value).replace("_", "").isalnum()
    return [f"{_TEMPLATE}{value}"] if fits and str(value).isascii() else None


def _read_template(value: object) -> object:
    for each in value if isinstance(value, list) else ():
        if str(each).startswith(_TEMPLATE):
            return str(each).removeprefix(_TEMPLATE)
    raise ValueError("another program's template")


PLANS = Shape(
    "plans",
    "CarePlan",
    columns("id:text patient_id:text! template:text created_at:moment!"),
    (
        at("patient_id", "subject", codecs.literal("Patient")),
        at("template", "instantiatesUri", codecs.Codec(_write_template, _read_template)),
        at("created_at", "created", codecs.MOMENT),
    ),
    (
        derived("", "status", lambda *_: "active"),
        derived("", "intent", lambda *_: "plan"),
        derived("", "category", lambda *_: _category("plan-header")),
    ),
    gone=("status", "entered-in-error"),
)


def _status(fields: Fields, _: Context) -> object:
    return _STATUS.get(str(fields.get("status")), "unknown")


def _approval(main: Json, fields: Fields, _: Context) -> tuple[Json, ...]:
    """Who approved a version, when and by what way: there as soon as somebody did."""
    if not codecs.is_text(fields.get("approved_by_name")):
        return ()
    target, record = str(main["id"]), str(fields["id"])
    said = _provenance("approval", record, f"CarePlan/{target}", fields, "approved_by_name")
    if times.is_day(fields.get("approved_on")):
        said["occurredDateTime"] = fields["approved_on"]
    said["activity"] = {"coding": [{"system": _APPROVAL, "code": "UPDATE"}], "text": "approval"}
    return (said,)


def _provenance(what: str, record: str, target: str, fields: Fields, name: str) -> Json:
    at_ms = fields.get("registered_at") or fields.get("created_at")
    recorded = times.instant(at_ms) if times.is_moment(at_ms) and isinstance(at_ms, int) else None
    agent: Json = {
        "type": {"coding": [{"system": _AGENT, "code": "verifier"}]},
        "who": {"type": "Practitioner", "display": fields[name]},
    }
    return extra(
        "Provenance",
        same_id(what, record),
        target=[{"reference": target}],
        recorded=recorded or times.instant(0),
        agent=[agent],
    )


PLAN_VERSIONS = Shape(
    "plan_versions",
    "CarePlan",
    columns(
        "id:text plan_id:text! patient_id:text! number:whole! status:text content:text "
        "content_hash:text based_on:text? created_at:moment! created_by:user "
        "approved_by_name:text approved_on:day? approved_channel:text approval_note:text "
        "registered_at:moment? registered_by:user? in_force_from:moment? in_force_to:moment?"
    ),
    (
        at("patient_id", "subject", codecs.literal("Patient")),
        at("plan_id", "partOf[0]", codecs.literal("CarePlan")),
        at("based_on", "replaces[type=CarePlan]", codecs.logical("CarePlan")),
        at("created_at", "created", codecs.MOMENT),
        at("created_by", "author", codecs.USER),
        at("in_force_from", "period.start", codecs.MOMENT),
        parts.end("in_force_to", "period.end", "in_force_from"),
    ),
    (
        derived("status", "status", _status),
        derived("", "intent", lambda *_: "plan"),
        derived("", "category", lambda *_: _category("plan-version")),
        Derived(
            ("content", "status", "patient_id"),
            "contained, goal, activity, description",
            plan_content.write,
        ),
    ),
    gone=("status", "entered-in-error"),
    extras=_approval,
)


def _answered(main: Json, fields: Fields, _: Context) -> tuple[Json, ...]:
    """Whose answer it was: the Task alone tells only who registered it."""
    if not codecs.is_text(fields.get("by_name")):
        return ()
    said = _provenance("answer", str(fields["id"]), f"Task/{main['id']}", fields, "by_name")
    if times.is_day(fields.get("answered_on")):
        said["occurredDateTime"] = fields["answered_on"]
    return (said,)


PLAN_ANSWERS = Shape(
    "plan_answers",
    "Task",
    columns(
        "id:text version_id:text! patient_id:text! answer:text by_name:text answered_on:day? "
        "channel:text note:text new_version_id:text? registered_at:moment! registered_by:user"
    ),
    (
        at("patient_id", "for", codecs.literal("Patient")),
        at("version_id", "focus", codecs.literal("CarePlan")),
        at("answer", "businessStatus", codecs.concept("urn:station:plan-answer")),
        at("by_name", "owner.display"),
        at("answered_on", "executionPeriod.end", parts.DAY_OF),
        at("note", "note[0].text"),
        at("registered_at", "authoredOn", codecs.MOMENT),
        at("registered_by", "requester", codecs.USER),
    ),
    (
        derived("", "status", lambda *_: "completed"),
        derived("", "intent", lambda *_: "order"),
        derived(
            "",
            "code",
            lambda *_: {"coding": [{"system": codes.STATION, "code": "plan-answer"}]},
        ),
    ),
    extras=_answered,
)

"""Consents and pauses: Consent and Flag."""

from station.sync.fhir import codecs, codes, parts
from station.sync.fhir.base import Shape, at, columns, derived
from station.sync.fhir.paths import Json
from station.sync.values import Context, Fields

_SCOPE = {
    "coding": [
        {"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "treatment"}
    ]
}
_CATEGORY = [{"coding": [{"system": codes.LOINC, "code": "59284-0"}]}]
_POLICY = {"system": codes.STATION, "code": "consent-form"}
_ENDED = frozenset({"inactive", "rejected"})


def _status(fields: Fields, _: Context) -> object:
    return "active" if fields.get("withdrawn_on") is None else "inactive"


def _mend_consent(body: Json, known: dict[str, object]) -> dict[str, object]:
    """A consent that is said not to hold any more is withdrawn, whoever said it and how."""
    if body.get("status") in _ENDED and known.get("withdrawn_on") is None:
        meta = body.get("meta") or {}
        day = str(meta.get("lastUpdated") or known.get("given_on") or "")[:10]
        known["withdrawn_on"] = day
    return known


CONSENTS = Shape(
    "consents",
    "Consent",
    columns(
        "id:text patient_id:text! form_version:text given_on:day! informed_by:user note:text "
        "registered_at:moment! registered_by:user withdrawn_on:day? withdrawn_by:user?"
    ),
    (
        at("patient_id", "patient", codecs.literal("Patient")),
        at("given_on", "dateTime", parts.DAY_OF),
        at("form_version", "policyRule.text"),
        at("withdrawn_on", "provision.period.end", parts.DAY_OF),
    ),
    (
        derived("withdrawn_on", "status", _status),
        derived("", "policyRule.coding", lambda *_: [dict(_POLICY)]),
        derived("", "scope", lambda *_: dict(_SCOPE)),
        derived("", "category", lambda *_: list(_CATEGORY)),
        derived("", "provision.type", lambda *_: "permit"),
    ),
    mend=_mend_consent,
)

PAUSES = Shape(
    "pauses",
    "Flag",
    columns(
        "id:text patient_id:text! reason:text from_at:moment! until_at:moment? set_by:user "
        "ended_at:moment? ended_by:user? cause:text"
    ),
    (
        at("patient_id", "subject", codecs.literal("Patient")),
        at("reason", "code.text"),
        at("from_at", "period.start", codecs.MOMENT),
        parts.end("until_at", "period.end", "from_at"),
        at("set_by", "author", codecs.USER),
    ),
    (
        derived(
            "ended_at",
            "status",
            lambda fields, _: "inactive" if fields.get("ended_at") else "active",
        ),
        derived("", "code.coding", lambda *_: [{"system": codes.STATION, "code": "pause"}]),
    ),
)

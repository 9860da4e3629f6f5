"""Forms and answers: Questionnaire, QuestionnaireResponse, and an Observation of the scores."""

import json
from collections.abc import Mapping

from station.core.ids import same_id
from station.sync.fhir import codecs, codes, form_items, parts, times
from station.sync.fhir.base import Derived, Place, Shape, Unreadable, at, columns, derived
from station.sync.fhir.marks import extra
from station.sync.fhir.paths import Json
from station.sync.fhir.readings import subject_of
from station.sync.values import Context, Fields

_FORM = "urn:station:form:"
_STATUS = {"in_use": "active", "replaced": "retired", "retired": "retired"}


def _version(value: object, _: Context) -> object:
    return str(value) if type(value) is int and 0 <= value < 10**9 else None


def _read_version(value: object) -> object:
    text = codecs.as_text(value)
    if not text.isdecimal() or str(int(text)) != text:
        raise ValueError("no version of Station's")
    return int(text)


def _url(fields: Fields, _: Context) -> object:
    code = fields.get("code")
    return _FORM + str(code) if _is_name(code) else None


def _is_name(code: object) -> bool:
    return isinstance(code, str) and code.isascii() and code.replace("_", "").isalnum()


FORM_VERSIONS = Shape(
    "form_versions",
    "Questionnaire",
    columns(
        "id:text code:text version:whole! status:text content:text content_hash:text "
        "checked_by:text checked_on:day? created_at:moment! created_by:user decided_at:moment? "
        "decided_by:user?"
    ),
    (
        at("code", "code[system=urn:station:form].code", codecs.CODE),
        at("version", "version", codecs.Codec(_version, _read_version)),
        at("checked_on", "approvalDate", codecs.DAY),
        at("created_at", "date", codecs.MOMENT),
    ),
    (
        derived(
            "status", "status", lambda fields, _: _STATUS.get(str(fields.get("status")), "draft")
        ),
        derived("code", "url", _url),
        Derived(("content",), "title, item", form_items.write),
    ),
    gone=("status", "retired"),
    is_gone=lambda *_: False,
)


# ------------------------------------------------------------------------------------- answers


def _write_form(body: Json, fields: Fields, _: Context) -> None:
    code, version = fields.get("form_code"), fields.get("form_version")
    if _is_name(code) and type(version) is int:
        body["questionnaire"] = f"{_FORM}{code}|{version}"
    else:
        body.pop("questionnaire", None)


def _read_form(body: Json) -> Mapping[str, object]:
    said = body.get("questionnaire")
    if said is None:
        return {}
    name, _, version = codecs.as_text(said).partition("|")
    if not name.startswith(_FORM):
        raise ValueError("another program's form")
    return {"form_code": name.removeprefix(_FORM), "form_version": int(version)}


def _scores(main: Json, fields: Fields, _: Context) -> tuple[Json, ...]:
    """One Observation of all scores, that follows from the answers."""
    scores = form_items.scores_of(fields.get("scores"))
    if not scores:
        return ()
    status = "entered-in-error" if fields.get("excluded") else "final"
    said = extra(
        "Observation",
        same_id("scores", str(fields["id"])),
        status=status,
        code={"coding": [{"system": codes.LOINC, "code": codes.SCORE}]},
        category=[{"coding": [{"system": codes.OBSERVATION_CATEGORY, "code": "survey"}]}],
        derivedFrom=[{"reference": f"QuestionnaireResponse/{main['id']}"}],
        component=scores,
    )
    for key, column in (("subject", "subject"), ("effectiveDateTime", "authored")):
        if column in main:
            said[key] = main[column]
    return (said,)


def _foreign_answer(body: Json) -> dict[str, object]:
    """Another program's answers to one of Station's forms; Unreadable for any other form."""
    try:
        form = _read_form(body)
    except ValueError:
        form = {}
    if not form:
        raise Unreadable("unknown_form", form=str(body.get("questionnaire", ""))[:120])
    try:
        answered = times.moment(body.get("authored"))
    except ValueError as error:
        raise Unreadable("no_time", time=str(body.get("authored", ""))[:80]) from error
    said: dict[str, object] = {
        **subject_of(body),
        **form,
        "answered_at": answered,
        "answers": json.dumps(form_items.answers_of(body), ensure_ascii=False),
        "source": "centre",
        "source_key": "fhir:" + str(body.get("id", "")),
    }
    return {**said, "language": body["language"]} if "language" in body else said


def _is_taken_away(body: Json, known: Fields) -> bool:
    return body.get("status") == "entered-in-error" and not known.get("excluded")


def _answer_status(fields: Fields, _: Context) -> object:
    return "entered-in-error" if fields.get("excluded") else "completed"


FORM_ANSWERS = Shape(
    "form_answers",
    "QuestionnaireResponse",
    columns(
        "id:text patient_id:text! form_code:text form_version:whole! language:text "
        "answered_at:moment! arrived_at:moment! answered_by:text answered_name:text source:text "
        "answers:text scores:text comment:text comment_read_at:moment? comment_read_by:user? "
        "entered_by:user excluded:text excluded_reason:text excluded_by:user? "
        "excluded_at:moment? source_key:text"
    ),
    (
        at("patient_id", "subject", codecs.literal("Patient")),
        Place(("form_code", "form_version"), "questionnaire", _write_form, _read_form),
        at("language", "language", parts.TAG),
        at("answered_at", "authored", codecs.MOMENT),
        at("entered_by", "author", codecs.USER),
    ),
    (
        derived("excluded", "status", _answer_status),
        Derived(("answers",), "item", form_items.write_answers),
    ),
    foreign=_foreign_answer,
    gone=("status", "entered-in-error"),
    is_gone=_is_taken_away,
    extras=_scores,
)

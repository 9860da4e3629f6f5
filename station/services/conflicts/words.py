"""The words of a conflict: what it is about, each column and value, and what each choice does."""

import json
from collections.abc import Mapping
from datetime import date

from station.core.formats import clock_time, day, number
from station.core.i18n import N_, tr
from station.rules.plans import PlanContent
from station.rules.wording_values import component_name, limit_sentence
from station.services.footers import phone_text
from station.services.office.access_words import FIELD_WORDS, ROLE_WORDS

Fields = Mapping[str, object]

KINDS: Mapping[str, str] = {
    "users": N_("Colleague"),
    "institutions": N_("Institution"),
    "patients": N_("About the patient"),
    "relatives": N_("Relative"),
    "consents": N_("Consent"),
    "pauses": N_("Pause"),
    "plans": N_("Self-care plan"),
    "plan_versions": N_("Self-care plan"),
    "plan_answers": N_("The doctor's answer"),
    "form_versions": N_("Form"),
    "form_answers": N_("Answers to a form"),
    "devices": N_("Device"),
    "readings": N_("Reading"),
    "alerts": N_("Alert"),
    "contacts": N_("Contact"),
    "loans": N_("Loan"),
    "documents": N_("Document"),
}
REASONS: Mapping[str, str] = {
    "plans_service": N_("The plan at the national service has been changed by somebody else."),
    "both_changed": N_("This was changed in two places, and a person must choose."),
    "differs": N_("Two stations have different versions of what never changes."),
    "closed_twice": N_("The alert was closed in two places, with different words."),
    "back_to_draft": N_("What was decided here has come as a draft."),
    "approved_content": N_("An approved version has come with another content."),
    "decided_otherwise": N_("What was decided here has come as decided in another way."),
    "less_protected": N_("The protection of this address was lifted in another place."),
    "deleted_here": N_("This was taken away here, and changed in another place."),
    "gone": N_("This was deleted at the central service. Here everything is as it was."),
    "merged": N_("The central service says that these two are the same person."),
    "same_number": N_("Two patients have the same national identity number."),
    "number_wrong": N_("A national identity number has come that cannot be right."),
    "unstamped": N_(
        "Not stamped by one of the municipality's stations, or with an old stamp: only the central "
        "service says so. Ask the one who is said to have done it."
    ),
    "role": N_(
        "What somebody who signs in here is called and may do is not decided in another place."
    ),
    "two_loans": N_("The same device is lent in two places."),
    "twice": N_("Two devices have the same label, serial number or address."),
    "same_version": N_("Two versions with the same number were made in two places."),
    "two_plans": N_("Two versions of the plan were approved in two places."),
}
_OURS: Mapping[str, str] = {
    "plans_service": N_("Send ours there"),
    "gone": N_("Send it again"),
    "merged": N_("They are two people"),
    "same_number": N_("The number belongs to the other patient here"),
    "two_loans": N_("The loan here applies; the other one is ended"),
    "twice": N_("The device here applies; the other one loses its label"),
    "same_version": N_("The version here applies; the other one is laid aside"),
    "two_plans": N_("The version here applies; the other one is laid aside"),
    "deleted_here": N_("It stays away"),
    "unstamped": N_("It is not right; nothing changes here"),
}
_THEIRS: Mapping[str, str] = {
    "plans_service": N_("Let theirs stand there; nothing changes here"),
    "gone": N_("Keep it here only"),
    "merged": N_("Link the two files"),
    "same_number": N_("The number belongs to this patient"),
    "two_loans": N_("The other loan applies; the one here is ended"),
    "twice": N_("The other device applies; the one here loses its label"),
    "same_version": N_("The other version applies from now on"),
    "two_plans": N_("The other version applies from now on"),
    "deleted_here": N_("Take it back in"),
    "unstamped": N_("It is right; it applies here, and I answer for it"),
}
_COLUMNS: Mapping[str, str] = {
    **FIELD_WORDS,
    "number_kind": N_("Kind of number"),
    "status": N_("Status"),
    "status_since": N_("Status since"),
    "deceased_on": N_("Died on"),
    "name": N_("Name"),
    "initials": N_("Initials"),
    "role": N_("Role"),
    "active": N_("In use"),
    "relation": N_("Relation"),
    "reports": N_("May be told"),
    "contact": N_("Contact"),
    "retired": N_("Out of use"),
    "form_version": N_("Version of the form"),
    "given_on": N_("Given on"),
    "informed_by": N_("Informed by"),
    "registered_at": N_("Registered"),
    "registered_by": N_("Registered by"),
    "withdrawn_on": N_("Withdrawn on"),
    "withdrawn_by": N_("Withdrawal registered by"),
    "number": N_("Number"),
    "content": N_("Content"),
    "approved_by_name": N_("Approved by"),
    "approved_on": N_("Approved on"),
    "approved_channel": N_("Approved through"),
    "in_force_from": N_("In force from"),
    "in_force_to": N_("In force until"),
    "created_at": N_("Made"),
    "created_by": N_("Made by"),
    "kind": N_("Kind"),
    "model": N_("Model"),
    "serial": N_("Serial number"),
    "serial_key": N_("Serial number"),
    "label": N_("Label"),
    "condition": N_("Condition"),
    "state": N_("State"),
    "state_since": N_("State since"),
    "place": N_("Place"),
    "owner": N_("Owner"),
    "device_id": N_("Device"),
    "patient_id": N_("Patient"),
    "institution_id": N_("Institution"),
    "borrower": N_("Borrower"),
    "from_at": N_("From"),
    "until_at": N_("Until"),
    "ended_at": N_("Ended"),
    "ended_by": N_("Ended by"),
    "ended_note": N_("Note at the end"),
    "lent_by": N_("Lent by"),
    "due_on": N_("To come back on"),
    "verdict": N_("Verdict"),
    "action": N_("What was done"),
    "closed_at": N_("Closed"),
    "closed_by": N_("Closed by"),
    "taken_by": N_("Taken by"),
    "excluded": N_("Left out as"),
    "excluded_reason": N_("Why it was left out"),
    "excluded_by": N_("Left out by"),
    "value": N_("Value"),
    "value2": N_("Second value"),
    "taken_at": N_("Measured"),
    "replaced_by": N_("The other file"),
}
_UNSEEN = frozenset({"content_hash", "search_text", "why", "id", "source_key", "serial_key"})
"""What says nothing to a person beside what stands next to it."""


def what_words(kind: str) -> str:
    """Say what kind of record a conflict is about."""
    return tr(KINDS.get(kind, N_("Record")))


def reason_words(reason: str) -> str:
    """Say why a machine may not decide."""
    return tr(REASONS.get(reason, REASONS["both_changed"]))


def meanwhile_words(kind: str, reason: str) -> str:
    """Say what applies until somebody chooses."""
    if reason == "gone":
        return tr("Nothing was deleted here.")
    if kind == "plan_versions":
        return tr(
            "The last approved plan applies until somebody chooses, and the stricter limits do."
        )
    if kind == "consents":
        return tr("A consent that was withdrawn stays withdrawn.")
    return tr("What stands here applies until somebody chooses.")


def choice_words(reason: str) -> tuple[str, str]:
    """Say what choosing each side does."""
    ours = _OURS.get(reason, N_("What stands here applies"))
    return tr(ours), tr(_THEIRS.get(reason, N_("What came applies")))


def is_seen(column: str) -> bool:
    """Tell whether a column says anything to a person."""
    return column not in _UNSEEN


def column_words(kind: str, column: str) -> str:
    """Give what a column is called."""
    if kind == "devices" and column == "address":
        return tr(N_("Address on the air"))
    return tr(_COLUMNS[column]) if column in _COLUMNS else column


def value_words(column: str, value: object, names: Mapping[str, str]) -> str:
    """Say what a value is: days and moments as such, ids as `names` has them, "–" for nothing."""
    if value is None or value == "":
        return "–"
    moment = column.endswith("_at") or column in ("in_force_from", "in_force_to", "state_since")
    if moment or column.endswith("_on") or column == "birth_date":
        return _moment(value) if moment else _day(str(value))
    if column in ("active", "reports", "retired"):
        return tr("Yes") if value else tr("No")
    said = _said(column, str(value))
    if said:
        return said
    return number(value, 1) if isinstance(value, float) else names.get(str(value), str(value))


def _said(column: str, text: str) -> str:
    """Say what has a way of its own to be said, "" for everything else."""
    if column in ("phone", "gp_phone"):
        return phone_text(text)
    if column == "content":
        return plan_words(text)
    return tr(ROLE_WORDS[text]) if column == "role" and text in ROLE_WORDS else ""


def plan_words(text: str) -> str:
    """Say what a plan goes by: its goal and each limit, a line each."""
    try:
        content = PlanContent.from_data(json.loads(text))
    except (ValueError, KeyError, TypeError):
        return tr("Cannot be shown here")
    limits = [f"{component_name(one.component)}: {limit_sentence(one)}" for one in content.limits]
    return "\n".join(filter(None, (content.goal, *limits))) or "–"


def _moment(value: object) -> str:
    return f"{day(value)} {clock_time(value)}" if isinstance(value, int) else str(value)


def _day(value: str) -> str:
    try:
        return day(date.fromisoformat(value))
    except ValueError:
        return value

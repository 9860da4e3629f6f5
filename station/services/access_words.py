"""The log of one patient in plain words, as the patient may ask to see it."""

from collections.abc import Mapping
from dataclasses import dataclass

from station.core.i18n import N_, tr
from station.models.queries.audit import Line

_ACTIONS: Mapping[str, str] = {
    "patient_registered": N_("Registered the patient"),
    "patient_opened": N_("Opened the patient's file"),
    "patient_changed": N_("Changed"),
    "number_shown": N_("Looked at the whole national identity number"),
    "address_shown": N_("Looked at the address"),
    "protected_shown": N_("Looked at the protected address"),
    "access_shown": N_("Looked at who has seen the file"),
    "status_set": N_("Changed the status of the follow-up"),
    "death_registered": N_("Registered the death"),
    "death_taken_back": N_("Took back the registered death"),
    "consent_registered": N_("Registered consent"),
    "consent_withdrawn": N_("Registered that the consent was withdrawn"),
    "relative_added": N_("Added a relative"),
    "relative_changed": N_("Changed facts about a relative"),
    "relative_removed": N_("Took away a relative"),
    "patients_linked": N_("Linked the file with another file of the same person"),
    "patients_unlinked": N_("Took linked files apart"),
    "pause_set": N_("Paused the follow-up"),
    "pause_ended": N_("Ended the pause"),
}
_SUBJECTS: Mapping[str, str] = {
    "plan": N_("Worked with the self-care plan"),
    "plan_version": N_("Worked with the self-care plan"),
    "reading": N_("Worked with readings"),
    "alert": N_("Worked with an alert"),
    "contact": N_("Wrote down a contact"),
    "quarantine": N_("Worked with readings that wait to be checked"),
    "import_batch": N_("Read a file with readings"),
}
"""What is said of an action without a sentence of its own, by what it was done to."""

FIELD_WORDS: Mapping[str, str] = {
    "given_name": N_("Given name"),
    "family_name": N_("Family name"),
    "number": N_("National identity number"),
    "national_number": N_("National identity number"),
    "birth_date": N_("Birth date"),
    "gender": N_("Gender"),
    "address": N_("Street address"),
    "postal_code": N_("Postal code"),
    "city": N_("Town"),
    "phone": N_("Telephone"),
    "protection": N_("Address protection"),
    "language": N_("Language"),
    "diagnosis": N_("Diagnosis"),
    "responsible_id": N_("Responsible nurse"),
    "gp_name": N_("GP"),
    "gp_office": N_("GP's office"),
    "gp_phone": N_("GP's telephone"),
    "needs": N_("Adaptation"),
    "note": N_("Note"),
}
_ROLES: Mapping[str, str] = {
    "nurse": N_("Nurse"),
    "substitute": N_("Substitute"),
    "leader": N_("Leader"),
    "benefit": N_("Benefit role"),
}


@dataclass(frozen=True, slots=True)
class AccessLine:
    """One line of «Hvem har sett min journal»: when (UTC ms), who, in which role, and what."""

    seq: int
    at: int
    who: str
    role: str
    what: str


def access_line(row: Line, role: str) -> AccessLine:
    """A row of the log in the language spoken now; fields are named, never their values."""
    what = _ACTIONS.get(row.action) or _SUBJECTS.get(row.subject_kind, N_("Worked with the file"))
    sentence = tr(what)
    if row.action == "patient_changed":
        fields = row.details.get("fields", [])
        named = [tr(FIELD_WORDS[name]) for name in fields if name in FIELD_WORDS]
        sentence = f"{sentence}: {', '.join(named)}"
    words = _ROLES.get(role)
    return AccessLine(row.seq, row.at, row.user_name, tr(words) if words else "", sentence)

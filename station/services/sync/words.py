"""The exchange in words: what a kind of record is called, how a channel stands, why it does not go.

A sentence says what happened, what is safe, and what to do.
"""

import json

from station.core.i18n import N_, ntr, tr
from station.services.sync.values import CENTRE, Counts, Standing
from station.sync.wire_words import LOST, REFUSED

_KINDS = {
    "users": N_("Employee"),
    "institutions": N_("Institution"),
    "patients": N_("Patient details"),
    "relatives": N_("Relative"),
    "consents": N_("Consent"),
    "pauses": N_("Pause"),
    "plans": N_("Self-care plan"),
    "plan_versions": N_("Version of a self-care plan"),
    "plan_answers": N_("Doctor's answer to a plan"),
    "form_versions": N_("Form"),
    "form_answers": N_("Answered form"),
    "devices": N_("Device"),
    "readings": N_("Reading"),
    "alerts": N_("Alert"),
    "contacts": N_("Contact"),
    "loans": N_("Loan of a device"),
    "documents": N_("Document"),
    "openings": N_("Who has whom open"),
    "audit": N_("Line of the log"),
}
_TITLES = {
    CENTRE: N_("Central service"),
    "pmd": N_("Patient's measurements (national)"),
    "plans": N_("Patient's plans (national)"),
    "vkp": N_("Home follow-up platform (VKP)"),
    "gp": N_("GP"),
}
_STANDINGS = {
    Standing.OFF: N_("Switched off. What is done here is kept, and goes when it is switched on."),
    Standing.PREPARING: N_("What is stored already is being made ready."),
    Standing.NEVER: N_("Nothing has been exchanged yet."),
    Standing.WELL: N_("Everything has gone, and everything has come."),
    Standing.OFFLINE: N_("Not reached. What is done here is kept and goes by itself later."),
    Standing.RESTS: N_("At rest until something is put right. What is done here is kept."),
}
SAYS_NO = frozenset({"sign_in", "http_401", "http_402", "http_403", "http_407", "http_423"})
"""The service was reached, and lets nobody in by this sign-in."""
ASTRAY = frozenset(
    {"http_404", "http_405", "http_410", "http_501", "no_fhir_server", "not_expected", "redirect"}
)
"""Something answers at the address, and it is not what Station asks for."""
_RESTS = (
    "clock", "sign", "pin", "certificate", "tls", "address", "key", "keyring", "station",
)  # fmt: skip
"""How the other codes begin of what stands still until something is put right by a person."""
_HELD = {
    "held": N_("The service refused it. It is kept here; look at what the service says."),
    "unwritable": N_("It could not be put together for sending. It is kept here. Tell support."),
    "paused": N_("Not sent: the patient has withdrawn consent. It is kept here."),
    "deleted_there": N_(
        "Not sent: the patient was deleted at the central service. It is kept here."
    ),
    "no_consent": N_("Not sent: the patient has not consented. It is kept here."),
    "no_number": N_("Not sent: the patient has no national number. It is kept here."),
    "protected": N_("Not sent: the patient's address is protected. It is kept here."),
    "unsure": N_("It may have arrived; nobody knows. Look at the service before it is sent again."),
    "read_back": N_("The service has something else than what was sent. Look at the plan there."),
    "differs": N_("It was changed here and elsewhere. Choose under «Conflicts»."),
    "behind": N_("It waits for what it belongs to."),
    "moved_twice": N_(
        "It was moved to this patient elsewhere, and to another one here. Look at whose it is: "
        "mark the wrong one, and try again."
    ),
    "unstamped": N_(
        "Only the service says that a colleague did this; no station has stamped it. "
        "Choose under «Conflicts»."
    ),
    "left": N_("Somebody has let it lie here. It goes when it is changed."),
    "in_left": N_("Somebody has let it lie. It is tried again when it comes changed."),
    "in_held": N_("It came, and could not be taken in. It is kept as it came."),
    "in_waiting": N_("It came before what it belongs to, and is taken in when that comes."),
}
_NOT_KNOWN_THERE = N_(
    "{host} does not know what Station asks for. Check the address; if it is right, tell those "
    "who run the service."
)
_REASONS = {
    "stopped": N_("It was stopped."),
    "died": N_("Station ended in the middle. Nothing is lost; it goes on where it was."),
    "bug": N_("Something went wrong in Station itself. What waits is kept. Tell support."),
    "station_doubled": N_(
        "Another PC writes as this station (a copied file?). This station has a new name among "
        "the others now. Make sure that the copy is not in use."
    ),
    "key_missing": N_("There is no key for the service on this PC. Make one in the settings."),
    "key_damaged": N_(
        "Station's key for this service cannot be read any more. "
        "Make a new key under the service's settings and have it registered with the service."
    ),
    "keyring_failed": N_(
        "The PC's keyring did not do as it was asked. Nothing was sent. "
        "Sign in to the PC again and try once more; ask the IT department if it goes on."
    ),
    "keyring_missing": N_("This PC has no safe place for keys. Tell the IT department."),
    "database_full": N_("The disk is full. Make room; nothing that is stored was lost."),
    "no_fhir_server": N_("What answers at this address is no FHIR service. Check the address."),
    "odd_reply": N_("The service gave an answer that Station does not understand."),
    "endless_pages": N_("The service goes round in circles. Tell those who run it."),
    "foreign_link": N_("The service pointed to another server. It was not followed."),
    "her_id_taken": N_(
        "Another program uses this HER-id. Nothing is sent until it lets go of it; tell those who "
        "run the message system."
    ),
    "http_401": N_(
        "The service does not let Station in. Those who run it must look at the registration of "
        "this PC."
    ),
    "http_403": N_("The service does not allow this. Those who run it must give Station access."),
    **dict.fromkeys(("http_404", "http_405", "http_410", "http_501"), _NOT_KNOWN_THERE),
    "http_423": N_("The service is locked for this station just now."),
    "http_429": N_("The service asks for a pause. It is tried again by itself."),
}
_OTHER = N_("The service did not do what was asked ({code}). It is tried again by itself.")


def kind(name: str) -> str:
    """Give what a kind of record is called."""
    return tr(_KINDS.get(name, name))


def title(name: str) -> str:
    """Give what a channel is called."""
    return tr(_TITLES.get(name, name))


def rests(code: str) -> bool:
    """Tell whether what failed stands still until a person has put something right."""
    return code in SAYS_NO or code in ASTRAY or code.partition("_")[0] in _RESTS


def in_settings(code: str) -> bool:
    """Tell whether it is the settings that a person puts right."""
    return code in ASTRAY or code.partition("_")[0] in ("address", "key", "pin", "pins")


def standing(found: Standing, counts: Counts, code: str = "") -> str:
    """Give how a channel stands, as a sentence; `code` is why it does not go."""
    if found is Standing.PERSON:
        return ntr("{n} waits for a person.", "{n} wait for a person.", counts.person)
    if found is Standing.WAITING:
        number = counts.going + counts.inbox
        if not number:
            return tr("Not everything has been fetched yet.")
        return ntr("{n} is on its way.", "{n} are on their way.", number)
    return tr(_answers(found, code) or _STANDINGS[found])


def _answers(found: Standing, code: str) -> str:
    """Give what is said of a service that was reached, and does not do as it is asked; else ""."""
    if found is Standing.RESTS and code in SAYS_NO:
        return N_("The service answers, but says no. What is done here is kept.")
    if found is Standing.RESTS and code in ASTRAY:
        return N_("The address answers, but not as it should. What is done here is kept.")
    if found is Standing.OFFLINE and (code.startswith("http_") or code == "outcome_error"):
        return N_("The service answers, but takes nothing just now. It goes by itself later.")
    return ""


def reason(code: str, settings: str, skew_ms: int | None) -> str:
    """Give why a channel does not go; host and minutes as far as they are known."""
    message = _REASONS.get(code) or LOST.get(code) or REFUSED.get(code)
    if message is None:
        return tr(_OTHER, code=code)
    host = _host(settings) or tr("the service")
    minutes = round(abs(skew_ms or 0) / 60_000)
    told = tr(message, host=host, minutes=minutes, status="", kind="", reason="")
    # What the service said stands in a line of its own.
    return told.replace(" ()", "")


def believed() -> str:
    """Say what the central service is believed about while the stations share no code."""
    return tr(
        "The service is believed about what colleagues at other stations did, until the stations "
        "share a code («Without a network»)."
    )


def held(state: str, code: str) -> str:
    """Give why one record is stuck; of what a person let lie, that too."""
    why = _HELD.get(code)
    left = tr(_HELD[state]) if state.endswith("left") or not why else ""
    return " ".join(filter(None, (left, tr(why) if why else "")))


def _host(settings: str) -> str:
    address = str(json.loads(settings or "{}").get("address", ""))
    return address.partition("://")[2].partition("/")[0]

"""Contacts and what closes an alert: an action, a verdict, and a reason where nothing was done."""

from enum import StrEnum

from station.core.i18n import N_


class Action(StrEnum):
    """What was done about a patient; the first five close an alert."""

    CALL = "call"
    ADVICE = "advice"
    GP = "gp"
    LEGEVAKT = "legevakt"
    NONE = "none"
    VISIT = "visit"
    NOTE = "note"


class Initiative(StrEnum):
    """Who took the contact."""

    CENTRE = "centre"
    PATIENT = "patient"


class Verdict(StrEnum):
    """What an alert turned out to be."""

    REAL = "real"
    FALSE = "false"
    TECHNICAL = "technical"


class ClosingFault(StrEnum):
    """Why an alert cannot be closed yet."""

    NO_ACTION = "no_action"
    NO_VERDICT = "no_verdict"
    NO_REASON = "no_reason"


CLOSING = (Action.CALL, Action.ADVICE, Action.GP, Action.LEGEVAKT, Action.NONE)
"""The actions one of which closes an alert, in the order of their keys."""
ACTION_WORDS = {
    Action.CALL: N_("Called the patient"),
    Action.ADVICE: N_("Advice per plan"),
    Action.GP: N_("Contacted the GP"),
    Action.LEGEVAKT: N_("Advised the out-of-hours service"),
    Action.NONE: N_("No action"),
    Action.VISIT: N_("Visit"),
    Action.NOTE: N_("Note"),
}
VERDICT_WORDS = {
    Verdict.REAL: N_("real"),
    Verdict.FALSE: N_("false alarm"),
    Verdict.TECHNICAL: N_("measurement fault"),
}


def closing_faults(action: Action | None, verdict: Verdict | None, note: str) -> list[ClosingFault]:
    """Give what is still missing before an alert can be closed, in the order to ask for it."""
    found = []
    if action not in CLOSING:
        found.append(ClosingFault.NO_ACTION)
    if verdict is None:
        found.append(ClosingFault.NO_VERDICT)
    if action is Action.NONE and not note.strip():
        found.append(ClosingFault.NO_REASON)
    return found

"""What another station, or a server between, may not say of a record, whoever signed the request.

A word that steers what is followed, judged or shown must be one that this program knows, an act
must have somebody who did it, and a record never becomes another patient's. What does not hold is
kept in the inbox, and everything here stays as it is.
"""

from collections.abc import Callable, Mapping
from datetime import date

from station.rules.equipment import DeviceState
from station.rules.forms import FormStatus
from station.rules.limits import Level, Side
from station.rules.names import NameFault, NameRefusal, clean_name
from station.rules.plans import PlanStatus
from station.rules.readings import Excluded
from station.rules.resting import PAUSE_DAYS
from station.rules.roles import Role
from station.rules.status import Status

Fields = Mapping[str, object]

FIXED: Mapping[str, tuple[str, ...]] = {
    "relatives": ("patient_id",),
    "consents": ("patient_id",),
    "pauses": ("patient_id",),
    "plans": ("patient_id",),
    "plan_versions": ("patient_id", "plan_id"),
    "plan_answers": ("patient_id", "version_id"),
    "form_versions": ("code",),
    "form_answers": ("patient_id",),
    "readings": ("patient_id",),
    "alerts": ("patient_id", "component", "side"),
    "contacts": ("patient_id",),
    "loans": ("patient_id", "device_id"),
    "documents": ("patient_id",),
}
"""By kind: what leads a record to its patient, or to what it is a part of. It never changes."""

_ALERT_STATES = frozenset({"open", "proposed", "taken", "waiting", "closed"})
_WORDS: Mapping[tuple[str, str], frozenset[object]] = {
    ("users", "role"): frozenset(Role),
    ("patients", "status"): frozenset(Status),
    ("patients", "protection"): frozenset({"", "confidential", "strict"}),
    ("plan_versions", "status"): frozenset(PlanStatus),
    ("form_versions", "status"): frozenset(FormStatus),
    ("form_answers", "excluded"): frozenset(Excluded),
    ("devices", "state"): frozenset(DeviceState),
    ("readings", "excluded"): frozenset(Excluded),
    ("readings", "beyond"): frozenset({"", *Side}),
    ("alerts", "state"): _ALERT_STATES,
    ("alerts", "side"): frozenset(Side),
    ("alerts", "level"): frozenset({Level.YELLOW, Level.RED}),
}
_DAYS: Mapping[str, tuple[str, ...]] = {
    "patients": ("birth_date", "deceased_on"),
    "consents": ("given_on", "withdrawn_on"),
    "plan_versions": ("approved_on",),
    "plan_answers": ("answered_on",),
    "form_versions": ("checked_on",),
    "devices": ("bought_on", "warranty_until", "calibration_due", "battery_due"),
    "loans": ("due_on",),
}
_NAMES: Mapping[str, tuple[str, ...]] = {
    "patients": ("given_name", "family_name"),
    "users": ("name",),
}
MOST_LETTERS = 100_000
"""So long may a text be that a person reads; what holds whole plans and forms may be longer."""
_WHOLE = frozenset({"content", "answers", "scores", "why"})
_DAY_MS = 86_400_000
LONGEST_WAIT_MS = 60 * _DAY_MS
"""An alert waits for an answer at most this long."""
_RESTS: Mapping[str, tuple[str, int]] = {
    "alerts": ("waiting_until", LONGEST_WAIT_MS + _DAY_MS),
    "pauses": ("until_at", (PAUSE_DAYS + 2) * _DAY_MS),
}
"""By kind: until when it rests, and how far ahead that can lie; clocks differ."""


def rests_too_long(kind: str, ours: Fields | None, theirs: Fields, now: int) -> str:
    """Give the column by which something would rest longer than anybody may let it, or ""."""
    name, most = _RESTS.get(kind, ("", 0))
    until = theirs.get(name)
    if not isinstance(until, int) or (ours or {}).get(name) == until:
        return ""
    return name if until > now + most else ""


def moved(kind: str, ours: Fields, theirs: Fields) -> tuple[str, ...]:
    """Give the columns of FIXED by which `theirs` would make the record another's."""
    return tuple(
        name for name in FIXED.get(kind, ()) if name in theirs and theirs[name] != ours.get(name)
    )


def unbelievable(kind: str, base: Fields | None, ours: Fields | None, theirs: Fields) -> str:
    """Give the column whose value cannot be taken for true, "" if all of them can.

    `ours` is None where the record is not here. Only what is news is looked at: neither here nor
    in what both sides knew (`base`).
    """
    known_here = [side for side in (ours, base) if side is not None]
    new = {
        name: value
        for name, value in theirs.items()
        if not any(name in side and side[name] == value for side in known_here)
    }
    for name, value in new.items():
        known = _WORDS.get((kind, name))
        if known is not None and value not in known:
            return name
    for name, value in new.items():
        if isinstance(value, str) and _is_odd(name, value):
            return name
    for name in _NAMES.get(kind, ()):
        if name in new and not _is_name(str(new[name])):
            return name
    for name in _DAYS.get(kind, ()):
        # «» is no day either, but only of a consent does it say that there was one.
        nothing = (None,) if kind == "consents" else (None, "")
        if new.get(name) not in nothing and not _is_day(new[name]):
            return name
    act = _ACTS.get(kind)
    return act(new, {**(ours or {}), **theirs}, here=ours is not None) if act else ""


def _is_odd(name: str, text: str) -> bool:
    return "\0" in text or (name not in _WHOLE and len(text) > MOST_LETTERS)


def _is_name(text: str) -> bool:
    """Tell whether it could be typed here; a name that is not told is none that is wrong."""
    found = clean_name(text)
    return not isinstance(found, NameRefusal) or found.fault is NameFault.EMPTY


def _is_day(value: object) -> bool:
    try:
        return date.fromisoformat(str(value)).isoformat() == value
    except ValueError:
        return False


def _closed(new: Fields, became: Fields, *, here: bool) -> str:  # noqa: ARG001
    if new.get("state") == "waiting":
        return "" if became.get("waiting_until") else "waiting_until"
    if new.get("state") != "closed":
        return ""
    return next((name for name in ("closed_by", "closed_at") if not became.get(name)), "")


def _left_out(new: Fields, became: Fields, *, here: bool) -> str:
    """What was left out as it was stored has nobody who did it; what is left out later has."""
    left_out = here and bool(new.get("excluded"))
    return "excluded_by" if left_out and not became.get("excluded_by") else ""


def _approved(new: Fields, became: Fields, *, here: bool) -> str:  # noqa: ARG001
    if new.get("status") != PlanStatus.APPROVED:
        return ""
    return next(
        (name for name in ("approved_by_name", "in_force_from") if not became.get(name)), ""
    )


_Act = Callable[..., str]
_ACTS: Mapping[str, _Act] = {
    "alerts": _closed,
    "readings": _left_out,
    "form_answers": _left_out,
    "plan_versions": _approved,
}

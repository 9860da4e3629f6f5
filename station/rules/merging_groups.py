"""Columns that belong together when two versions are merged, and what holds when both changed."""

import json
from collections.abc import Callable, Mapping

Fields = Mapping[str, object]

GROUPS: dict[str, tuple[tuple[str, ...], ...]] = {
    "patients": (
        ("national_number", "number_kind"),
        ("status", "status_since"),
        ("address", "postal_code", "city"),
        ("gp_name", "gp_office", "gp_phone"),
    ),
    "institutions": (("address", "postal_code", "city"),),
    "devices": (
        ("state", "state_since"),
        ("retired_at", "retired_by"),
        ("serial", "serial_key"),
    ),
    "pauses": (("ended_at", "ended_by"),),
    "readings": (
        # LO has no number, and a number is no LO.
        ("value", "value2", "beyond"),
        ("excluded", "excluded_reason", "excluded_by", "excluded_at"),
    ),
    "form_answers": (
        ("excluded", "excluded_reason", "excluded_by", "excluded_at"),
        ("comment_read_at", "comment_read_by"),
    ),
    "alerts": (
        (
            "level",
            "reading_id",
            "plan_version_id",
            "plan_approved",
            "confirmed",
            "why",
            "measured_at",
            "arrived_at",
        ),
        ("state", "waiting_until", "closed_at", "closed_by", "action", "verdict", "note"),
        ("taken_by", "taken_at"),
    ),
}
"""By kind: columns that change together, so that two halves of different truths never meet."""

LOOSE: dict[str, tuple[str, ...]] = {
    "readings": ("arrived_at", "entered_by", "confirmed"),
    "alerts": ("opened_at",),
    "form_answers": ("arrived_at", "entered_by"),
}
"""What each station says of itself about a thing that both have, and what may still be confirmed.

The later arrival holds: a closing settles what had arrived before it, and nothing else.
"""

_HANDLED = {"open": 0, "proposed": 1, "taken": 2, "waiting": 3, "closed": 4}
_PROTECTION = {"": 0, "confidential": 1, "strict": 2}


def same_value(one: object, other: object) -> bool:
    """Tell whether two values of a column say the same; JSON text by what it says."""
    if one == other:
        return True
    if not (isinstance(one, str) and isinstance(other, str)):
        return False
    if one[:1] not in ("{", "[") or one[:1] != other[:1]:
        return False
    try:
        return bool(json.loads(one) == json.loads(other))
    except ValueError:
        return False


def loosely(name: str, one: Fields, other: Fields) -> Fields:
    """Give which of two holds for a column of LOOSE: the first to open, the last to arrive."""
    return smaller(one, other) if name == "opened_at" else _later(one, other)


def filled(one: Fields, other: Fields) -> Fields | None:
    """Give the one that says something where the other is empty; None if both say something."""
    if _empty(one) and _empty(other):
        return smaller(one, other)
    if _empty(one):
        return other
    return one if _empty(other) else None


def _later(one: Fields, other: Fields) -> Fields:
    return max(one, other, key=_by_size)


def _by_size(values: Fields) -> tuple[int, str]:
    (value,) = values.values()
    return (value if isinstance(value, int) else -1, _text(values))


def smaller(one: Fields, other: Fields) -> Fields:
    """Give the one of two that both sides choose, whoever asks; it means nothing else."""
    return min(one, other, key=_text)


def both_changed(
    kind: str, group: tuple[str, ...], base: Fields | None, ours: Fields, theirs: Fields
) -> tuple[Fields, str]:
    """Give what holds of a group that was changed on both sides, and why a person must look.

    The reason is empty where the rule alone can say. The same comes of it with the sides changed
    about, unless there is a reason: then ours stands, or the safer.
    """
    rule = _RULES.get((kind, group[0]))
    if rule is not None:
        return rule(ours, theirs)
    completed = filled(ours, theirs)
    if completed is not None and (base is None or (_empty(ours) and _empty(theirs))):
        return completed, ""
    return ours, "both_changed"


def never_milder(kind: str, group: tuple[str, ...], ours: Fields, theirs: Fields) -> Fields | None:
    """Give the worse of two levels of an alert, whoever changed it; None where that is not asked.

    Nobody makes an alert milder: only readings do, where it is judged.
    """
    if (kind, group[0]) != ("alerts", "level") or _level(ours) == _level(theirs):
        return None
    return max(ours, theirs, key=_level)


def less_protected(kind: str, group: tuple[str, ...], ours: Fields, theirs: Fields) -> bool:
    """Tell whether a protected address would be shown to others because of what came."""
    return (kind, group[0]) == ("patients", "protection") and _protection(theirs) < _protection(
        ours
    )


def seen_again(ours: Fields, theirs: Fields, result: Fields) -> Fields:
    """Give what is to change in a merged alert that was put off before it became worse.

    Whoever put it off had seen a lower level than the other side has by now.
    """
    if result["state"] != "waiting":
        return {}
    put_off = [side for side in (ours, theirs) if side["state"] == "waiting"]
    if any(_level(side) >= _level(result) for side in put_off):
        return {}
    return {"state": "open", "waiting_until": None}


def _text(values: Fields) -> str:
    return json.dumps(values, sort_keys=True, default=str)


def _empty(values: Fields) -> bool:
    return all(value is None or value == "" for value in values.values())


def _level(values: Fields) -> int:
    level = values.get("level")
    return level if isinstance(level, int) else 0


def _either(ours: Fields, theirs: Fields) -> tuple[Fields, str]:
    return smaller(ours, theirs), ""


def _sooner(ours: Fields, theirs: Fields) -> tuple[Fields, str]:
    """The pause that is over first: the patient is followed again from then."""
    return min(ours, theirs, key=_moment), ""


def _moment(values: Fields) -> tuple[bool, int, str]:
    (moment,) = values.values()
    return (False, moment, "") if isinstance(moment, int) else (True, 0, _text(values))


def _same_step(ours: Fields, theirs: Fields) -> tuple[Fields, str]:
    """The same state, reached at two moments, is the same state."""
    state = next(iter(ours))
    if ours[state] == theirs[state]:
        return smaller(ours, theirs), ""
    return ours, "both_changed"


def _earlier_end(ours: Fields, theirs: Fields) -> tuple[Fields, str]:
    if ours["ended_at"] is None:
        return theirs, ""
    if theirs["ended_at"] is None:
        return ours, ""
    return smaller(ours, theirs), ""


def _left_out(ours: Fields, theirs: Fields) -> tuple[Fields, str]:
    alike = all(ours[name] == theirs[name] for name in ("excluded", "excluded_reason"))
    return (smaller(ours, theirs), "") if alike else (ours, "both_changed")


def _read(ours: Fields, theirs: Fields) -> tuple[Fields, str]:
    if ours["comment_read_at"] is None:
        return theirs, ""
    if theirs["comment_read_at"] is None:
        return ours, ""
    return smaller(ours, theirs), ""


def _worse(ours: Fields, theirs: Fields) -> tuple[Fields, str]:
    if _level(ours) != _level(theirs):
        return max(ours, theirs, key=_level), ""
    return smaller(ours, theirs), ""


def _handled(ours: Fields, theirs: Fields) -> tuple[Fields, str]:
    """Who has gone further with an alert is right; two closings must say the same."""
    ranks = [_HANDLED.get(str(side["state"]), 0) for side in (ours, theirs)]
    if ranks[0] != ranks[1]:
        return (ours if ranks[0] > ranks[1] else theirs), ""
    said = ("action", "verdict", "note")
    if any(ours[name] != theirs[name] for name in said):
        return ours, "closed_twice"
    return smaller(ours, theirs), ""


def _protected(ours: Fields, theirs: Fields) -> tuple[Fields, str]:
    return max(ours, theirs, key=_protection), "both_changed"


def _protection(values: Fields) -> int:
    return _PROTECTION.get(str(values["protection"]), 0)


_Rule = Callable[[Fields, Fields], tuple[Fields, str]]
_RULES: dict[tuple[str, str], _Rule] = {
    ("patients", "protection"): _protected,
    ("patients", "status"): _same_step,
    ("devices", "state"): _same_step,
    ("pauses", "until_at"): _sooner,
    ("pauses", "ended_at"): _earlier_end,
    ("readings", "excluded"): _left_out,
    ("form_answers", "excluded"): _left_out,
    ("form_answers", "comment_read_at"): _read,
    ("alerts", "level"): _worse,
    ("alerts", "state"): _handled,
    ("alerts", "taken_by"): _either,
}

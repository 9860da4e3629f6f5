"""Two versions of one record become one, on the ground that both sides knew; no clock decides.

Both stations come to the same by the same rules, whoever meets the other's version first. What a
machine may not decide is left as it stands here and told as a conflict.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from station.rules.believing import moved
from station.rules.merging_groups import (
    GROUPS,
    LOOSE,
    both_changed,
    filled,
    less_protected,
    loosely,
    never_milder,
    same_value,
    seen_again,
)
from station.rules.synced import Kind, Way

__all__ = ["Conflict", "Fields", "Merged", "differing", "merge", "merge_deleted", "same_value"]

Fields = Mapping[str, object]
_DECIDED = ("plan_versions", "form_versions")
_SAID = ("content", "content_hash")
_APPROVAL = ("approved_by_name", "approved_on", "approved_channel", "registered_by")
_AFTER: Mapping[object, tuple[str, ...]] = {
    "approved": ("replaced", "withdrawn"),
    "replaced": ("withdrawn",),
}
"""What may become of a version that was decided; one that was laid aside stays so."""
_ENDED = frozenset({"status", "in_force_to"})
_NOT_WITHDRAWN: Fields = {"withdrawn_on": None, "withdrawn_by": None}
_WEIGHT = ("differs", "both_changed", "closed_twice", "less_protected")


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why a machine may not go on, and which columns differ.

    Reasons: "both_changed", "differs" (of what never changes), "closed_twice", "back_to_draft",
    "approved_content", "decided_otherwise", "less_protected", "deleted_here", "gone".
    """

    reason: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """What the record is to be, and which columns of it differ from what stands here (`apply`).

    Where there is a conflict its columns stand in `result` as they stand here, or as the safer of
    the two. An empty result is a record that is not to be here.
    """

    result: Fields
    apply: frozenset[str]
    conflict: Conflict | None = None


def differing(columns: tuple[str, ...], one: Fields, other: Fields) -> tuple[str, ...]:
    """Give those of `columns` that both mention, and say differently."""
    return tuple(
        name
        for name in columns
        if name in one and name in other and not same_value(one[name], other[name])
    )


def merge(kind: Kind, base: Fields | None, ours: Fields | None, theirs: Fields) -> Merged:
    """Give what comes of our version and theirs; `base` is what both knew, None if nothing.

    `ours` is None where the record is not here. A column that `theirs` does not mention has not
    changed there.
    """
    if kind.way is Way.CLAIM:
        return Merged(dict(theirs), frozenset())
    if ours is None:
        return _not_here(kind, base, theirs)
    theirs = {name: theirs.get(name, _unsaid(name, base, ours)) for name in kind.shared}
    ours = {name: ours.get(name) for name in kind.shared}
    another = moved(kind.name, ours, theirs)
    if another:
        # It says nothing of the record that is here; only a withdrawn consent is believed.
        safe = _withdrawn(ours, theirs) if kind.name == "consents" else {}
        return _merged(ours, {**ours, **safe}, Conflict("differs", another))
    if kind.way is Way.GUARDED:
        return _guarded(kind, base, ours, theirs)
    return _by_groups(kind, base, ours, theirs)


def merge_deleted(kind: Kind, base: Fields | None, ours: Fields | None) -> Merged:
    """Give what comes of it when the other side took the record away on purpose.

    It goes here too if that kind may be taken away, nothing was done with it here since, and it
    never decided anything; else a person looks at it.
    """
    if ours is None:
        return Merged({}, frozenset())
    untouched = base is not None and not differing(kind.shared, base, ours)
    decided = kind.name in _DECIDED and ours.get("status") != "draft"
    if kind.deletable and untouched and not decided:
        return Merged({}, frozenset(kind.shared))
    return Merged(dict(ours), frozenset(), Conflict("gone", ()))


def _unsaid(name: str, base: Fields | None, ours: Fields) -> object:
    return base[name] if base is not None and name in base else ours.get(name)


def _not_here(kind: Kind, base: Fields | None, theirs: Fields) -> Merged:
    said = {name: theirs[name] for name in kind.shared if name in theirs}
    if base is None or not kind.deletable:
        return Merged(said, frozenset(said))
    changed = differing(kind.shared, base, said)
    return Merged({}, frozenset(), Conflict("deleted_here", changed) if changed else None)


def _by_groups(kind: Kind, base: Fields | None, ours: Fields, theirs: Fields) -> Merged:
    result = dict(ours)
    clashes: dict[str, str] = {}
    for group in _groups(kind):
        here, there = _of(group, ours), _of(group, theirs)
        found, reason = _of_group(kind, group, base, here, there)
        result.update(found)
        if reason:
            clashes.update(dict.fromkeys(differing(group, here, there), reason))
    if kind.name == "alerts":
        result.update(seen_again(ours, theirs, result))
    if not clashes:
        return _merged(ours, result)
    # A machine's doubt about a person's act weighs more than that two copies differ.
    reason = max(clashes.values(), key=_WEIGHT.index)
    return _merged(ours, result, Conflict(reason, tuple(clashes)))


def _of_group(
    kind: Kind, group: tuple[str, ...], base: Fields | None, ours: Fields, theirs: Fields
) -> tuple[Fields, str]:
    if not differing(group, ours, theirs):
        return ours, ""
    if kind.way is Way.UNION and not set(group) <= set(kind.changes):
        return _never_changing(kind, group, ours, theirs)
    if worse := never_milder(kind.name, group, ours, theirs):
        return worse, ""
    ground = base if base is not None and set(group) <= set(base) else None
    unchanged = ground is not None and not differing(group, ground, theirs)
    if unchanged or less_protected(kind.name, group, ours, theirs):
        return ours, "" if unchanged else "less_protected"
    if ground is not None and not differing(group, ground, ours):
        return theirs, ""
    return both_changed(kind.name, group, ground, ours, theirs)


def _never_changing(
    kind: Kind, group: tuple[str, ...], ours: Fields, theirs: Fields
) -> tuple[Fields, str]:
    if group[0] in LOOSE.get(kind.name, ()):
        return loosely(group[0], ours, theirs), ""
    completed = filled(ours, theirs)
    return (ours, "differs") if completed is None else (completed, "")


def _guarded(kind: Kind, base: Fields | None, ours: Fields, theirs: Fields) -> Merged:
    withdrawn = _withdrawn(ours, theirs) if kind.name == "consents" else {}
    rest = tuple(name for name in kind.shared if name not in withdrawn)
    clash = differing(rest, ours, theirs)
    here = {**ours, **withdrawn}
    if not clash:
        return _merged(ours, here)
    ground = base or {}
    if ground and not differing(rest, ground, theirs):
        reason = _forbidden(kind, theirs, ours)
        return _merged(ours, here, Conflict(reason, clash) if reason else None)
    if ground and not differing(rest, ground, ours):
        reason = _forbidden(kind, ours, theirs)
        if reason:
            return _merged(ours, here, Conflict(reason, clash))
        return _merged(ours, {**theirs, **withdrawn})
    if kind.name == "plan_versions" and set(clash) <= _ENDED and _over(ours, theirs):
        return _merged(ours, {**ours, **_ended(ours, theirs)})
    return _merged(ours, here, Conflict("both_changed", clash))


def _withdrawn(ours: Fields, theirs: Fields) -> Fields:
    """A consent that either side knows to be withdrawn is withdrawn."""
    sides = [
        _of(("withdrawn_on", "withdrawn_by"), side)
        for side in (ours, theirs)
        if side["withdrawn_on"] is not None
    ]
    return min(sides, key=_first_day, default=_NOT_WITHDRAWN)


def _first_day(side: Fields) -> tuple[str, str]:
    return str(side["withdrawn_on"]), str(side["withdrawn_by"])


def _forbidden(kind: Kind, before: Fields, after: Fields) -> str:
    """What was decided does not become a draft again, and says what it said."""
    if kind.name not in _DECIDED or before["status"] == "draft":
        return ""
    if after["status"] == "draft":
        return "back_to_draft"
    if differing(_SAID, before, after):
        return "approved_content"
    if kind.name != "plan_versions":
        return ""
    ways = (before["status"], *_AFTER.get(before["status"], ()))
    otherwise = after["status"] not in ways or differing(_APPROVAL, before, after)
    return "decided_otherwise" if otherwise else ""


def _over(ours: Fields, theirs: Fields) -> bool:
    return {ours["status"], theirs["status"]} <= {"approved", "replaced"}


def _ended(ours: Fields, theirs: Fields) -> Fields:
    """A version that both sides know to be over was in force until the last of the two."""
    ends = [end for side in (ours, theirs) if isinstance(end := side["in_force_to"], int)]
    status = "replaced" if "replaced" in (ours["status"], theirs["status"]) else "approved"
    return {"status": status, "in_force_to": max(ends, default=None)}


def _merged(ours: Fields, result: Fields, conflict: Conflict | None = None) -> Merged:
    apply = frozenset(name for name in result if not same_value(ours[name], result[name]))
    return Merged(result, apply, conflict)


def _groups(kind: Kind) -> tuple[tuple[str, ...], ...]:
    together = GROUPS.get(kind.name, ())
    joined = {name for group in together for name in group}
    return (*together, *((name,) for name in kind.shared if name not in joined))


def _of(group: tuple[str, ...], fields: Fields) -> Fields:
    return {name: fields[name] for name in group}

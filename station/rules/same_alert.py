"""Alerts that two stations have opened about one side of one value: one stands for all of them.

A station shows one open alert for each side of a value. Others that are open elsewhere stand
behind it, each with its own state: what is known of one shows in the one that stands, and who
closes that has seen, and closes, all of them. Nothing else that is closed closes an open one,
unless it is about the very same reading: when in doubt an alert stays open.
"""

from collections.abc import Mapping

from station.rules.merging_groups import GROUPS

Fields = Mapping[str, object]

LEVEL, HANDLING, TAKEN = GROUPS["alerts"]
"""The columns that say how bad it is and why, what was done with it, and who has it."""
CLOSED = "closed"
_FURTHER = {"open": 0, "proposed": 1, "taken": 2, "waiting": 3}


def joined(stands: Fields, other: Fields) -> Fields:
    """Give what changes in the open alert that stands when `other`, open, stands behind it.

    The worse level shows, with what was done by somebody who knew it: of those that have the worst
    level, the state of the one that was taken furthest. In whatever order others come, level and
    state end up the same; the alert never becomes milder, and is never closed.
    """
    if _level(other) > _level(stands):
        return _changed(stands, other, (*LEVEL, *HANDLING, *(TAKEN if other["taken_by"] else ())))
    if _level(other) == _level(stands) and _further(other) > _further(stands):
        return _changed(stands, other, (*HANDLING, *(TAKEN if other["taken_by"] else ())))
    return {}


def settles(closed: Fields, open_one: Fields) -> bool:
    """Tell whether who closed one alert had certainly seen what the other is about.

    That is so where both rest on the same reading, and the open one is no worse.
    """
    return (
        closed["state"] == CLOSED
        and closed["reading_id"] == open_one["reading_id"]
        and _level(open_one) <= _level(closed)
    )


def closing(closed: Fields) -> Fields:
    """Give the columns by which a closing closes another alert with the same words."""
    return {name: closed[name] for name in HANDLING}


def _changed(stands: Fields, other: Fields, columns: tuple[str, ...]) -> Fields:
    return {name: other[name] for name in columns if stands[name] != other[name]}


def _level(fields: Fields) -> int:
    level = fields["level"]
    return level if isinstance(level, int) else 0


def _further(fields: Fields) -> int:
    return _FURTHER.get(str(fields["state"]), 0)

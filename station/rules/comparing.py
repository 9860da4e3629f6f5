"""What two contents of a plan differ in, and how two plans for one patient are put together."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from station.rules.guardrails import strictest
from station.rules.limits import Level, Limit
from station.rules.plans import Line, LineState, PlanContent, ScheduleItem, Zone

Piece: TypeAlias = Line | Limit | ScheduleItem | str


class Part(StrEnum):
    """Which part of a plan a change is in."""

    GOAL = "goal"
    SIGNS = "signs"
    MEASURES = "measures"
    PREVENTIVE = "preventive"
    MEDICATION = "medication"
    SCHEDULE = "schedule"
    LIMITS = "limits"
    REVIEW = "review"


class How(StrEnum):
    """What happened to a piece of the plan."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference; `level` is the zone of a line or the level of a limit."""

    part: Part
    how: How
    before: Piece | None
    after: Piece | None
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two plans with different limits in one place; `proposed` alerts first. A person decides."""

    one: Limit
    other: Limit
    proposed: Limit


def compare(before: PlanContent, after: PlanContent) -> tuple[Change, ...]:
    """Give what was added, changed and removed from `before` to `after`, in reading order."""
    found = _diff(Part.GOAL, _text(before.goal), _text(after.goal))
    for level in Level:
        one, other = _zone(before, level), _zone(after, level)
        found += _diff(Part.SIGNS, _lines(one.signs), _lines(other.signs), level)
        found += _diff(Part.MEASURES, _lines(one.measures), _lines(other.measures), level)
    found += _diff(Part.PREVENTIVE, _lines(before.preventive), _lines(after.preventive))
    found += _diff(Part.MEDICATION, _text(before.medication), _text(after.medication))
    found += _diff(Part.SCHEDULE, _schedule(before), _schedule(after))
    found += _diff(Part.LIMITS, _limits(before), _limits(after))
    found += _diff(Part.REVIEW, _text(before.review_on), _text(after.review_on))
    return tuple(found)


def combine(one: PlanContent, other: PlanContent) -> tuple[PlanContent, tuple[Conflict, ...]]:
    """Put the second plan's lines, schedule and limits beside the first's.

    Where both have a limit in one place, the stricter is proposed and the conflict is given back:
    neither plan silently overwrites the other.
    """
    conflicts = []
    limits = _limits(one)
    for place, limit in _limits(other).items():
        first = limits.get(place)
        if first is not None and first != limit:
            conflicts.append(Conflict(first, limit, strictest(first, limit)))
        limits[place] = limit if first is None else strictest(first, limit)
    zones = tuple(_joined(_zone(one, level), _zone(other, level)) for level in Level)
    together = replace(
        one,
        zones=zones,
        preventive=_merged(one.preventive, other.preventive),
        medication="\n".join(filter(None, (one.medication, other.medication))),
        schedule=tuple({**_schedule(one), **_schedule(other)}.values()),
        limits=tuple(limits.values()),
        review_on=min(filter(None, (one.review_on, other.review_on)), default=""),
    )
    return together, tuple(conflicts)


def _diff(
    part: Part,
    before: Mapping[Hashable, Piece],
    after: Mapping[Hashable, Piece],
    level: Level | None = None,
) -> list[Change]:
    """Removed and changed pieces where they stood, then the added ones."""
    found = []
    for place, piece in before.items():
        other = after.get(place)
        if other is None:
            found.append(Change(part, How.REMOVED, piece, None, _level(piece, level)))
        elif _shown(other) != _shown(piece):
            found.append(Change(part, How.CHANGED, piece, other, _level(piece, level)))
    found += [
        Change(part, How.ADDED, None, piece, _level(piece, level))
        for place, piece in after.items()
        if place not in before
    ]
    return found


def _shown(piece: Piece) -> object:
    """What a reader sees of a piece: going through a line without changing it is no change."""
    return piece.text if isinstance(piece, Line) else piece


def _level(piece: Piece, level: Level | None) -> Level | None:
    return piece.level if isinstance(piece, Limit) else level


def _text(text: str) -> dict[Hashable, Piece]:
    return {"": text} if text else {}


def _lines(lines: Iterable[Line]) -> dict[Hashable, Piece]:
    return {line.id: line for line in lines if line.state is not LineState.REMOVED}


def _schedule(content: PlanContent) -> dict[Hashable, ScheduleItem]:
    return {(item.kind, item.by): item for item in content.schedule}


def _limits(content: PlanContent) -> dict[Hashable, Limit]:
    return {(limit.component, limit.level, limit.side): limit for limit in content.limits}


def _zone(content: PlanContent, level: Level) -> Zone:
    return next((zone for zone in content.zones if zone.level is level), Zone(level))


def _joined(one: Zone, other: Zone) -> Zone:
    signs, measures = _merged(one.signs, other.signs), _merged(one.measures, other.measures)
    return Zone(one.level, signs, measures)


def _merged(one: tuple[Line, ...], other: tuple[Line, ...]) -> tuple[Line, ...]:
    known = {line.id for line in one}
    return (*one, *(line for line in other if line.id not in known))

"""What two contents of a plan differ in."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias, TypeVar

from station.rules import rulebook
from station.rules.limits import Level, Limit
from station.rules.plans import Line, LineState, PlanContent, ScheduleItem, Zone
from station.rules.rulebook import PlanRule

Piece: TypeAlias = Line | Limit | PlanRule | ScheduleItem | str
_P = TypeVar("_P", Limit, PlanRule, ScheduleItem)


class Part(StrEnum):
    """Which part of a plan a change is in."""

    GOAL = "goal"
    SIGNS = "signs"
    MEASURES = "measures"
    PREVENTIVE = "preventive"
    MEDICATION = "medication"
    SCHEDULE = "schedule"
    LIMITS = "limits"
    RULES = "rules"
    SECTION = "section"
    REVIEW = "review"
    ORIGIN = "origin"


class How(StrEnum):
    """What happened to a piece of the plan."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference; `level` is the zone of a line, or the level of a limit or rule.

    `heading` is that of the further part which a line stands in.
    """

    part: Part
    how: How
    before: Piece | None
    after: Piece | None
    level: Level | None = None
    heading: str = ""


def compare(before: PlanContent, after: PlanContent) -> tuple[Change, ...]:
    """Give what was added, changed and removed from `before` to `after`, in reading order."""
    found = _diff(Part.GOAL, _text(before.goal), _text(after.goal))
    for level in Level:
        one, other = zone_of(before, level), zone_of(after, level)
        found += _diff(Part.SIGNS, _lines(one.signs), _lines(other.signs), level)
        found += _diff(Part.MEASURES, _lines(one.measures), _lines(other.measures), level)
    found += _diff(Part.PREVENTIVE, _lines(before.preventive), _lines(after.preventive))
    found += _section_changes(before, after)
    found += _diff(Part.MEDICATION, _text(before.medication), _text(after.medication))
    found += _diff(Part.SCHEDULE, by_place(before.schedule), by_place(after.schedule))
    found += _diff(Part.LIMITS, by_place(before.limits), by_place(after.limits))
    found += _diff(Part.RULES, by_place(before.rules), by_place(after.rules))
    found += _diff(Part.REVIEW, _text(before.review_on), _text(after.review_on))
    found += _diff(Part.ORIGIN, _text(before.origin), _text(after.origin))
    return tuple(found)


def by_place(pieces: Iterable[_P]) -> dict[Hashable, _P]:
    """Give limits, rules or agreed measurements by what they are about.

    Several about the same place (2 kg in 3 days, 4 kg in 14) are told apart by their order.
    """
    met: Counter[Hashable] = Counter()
    found: dict[Hashable, _P] = {}
    for piece in pieces:
        about = _about(piece)
        found[about, met[about]] = piece
        met[about] += 1
    return found


def zone_of(content: PlanContent, level: Level) -> Zone:
    """Give a zone of the plan, an empty one where it has none."""
    return next((zone for zone in content.zones if zone.level is level), Zone(level))


def _section_changes(before: PlanContent, after: PlanContent) -> list[Change]:
    """Give the lines that differ, part by part; a part that is gone loses all its lines."""
    headings = {part.id: part.heading for part in (*before.sections, *after.sections)}
    old = {part.id: part.lines for part in before.sections}
    new = {part.id: part.lines for part in after.sections}
    found = []
    for part, heading in headings.items():
        one, other = _lines(old.get(part, ())), _lines(new.get(part, ()))
        found += _diff(Part.SECTION, one, other, heading=heading)
    return found


def _diff(
    part: Part,
    before: Mapping[Hashable, Piece],
    after: Mapping[Hashable, Piece],
    level: Level | None = None,
    heading: str = "",
) -> list[Change]:
    """Removed and changed pieces where they stood, then the added ones."""
    found = []
    for place, piece in before.items():
        other, reached = after.get(place), _level(piece, level)
        if other is None:
            found.append(Change(part, How.REMOVED, piece, None, reached, heading))
        elif _shown(other) != _shown(piece):
            found.append(Change(part, How.CHANGED, piece, other, reached, heading))
    found += [
        Change(part, How.ADDED, None, piece, _level(piece, level), heading)
        for place, piece in after.items()
        if place not in before
    ]
    return found


def _shown(piece: Piece) -> object:
    """What a reader sees of a piece: going through a line without changing it is no change."""
    return piece.text if isinstance(piece, Line) else piece


def _level(piece: Piece, level: Level | None) -> Level | None:
    return level if isinstance(piece, Line | ScheduleItem | str) else piece.level


def _text(text: str) -> dict[Hashable, Piece]:
    return {"": text} if text else {}


def _lines(lines: Iterable[Line]) -> dict[Hashable, Piece]:
    return {line.id: line for line in lines if line.state is not LineState.REMOVED}


def _about(piece: Limit | PlanRule | ScheduleItem) -> Hashable:
    match piece:
        case ScheduleItem():
            return (piece.kind, piece.by)
        case rulebook.Combination():
            return (piece.component,)
        case _:
            return (type(piece).__name__, piece.component, piece.level, piece.side)

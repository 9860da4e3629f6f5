"""Going through a plan line by line: every edit gives a new content and says whose words stand."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from station.rules.limits import Level, Limit
from station.rules.plans import Line, LineState, PlanContent, Zone
from station.rules.rulebook import PlanRule


class Place(StrEnum):
    """Which list of a plan a line stands in."""

    SIGNS = "signs"
    MEASURES = "measures"
    PREVENTIVE = "preventive"
    SECTION = "section"


@dataclass(frozen=True, slots=True)
class Spot:
    """One list of lines: signs or measures of a level, the preventive ones, or a further part.

    Only the first two have a level; only a further part has an id and a `heading`.
    """

    place: Place
    level: Level | None = None
    section: str = ""
    heading: str = ""


SPOTS: tuple[Spot, ...] = (
    *(Spot(place, level) for level in Level for place in (Place.SIGNS, Place.MEASURES)),
    Spot(Place.PREVENTIVE),
)
"""The lists that every plan has, in the order they are read."""


def spots_of(content: PlanContent) -> tuple[Spot, ...]:
    """Give every list of this plan, its further parts last."""
    further = (Spot(Place.SECTION, None, part.id, part.heading) for part in content.sections)
    return (*SPOTS, *further)


def lines_at(content: PlanContent, spot: Spot) -> tuple[Line, ...]:
    """Give the lines that stand at `spot`, the removed ones among them."""
    if spot.place is Place.PREVENTIVE:
        return content.preventive
    if spot.place is Place.SECTION:
        parts = (part for part in content.sections if part.id == spot.section)
        return next((part.lines for part in parts), ())
    zone = next((each for each in content.zones if each.level is spot.level), None)
    if zone is None:
        return ()
    return zone.signs if spot.place is Place.SIGNS else zone.measures


def keep(content: PlanContent, line_id: str, template: Mapping[str, str]) -> PlanContent:
    """Let a line stand as it is written; a removed one comes back.

    `template` has the template's texts by line id: they tell kept, changed and own lines apart.
    """
    return _touch(content, line_id, lambda line: _stated(line, template))


def change(
    content: PlanContent, line_id: str, text: str, template: Mapping[str, str]
) -> PlanContent:
    """Write a line anew; with the template's own words it counts as kept."""
    return _touch(
        content, line_id, lambda line: _stated(replace(line, text=text.strip()), template)
    )


def remove(content: PlanContent, line_id: str) -> PlanContent:
    """Take a line out of the plan; it stays in the draft, so that it can come back."""
    return _touch(content, line_id, lambda line: replace(line, state=LineState.REMOVED))


def add(content: PlanContent, spot: Spot, line: Line, after: str = "") -> PlanContent:
    """Put a line of the patient's own at `spot`, after the line `after` or last."""
    lines = list(lines_at(content, spot))
    place = next((at + 1 for at, each in enumerate(lines) if each.id == after), len(lines))
    lines.insert(place, replace(line, state=LineState.OWN))
    return _with_lines(content, spot, lines)


def drop(content: PlanContent, line_id: str) -> PlanContent:
    """Forget a line altogether: an own one that was begun and never written."""
    for spot in spots_of(content):
        lines = lines_at(content, spot)
        left = [line for line in lines if line.id != line_id]
        if len(left) != len(lines):
            return _with_lines(content, spot, left)
    return content


def gone_through(content: PlanContent) -> tuple[int, int]:
    """Give how many lines have been gone through, and how many there are."""
    lines = content.lines()
    return sum(line.state is not LineState.PROPOSED for line in lines), len(lines)


def with_limits(content: PlanContent, component: str, limits: Sequence[Limit]) -> PlanContent:
    """Put these limits in place of those of `component`; the others stay where they are."""
    others = [limit for limit in content.limits if limit.component != component]
    place = next(
        (at for at, limit in enumerate(content.limits) if limit.component == component),
        len(others),
    )
    return replace(content, limits=(*others[:place], *limits, *others[place:]))


def put_rule(content: PlanContent, rule: PlanRule, instead: PlanRule | None = None) -> PlanContent:
    """Put a rule in place of another, or last; one that stands there already stays once."""
    stands = [each for each in content.rules if each != rule or each == instead]
    if instead in stands:
        stands[stands.index(instead)] = rule
    else:
        stands.append(rule)
    return replace(content, rules=tuple(stands))


def with_rules(content: PlanContent, rules: Sequence[PlanRule]) -> PlanContent:
    """Put these rules in place of all that stand there."""
    return replace(content, rules=tuple(rules))


def drop_rule(content: PlanContent, rule: PlanRule) -> PlanContent:
    """Take a rule out of the plan."""
    return replace(content, rules=tuple(each for each in content.rules if each != rule))


def _stated(line: Line, template: Mapping[str, str]) -> Line:
    if line.id not in template:
        return replace(line, state=LineState.OWN)
    same = line.text == template[line.id]
    return replace(line, state=LineState.KEPT if same else LineState.CHANGED)


def _touch(content: PlanContent, line_id: str, edit: Callable[[Line], Line]) -> PlanContent:
    def edited(lines: Sequence[Line]) -> tuple[Line, ...]:
        return tuple(edit(line) if line.id == line_id else line for line in lines)

    zones = tuple(
        Zone(zone.level, edited(zone.signs), edited(zone.measures)) for zone in content.zones
    )
    sections = tuple(replace(part, lines=edited(part.lines)) for part in content.sections)
    return replace(content, zones=zones, preventive=edited(content.preventive), sections=sections)


def _with_lines(content: PlanContent, spot: Spot, lines: Sequence[Line]) -> PlanContent:
    if spot.place is Place.PREVENTIVE:
        return replace(content, preventive=tuple(lines))
    if spot.place is Place.SECTION:
        parts = content.sections
        return replace(
            content,
            sections=tuple(
                replace(part, lines=tuple(lines)) if part.id == spot.section else part
                for part in parts
            ),
        )
    zones = list(content.zones)
    if all(zone.level is not spot.level for zone in zones):
        zones.append(Zone(Level(spot.level or 0)))
        zones.sort(key=lambda zone: zone.level)
    stands = tuple(lines)
    return replace(
        content,
        zones=tuple(
            zone
            if zone.level is not spot.level
            else replace(zone, signs=stands)
            if spot.place is Place.SIGNS
            else replace(zone, measures=stands)
            for zone in zones
        ),
    )

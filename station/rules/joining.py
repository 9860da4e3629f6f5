"""Putting the plans of two diagnoses together for one patient: nothing is silently overwritten."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias, TypeVar

from station.rules.comparing import by_place, zone_of
from station.rules.guardrails import strictest
from station.rules.limits import Level, Limit
from station.rules.plans import Line, PlanContent, ScheduleItem, Section, Zone
from station.rules.rulebook import Baseline, Change, PlanRule
from station.rules.templates import Template

Rival: TypeAlias = Limit | PlanRule | ScheduleItem
"""What two plans can want differently in one place."""
_R = TypeVar("_R")
JOINT = "+"
"""What stands between the codes of a plan's templates: kols+hjertesvikt."""
_AT = "@"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two plans that want different things in one place; `proposed` alerts first.

    A person decides. It is about two limits, two rules, or two agreed measurements.
    """

    one: Rival
    other: Rival
    proposed: Rival


def combine(one: PlanContent, other: PlanContent) -> tuple[PlanContent, tuple[Conflict, ...]]:
    """Put the second plan's lines, schedule, limits and rules beside the first's.

    Where both want something different in one place, the stricter is proposed and the conflict is
    given back for a person to decide.
    """
    limits, of_limits = _met(by_place(one.limits), by_place(other.limits), strictest)
    rules, of_rules = _met(by_place(one.rules), by_place(other.rules), stricter_rule)
    schedule, of_schedule = _met(by_place(one.schedule), by_place(other.schedule), _oftener)
    template, version = _both(one, other)
    together = replace(
        one,
        template=template,
        template_version=version,
        zones=tuple(_joined(zone_of(one, level), zone_of(other, level)) for level in Level),
        preventive=_merged(one.preventive, other.preventive),
        medication="\n".join(filter(None, (one.medication, other.medication))),
        schedule=tuple(schedule),
        limits=tuple(limits),
        rules=tuple(rules),
        sections=_sections(one.sections, other.sections),
        review_on=min(filter(None, (one.review_on, other.review_on)), default=""),
    )
    conflicts = (
        *(Conflict(*each) for each in of_limits),
        *(Conflict(*each) for each in of_rules),
        *(Conflict(*each) for each in of_schedule),
    )
    return together, conflicts


def chosen(content: PlanContent, conflict: Conflict, wanted: tuple[Rival, ...]) -> PlanContent:
    """Put what a person chose in a conflict where `proposed` stands.

    Two rules may both be wanted; of two limits or measurements only one.
    """
    stood = conflict.proposed
    limits = tuple(each for each in wanted if isinstance(each, Limit))
    items = tuple(each for each in wanted if isinstance(each, ScheduleItem))
    rules = tuple(each for each in wanted if isinstance(each, PlanRule))
    return replace(
        content,
        limits=_in_place(content.limits, stood, limits),
        schedule=_in_place(content.schedule, stood, items),
        rules=_in_place(content.rules, stood, rules),
    )


def stricter_rule(one: PlanRule, other: PlanRule) -> PlanRule:
    """Give the rule that alerts first of two about the same: the smaller step, then the longer."""
    return min(one, other, key=_reach)


def joined_template(one: Template, other: Template, name: str) -> Template:
    """Give two templates as the one that a joint plan is written against, under its own name."""
    return replace(
        one,
        code=JOINT.join((one.code, other.code)),
        name=name,
        goal_prompts=_merged(one.goal_prompts, other.goal_prompts),
        zones=tuple(_joined(_zone(one, level), _zone(other, level)) for level in Level),
        preventive=_merged(one.preventive, other.preventive),
        sections=_sections(one.sections, other.sections),
        medication_prompt="\n".join(filter(None, (one.medication_prompt, other.medication_prompt))),
        schedule=(*one.schedule, *other.schedule),
        limits=(*one.limits, *other.limits),
        rules=(*one.rules, *other.rules),
        alternatives=(*one.alternatives, *other.alternatives),
        review_after_days=min(one.review_after_days, other.review_after_days),
    )


def sources_of(template: str, version: int) -> tuple[tuple[str, int], ...]:
    """Give the code and version of every template that a plan was made from.

    `version` is the first one's; a further one carries its own: kols+hjertesvikt@2.
    """
    first, *others = template.split(JOINT)
    parts = (other.partition(_AT) for other in others)
    return ((first, version), *((code, int(own or 0)) for code, _, own in parts))


def codes_of(template: str) -> tuple[str, ...]:
    """Give the codes of the templates that a plan was made from."""
    return tuple(code for code, _ in sources_of(template, 0))


def _both(one: PlanContent, other: PlanContent) -> tuple[str, int]:
    """Give the codes of both, and the version of the first."""
    if not one.template:
        return other.template, other.template_version
    if other.template in ("", *codes_of(one.template)):
        return one.template, one.template_version
    version = f"{_AT}{other.template_version}" if other.template_version else ""
    return f"{one.template}{JOINT}{other.template}{version}", one.template_version


def _reach(rule: PlanRule) -> tuple[float, float, float]:
    match rule:
        case Change():
            return (rule.by, -rule.days, 0)
        case Baseline():
            return (rule.least, rule.spreads, rule.recent_days)
        case _:
            return (rule.at_least, -len(rule.conditions), -rule.within_hours)


def _met(
    one: Mapping[Hashable, _R], other: Mapping[Hashable, _R], stricter: Callable[[_R, _R], _R]
) -> tuple[list[_R], list[tuple[_R, _R, _R]]]:
    """Give what stands together, and (one, other, proposed) wherever the two differ."""
    together, conflicts = dict(one), []
    for place, piece in other.items():
        first = one.get(place)
        if first is None or first == piece:
            together[place] = piece
            continue
        together[place] = stricter(first, piece)
        conflicts.append((first, piece, together[place]))
    return list(together.values()), conflicts


def _in_place(pieces: tuple[_R, ...], stood: Rival, wanted: tuple[_R, ...]) -> tuple[_R, ...]:
    found: list[_R] = []
    for piece in pieces:
        found += wanted if piece == stood else (piece,)
    return tuple(found)


def _oftener(one: ScheduleItem, other: ScheduleItem) -> ScheduleItem:
    return max(one, other, key=lambda item: len(set(item.weekdays)))


def _zone(template: Template, level: Level) -> Zone:
    return next((zone for zone in template.zones if zone.level is level), Zone(level))


def _joined(one: Zone, other: Zone) -> Zone:
    signs, measures = _merged(one.signs, other.signs), _merged(one.measures, other.measures)
    return Zone(one.level, signs, measures)


def _sections(one: tuple[Section, ...], other: tuple[Section, ...]) -> tuple[Section, ...]:
    """Parts with the same id are one; the first plan's heading stands."""
    found = {part.id: part for part in one}
    for part in other:
        first = found.get(part.id)
        lines = part.lines if first is None else _merged(first.lines, part.lines)
        found[part.id] = replace(first or part, lines=lines)
    return tuple(found.values())


def _merged(one: tuple[Line, ...], other: tuple[Line, ...]) -> tuple[Line, ...]:
    known = {line.id for line in one}
    return (*one, *(line for line in other if line.id not in known))

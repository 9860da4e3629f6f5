"""A plan template in all its languages at once: the same lines, limits and rules, three wordings.

Every edit gives a new set; what is wrong with one is said, never repaired.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from station.rules.guardrails import check_limits
from station.rules.limits import Level
from station.rules.plans import FORMAT, Line, Section, Zone, check_format, dicts
from station.rules.templates import (
    SHIPPED,
    PlanType,
    SuggestedLimit,
    SuggestedRule,
    Template,
)
from station.rules.wording import level_word
from station.rules.wording_rules import rule_sentence
from station.rules.wording_values import component_name, limit_sentence

NEEDED = ("nb", "nn")
"""The languages without which no template is taken into use; English may be left out."""
NAME, MEDICATION, GOAL, PREVENTIVE = "name", "medication", "goal", "preventive"
NUMBERS = "numbers"
_HEADING = "heading."
_SECTION = "section."
_ZONE = "zone."


class Fault(StrEnum):
    """Why a template cannot be taken into use."""

    LANGUAGE_MISSING = "language_missing"
    DIFFERENT_LINES = "different_lines"
    EMPTY_LINE = "empty_line"
    TWICE = "twice"
    EMPTY_LEVEL = "empty_level"
    NO_SOURCE = "no_source"
    LIMITS = "limits"


@dataclass(frozen=True, slots=True)
class Faulty:
    """One fault, with the language and the place (and line) that it is in."""

    fault: Fault
    language: str = ""
    where: str = ""
    line: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One text or number that two sets do not share; empty where one of them has none."""

    language: str
    where: str
    line: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TemplateSet:
    """One template in its languages, bokmål first."""

    templates: tuple[Template, ...]

    @property
    def first(self) -> Template:
        """Give the template whose order and numbers are everybody's."""
        return self.templates[0]

    @property
    def languages(self) -> tuple[str, ...]:
        """Give the languages there are, in order."""
        return tuple(each.language for each in self.templates)

    def spoken(self, language: str) -> Template:
        """Give the template in a language, or in the first one where it lacks that."""
        return next((each for each in self.templates if each.language == language), self.first)

    def to_data(self) -> dict[str, object]:
        """Give the set as a JSON-safe dict."""
        return {"format": FORMAT, "templates": [each.to_data() for each in self.templates]}

    @classmethod
    def from_data(
        cls, data: Mapping[str, object], version: int = SHIPPED, *, begun: bool = False
    ) -> "TemplateSet":
        """Read what to_data gave; KeyError, TypeError or ValueError if it is something else."""
        check_format(data)
        found = [Template.from_data(x, version, begun=begun) for x in dicts(data["templates"])]
        if not found:
            raise ValueError("a template has at least one language")
        return cls(tuple(found))


def everything(template: Template) -> dict[str, tuple[Line, ...]]:
    """Give every text of a template by its place, in the order it is read.

    A text that stands alone (the name, a heading, what the doctor is asked for) is one line.
    """
    found = {NAME: (Line(NAME, template.name),), GOAL: template.goal_prompts}
    for zone in template.zones:
        found[_signs(zone)] = zone.signs
        found[_measures(zone)] = zone.measures
    found[PREVENTIVE] = template.preventive
    for section in template.sections:
        heading = f"{_HEADING}{section.id}"
        found[heading] = (Line(heading, section.heading),)
        found[f"{_SECTION}{section.id}"] = section.lines
    found[MEDICATION] = (Line(MEDICATION, template.medication_prompt),)
    return found


def stands_alone(where: str) -> bool:
    """Tell whether a place holds one text that is neither moved nor taken out."""
    return where in (NAME, MEDICATION) or where.startswith(_HEADING)


def lines_at(template: Template, where: str) -> tuple[Line, ...]:
    """Give the lines of one place; nothing for an unknown one."""
    return everything(template).get(where, ())


def level_at(where: str) -> Level | None:
    """Give the level that a list of lines belongs to, or None."""
    return Level(int(where.split(".")[1])) if where.startswith(_ZONE) else None


def reworded(made: TemplateSet, language: str, where: str, line_id: str, text: str) -> TemplateSet:
    """Write one line anew in one language."""

    def write(template: Template) -> Template:
        if template.language != language:
            return template
        lines = (
            replace(line, text=text.strip()) if line.id == line_id else line
            for line in lines_at(template, where)
        )
        return _with(template, where, tuple(lines))

    return _each(made, write)


def added(made: TemplateSet, where: str, line_id: str, after: str = "") -> TemplateSet:
    """Put a line without words after the line `after`, or last, in every language."""

    def add(template: Template) -> Template:
        lines = list(lines_at(template, where))
        at = next((n + 1 for n, line in enumerate(lines) if line.id == after), len(lines))
        lines.insert(at, Line(line_id, ""))
        return _with(template, where, tuple(lines))

    return _each(made, add)


def dropped(made: TemplateSet, where: str, line_id: str) -> TemplateSet:
    """Take a line out in every language."""

    def drop(template: Template) -> Template:
        left = (line for line in lines_at(template, where) if line.id != line_id)
        return _with(template, where, tuple(left))

    return _each(made, drop)


def moved(made: TemplateSet, where: str, line_id: str, steps: int) -> TemplateSet:
    """Move a line within its list in every language; it stops at the ends."""
    order = [line.id for line in lines_at(made.first, where)]
    if line_id not in order:
        return made
    at = order.index(line_id)
    order.insert(max(0, min(len(order) - 1, at + steps)), order.pop(at))

    def move(template: Template) -> Template:
        lines = {line.id: line for line in lines_at(template, where)}
        return _with(template, where, tuple(lines[each] for each in order if each in lines))

    return _each(made, move)


def with_limits(
    made: TemplateSet, edit: Callable[[tuple[SuggestedLimit, ...]], Iterable[SuggestedLimit]]
) -> TemplateSet:
    """Edit the suggested limits alike in every language."""
    return _each(made, lambda each: replace(each, limits=tuple(edit(each.limits))))


def with_rules(
    made: TemplateSet, edit: Callable[[tuple[SuggestedRule, ...]], Iterable[SuggestedRule]]
) -> TemplateSet:
    """Edit the suggested rules alike in every language."""
    return _each(made, lambda each: replace(each, rules=tuple(edit(each.rules))))


def with_language(made: TemplateSet, language: str) -> TemplateSet:
    """Add a language, every text without words."""
    if language in made.languages:
        return made
    silent = replace(made.first, language=language)
    for where, lines in everything(silent).items():
        silent = _with(silent, where, tuple(replace(line, text="") for line in lines))
    return TemplateSet((*made.templates, silent))


def without_language(made: TemplateSet, language: str) -> TemplateSet:
    """Leave a language out; one of those needed stays."""
    if language in NEEDED:
        return made
    return TemplateSet(tuple(each for each in made.templates if each.language != language))


def faults(made: TemplateSet) -> tuple[Faulty, ...]:
    """Give everything that keeps a set from being taken into use."""
    found = [Faulty(Fault.LANGUAGE_MISSING, each) for each in NEEDED if each not in made.languages]
    order = _order(made.first)
    for template in made.templates:
        if _order(template) != order:
            found.append(Faulty(Fault.DIFFERENT_LINES, template.language))
        found += [
            Faulty(Fault.EMPTY_LINE, template.language, where, line.id)
            for where, lines in everything(template).items()
            for line in lines
            if not line.text.strip()
        ]
    found += _twice(made.first)
    found += _empty_levels(made.first)
    found += _unfounded(made.first)
    return tuple(found)


def differences(before: TemplateSet, after: TemplateSet) -> tuple[Difference, ...]:
    """Give every text that was added, changed or removed, by language, then limits and rules."""
    found = []
    for language in dict.fromkeys((*before.languages, *after.languages)):
        one, other = _texts(before, language), _texts(after, language)
        found += [
            Difference(language, *place, one.get(place, ""), other.get(place, ""))
            for place in dict.fromkeys((*one, *other))
            if one.get(place, "") != other.get(place, "")
        ]
    was, now = _numbers(before.first), _numbers(after.first)
    found += [
        Difference("", NUMBERS, code, was.get(code, ""), now.get(code, ""))
        for code in dict.fromkeys((*was, *now))
        if was.get(code, "") != now.get(code, "")
    ]
    return tuple(found)


def _numbers(template: Template) -> dict[str, str]:
    """The limits and rules as sentences, in the language spoken now, by what they are about."""
    found = {}
    for each in template.limits:
        said = limit_sentence(each.limit) if each.limit else "–"
        words = f"{level_word(each.level)}: {component_name(each.component)} {said}"
        found[f"{each.component}.{each.side}.{int(each.level)}"] = f"{words} ({each.source})"
    for rule in template.rules:
        mark = "✓" if rule.taken else "○"
        words = f"{mark} {level_word(rule.rule.level)}: {rule_sentence(rule.rule)}"
        found[f"{type(rule.rule).__name__}.{rule.rule.component}"] = f"{words} ({rule.source})"
    return found


def _signs(zone: Zone) -> str:
    return f"{_ZONE}{int(zone.level)}.signs"


def _measures(zone: Zone) -> str:
    return f"{_ZONE}{int(zone.level)}.measures"


def _each(made: TemplateSet, edit: Callable[[Template], Template]) -> TemplateSet:
    return TemplateSet(tuple(edit(template) for template in made.templates))


def _with(template: Template, where: str, lines: tuple[Line, ...]) -> Template:
    if where == NAME:
        return replace(template, name=lines[0].text)
    if where == MEDICATION:
        return replace(template, medication_prompt=lines[0].text)
    if where == GOAL:
        return replace(template, goal_prompts=lines)
    if where == PREVENTIVE:
        return replace(template, preventive=lines)
    return replace(
        template,
        sections=tuple(_section_with(each, where, lines) for each in template.sections),
        zones=tuple(_zone_with(each, where, lines) for each in template.zones),
    )


def _section_with(section: Section, where: str, lines: tuple[Line, ...]) -> Section:
    if where == f"{_HEADING}{section.id}":
        return replace(section, heading=lines[0].text)
    return replace(section, lines=lines) if where == f"{_SECTION}{section.id}" else section


def _zone_with(zone: Zone, where: str, lines: tuple[Line, ...]) -> Zone:
    if where == _signs(zone):
        return replace(zone, signs=lines)
    return replace(zone, measures=lines) if where == _measures(zone) else zone


def _order(template: Template) -> list[tuple[str, str]]:
    return [(where, line.id) for where, lines in everything(template).items() for line in lines]


def _twice(template: Template) -> list[Faulty]:
    seen, found = set[str](), []
    for where, line_id in _order(template):
        if line_id in seen:
            found.append(Faulty(Fault.TWICE, "", where, line_id))
        seen.add(line_id)
    return found


def _empty_levels(template: Template) -> list[Faulty]:
    if template.type is PlanType.CRISIS:
        return []
    return [
        Faulty(Fault.EMPTY_LEVEL, "", _signs(zone))
        for zone in template.zones
        if not (zone.signs or zone.measures)
    ]


def _unfounded(template: Template) -> list[Faulty]:
    """Limits that guardrails refuse, and numbers that nobody has said where they come from."""
    known = [each.limit for each in template.limits if each.limit is not None]
    found = [Faulty(Fault.LIMITS, line=each.limit.component) for each in check_limits(known)]
    sources = [(each.component, each.source) for each in template.limits]
    sources += [(each.rule.component, each.source) for each in template.rules]
    return found + [
        Faulty(Fault.NO_SOURCE, line=code) for code, text in sources if not text.strip()
    ]


def _texts(made: TemplateSet, language: str) -> dict[tuple[str, str], str]:
    if language not in made.languages:
        return {}
    template = made.spoken(language)
    return {
        (where, line.id): line.text
        for where, lines in everything(template).items()
        for line in lines
    }

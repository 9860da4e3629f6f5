"""Plan templates: proposals that are gone through with the patient, line by line."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from station.rules.limits import Level, Limit
from station.rules.plans import (
    FORMAT,
    Line,
    LineState,
    PlanContent,
    ScheduleItem,
    Section,
    Zone,
    check_format,
    dicts,
    schedule_item,
)
from station.rules.rulebook import PlanRule, rule_data, rule_from

SHIPPED = 0
"""The version number of a template as it came with the program; a municipality's own begin at 1."""


class PlanType(StrEnum):
    """A self-care plan with zones and limits, or a crisis plan in the patient's own words."""

    SELF_CARE = "self-care"
    CRISIS = "crisis"


@dataclass(frozen=True, slots=True)
class SuggestedLimit:
    """A starting limit with where it comes from; `limit` is None where only a doctor can say.

    `component`, `level` and `side` name the place on the sheet that the doctor is asked to fill.
    """

    component: str
    level: Level
    side: str
    limit: Limit | None
    source: str


@dataclass(frozen=True, slots=True)
class SuggestedRule:
    """A proposed rule with where it comes from; one that is not `taken` waits to be chosen."""

    rule: PlanRule
    source: str
    taken: bool = True


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another set of limits that can be chosen instead of those proposed for its components."""

    id: str
    name: str
    limits: tuple[SuggestedLimit, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """One kind of plan in one language, as the content files (or the municipality) write it.

    `version` is SHIPPED, or the number of the municipality's own.
    """

    code: str
    language: str
    name: str
    goal_prompts: tuple[Line, ...]
    zones: tuple[Zone, ...]
    preventive: tuple[Line, ...]
    medication_prompt: str
    schedule: tuple[ScheduleItem, ...]
    limits: tuple[SuggestedLimit, ...]
    review_after_days: int
    rules: tuple[SuggestedRule, ...] = ()
    sections: tuple[Section, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    type: PlanType = PlanType.SELF_CARE
    version: int = SHIPPED

    @classmethod
    def from_data(
        cls, data: Mapping[str, object], version: int = SHIPPED, *, begun: bool = False
    ) -> "Template":
        """Read a template file; KeyError, TypeError or ValueError if it is something else.

        One that is only `begun` may hold lines without words, and an id twice.
        """
        check_format(data)
        made = cls(
            code=str(data["template"]),
            language=str(data["language"]),
            name=str(data["name"]),
            goal_prompts=_lines(data["goal_prompts"]),
            zones=tuple(_zone(each) for each in dicts(data["zones"])),
            preventive=_lines(data["preventive"]),
            medication_prompt=str(data["medication_prompt"]),
            schedule=tuple(schedule_item(each) for each in dicts(data["schedule"])),
            limits=_suggested_limits(data["limits"]),
            review_after_days=int(str(data["review_after_days"])),
            rules=tuple(_suggested_rule(each) for each in dicts(data.get("rules", []))),
            sections=tuple(_section(each) for each in dicts(data.get("sections", []))),
            alternatives=tuple(_alternative(each) for each in dicts(data.get("alternatives", []))),
            type=PlanType(str(data.get("type", PlanType.SELF_CARE))),
            version=version,
        )
        if not begun:
            _check(made)
        return made

    def to_data(self) -> dict[str, object]:
        """Give the template as the JSON-safe dict that from_data reads."""
        return {
            "format": FORMAT,
            "template": self.code,
            "language": self.language,
            "name": self.name,
            "type": self.type.value,
            "goal_prompts": _line_data(self.goal_prompts),
            "zones": [
                {
                    "level": int(zone.level),
                    "signs": _line_data(zone.signs),
                    "measures": _line_data(zone.measures),
                }
                for zone in self.zones
            ],
            "preventive": _line_data(self.preventive),
            "sections": [
                {"id": each.id, "heading": each.heading, "lines": _line_data(each.lines)}
                for each in self.sections
            ],
            "medication_prompt": self.medication_prompt,
            "schedule": [
                {"kind": item.kind, "weekdays": list(item.weekdays), "by": item.by}
                for item in self.schedule
            ],
            "limits": [_limit_data(each) for each in self.limits],
            "rules": [
                {**rule_data(each.rule), "source": each.source, "taken": each.taken}
                for each in self.rules
            ],
            "alternatives": [
                {"id": each.id, "name": each.name, "limits": [_limit_data(x) for x in each.limits]}
                for each in self.alternatives
            ],
            "review_after_days": self.review_after_days,
        }

    def lines(self) -> tuple[Line, ...]:
        """Give every line that goes into a plan, in the order it is read."""
        zoned = [line for zone in self.zones for line in (*zone.signs, *zone.measures)]
        further = [line for section in self.sections for line in section.lines]
        return (*zoned, *self.preventive, *further)


def instantiate(template: Template, today: date) -> PlanContent:
    """Make a plan's first content: every line a proposal, every known limit a suggestion."""
    return PlanContent(
        template=template.code,
        template_version=template.version,
        language=template.language,
        zones=template.zones,
        preventive=template.preventive,
        schedule=template.schedule,
        limits=_known(template.limits),
        review_on=(today + timedelta(days=template.review_after_days)).isoformat(),
        rules=tuple(each.rule for each in template.rules if each.taken),
        sections=template.sections,
    )


def with_alternative(content: PlanContent, alternative: Alternative) -> PlanContent:
    """Put an alternative's limits in the place of those the plan has for the same places."""
    chosen = {(each.component, each.level, each.side) for each in alternative.limits}
    others = [
        each
        for each in content.limits
        if (each.component, each.level, each.side.value) not in chosen
    ]
    return replace(content, limits=(*others, *_known(alternative.limits)))


def translated(content: PlanContent, template: Template) -> PlanContent:
    """Give `content` in the template's language, where its words are still the template's own.

    What was changed or written for this patient stays as it is.
    """
    texts = {line.id: line.text for line in template.lines()}
    headings = {section.id: section.heading for section in template.sections}

    def spoken(lines: tuple[Line, ...]) -> tuple[Line, ...]:
        return tuple(
            replace(line, text=texts.get(line.id, line.text))
            if line.state in (LineState.PROPOSED, LineState.KEPT)
            else line
            for line in lines
        )

    return replace(
        content,
        language=template.language,
        zones=tuple(
            Zone(zone.level, spoken(zone.signs), spoken(zone.measures)) for zone in content.zones
        ),
        preventive=spoken(content.preventive),
        sections=tuple(
            Section(each.id, headings.get(each.id, each.heading), spoken(each.lines))
            for each in content.sections
        ),
    )


def _known(limits: tuple[SuggestedLimit, ...]) -> tuple[Limit, ...]:
    return tuple(each.limit for each in limits if each.limit is not None)


def _check(template: Template) -> None:
    lines = template.lines()
    if not all(line.id and line.text.strip() for line in (*template.goal_prompts, *lines)):
        raise ValueError("a line has an id and a text")
    if len({line.id for line in lines}) != len(lines):
        raise ValueError("two lines of a template have the same id")


def _lines(value: object) -> tuple[Line, ...]:
    return tuple(Line(str(each["id"]), str(each["text"])) for each in dicts(value))


def _line_data(lines: tuple[Line, ...]) -> list[dict[str, object]]:
    return [{"id": line.id, "text": line.text} for line in lines]


def _zone(data: Mapping[str, object]) -> Zone:
    return Zone(Level(int(str(data["level"]))), _lines(data["signs"]), _lines(data["measures"]))


def _section(data: Mapping[str, object]) -> Section:
    return Section(str(data["id"]), str(data["heading"]), _lines(data["lines"]))


def _suggested_limits(value: object) -> tuple[SuggestedLimit, ...]:
    return tuple(_suggested(each) for each in dicts(value))


def _suggested(data: Mapping[str, object]) -> SuggestedLimit:
    limit = None if data["value"] is None else Limit.from_data(data)
    level = Level(int(str(data["level"])))
    return SuggestedLimit(
        str(data["component"]), level, str(data["side"]), limit, str(data["source"])
    )


def _limit_data(suggested: SuggestedLimit) -> dict[str, object]:
    place = {
        "component": suggested.component,
        "level": int(suggested.level),
        "side": suggested.side,
        "value": None,
    }
    known = suggested.limit.to_data() if suggested.limit else place
    return {**known, "source": suggested.source}


def _suggested_rule(data: Mapping[str, object]) -> SuggestedRule:
    return SuggestedRule(rule_from(data), str(data["source"]), bool(data.get("taken", True)))


def _alternative(data: Mapping[str, object]) -> Alternative:
    return Alternative(str(data["id"]), str(data["name"]), _suggested_limits(data["limits"]))

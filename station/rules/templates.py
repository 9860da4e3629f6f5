"""Plan templates: proposals that are gone through with the patient, line by line."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from station.rules.limits import Level, Limit
from station.rules.plans import (
    Line,
    LineState,
    PlanContent,
    ScheduleItem,
    Zone,
    check_format,
    dicts,
    schedule_item,
)


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
class Template:
    """One diagnosis in one language, as the content files (and the municipality) write it."""

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

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> "Template":
        """Read a template file; KeyError, TypeError or ValueError if it is something else."""
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
            limits=tuple(_suggested(each) for each in dicts(data["limits"])),
            review_after_days=int(str(data["review_after_days"])),
        )
        ids = [line.id for line in made.lines()]
        if len(set(ids)) != len(ids):
            raise ValueError("two lines of a template have the same id")
        return made

    def lines(self) -> tuple[Line, ...]:
        """Give every line that goes into a plan, in the order it is read."""
        zoned = [line for zone in self.zones for line in (*zone.signs, *zone.measures)]
        return (*zoned, *self.preventive)


def instantiate(template: Template, today: date) -> PlanContent:
    """Make a plan's first content: every line a proposal, every known limit a suggestion."""
    return PlanContent(
        template=template.code,
        language=template.language,
        zones=template.zones,
        preventive=template.preventive,
        schedule=template.schedule,
        limits=tuple(each.limit for each in template.limits if each.limit is not None),
        review_on=(today + timedelta(days=template.review_after_days)).isoformat(),
    )


def translated(content: PlanContent, template: Template) -> PlanContent:
    """Give `content` in the template's language, where its lines are still the template's own.

    What was changed or written for this patient stays as it is.
    """
    texts = {line.id: line.text for line in template.lines()}

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
    )


def _lines(value: object) -> tuple[Line, ...]:
    found = tuple(Line(str(each["id"]), str(each["text"])) for each in dicts(value))
    if not all(line.id and line.text.strip() for line in found):
        raise ValueError("a line has an id and a text")
    return found


def _zone(data: Mapping[str, object]) -> Zone:
    return Zone(Level(int(str(data["level"]))), _lines(data["signs"]), _lines(data["measures"]))


def _suggested(data: Mapping[str, object]) -> SuggestedLimit:
    limit = None if data["value"] is None else Limit.from_data(data)
    level = Level(int(str(data["level"])))
    return SuggestedLimit(
        str(data["component"]), level, str(data["side"]), limit, str(data["source"])
    )

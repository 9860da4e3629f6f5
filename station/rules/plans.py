"""A self-care plan as values: lines, zones, schedule and limits, and its versions."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from station.rules.limits import Level, Limit, whole_in
from station.rules.rulebook import PlanRule, rule_data, rule_from

FORMAT = 1
"""The version of the JSON form that to_data writes and from_data reads."""
CRISIS = "krisemestringsplan"
"""The template of a crisis plan: no numbers, and no silence that counts."""


class LineState(StrEnum):
    """What has been done with a line of the plan; PROPOSED has not been gone through."""

    PROPOSED = "proposed"
    KEPT = "kept"
    CHANGED = "changed"
    OWN = "own"
    REMOVED = "removed"


class PlanStatus(StrEnum):
    """The life of a plan version: a draft, then approved, then replaced by a later one.

    A draft that was on paper already is never deleted, but WITHDRAWN: the paper may come back.
    """

    DRAFT = "draft"
    APPROVED = "approved"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the plan, written to the patient; `id` is the template line's, or own."""

    id: str
    text: str
    state: LineState = LineState.PROPOSED


@dataclass(frozen=True, slots=True)
class Zone:
    """One level of the plan: how the patient notices it, and what the patient does then."""

    level: Level
    signs: tuple[Line, ...] = ()
    measures: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class ScheduleItem:
    """One agreed measurement: a kind on weekdays 0 (Monday) to 6, by local time "HH:MM"."""

    kind: str
    weekdays: tuple[int, ...]
    by: str


@dataclass(frozen=True, slots=True)
class Section:
    """A further part of a plan under its own `heading`; `id` is the template's."""

    id: str
    heading: str
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanContent:
    """Everything a plan version says; `review_on` is an ISO date or empty.

    `medication` is the doctor's text. `origin` names who made a plan that was made elsewhere, and
    `valid_from` (an ISO date) is the day from which that one holds; both are empty otherwise.
    `rules` stand beside the limits. `sections` are further parts under headings of their own (a
    crisis plan: what sets it off, how I want to be met, contacts). `template_version` is 0 for a
    template as it was shipped, else the municipality's own version: its words are found by it.
    """

    template: str
    language: str
    goal: str = ""
    zones: tuple[Zone, ...] = ()
    preventive: tuple[Line, ...] = ()
    medication: str = ""
    schedule: tuple[ScheduleItem, ...] = ()
    limits: tuple[Limit, ...] = ()
    review_on: str = ""
    origin: str = ""
    rules: tuple[PlanRule, ...] = ()
    sections: tuple[Section, ...] = ()
    template_version: int = 0
    valid_from: str = ""

    @property
    def crisis(self) -> bool:
        """Tell whether this is a crisis plan: levels in the patient's own words, no numbers."""
        return self.template == CRISIS

    def lines(self) -> tuple[Line, ...]:
        """Give every line of the plan in the order it is read."""
        zoned = [line for zone in self.zones for line in (*zone.signs, *zone.measures)]
        further = [line for section in self.sections for line in section.lines]
        return (*zoned, *self.preventive, *further)

    def to_data(self) -> dict[str, object]:
        """Give the content as a JSON-safe dict."""
        return {
            "format": FORMAT,
            "template": self.template,
            "language": self.language,
            "goal": self.goal,
            "zones": [_zone_data(zone) for zone in self.zones],
            "preventive": [_line_data(line) for line in self.preventive],
            "medication": self.medication,
            "schedule": [_schedule_data(item) for item in self.schedule],
            "limits": [limit.to_data() for limit in self.limits],
            "review_on": self.review_on,
            "origin": self.origin,
            "rules": [rule_data(rule) for rule in self.rules],
            "sections": [section_data(section) for section in self.sections],
            "template_version": self.template_version,
            "valid_from": self.valid_from,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> "PlanContent":
        """Read what to_data gave; KeyError, TypeError or ValueError if it is something else."""
        check_format(data)
        return cls(
            template=str(data["template"]),
            language=str(data["language"]),
            goal=str(data["goal"]),
            zones=tuple(_zone(each) for each in dicts(data["zones"])),
            preventive=tuple(_line(each) for each in dicts(data["preventive"])),
            medication=str(data["medication"]),
            schedule=tuple(schedule_item(each) for each in dicts(data["schedule"])),
            limits=tuple(Limit.from_data(each) for each in dicts(data["limits"])),
            review_on=str(data["review_on"]),
            origin=str(data.get("origin", "")),
            rules=tuple(rule_from(each) for each in dicts(data.get("rules", []))),
            sections=tuple(section_from(each) for each in dicts(data.get("sections", []))),
            template_version=whole_in(data.get("template_version", 0)),
            valid_from=str(data.get("valid_from", "")),
        )


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """One numbered version of a plan; once approved it never changes, it is only replaced.

    Times are UTC milliseconds; `approved_on` is the ISO date that the doctor gave.
    """

    id: str
    plan_id: str
    patient_id: str
    number: int
    status: PlanStatus
    content: PlanContent
    created_at: int
    created_by: str
    approved_by: str = ""
    approved_on: str = ""
    channel: str = ""
    in_force_from: int | None = None
    in_force_to: int | None = None


def check_format(data: Mapping[str, object]) -> None:
    """Raise ValueError unless `data` is in the form that this program writes."""
    if data["format"] != FORMAT:
        raise ValueError("this plan was written by another version of Station")


def dicts(value: object) -> list[dict[str, object]]:
    """Give `value` as a list of dicts, or raise TypeError."""
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise TypeError("a list of objects is expected")
    return value


def _line_data(line: Line) -> dict[str, object]:
    return {"id": line.id, "text": line.text, "state": line.state.value}


def _line(data: Mapping[str, object]) -> Line:
    return Line(str(data["id"]), str(data["text"]), LineState(str(data["state"])))


def section_data(section: Section) -> dict[str, object]:
    """Give a further part of a plan as a JSON-safe dict."""
    lines = [_line_data(line) for line in section.lines]
    return {"id": section.id, "heading": section.heading, "lines": lines}


def section_from(data: Mapping[str, object]) -> Section:
    """Read what section_data gave; KeyError, TypeError or ValueError if it is something else."""
    lines = tuple(_line(each) for each in dicts(data["lines"]))
    return Section(str(data["id"]), str(data["heading"]), lines)


def _zone_data(zone: Zone) -> dict[str, object]:
    return {
        "level": int(zone.level),
        "signs": [_line_data(line) for line in zone.signs],
        "measures": [_line_data(line) for line in zone.measures],
    }


def _zone(data: Mapping[str, object]) -> Zone:
    return Zone(
        Level(int(str(data["level"]))),
        tuple(_line(each) for each in dicts(data["signs"])),
        tuple(_line(each) for each in dicts(data["measures"])),
    )


def _schedule_data(item: ScheduleItem) -> dict[str, object]:
    return {"kind": item.kind, "weekdays": list(item.weekdays), "by": item.by}


def schedule_item(data: Mapping[str, object]) -> ScheduleItem:
    """Read one agreed measurement; KeyError, TypeError or ValueError if it is something else."""
    weekdays = data["weekdays"]
    if not isinstance(weekdays, list):
        raise TypeError("a list of weekdays is expected")
    return ScheduleItem(str(data["kind"]), tuple(int(day) for day in weekdays), str(data["by"]))

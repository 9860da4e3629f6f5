"""From a plan version to the sheet that is printed: everything worded in the plan's language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from station.core.formats import day, near_day, weekday
from station.core.i18n import N_, speaking, tr
from station.core.settings import Profile
from station.core.zone import day_of
from station.models.queries.plans import VersionRow
from station.models.queries.readings import TrendPoint
from station.printing.documents import (
    CriticalLimits,
    Identity,
    LimitLine,
    Period,
    Phone,
    PlanDocument,
    Point,
    Section,
    Series,
    Tick,
    Words,
    Zone,
    ZoneField,
    strong,
    words,
)
from station.rules.guardrails import limits_of
from station.rules.kinds import Component, component_of, kind_of
from station.rules.limits import Level, Limit, Side
from station.rules.plans import PlanContent, PlanStatus, ScheduleItem
from station.rules.plans import Zone as PlanZone
from station.rules.wording import (
    component_name,
    green_phrase,
    kind_name,
    level_word,
    limit_sentence,
    number_text,
    unit_text,
)
from station.rules.wording_rules import rule_sentence
from station.services.footers import footer, opening_text, phone_text
from station.services.plans.trying import Tried
from station.services.prints import crisis_sheet
from station.services.prints.limits_box import Before, in_force, to_decide
from station.services.prints.sheet_lines import printed_lines
from station.services.prints.sheet_standing import approval_of, status_of, to_sign

TREND_DAYS = 30
_TITLE = N_("My self-care plan")
_ROOM = 0.2
"""The share of a small chart's height that one name needs."""
_DAY_MS = 86_400_000
_ZONES = {Level.GREEN: Zone.GREEN, Level.YELLOW: Zone.YELLOW, Level.RED: Zone.RED}
_FEELINGS = {
    Level.GREEN: N_("This is how I am when I am well"),
    Level.YELLOW: N_("I am worse than usual"),
    Level.RED: N_("I need help now"),
}


@dataclass(frozen=True, slots=True)
class Person:
    """What a sheet says of the patient; `birth_date` is ISO or empty."""

    name: str
    birth_date: str
    diagnosis: str
    language: str


@dataclass(frozen=True, slots=True)
class TrendFacts:
    """The readings of one component drawn on the sheet, and how often they are agreed."""

    component: str
    points: Sequence[TrendPoint]
    interval_ms: int
    gaps: tuple[int, ...] = ()
    """When it was answered with «cannot say» (UTC ms)."""


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What the readings say: whose limits the GP is asked about, what they gave, and the trend.

    `tried` is by component; `before` the limits in force while a draft is written.
    """

    asked: Sequence[str] = ()
    tried: Mapping[str, Tried] = field(default_factory=dict)
    trend: TrendFacts | None = None
    before: Before | None = None


def plan_document(
    row: VersionRow, person: Person, profile: Profile, now: int, facts: SheetFacts
) -> PlanDocument:
    """Give the sheet of a version; a draft carries the GP's box, an approved one who approved."""
    version, content = row.version, row.version.content
    # The GP is asked nothing about a plan that others have made.
    draft = version.status is PlanStatus.DRAFT and not content.valid_from
    with speaking(content.language):
        trend = facts.trend
        series = trend_series(trend, content.limits, now) if trend and trend.points else None
        if content.crisis:
            return _crisis_document(row, person, profile, now)
        return PlanDocument(
            identity=_identity(row, person, profile, now),
            goal=words(content.goal.strip() or "–"),
            zones=tuple(_zone(zone, content) for zone in content.zones),
            phones=phones(profile),
            sections=(
                *_sections(content),
                *crisis_sheet.sections(content, first=True),
                *crisis_sheet.sections(content, first=False),
            ),
            limits=_critical(content, facts, draft=draft),
            approval=approval_of(row) if not draft else to_sign(),
            schedule=_schedule(content.schedule),
            review=_review(content.review_on),
            opening=tr("We look at the readings {hours}.", hours=opening_text(profile)),
            trend=series,
            period=trend_period(now) if series else None,
        )


def _crisis_document(row: VersionRow, person: Person, profile: Profile, now: int) -> PlanDocument:
    content = row.version.content
    agreed = bool(content.schedule)
    watched = tr("We look at the readings {hours}.", hours=opening_text(profile))
    draft = row.version.status is PlanStatus.DRAFT
    return PlanDocument(
        identity=_identity(row, person, profile, now),
        goal=words(content.goal.strip()),
        before=crisis_sheet.sections(content, first=True),
        zones=crisis_sheet.levels(content),
        phones=phones(profile),
        sections=(*crisis_sheet.sections(content, first=False), *_sections(content)),
        limits=None,
        approval=crisis_sheet.to_sign() if draft else approval_of(row),
        schedule=_schedule(content.schedule) if agreed else words(),
        review=_review(content.review_on),
        opening=watched if agreed else "",
    )


def code_of(row: VersionRow) -> str:
    """Give the code that finds a print's version again: never a name or a number of a person."""
    return f"{row.version.id[:4]}-{row.content_hash[:4]}-v{row.version.number}".upper()


def _identity(row: VersionRow, person: Person, profile: Profile, now: int) -> Identity:
    crisis = row.version.content.crisis
    status = status_of(row.version)
    return Identity(
        language=row.version.content.language,
        municipality=profile.name,
        service=profile.service_name or tr("Digital home follow-up"),
        title=tr(crisis_sheet.TITLE if crisis else _TITLE),
        status=tr(status) if status else "",
        person=person.name,
        birth_date=day(date.fromisoformat(person.birth_date)) if person.birth_date else "–",
        diagnosis=person.diagnosis,
        version=str(row.version.number),
        code=code_of(row),
        printed=day(now),
        footer=footer(profile),
    )


def _zone(zone: PlanZone, content: PlanContent) -> ZoneField:
    return ZoneField(
        _ZONES[zone.level],
        level_word(zone.level).upper(),
        tr(_FEELINGS[zone.level]),
        (
            *printed_lines(zone.signs),
            *_limit_lines(content.limits, zone.level),
            *(
                words(f"{rule_sentence(rule)}.")
                for rule in content.rules
                if rule.level is zone.level
            ),
        ),
        printed_lines(zone.measures),
    )


def _rule_lines(content: PlanContent, level: Level) -> tuple[Words, ...]:
    own = (rule for rule in content.rules if rule.level is level)
    return tuple(words(strong(rule_sentence(rule)), ".") for rule in own)


def _limit_lines(limits: Sequence[Limit], level: Level) -> tuple[Words, ...]:
    found = []
    for component in dict.fromkeys(limit.component for limit in limits):
        name = component_name(component)
        if level is Level.GREEN:
            found.append(words(f"{name} ", strong(green_phrase(limits, component)), "."))
            continue
        own = [limit for limit in limits if limit.component == component and limit.level is level]
        found += [words(f"{name} ", strong(limit_sentence(limit)), ".") for limit in own]
    return tuple(found)


def phones(profile: Profile) -> tuple[Phone, ...]:
    """Give the numbers to ring: ours, the out-of-hours service, and in danger to life."""
    ours = tr("The follow-up, {hours}", hours=opening_text(profile))
    return (
        *((Phone(ours, phone_text(profile.phone)),) if profile.phone else ()),
        Phone(tr("Out-of-hours service"), phone_text(profile.out_of_hours_phone)),
        Phone(tr("Emergency, danger to life"), phone_text(profile.emergency_phone)),
    )


def _sections(content: PlanContent) -> tuple[Section, ...]:
    found = []
    if preventive := printed_lines(content.preventive):
        found.append(Section(tr("What prevents"), preventive))
    if content.medication.strip():
        lines = [line for line in content.medication.splitlines() if line.strip()]
        found.append(Section(tr("Medicines when worse"), tuple(words(line) for line in lines)))
    return tuple(found)


def _critical(content: PlanContent, facts: SheetFacts, *, draft: bool) -> CriticalLimits | None:
    if draft and (facts.asked or facts.before):
        return to_decide(content.limits, facts.asked, facts.tried, facts.before)
    return in_force(content.limits, facts.asked, facts.tried) if facts.asked else None


def _schedule(schedule: Sequence[ScheduleItem]) -> Words:
    if not schedule:
        return words(tr("No fixed measuring times."))
    items = [schedule_text(item) for item in schedule]
    return words(strong(tr("Measuring plan:")), " ", "; ".join(items), ".")


def schedule_text(item: ScheduleItem) -> str:
    """Word one agreed measurement: SpO₂ hver dag før kl. 10:00."""
    days = sorted(set(item.weekdays))
    daily = days == list(range(7))
    when = tr("every day") if daily else ", ".join(weekday(number) for number in days)
    return tr("{kind} {when} before {time}", kind=kind_name(item.kind), when=when, time=item.by)


def _review(review_on: str) -> str:
    if not review_on:
        return tr("Reviewed at need.")
    return tr(
        "Reviewed by {day} at the latest, or at an essential change.",
        day=day(date.fromisoformat(review_on)),
    )


def trend_series(trend: TrendFacts, limits: Sequence[Limit], now: int) -> Series:
    """Give the readings of one component as a chart until `now`, its own limits drawn in."""
    component = component_of(trend.component)
    own = limits_of(limits, trend.component)
    values = [value for value in (_value(point, component) for point in trend.points) if value]
    low, high = min(values, default=0.0), max(values, default=0.0)
    name = component_name(trend.component)
    return Series(
        heading=tr("{kind}, the last {days} days", kind=name, days=TREND_DAYS),
        note=unit_text(trend.component),
        points=tuple(_points(trend, component)),
        limits=tuple(_limit_line(limit) for limit in own),
        scale=tuple(
            Tick(value, number_text(trend.component, value))
            for value in (high, low)
            if _apart(value, low, high, own)
        ),
        gap_ms=trend.interval_ms * 3 // 2,
        gaps=trend.gaps,
        description=tr(
            "{kind}: {count} readings from {low} to {high} {unit} until {day}.",
            kind=name,
            count=len(values),
            low=number_text(trend.component, low),
            high=number_text(trend.component, high),
            unit=unit_text(trend.component),
            day=near_day(day_of(now), day_of(now)),
        ),
    )


def _apart(value: float, low: float, high: float, limits: Sequence[Limit]) -> bool:
    """Tell whether a value's name has room at the edge beside the names of the limits."""
    numbers = [limit.value for limit in limits]
    span = max([high, *numbers]) - min([low, *numbers])
    return all(abs(value - number) > span * _ROOM for number in numbers)


def _points(trend: TrendFacts, component: Component) -> Iterable[Point]:
    for point in trend.points:
        value = _value(point, component)
        if value is not None:
            yield Point(point.taken_at, value, excluded=bool(point.excluded))


def _value(point: TrendPoint, component: Component) -> float | None:
    return point.value2 if component.code == "dia" else point.value


def _limit_line(limit: Limit) -> LimitLine:
    return LimitLine(
        limit.value,
        number_text(limit.component, limit.value),
        _ZONES[limit.level],
        below=limit.side is Side.LOW,
    )


def trend_period(now: int) -> Period:
    """Give the time axis of the last 30 days."""
    start = now - TREND_DAYS * _DAY_MS
    marks = [start + week * 7 * _DAY_MS for week in range(4)] + [now]
    today = day_of(now)
    ticks = tuple(Tick(mark, near_day(day_of(mark), today)) for mark in marks)
    return Period(start, now, ticks)


def main_component(content: PlanContent) -> str | None:
    """Give the component that a sheet's small trend shows: the first with a limit."""
    if content.limits:
        return content.limits[0].component
    if content.schedule:
        return kind_of(content.schedule[0].kind).components[0].code
    return None

"""The life of a plan version: what keeps a draft from being approved, and what approval does."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from station.core.zone import day_start
from station.rules.guardrails import FaultyLimit, check_limits
from station.rules.limits import Level
from station.rules.plans import Line, LineState, PlanContent, PlanStatus, PlanVersion
from station.rules.rule_guardrails import FaultyRule, check_rules

REVIEW_SOON_DAYS = 14
"""A review is announced this many days before it is due."""
MOST_DAYS_AHEAD = 366
"""A version comes into force within a year of its approval: further ahead is a slip of the pen."""
_DAY_MS = 86_400_000
ELSEWHERE = "elsewhere"
"""The channel of a plan that was made elsewhere: in force without the approval of the GP here."""
BEGUN = "…"
"""How a template's line ends that only the patient can finish («I notice it because …»)."""


class Hindrance(StrEnum):
    """What must be put right before a version can be approved."""

    NO_GOAL = "no_goal"
    UNTOUCHED_LINES = "untouched_lines"
    EMPTY_LINES = "empty_lines"
    UNFINISHED_LINES = "unfinished_lines"
    EMPTY_ZONE = "empty_zone"
    FAULTY_LIMITS = "faulty_limits"
    FAULTY_RULES = "faulty_rules"
    NO_REVIEW = "no_review"
    NO_ORIGIN = "no_origin"
    NOT_A_DRAFT = "not_a_draft"
    NO_NAME = "no_name"
    NO_CHANNEL = "no_channel"
    APPROVED_IN_FUTURE = "approved_in_future"
    BEFORE_CURRENT = "before_current"
    TOO_FAR_AHEAD = "too_far_ahead"


@dataclass(frozen=True, slots=True)
class Hindered:
    """One hindrance, with the lines, limits or rules that it is about."""

    hindrance: Hindrance
    lines: tuple[Line, ...] = ()
    limits: tuple[FaultyLimit, ...] = ()
    level: Level | None = None
    rules: tuple[FaultyRule, ...] = ()


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approved, on which ISO date and through what, and from when (UTC ms) it decides."""

    by: str
    on: str
    channel: str
    in_force_from: int


_NOT_OURS = frozenset({Hindrance.NO_GOAL, Hindrance.EMPTY_ZONE})
"""What a plan of a hospital may lack: it is entered as it is."""


class Review(StrEnum):
    """How the agreed review date stands against today."""

    NONE = "none"
    LATER = "later"
    SOON = "soon"
    DUE = "due"


def hindrances(content: PlanContent) -> tuple[Hindered, ...]:
    """Give everything that must be gone through or put right in a plan before approval.

    A crisis plan needs no goal and no limits; its levels are as many as the patient wants. A plan
    made elsewhere is entered as it is: without a goal or with empty zones, if it has them so.
    """
    found = []
    if not content.crisis and not content.goal.strip():
        found.append(Hindered(Hindrance.NO_GOAL))
    lines = content.lines()
    if untouched := tuple(line for line in lines if line.state is LineState.PROPOSED):
        found.append(Hindered(Hindrance.UNTOUCHED_LINES, untouched))
    if empty := tuple(line for line in lines if _stands(line) and not line.text.strip()):
        found.append(Hindered(Hindrance.EMPTY_LINES, empty))
    if begun := tuple(line for line in lines if _stands(line) and _begun(line)):
        found.append(Hindered(Hindrance.UNFINISHED_LINES, begun))
    found += [Hindered(Hindrance.EMPTY_ZONE, level=level) for level in _empty_levels(content)]
    if faulty := check_limits(content.limits):
        found.append(Hindered(Hindrance.FAULTY_LIMITS, limits=faulty))
    if broken := check_rules(content.rules, content.limits):
        found.append(Hindered(Hindrance.FAULTY_RULES, rules=broken))
    if not content.review_on:
        found.append(Hindered(Hindrance.NO_REVIEW))
    made_here = not content.valid_from
    return tuple(each for each in found if made_here or each.hindrance not in _NOT_OURS)


def approval_hindrances(
    version: PlanVersion, approval: Approval, versions: Iterable[PlanVersion], today: date
) -> tuple[Hindered, ...]:
    """Give everything that keeps `version` from being approved as stated.

    A plan made elsewhere must say who made it.
    """
    found = list(hindrances(version.content))
    if approval.channel == ELSEWHERE and not version.content.origin.strip():
        found.append(Hindered(Hindrance.NO_ORIGIN))
    if version.status is not PlanStatus.DRAFT:
        found.append(Hindered(Hindrance.NOT_A_DRAFT))
    if not approval.by.strip():
        found.append(Hindered(Hindrance.NO_NAME))
    if not approval.channel.strip():
        found.append(Hindered(Hindrance.NO_CHANNEL))
    if date.fromisoformat(approval.on) > today:
        found.append(Hindered(Hindrance.APPROVED_IN_FUTURE))
    current = in_force(versions)
    if current is not None and approval.in_force_from <= (current.in_force_from or 0):
        found.append(Hindered(Hindrance.BEFORE_CURRENT))
    if approval.in_force_from > day_start(today) + MOST_DAYS_AHEAD * _DAY_MS:
        found.append(Hindered(Hindrance.TOO_FAR_AHEAD))
    return tuple(found)


def approve(
    version: PlanVersion, approval: Approval, versions: Iterable[PlanVersion], today: date
) -> tuple[PlanVersion, ...]:
    """Give the versions that change: `version` approved, and the one in force replaced by it.

    ValueError if anything hinders it: ask approval_hindrances first.
    """
    known = tuple(versions)
    if approval_hindrances(version, approval, known, today):
        raise ValueError("this version cannot be approved as it stands")
    approved = replace(
        version,
        status=PlanStatus.APPROVED,
        approved_by=approval.by.strip(),
        approved_on=approval.on,
        channel=approval.channel.strip(),
        in_force_from=approval.in_force_from,
    )
    current = in_force(known)
    if current is None:
        return (approved,)
    replaced = replace(current, status=PlanStatus.REPLACED, in_force_to=approval.in_force_from)
    return approved, replaced


def in_force(versions: Iterable[PlanVersion]) -> PlanVersion | None:
    """Give the one approved version that is not replaced, or None."""
    approved = [each for each in versions if each.status is PlanStatus.APPROVED]
    return max(approved, key=lambda each: each.in_force_from or 0, default=None)


def review(content: PlanContent, today: date) -> Review:
    """Tell how the plan's review date stands against `today`."""
    if not content.review_on:
        return Review.NONE
    left = (date.fromisoformat(content.review_on) - today).days
    if left <= 0:
        return Review.DUE
    return Review.SOON if left <= REVIEW_SOON_DAYS else Review.LATER


def _stands(line: Line) -> bool:
    return line.state is not LineState.REMOVED


def _begun(line: Line) -> bool:
    # What has not been gone through at all is said as that.
    return line.state is not LineState.PROPOSED and line.text.rstrip().endswith(BEGUN)


def _empty_levels(content: PlanContent) -> list[Level]:
    if content.crisis:
        said = any(_stands(line) for zone in content.zones for line in zone.measures)
        return [] if said else [Level.GREEN]
    full = {
        zone.level
        for zone in content.zones
        if any(_stands(line) for line in (*zone.signs, *zone.measures))
    }
    return [level for level in Level if level not in full]

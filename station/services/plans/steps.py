"""The way of one plan version, step by step: written, printed, answered, in force, replaced."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from station.models.queries.plan_life import AnswerRow, SentRow
from station.models.queries.plans import VersionRow
from station.rules.approval import ELSEWHERE
from station.rules.plans import PlanStatus


class Stage(StrEnum):
    """One step of a version's way, in the order in which they come."""

    WRITTEN = "written"
    ELSEWHERE = "elsewhere"
    PRINTED = "printed"
    WAITING = "waiting"
    RETURNED = "returned"
    APPROVED = "approved"
    APPROVED_CHANGED = "approved_changed"
    COMING = "coming"
    IN_FORCE = "in_force"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One step: when (UTC ms) or on which day (ISO), by whom, and through what.

    One that is not `done` is what comes next; it has no date unless it was promised one.
    """

    stage: Stage
    at: int | None = None
    on: str = ""
    who: str = ""
    channel: str = ""
    done: bool = True


def steps_of(
    row: VersionRow, sent: Sequence[SentRow], answers: Sequence[AnswerRow], now: int
) -> tuple[PlanStep, ...]:
    """Give the steps that a version has taken, and the one that comes next if it is a draft."""
    version = row.version
    mine = [each for each in sent if each.version_id == version.id]
    told = [each for each in answers if version.id in (each.version_id, each.new_version_id)]
    found = [PlanStep(Stage.WRITTEN, version.created_at, who=version.created_by)]
    found += [PlanStep(Stage.PRINTED, each.at, who=each.by) for each in mine[:1]]
    returned = [each for each in told if each.answer == Stage.RETURNED]
    found += [
        PlanStep(Stage.RETURNED, each.at, each.on, each.by, each.channel) for each in returned[:1]
    ]
    if version.status is PlanStatus.DRAFT:
        return (*found, *_next(mine, returned, elsewhere=bool(version.content.valid_from)))
    if version.status is PlanStatus.WITHDRAWN:
        return (*found, PlanStep(Stage.WITHDRAWN))
    if version.in_force_from is None:
        # The GP changed it by hand: what was written there became the next version.
        changed = [each for each in told if each.answer == Stage.APPROVED_CHANGED]
        found += [
            PlanStep(Stage.APPROVED_CHANGED, each.at, each.on, each.by, each.channel)
            for each in changed[:1]
        ]
        return (*found, PlanStep(Stage.REPLACED))
    stage = _decided(told, version.channel)
    found.append(
        PlanStep(
            stage, row.registered_at, version.approved_on, version.approved_by, version.channel
        )
    )
    coming = version.in_force_from > now
    stage = Stage.COMING if coming else Stage.IN_FORCE
    found.append(PlanStep(stage, version.in_force_from, done=not coming))
    if version.in_force_to is not None:
        ended = version.in_force_to <= now
        found.append(PlanStep(Stage.REPLACED, version.in_force_to, done=ended))
    return tuple(found)


def _decided(told: Sequence[AnswerRow], channel: str) -> Stage:
    if channel == ELSEWHERE:
        return Stage.ELSEWHERE
    changed = any(each.answer == Stage.APPROVED_CHANGED for each in told)
    return Stage.APPROVED_CHANGED if changed else Stage.APPROVED


def _next(
    sent: Sequence[SentRow], returned: Sequence[AnswerRow], *, elsewhere: bool
) -> tuple[PlanStep, ...]:
    if elsewhere:
        return (PlanStep(Stage.IN_FORCE, done=False),)
    if not sent:
        return (PlanStep(Stage.PRINTED, done=False), PlanStep(Stage.APPROVED, done=False))
    unanswered = [each.at for each in sent if not any(back.at >= each.at for back in returned)]
    if unanswered:
        return (PlanStep(Stage.WAITING, min(unanswered), done=False),)
    return (PlanStep(Stage.PRINTED, done=False),)

"""The stricter of two plans: what either of them would alert on counts, while nobody has chosen."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from station.rules.plans import PlanContent, PlanStatus, PlanVersion
from station.rules.rulebook import Combination

_P = TypeVar("_P")


def stricter(ours: PlanContent, theirs: PlanContent) -> PlanContent:
    """Give our plan with the limits, rules and agreed measurements of theirs beside its own.

    What any limit finds is found: of two limits for the same, the stricter decides. A rule for a
    combination that both name differently stands as ours.
    """
    named = {rule.id for rule in ours.rules if isinstance(rule, Combination)}
    rules = [
        rule for rule in theirs.rules if not (isinstance(rule, Combination) and rule.id in named)
    ]
    return replace(
        ours,
        limits=_both(ours.limits, theirs.limits),
        rules=_both(ours.rules, rules),
        schedule=_both(ours.schedule, theirs.schedule),
    )


def with_open(
    versions: Iterable[PlanVersion], open_versions: Iterable[tuple[str, PlanVersion]]
) -> tuple[PlanVersion, ...]:
    """Give the versions that judge while versions from elsewhere wait for a person's choice.

    `open_versions` are (the version here that it stands against, what came). Only what was
    approved there makes anything stricter, and only a version that decides here is made so: it
    stays the one that is in force.
    """
    found = {version.id: version for version in versions}
    for here, came in open_versions:
        ours = found.get(here)
        if ours is not None and came.status is PlanStatus.APPROVED:
            found[here] = replace(ours, content=stricter(ours.content, came.content))
    return tuple(found.values())


def _both(ours: Iterable[_P], theirs: Iterable[_P]) -> tuple[_P, ...]:
    found = list(ours)
    found.extend(each for each in theirs if each not in found)
    return tuple(found)

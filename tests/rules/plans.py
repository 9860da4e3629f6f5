"""Plan versions for tests of the engine."""

from collections.abc import Sequence

from station.rules.force import Force
from station.rules.limits import Limit
from station.rules.plans import PlanContent, PlanStatus, PlanVersion
from station.rules.rulebook import PlanRule


def version(
    number: int,
    limits: Sequence[Limit] = (),
    rules: Sequence[PlanRule] = (),
    start: int | None = 0,
    status: PlanStatus = PlanStatus.APPROVED,
    created: int = 0,
) -> PlanVersion:
    """A version of a plan with these limits and rules."""
    content = PlanContent("kols", "nb", limits=tuple(limits), rules=tuple(rules))
    return PlanVersion(
        f"v{number}", "plan", "p", number, status, content, created, "n", in_force_from=start
    )


def in_force(limits: Sequence[Limit] = (), rules: Sequence[PlanRule] = (), start: int = 0) -> Force:
    """One approved version that decides from `start`."""
    return Force([version(1, limits, rules, start, created=start)])

"""How many alerts were right: counted by what people said when they closed them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from station.core.i18n import N_
from station.rules.contacts import Action, Verdict
from station.rules.limits import Level

LEAST: Final = 5
"""Below so many closed alerts a share says nothing, and none is shown."""


class RuleKind(StrEnum):
    """What found an alert, as people speak of it."""

    LIMIT = "limit"
    CHANGE = "change"
    BASELINE = "baseline"
    COMBINATION = "combination"
    OTHER = "other"


RULE_WORDS = {
    RuleKind.LIMIT: N_("Limit"),
    RuleKind.CHANGE: N_("Change over days"),
    RuleKind.BASELINE: N_("Own baseline"),
    RuleKind.COMBINATION: N_("Combination"),
    RuleKind.OTHER: N_("Other rule"),
}
_ALSO: Mapping[str, RuleKind] = {"beyond": RuleKind.LIMIT, "hours": RuleKind.LIMIT}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many closed alerts were real, false, or a fault of measuring."""

    real: int = 0
    false: int = 0
    technical: int = 0

    @property
    def n(self) -> int:
        """Give how many were closed with a verdict."""
        return self.real + self.false + self.technical

    @property
    def share(self) -> float | None:
        """Give the real ones' share (0 to 1), None where there are too few to speak of one."""
        return self.real / self.n if self.n >= LEAST else None

    def plus(self, verdict: str, count: int = 1) -> "Tally":
        """Give the tally with more of one verdict; one that is unknown is not counted."""
        return Tally(
            self.real + count * (verdict == Verdict.REAL),
            self.false + count * (verdict == Verdict.FALSE),
            self.technical + count * (verdict == Verdict.TECHNICAL),
        )


def rule_kind(rule: str) -> RuleKind:
    """Give what a stored rule code is counted as."""
    if rule in _ALSO:
        return _ALSO[rule]
    return RuleKind(rule) if rule in set(RuleKind) else RuleKind.OTHER


def tallies(counts: Iterable[tuple[str, str, int]]) -> dict[RuleKind, Tally]:
    """Add up (rule code, verdict, how many) by kind of rule, in the order of RuleKind."""
    found: dict[RuleKind, Tally] = {}
    for rule, verdict, count in counts:
        kind = rule_kind(rule)
        found[kind] = found.get(kind, Tally()).plus(verdict, count)
    return {kind: found[kind] for kind in RuleKind if kind in found and found[kind].n}


def handled_to_green(level: int, action: str, verdict: str, *, proposed: bool) -> bool:
    """Tell whether a closed alert counts as «håndtert til grønt».

    It was yellow and never red, its values were back in green when it was closed, it was real, and
    what was done was what the patient's own plan says.
    """
    own = action == Action.ADVICE and verdict == Verdict.REAL
    return own and proposed and level == Level.YELLOW

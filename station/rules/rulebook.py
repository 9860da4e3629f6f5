"""Rules of a plan beside its limits: change, personal baseline, and combinations, as data.

What they mean is worked out by the engine; how they read stands in station.rules.wording_rules.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TypeAlias

from station.rules.limits import Level, Operator, Side, beyond, number_in, whole_in

COMBINATION = "combination."
"""What the component of a combination's alerts begins with: combination.<id>."""


@dataclass(frozen=True, slots=True)
class Change:
    """`level` when the newest value lies `by` or more away from one of the last `days` days.

    Side HIGH is a rise (weight up 2 kg in 3 days), LOW a fall; `by` is positive, in the
    component's unit.
    """

    component: str
    level: Level
    side: Side
    by: float
    days: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Baseline:
    """`level` when the mean of `recent_days` leaves the median of the `days` before them.

    It must differ by `least` (the component's unit) and by `spreads` times the robust spread, and
    the median must stand on `at_least` readings.
    """

    component: str
    level: Level
    side: Side
    least: float
    spreads: float = 3.0
    days: int = 14
    recent_days: int = 2
    at_least: int = 7
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """One part of a combination: the newest counted value of `component` is beyond `value`."""

    component: str
    operator: Operator
    value: float

    def hit(self, value: float) -> bool:
        """Tell whether the condition holds for `value`."""
        return beyond(self.operator, value, self.value)


@dataclass(frozen=True, slots=True)
class Combination:
    """`level` when `at_least` of the conditions hold for values of the last `within_hours`.

    `id` is unique in the plan. Values and answers of forms (esas_r.pain) may stand side by side.
    """

    id: str
    level: Level
    at_least: int
    conditions: tuple[Condition, ...]
    within_hours: int = 24
    reason: str = ""

    @property
    def component(self) -> str:
        """Give the component that its alerts are about."""
        return COMBINATION + self.id

    @property
    def side(self) -> Side:
        """Give the side that its alerts stand on: more conditions are worse."""
        return Side.HIGH


PlanRule: TypeAlias = Change | Baseline | Combination

_NAMES: dict[type, str] = {Change: "change", Baseline: "baseline", Combination: "combination"}


def rule_data(rule: PlanRule) -> dict[str, object]:
    """Give a rule as a JSON-safe dict."""
    data = asdict(rule)
    if isinstance(rule, Combination):
        data["conditions"] = [
            {"component": each.component, "operator": each.operator.value, "value": each.value}
            for each in rule.conditions
        ]
    else:
        data["side"] = rule.side.value
    return {"rule": _NAMES[type(rule)], **data, "level": int(rule.level)}


def rule_from(data: Mapping[str, object]) -> PlanRule:
    """Read what rule_data gave; KeyError, TypeError or ValueError if it is something else."""
    name = data["rule"]
    if name == "change":
        return Change(
            component=str(data["component"]),
            level=Level(whole_in(data["level"])),
            side=Side(str(data["side"])),
            by=number_in(data["by"]),
            days=whole_in(data["days"]),
            reason=str(data.get("reason", "")),
        )
    if name == "baseline":
        return Baseline(
            component=str(data["component"]),
            level=Level(whole_in(data["level"])),
            side=Side(str(data["side"])),
            least=number_in(data["least"]),
            spreads=number_in(data["spreads"]),
            days=whole_in(data["days"]),
            recent_days=whole_in(data["recent_days"]),
            at_least=whole_in(data["at_least"]),
            reason=str(data.get("reason", "")),
        )
    if name == "combination":
        return Combination(
            id=str(data["id"]),
            level=Level(whole_in(data["level"])),
            at_least=whole_in(data["at_least"]),
            conditions=_conditions(data["conditions"]),
            within_hours=whole_in(data["within_hours"]),
            reason=str(data.get("reason", "")),
        )
    raise ValueError("this rule was written by another version of Station")


def _conditions(data: object) -> tuple[Condition, ...]:
    if not isinstance(data, Sequence) or isinstance(data, str):
        raise TypeError("a list of conditions is expected")
    return tuple(
        Condition(str(each["component"]), Operator(str(each["operator"])), number_in(each["value"]))
        for each in data
    )

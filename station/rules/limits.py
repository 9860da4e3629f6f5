"""Limits: a number with an operator and a persistence, personal to one plan version."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from operator import ge, gt, le, lt


class Level(IntEnum):
    """How a value stands against a patient's own limits; a higher number is worse."""

    GREEN = 0
    YELLOW = 1
    RED = 2


class Side(StrEnum):
    """Which way a value leaves the green: too low or too high."""

    LOW = "low"
    HIGH = "high"


class Operator(StrEnum):
    """The comparison of a limit; whether the number itself counts is part of the limit."""

    BELOW = "<"
    AT_MOST = "<="
    ABOVE = ">"
    AT_LEAST = ">="


_COMPARE: dict[Operator, Callable[[float, float], bool]] = {
    Operator.BELOW: lt,
    Operator.AT_MOST: le,
    Operator.ABOVE: gt,
    Operator.AT_LEAST: ge,
}


def beyond(operator: Operator, value: float, number: float) -> bool:
    """Tell whether `value` stands to `number` as the operator says (nothing does to nan)."""
    return _COMPARE[operator](value, number)


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit: `level` is reached when `k` of the last `n` readings are beyond `value`.

    With `hours`, it is reached when every reading of at least that long has been beyond (k and n
    are 1 then). `reason` is the writer's own sentence where the number lies outside the usual.
    """

    component: str
    level: Level
    side: Side
    operator: Operator
    value: float
    k: int = 1
    n: int = 1
    reason: str = ""
    hours: int = 0

    def hit(self, value: float) -> bool:
        """Tell whether one reading of `value` is beyond this limit."""
        return beyond(self.operator, value, self.value)

    def to_data(self) -> dict[str, object]:
        """Give the limit as a JSON-safe dict."""
        return {
            "component": self.component,
            "level": int(self.level),
            "side": self.side.value,
            "operator": self.operator.value,
            "value": self.value,
            "k": self.k,
            "n": self.n,
            "reason": self.reason,
            "hours": self.hours,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> "Limit":
        """Read what to_data gave; KeyError, TypeError or ValueError if it is something else."""
        return cls(
            component=str(data["component"]),
            level=Level(whole_in(data["level"])),
            side=Side(str(data["side"])),
            operator=Operator(str(data["operator"])),
            value=number_in(data["value"]),
            k=whole_in(data["k"]),
            n=whole_in(data["n"]),
            reason=str(data.get("reason", "")),
            hours=whole_in(data.get("hours", 0)),
        )


def whole_in(value: object) -> int:
    """Give a whole number that stands in JSON; TypeError if it is something else."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("a whole number is expected")
    return value


def number_in(value: object) -> float:
    """Give a number that stands in JSON; TypeError if it is something else."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise TypeError("a number is expected")
    return value

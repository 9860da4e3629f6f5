"""Why an alert was raised, as data: the rule, the numbers it used, and whose plan it followed.

Stored with the alert and rendered in any language by station.rules.wording.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import isfinite
from typing import TypeAlias, TypeVar

from station.rules.limits import Level, Limit, Side, number_in, whole_in
from station.rules.rulebook import PlanRule, rule_data, rule_from

LIMIT_RULE = "limit"
"""The rule «k of the last n readings beyond a limit»."""
BEYOND_RULE = "beyond"
"""The rule that a meter's LO or HI is red on that side."""
HOURS_RULE = "hours"
"""The rule «beyond a limit for at least so many hours»."""
CHANGE_RULE = "change"
"""The rule «so much within so many days»."""
BASELINE_RULE = "baseline"
"""The rule «away from the person's own normal»."""
COMBINATION_RULE = "combination"
"""The rule «so many of these conditions»."""
ANSWER_RULE = "answer"
"""The rule that a form gives this answer a level."""

_T = TypeVar("_T")
Used: TypeAlias = tuple[int, float]
"""One number that a rule used: when it was measured (UTC milliseconds), and its value."""


@dataclass(frozen=True, slots=True)
class Part:
    """One condition of a combination: the value that stood for it, and whether it held."""

    component: str
    at: int
    value: float
    holds: bool


@dataclass(frozen=True, slots=True)
class Normal:
    """What a baseline compared: the recent mean, and median and spread of the `readings` before."""

    mean: float
    median: float
    spread: float
    readings: int

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> "Normal":
        """Read what a finding's to_data gave; KeyError or TypeError if it is something else."""
        return cls(
            number_in(data["mean"]),
            number_in(data["median"]),
            number_in(data["spread"]),
            whole_in(data["readings"]),
        )


@dataclass(frozen=True, slots=True)
class Why:
    """What a rule found: `hits` of the last `used` readings were beyond `limit`.

    `version_id` and `approved` tell which plan version decided (empty for a form's answer where
    no plan is in force); `confirmed` is False for an odd value that nobody has looked at; `paused`
    that follow-up was paused. For a meter's LO or HI there is no limit, and its number is infinite.
    A run of hours has used its first and its newest of `hits` readings; a change the earlier and
    the newest; a baseline the newest of `hits` recent ones, with what is `normal`; a combination
    its `parts`, of which `hits` hold. `plan_rule` is the rule of the last three.
    """

    rule: str
    component: str
    side: Side
    level: Level
    used: tuple[Used, ...] = ()
    hits: int = 0
    limit: Limit | None = None
    version_id: str = ""
    approved: bool = True
    confirmed: bool = True
    paused: bool = False
    plan_rule: PlanRule | None = None
    normal: Normal | None = None
    parts: tuple[Part, ...] = ()

    def to_data(self) -> dict[str, object]:
        """Give the finding as a JSON-safe dict."""
        return {
            "rule": self.rule,
            "component": self.component,
            "side": self.side.value,
            "level": int(self.level),
            "used": used_data(self.used),
            "hits": self.hits,
            "limit": self.limit.to_data() if self.limit else None,
            "version_id": self.version_id,
            "approved": self.approved,
            "confirmed": self.confirmed,
            "paused": self.paused,
            "plan_rule": rule_data(self.plan_rule) if self.plan_rule else None,
            "normal": asdict(self.normal) if self.normal else None,
            "parts": [
                [part.component, part.at, _safe(part.value), part.holds] for part in self.parts
            ],
        }

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> "Why":
        """Read what to_data gave; KeyError, TypeError or ValueError if it is something else."""
        return cls(
            rule=str(data["rule"]),
            component=str(data["component"]),
            side=Side(str(data["side"])),
            level=Level(int(str(data["level"]))),
            used=used_from(data["used"]),
            hits=int(str(data["hits"])),
            limit=_read(Limit.from_data, data["limit"]),
            version_id=str(data["version_id"]),
            approved=bool(data["approved"]),
            confirmed=bool(data["confirmed"]),
            paused=bool(data.get("paused", False)),
            plan_rule=_read(rule_from, data.get("plan_rule")),
            normal=_read(Normal.from_data, data.get("normal")),
            parts=_parts(data.get("parts", [])),
        )


def used_data(used: Sequence[Used]) -> list[list[object]]:
    """Give numbers as JSON-safe lists; a meter's LO and HI, which JSON lacks, as texts."""
    return [[at, _safe(value)] for at, value in used]


def used_from(data: object) -> tuple[Used, ...]:
    """Read what used_data gave; TypeError or ValueError if it is something else."""
    if not isinstance(data, list):
        raise TypeError("a list of numbers is expected")
    return tuple((int(at), float(value)) for at, value in data)


def _read(reader: Callable[[Mapping[str, object]], _T], data: object) -> _T | None:
    if data is None:
        return None
    if not isinstance(data, dict):
        raise TypeError("a finding is expected")
    return reader(data)


def _safe(value: float) -> float | str:
    return value if isfinite(value) else str(value)


def _parts(data: object) -> tuple[Part, ...]:
    if not isinstance(data, list):
        raise TypeError("a list of conditions is expected")
    return tuple(
        Part(str(component), int(at), float(value), bool(holds))
        for component, at, value, holds in data
    )

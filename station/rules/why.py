"""Why an alert was raised, as data: the rule, the numbers it used, and whose plan it followed.

Stored with the alert and rendered in any language by station.rules.wording.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isinf
from typing import TypeAlias

from station.rules.limits import Level, Limit, Side

LIMIT_RULE = "limit"
"""The rule «k of the last n readings beyond a limit»."""
BEYOND_RULE = "beyond"
"""The rule that a meter's LO or HI is red on that side."""


Used: TypeAlias = tuple[int, float]
"""One number that a rule used: when it was measured (UTC milliseconds), and its value."""


@dataclass(frozen=True, slots=True)
class Why:
    """What a rule found: `hits` of the last `used` readings were beyond `limit`.

    `version_id` and `approved` tell which plan version decided; `confirmed` is False for an odd
    value that nobody has looked at; `paused` that follow-up was paused.
    For a meter's LO or HI there is no limit, and its number is infinite.
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
        }

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> "Why":
        """Read what to_data gave; KeyError, TypeError or ValueError if it is something else."""
        limit = data["limit"]
        if not isinstance(limit, dict | None):
            raise TypeError("a finding is expected")
        return cls(
            rule=str(data["rule"]),
            component=str(data["component"]),
            side=Side(str(data["side"])),
            level=Level(int(str(data["level"]))),
            used=used_from(data["used"]),
            hits=int(str(data["hits"])),
            limit=Limit.from_data(limit) if limit is not None else None,
            version_id=str(data["version_id"]),
            approved=bool(data["approved"]),
            confirmed=bool(data["confirmed"]),
            paused=bool(data.get("paused", False)),
        )


def used_data(used: Sequence[Used]) -> list[list[object]]:
    """Give numbers as JSON-safe lists; a meter's LO and HI, which JSON lacks, as texts."""
    return [[at, str(value) if isinf(value) else value] for at, value in used]


def used_from(data: object) -> tuple[Used, ...]:
    """Read what used_data gave; TypeError or ValueError if it is something else."""
    if not isinstance(data, list):
        raise TypeError("a list of numbers is expected")
    return tuple((int(at), float(value)) for at, value in data)

"""What the rules find at one reading: a meter's LO or HI, a limit, a run of hours, an answer."""

from collections.abc import Sequence
from math import inf
from typing import Protocol

from station.rules.ground import HOUR_MS, Ground, gap_ms
from station.rules.limits import Level, Limit, Side
from station.rules.why import ANSWER_RULE, BEYOND_RULE, HOURS_RULE, LIMIT_RULE, Used, Why


class Rule(Protocol):
    """One way of finding something on one side, from the newest readings (the last is now)."""

    def __call__(self, ground: Ground, past: Sequence[Used], side: Side) -> Why | None:
        """Give the worst finding, or None."""
        ...


def beyond_rule(ground: Ground, past: Sequence[Used], side: Side) -> Why | None:
    """Find a meter's LO or HI: beyond what it can measure is red on that side."""
    newest = past[-1]
    if newest[1] != (-inf if side is Side.LOW else inf):
        return None
    return Why(
        BEYOND_RULE,
        ground.component,
        side,
        Level.RED,
        (newest,),
        1,
        version_id=ground.version_id,
        approved=ground.approved,
    )


def limit_rule(ground: Ground, past: Sequence[Used], side: Side) -> Why | None:
    """Find the worst limit that k of the last n readings, or all of some hours, are beyond."""
    newest = past[-1][1]
    for limit in ground.limits:
        if limit.side is side and limit.hit(newest):
            found = _run(limit, past) if limit.hours else _often(limit, past)
            if found is not None:
                used, hits = found
                return Why(
                    HOURS_RULE if limit.hours else LIMIT_RULE,
                    limit.component,
                    side,
                    limit.level,
                    used,
                    hits,
                    limit,
                    ground.version_id,
                    ground.approved,
                )
    return None


def answer_rule(ground: Ground, past: Sequence[Used], side: Side) -> Why | None:
    """Find an answer to which its form gives a level; such a finding stands on the high side."""
    newest = past[-1]
    level = ground.answers.get(newest[1])
    if level is None or side is Side.LOW:
        return None
    return Why(
        ANSWER_RULE,
        ground.component,
        side,
        level,
        (newest,),
        1,
        version_id=ground.version_id,
        approved=ground.approved,
    )


RULES: tuple[Rule, ...] = (beyond_rule, limit_rule, answer_rule)
"""Every rule that is tried on both sides of a reading; the worst finding wins, then the first."""


def worst(
    ground: Ground, past: Sequence[Used], side: Side, windowed: Sequence[Why] = ()
) -> Why | None:
    """Give the worst finding on `side` at the newest of `past`, or None.

    `windowed` is what the rules over several days found there (station.rules.windows).
    """
    worst: Why | None = None
    for rule in RULES:
        found = rule(ground, past, side)
        if found is not None and (worst is None or found.level > worst.level):
            worst = found
    for found in windowed:
        if found.side is side and (worst is None or found.level > worst.level):
            worst = found
    return worst


def worst_level(ground: Ground, past: Sequence[Used], windowed: Sequence[Why] = ()) -> Level:
    """Give the worst level that the newest of `past` (oldest first) gives on either side.

    No episode and no pause is looked at: this is what the rules say of that reading.
    """
    if not windowed and ground.green_low < past[-1][1] < ground.green_high:
        return Level.GREEN
    found = (worst(ground, past, side, windowed) for side in Side)
    return max((why.level for why in found if why is not None), default=Level.GREEN)


def _often(limit: Limit, past: Sequence[Used]) -> tuple[tuple[Used, ...], int] | None:
    window = tuple(past[-limit.n :])
    hits = sum(1 for _, value in window if limit.hit(value))
    return (window, hits) if hits >= limit.k else None


def _run(limit: Limit, past: Sequence[Used]) -> tuple[tuple[Used, ...], int] | None:
    """Go back through the run that ends now until it is long enough, broken, or has a hole."""
    newest = later = past[-1]
    for count, earlier in enumerate(reversed(past)):
        if not limit.hit(earlier[1]) or later[0] - earlier[0] > gap_ms(limit.hours):
            return None
        if newest[0] - earlier[0] >= limit.hours * HOUR_MS:
            return (earlier, newest), count + 1
        later = earlier
    return None

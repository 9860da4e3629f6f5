"""The alert engine: one component of one patient, reading by reading, in the order measured.

Live, import and replay all go through run(). A reading that is not newer than the state makes the
caller replay the component from its first reading, so that the order of arrival never decides what
is found. Nothing here knows a clock, a screen or a database.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import inf
from typing import NamedTuple, Protocol

from station.rules.limits import Level, Limit, Side
from station.rules.why import BEYOND_RULE, LIMIT_RULE, Used, Why, used_data, used_from

MEMORY = 10
"""How many readings are remembered: the largest n of a rule «k of the last n»."""


class Sample(NamedTuple):
    """One component of one reading, as the engine sees it (UTC milliseconds, the kind's unit).

    A meter's LO is -inf, HI is inf. A `silent` sample (an old file's), or one on a `muted` side
    (its alert was closed by a person who knew it), is remembered for «k of n» and can end an
    episode, but raises nothing; in a pause only red is raised. (A tuple and no dataclass: making
    one costs a third, and there are many.)
    """

    reading_id: str
    taken_at: int
    arrived_at: int
    value: float
    confirmed: bool = True
    silent: bool = False
    muted: tuple[Side, ...] = ()
    paused: bool = False


class What(StrEnum):
    """What happened to an episode: a level was reached, it went back to green, or it relapsed."""

    REACHED = "reached"
    RECEDED = "receded"
    RELAPSED = "relapsed"


@dataclass(frozen=True, slots=True)
class Event:
    """Something a person should know, tied to the reading that caused it."""

    what: What
    side: Side
    level: Level
    sample: Sample
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class Episode:
    """An open episode on one side: the worst level so far, and whether it is back in green."""

    level: Level
    receded: bool = False


class State(NamedTuple):
    """Where judging of one component stands: enough to go on without the readings before it."""

    up_to: int = -1
    recent: tuple[Used, ...] = ()
    low: Episode | None = None
    high: Episode | None = None

    def to_data(self) -> dict[str, object]:
        """Give the state as a JSON-safe dict."""
        return {
            "up_to": self.up_to,
            "recent": used_data(self.recent),
            "low": _episode_data(self.low),
            "high": _episode_data(self.high),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> "State":
        """Read what to_data gave; KeyError, TypeError or ValueError if it is something else."""
        return cls(
            up_to=int(str(data["up_to"])),
            recent=used_from(data["recent"]),
            low=_episode(data["low"]),
            high=_episode(data["high"]),
        )

    def closed(self, side: Side) -> "State":
        """Give the state after a person has closed the episode on `side`."""
        low = None if side is Side.LOW else self.low
        high = None if side is Side.HIGH else self.high
        return State(self.up_to, self.recent, low, high)


@dataclass(frozen=True, slots=True)
class Ground:
    """What one component is judged by at one time: a plan version's limits for it, compiled."""

    component: str
    version_id: str
    approved: bool
    limits: tuple[Limit, ...]
    green_low: float
    green_high: float
    """Strictly between these two no rule can find anything."""


class Rule(Protocol):
    """One way of finding something on one side, from the newest readings (the last is now)."""

    def __call__(self, ground: Ground, recent: Sequence[Used], side: Side) -> Why | None:
        """Give the worst finding, or None."""
        ...


def ground(component: str, version_id: str, limits: Iterable[Limit], *, approved: bool) -> Ground:
    """Compile a plan version's limits for one component so that a green reading costs little."""
    own = (limit for limit in limits if limit.component == component)
    ordered = tuple(sorted(own, key=lambda limit: (-limit.level, limit.n)))
    lows = [limit.value for limit in ordered if limit.side is Side.LOW]
    highs = [limit.value for limit in ordered if limit.side is Side.HIGH]
    return Ground(
        component, version_id, approved, ordered, max(lows, default=-inf), min(highs, default=inf)
    )


def beyond_rule(ground: Ground, recent: Sequence[Used], side: Side) -> Why | None:
    """Find a meter's LO or HI: beyond what it can measure is red on that side."""
    newest = recent[-1]
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


def limit_rule(ground: Ground, recent: Sequence[Used], side: Side) -> Why | None:
    """Find the worst limit that k of the last n readings, the newest among them, are beyond."""
    newest = recent[-1][1]
    for limit in ground.limits:
        if limit.side is not side or not limit.hit(newest):
            continue
        window = tuple(recent)[-limit.n :]
        hits = sum(1 for _, value in window if limit.hit(value))
        if hits >= limit.k:
            return Why(
                LIMIT_RULE,
                limit.component,
                side,
                limit.level,
                window,
                hits,
                limit,
                ground.version_id,
                ground.approved,
            )
    return None


RULES: tuple[Rule, ...] = (beyond_rule, limit_rule)
"""Every rule that is tried, on both sides of every reading; the worst finding wins."""


def worst_level(ground: Ground, recent: Sequence[Used]) -> Level:
    """Give the worst level that the newest of `recent` (oldest first) gives on either side.

    No episode and no pause is looked at: this is what the limits say of that reading.
    """
    if ground.green_low < recent[-1][1] < ground.green_high:
        return Level.GREEN
    found = (rule(ground, recent, side) for rule in RULES for side in Side)
    return max((why.level for why in found if why is not None), default=Level.GREEN)


def step(state: State, sample: Sample, ground: Ground) -> tuple[State, tuple[Event, ...]]:
    """Judge one sample; ValueError if it is older than the state (that needs a replay)."""
    up_to, recent, low, high = state
    if sample.taken_at < up_to:
        raise ValueError("an older reading needs a replay")
    newest = (sample.taken_at, sample.value)
    recent = (*recent, newest) if len(recent) < MEMORY else (*recent[1:], newest)
    if ground.green_low < sample.value < ground.green_high and _calm(low) and _calm(high):
        return State(sample.taken_at, recent, low, high), ()
    events: list[Event] = []
    low = _judge(low, Side.LOW, sample, ground, recent, events)
    high = _judge(high, Side.HIGH, sample, ground, recent, events)
    return State(sample.taken_at, recent, low, high), tuple(events)


def run(state: State, samples: Iterable[tuple[Sample, Ground | None]]) -> tuple[State, list[Event]]:
    """Judge samples in the order measured, each on the ground in force at its own time.

    A sample without ground (older than every plan) leaves no trace. ValueError if the samples
    go back in time.
    """
    up_to, low, high = state.up_to, state.low, state.high
    recent = deque(state.recent, maxlen=MEMORY)
    calm = _calm(low) and _calm(high)
    events: list[Event] = []
    for sample, here in samples:
        taken_at = sample.taken_at
        if taken_at < up_to:
            raise ValueError("an older reading needs a replay")
        up_to = taken_at
        if here is None:
            continue
        value = sample.value
        recent.append((taken_at, value))
        # The common case first: inside the green with nothing to recede there is nothing to find.
        if calm and here.green_low < value < here.green_high:
            continue
        low = _judge(low, Side.LOW, sample, here, recent, events)
        high = _judge(high, Side.HIGH, sample, here, recent, events)
        calm = _calm(low) and _calm(high)
    return State(up_to, tuple(recent), low, high), events


def _calm(episode: Episode | None) -> bool:
    return episode is None or episode.receded


def _judge(
    episode: Episode | None,
    side: Side,
    sample: Sample,
    ground: Ground,
    recent: Sequence[Used],
    events: list[Event],
) -> Episode | None:
    why = _worst(ground, recent, side, sample)
    if why is None:
        if episode is None or episode.receded or _still_out(ground, side, sample.value):
            return episode
        events.append(Event(What.RECEDED, side, episode.level, sample))
        return Episode(episode.level, receded=True)
    if _raises_nothing(sample, side, why.level):
        return episode
    if episode is None or why.level > episode.level:
        events.append(Event(What.REACHED, side, why.level, sample, why))
        return Episode(why.level)
    if episode.receded:
        events.append(Event(What.RELAPSED, side, why.level, sample, why))
        return Episode(episode.level)
    return episode


def _raises_nothing(sample: Sample, side: Side, level: Level) -> bool:
    return sample.silent or side in sample.muted or (sample.paused and level < Level.RED)


def _worst(ground: Ground, recent: Sequence[Used], side: Side, sample: Sample) -> Why | None:
    worst: Why | None = None
    for rule in RULES:
        found = rule(ground, recent, side)
        if found is not None and (worst is None or found.level > worst.level):
            worst = found
    if worst is None or (sample.confirmed and not sample.paused):
        return worst
    return replace(worst, confirmed=sample.confirmed, paused=sample.paused)


def _still_out(ground: Ground, side: Side, value: float) -> bool:
    return any(limit.side is side and limit.hit(value) for limit in ground.limits)


def _episode_data(episode: Episode | None) -> dict[str, object] | None:
    if episode is None:
        return None
    return {"level": int(episode.level), "receded": episode.receded}


def _episode(data: object) -> Episode | None:
    if data is None:
        return None
    if not isinstance(data, dict):
        raise TypeError("an episode is expected")
    return Episode(Level(data["level"]), bool(data["receded"]))

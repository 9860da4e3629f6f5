"""The alert engine: one component of one patient, reading by reading, in the order measured.

Live, import and replay all go through run(). A reading that is not newer than the state makes the
caller replay the component from its first reading, so that the order of arrival never decides what
is found. Nothing here knows a clock, a screen or a database.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from station.rules.findings import worst
from station.rules.ground import Ground
from station.rules.limits import Level, Side
from station.rules.why import Used, Why, used_data, used_from
from station.rules.windows import Watch

MEMORY = 10
"""How many readings are remembered: the largest n of a rule «k of the last n»."""


class Sample(NamedTuple):
    """One component of one reading, as the engine sees it (UTC milliseconds, the kind's unit).

    A meter's LO is -inf, HI is inf. A `silent` sample (an old file's) is remembered for «k of n»
    and can end an episode, but raises nothing; one that is `muted` raises nothing on a side up to
    the level that a person knew when closing its alert; in a pause only red is raised. (A tuple
    and no dataclass: making one costs a third, and there are many.)
    """

    reading_id: str
    taken_at: int
    arrived_at: int
    value: float
    confirmed: bool = True
    silent: bool = False
    muted: tuple[tuple[Side, Level], ...] = ()
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

    def episode(self, side: Side) -> Episode | None:
        """Give the open episode on `side`, None if there is none."""
        return self.low if side is Side.LOW else self.high

    def closed(self, side: Side) -> "State":
        """Give the state after a person has closed the episode on `side`."""
        low = None if side is Side.LOW else self.low
        high = None if side is Side.HIGH else self.high
        return State(self.up_to, self.recent, low, high)


def step(
    state: State, sample: Sample, ground: Ground, before: Sequence[Used] = ()
) -> tuple[State, tuple[Event, ...]]:
    """Judge one sample; ValueError if it is older than the state (that needs a replay).

    `before` is as for run(): what a ground that looks back further than the state must know.
    """
    if ground.window_ms:
        after, found = run(state, ((sample, ground),), before)
        return after, tuple(found)
    up_to, recent, low, high = state
    if sample.taken_at < up_to:
        raise ValueError("an older reading needs a replay")
    newest = (sample.taken_at, sample.value)
    recent = (*recent, newest) if len(recent) < MEMORY else (*recent[1:], newest)
    if ground.green_low < sample.value < ground.green_high and _calm(low) and _calm(high):
        return State(sample.taken_at, recent, low, high), ()
    events: list[Event] = []
    low = _judge(low, Side.LOW, (sample, ground, recent, ()), events)
    high = _judge(high, Side.HIGH, (sample, ground, recent, ()), events)
    return State(sample.taken_at, recent, low, high), tuple(events)


def run(
    state: State, samples: Iterable[tuple[Sample, Ground | None]], before: Sequence[Used] = ()
) -> tuple[State, list[Event]]:
    """Judge samples in the order measured, each on the ground in force at its own time.

    A sample without ground (older than every plan) leaves no trace. `before` are the numbers up to
    the state, as far back as the grounds look (Ground.window_ms); the state alone knows the last
    few. ValueError if the samples go back in time.
    """
    up_to, low, high = state.up_to, state.low, state.high
    past = known_before(state, before)
    calm = _calm(low) and _calm(high)
    events: list[Event] = []
    current: Ground | None = None
    watch: Watch | None = None
    for sample, here in samples:
        taken_at = sample.taken_at
        if taken_at < up_to:
            raise ValueError("an older reading needs a replay")
        up_to = taken_at
        if here is None:
            continue
        if here is not current:
            current, watch = here, Watch(here, past) if here.rules else None
        value = sample.value
        past.append((taken_at, value))
        found = () if watch is None else watch.look((taken_at, value))
        # The common case first: inside the green with nothing to recede there is nothing to find.
        if calm and not found and here.green_low < value < here.green_high:
            continue
        low = _judge(low, Side.LOW, (sample, here, past, found), events)
        high = _judge(high, Side.HIGH, (sample, here, past, found), events)
        calm = _calm(low) and _calm(high)
    return State(up_to, tuple(past[-MEMORY:]), low, high), events


def known_before(state: State, before: Sequence[Used]) -> list[Used]:
    """Give the numbers up to the state: `before`, and what the state remembers of earlier ones."""
    if not before:
        return list(state.recent)
    return [*(used for used in state.recent if used[0] < before[0][0]), *before]


def _calm(episode: Episode | None) -> bool:
    return episode is None or episode.receded


_Here: TypeAlias = tuple[Sample, Ground, Sequence[Used], tuple[Why, ...]]
"""A sample, its ground, the numbers up to it, and what the rules over several days found there."""


def _judge(episode: Episode | None, side: Side, here: _Here, events: list[Event]) -> Episode | None:
    sample, ground, past, found = here
    why = worst(ground, past, side, found)
    if why is None:
        if episode is None or episode.receded or _still_out(ground, side, sample.value):
            return episode
        events.append(Event(What.RECEDED, side, episode.level, sample))
        return Episode(episode.level, receded=True)
    if raises_nothing(sample, side, why.level):
        return episode
    if episode is None or why.level > episode.level:
        events.append(Event(What.REACHED, side, why.level, sample, _marked(why, sample)))
        return Episode(why.level)
    if episode.receded:
        events.append(Event(What.RELAPSED, side, why.level, sample, _marked(why, sample)))
        return Episode(episode.level)
    return episode


def raises_nothing(sample: Sample, side: Side, level: Level) -> bool:
    """Tell whether a finding of `level` on `side` is held back: history, settled, or paused."""
    return (
        sample.silent
        or (sample.paused and level < Level.RED)
        or any(where is side and level <= settled for where, settled in sample.muted)
    )


def _marked(why: Why, sample: Sample) -> Why:
    if sample.confirmed and not sample.paused:
        return why
    return replace(why, confirmed=sample.confirmed, paused=sample.paused)


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

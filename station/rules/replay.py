"""Judging a component again from its first reading, as if every reading had come in order."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from station.rules.alerts import Event, Sample, State, What, run
from station.rules.findings import worst
from station.rules.force import Force, Reign
from station.rules.ground import DAY_MS, Ground, ground
from station.rules.kinds import place_of
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.plans import PlanContent
from station.rules.readings import Reading, Source
from station.rules.rulebook import COMBINATION, Combination
from station.rules.why import Used
from station.rules.windows import Watch

HISTORY_DAYS = 7
"""A file's readings older than this many days when they arrive raise no alert (a setting)."""


_INFINITE = float("inf")
_LOW, _FILE = Side.LOW.value, Source.FILE.value

Pause = tuple[int, int]
"""A span in which follow-up is paused, [start, end) in UTC milliseconds."""
Key = tuple[str, str, int]
"""Reading, side and level of an event: the same in every replay."""


@dataclass(frozen=True, slots=True)
class Closing:
    """A person closed the alert on `side` at `at` (UTC milliseconds)."""

    side: Side
    at: int


class Grounds:
    """What one component is judged by at any moment, compiled once per plan version."""

    def __init__(
        self, component: str, force: Force, answers: Mapping[float, Level] | None = None
    ) -> None:
        """Judge `component` by the versions of `force`, and by the levels of a form's answers."""
        self._component = component
        self._force = force
        self._answers = answers
        self._compiled: dict[tuple[str, bool], Ground] = {}
        alone = ground(component, "", (), approved=True, answers=answers)
        self._alone = alone if alone.answers else None

    def at(self, moment: int) -> Ground | None:
        """Give the ground at `moment`, or None where neither a plan nor a form decided."""
        reign = self._force.at(moment)
        if reign is None:
            return self._alone
        compiled = self._compiled.get((reign.version.id, reign.approved))
        return compiled if compiled is not None else self._compile(reign)

    @property
    def first(self) -> int | None:
        """Give from when anything decides: 0 with a form's levels, None if nothing ever did."""
        return self._force.first if self._alone is None else 0

    @property
    def window_ms(self) -> int:
        """Give how far back the one looks that looks furthest."""
        return max((self._compile(each).window_ms for each in self._force.reigns), default=0)

    def _compile(self, reign: Reign) -> Ground:
        version = reign.version
        made = ground(
            self._component,
            version.id,
            limits_for(self._component, version.content),
            approved=reign.approved,
            rules=version.content.rules,
            answers=self._answers,
        )
        return self._compiled.setdefault((version.id, reign.approved), made)


def limits_for(component: str, content: PlanContent) -> tuple[Limit, ...]:
    """Give the limits that judge `component`; of a combination, how many conditions it takes."""
    rule = combination_of(component.removeprefix(COMBINATION), content)
    if not component.startswith(COMBINATION):
        return content.limits
    if rule is None:
        return ()
    return (Limit(component, rule.level, rule.side, Operator.AT_LEAST, rule.at_least),)


def combination_of(identifier: str, content: PlanContent) -> Combination | None:
    """Give the combination that is called `identifier` in a plan, or None."""
    own = (each for each in content.rules if isinstance(each, Combination))
    return next((each for each in own if each.id == identifier), None)


def samples(
    component: str,
    readings: Iterable[Reading],
    history_days: int = HISTORY_DAYS,
    pauses: Sequence[Pause] = (),
) -> list[Sample]:
    """Give the samples of one component in the order measured; what does not count is left out."""
    _, place = place_of(component)
    found = [
        Sample(
            reading.id,
            reading.taken_at,
            # One that was left out comes in anew when it counts again: nobody had settled it.
            max(reading.arrived_at, reading.counted_at),
            _value(reading, place),
            reading.confirmed,
            _silent(reading, history_days),
            paused=any(start <= reading.taken_at < end for start, end in pauses),
        )
        for reading in readings
        if reading.counts and (reading.beyond is not None or reading.values[place] is not None)
    ]
    found.sort(key=lambda sample: (sample.taken_at, sample.reading_id))
    return found


class Bare(NamedTuple):
    """What judging one component needs of a reading that counts, and nothing else (UTC ms).

    A whole history is read so, which takes a quarter of what whole readings take. Without `beyond`
    there is a number.
    """

    reading_id: str
    taken_at: int
    arrived_at: int
    value: float | None
    beyond: str
    confirmed: int
    source: str
    counted_at: int


def samples_of(
    ordered: Iterable[Bare], history_days: int = HISTORY_DAYS, pauses: Sequence[Pause] = ()
) -> list[Sample]:
    """Give what samples() gives, of a component's readings in the order measured."""
    longest = history_days * DAY_MS
    return [
        Sample(
            reading_id,
            taken_at,
            max(arrived_at, counted_at),
            float(value or 0) if not beyond else -_INFINITE if beyond == _LOW else _INFINITE,
            bool(confirmed),
            source == _FILE and arrived_at - taken_at > longest,
            (),
            any(start <= taken_at < end for start, end in pauses),
        )
        for (
            reading_id, taken_at, arrived_at, value, beyond, confirmed, source, counted_at
        ) in ordered
    ]  # fmt: skip


def judge(
    state: State,
    grounds: Grounds,
    ordered: Sequence[Sample],
    closings: Iterable[Closing] = (),
    before: Iterable[Sample] = (),
    known: Callable[[int], Sequence[Sample]] | None = None,
) -> tuple[State, list[Event]]:
    """Judge `ordered` samples after `state`; the events are those of the open episodes.

    What was found in the readings that had arrived when a person closed an alert is settled on
    that side and raises nothing more. What a later arrival adds belongs to a new episode, whenever
    it was measured (decision 0072). `before` are samples up to the state, as far back as
    `grounds.window_ms`; `known` gives the samples as they were known at a moment, where that is
    more than leaving out those that arrived later.
    """
    ordered = muted(ordered, grounds, closings, known)
    used = numbers(before, grounds)
    return run(state, ((sample, grounds.at(sample.taken_at)) for sample in ordered), used)


def muted(
    ordered: Sequence[Sample],
    grounds: Grounds,
    closings: Iterable[Closing],
    known: Callable[[int], Sequence[Sample]] | None = None,
) -> Sequence[Sample]:
    """Give the samples with what is settled by the closings marked, as judge() takes them."""
    settled: dict[Side, int] = {}
    for closing in closings:
        settled[closing.side] = max(closing.at, settled.get(closing.side, closing.at))
    for side, at in settled.items():
        then = known(at) if known else [each for each in ordered if each.arrived_at <= at]
        ordered = _muted(ordered, side, at, levels_found(then, grounds, side))
    return ordered


def numbers(ordered: Iterable[Sample], grounds: Grounds) -> list[Used]:
    """Give the numbers of the samples that anything decided on."""
    return [
        (sample.taken_at, sample.value)
        for sample in ordered
        if grounds.at(sample.taken_at) is not None
    ]


def levels_found(ordered: Iterable[Sample], grounds: Grounds, side: Side) -> dict[str, Level]:
    """Give the level that the rules find on `side` at each reading, where they find any.

    Neither episodes nor pauses nor silence are looked at.
    """
    found: dict[str, Level] = {}
    past: list[Used] = []
    watch: Watch | None = None
    current: Ground | None = None
    for sample in ordered:
        here = grounds.at(sample.taken_at)
        if here is None:
            continue
        if here is not current:
            current, watch = here, Watch(here, past) if here.rules else None
        past.append((sample.taken_at, sample.value))
        windowed = () if watch is None else watch.look(past[-1])
        why = worst(here, past, side, windowed)
        if why is not None:
            found[sample.reading_id] = why.level
    return found


def unseen(events: Iterable[Event], known: Container[Key]) -> list[Event]:
    """Give the levels reached that nobody has been told of: those without a key in `known`."""
    return [event for event in events if event.what is What.REACHED and key_of(event) not in known]


def key_of(event: Event) -> Key:
    """Give what makes an event the same when a replay finds it again."""
    return event.sample.reading_id, event.side.value, int(event.level)


def _muted(
    ordered: Iterable[Sample], side: Side, at: int, known: Mapping[str, Level]
) -> list[Sample]:
    return [
        sample._replace(muted=(*sample.muted, (side, known.get(sample.reading_id, Level.GREEN))))
        if sample.arrived_at <= at
        else sample
        for sample in ordered
    ]


def _value(reading: Reading, place: int) -> float:
    if reading.beyond is not None:
        return float("-inf") if reading.beyond is Side.LOW else float("inf")
    value = reading.values[place]
    return float("nan") if value is None else value


def _silent(reading: Reading, history_days: int) -> bool:
    # An old file is history; what a device or the centre brings late was meant to be seen.
    age = reading.arrived_at - reading.taken_at
    return reading.source is Source.FILE and age > history_days * DAY_MS

"""Judging a component again from its first reading, as if every reading had come in order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from station.rules.alerts import Event, Ground, Sample, State, ground, run
from station.rules.force import Force, Reign
from station.rules.kinds import place_of
from station.rules.limits import Side
from station.rules.readings import Reading, Source

DAY_MS = 86_400_000
HISTORY_DAYS = 7
"""A file's readings older than this many days when they arrive raise no alert (a setting)."""


@dataclass(frozen=True, slots=True)
class Closing:
    """A person closed the alert on `side` at `at` (UTC milliseconds)."""

    side: Side
    at: int


class Grounds:
    """What one component is judged by at any moment, compiled once per plan version."""

    def __init__(self, component: str, force: Force) -> None:
        """Judge `component` by the versions of `force`."""
        self._component = component
        self._force = force
        self._compiled: dict[str, Ground] = {}

    def at(self, moment: int) -> Ground | None:
        """Give the ground at `moment`, or None where no plan decided."""
        reign = self._force.at(moment)
        if reign is None:
            return None
        compiled = self._compiled.get(reign.version.id)
        return compiled if compiled is not None else self._compile(reign)

    def _compile(self, reign: Reign) -> Ground:
        version = reign.version
        made = ground(self._component, version.id, version.content.limits, approved=reign.approved)
        self._compiled[version.id] = made
        return made


def samples(
    component: str, readings: Iterable[Reading], history_days: int = HISTORY_DAYS
) -> list[Sample]:
    """Give the samples of one component in the order measured; what does not count is left out."""
    _, place = place_of(component)
    found = [
        Sample(
            reading.id,
            reading.taken_at,
            reading.arrived_at,
            _value(reading, place),
            reading.confirmed,
            _silent(reading, history_days),
        )
        for reading in readings
        if reading.counts and (reading.beyond is not None or reading.values[place] is not None)
    ]
    found.sort(key=lambda sample: (sample.taken_at, sample.reading_id))
    return found


def judge(
    state: State, grounds: Grounds, ordered: Sequence[Sample], closings: Iterable[Closing] = ()
) -> tuple[State, list[Event]]:
    """Judge `ordered` samples after `state`.

    What arrives after a person has closed an alert belongs to a new episode, whenever it was
    measured; so each closing takes effect before the first sample that arrived after it.
    """
    waiting = sorted(closings, key=lambda closing: closing.at)
    events: list[Event] = []
    begin = 0
    for end, sample in enumerate(ordered):
        if waiting and waiting[0].at < sample.arrived_at:
            state, found = _run(state, grounds, ordered[begin:end])
            events += found
            begin = end
            while waiting and waiting[0].at < sample.arrived_at:
                state = state.closed(waiting.pop(0).side)
    state, found = _run(state, grounds, ordered[begin:])
    events += found
    for closing in waiting:
        state = state.closed(closing.side)
    return state, events


def _run(state: State, grounds: Grounds, ordered: Sequence[Sample]) -> tuple[State, list[Event]]:
    return run(state, ((sample, grounds.at(sample.taken_at)) for sample in ordered))


def _value(reading: Reading, place: int) -> float:
    if reading.beyond is not None:
        return float("-inf") if reading.beyond is Side.LOW else float("inf")
    value = reading.values[place]
    return float("nan") if value is None else value


def _silent(reading: Reading, history_days: int) -> bool:
    # An old file is history; what a device or the centre brings late was meant to be seen.
    age = reading.arrived_at - reading.taken_at
    return reading.source is Source.FILE and age > history_days * DAY_MS

"""Judging a component again from its first reading, as if every reading had come in order."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from station.rules.alerts import Event, Ground, Sample, State, What, ground, run
from station.rules.force import Force, Reign
from station.rules.kinds import place_of
from station.rules.limits import Side
from station.rules.readings import Reading, Source

DAY_MS = 86_400_000
HISTORY_DAYS = 7
"""A file's readings older than this many days when they arrive raise no alert (a setting)."""


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

    def __init__(self, component: str, force: Force) -> None:
        """Judge `component` by the versions of `force`."""
        self._component = component
        self._force = force
        self._compiled: dict[tuple[str, bool], Ground] = {}

    def at(self, moment: int) -> Ground | None:
        """Give the ground at `moment`, or None where no plan decided."""
        reign = self._force.at(moment)
        if reign is None:
            return None
        compiled = self._compiled.get((reign.version.id, reign.approved))
        return compiled if compiled is not None else self._compile(reign)

    def _compile(self, reign: Reign) -> Ground:
        version = reign.version
        made = ground(self._component, version.id, version.content.limits, approved=reign.approved)
        self._compiled[version.id, reign.approved] = made
        return made


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
            reading.arrived_at,
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


def judge(
    state: State, grounds: Grounds, ordered: Iterable[Sample], closings: Iterable[Closing] = ()
) -> tuple[State, list[Event]]:
    """Judge `ordered` samples after `state`; the events are those of the open episodes.

    What had arrived when a person closed an alert is settled on that side and raises nothing more.
    What arrives later belongs to a new episode, whenever it was measured: a red that comes in
    behind a closing is seen.
    """
    settled: dict[Side, int] = {}
    for closing in closings:
        settled[closing.side] = max(closing.at, settled.get(closing.side, closing.at))
    known = (_muted(sample, settled) for sample in ordered) if settled else ordered
    return run(state, ((sample, grounds.at(sample.taken_at)) for sample in known))


def unseen(events: Iterable[Event], known: Container[Key]) -> list[Event]:
    """Give the levels reached that nobody has been told of: those without a key in `known`."""
    return [event for event in events if event.what is What.REACHED and key_of(event) not in known]


def key_of(event: Event) -> Key:
    """Give what makes an event the same when a replay finds it again."""
    return event.sample.reading_id, event.side.value, int(event.level)


def _muted(sample: Sample, settled: Mapping[Side, int]) -> Sample:
    sides = tuple(side for side, at in settled.items() if sample.arrived_at <= at)
    return sample._replace(muted=sides) if sides else sample


def _value(reading: Reading, place: int) -> float:
    if reading.beyond is not None:
        return float("-inf") if reading.beyond is Side.LOW else float("inf")
    value = reading.values[place]
    return float("nan") if value is None else value


def _silent(reading: Reading, history_days: int) -> bool:
    # An old file is history; what a device or the centre brings late was meant to be seen.
    age = reading.arrived_at - reading.taken_at
    return reading.source is Source.FILE and age > history_days * DAY_MS

"""How fast the alert engine judges: incrementally, replaying two years, and beside a plain loop.

The plain loop only compares each value with two numbers, which no alert engine can do without.
"""

import statistics
from random import Random

from benchmarks.common import ROUNDS, Row, Verdict, judged, paired, timed
from station.rules.alerts import Sample, State
from station.rules.alerts import run as judge
from station.rules.ground import ground
from station.rules.limits import Level, Limit, Operator, Side

_READINGS = 100_000
_YEARS_READINGS = 58_299
_LIMITS = (
    Limit("spo2", Level.RED, Side.LOW, Operator.BELOW, 86),
    Limit("spo2", Level.YELLOW, Side.LOW, Operator.BELOW, 89, 2, 2),
)
_PER_SECOND = 1_000_000
_MOST_OVER_LOOP = 20.0


def run(rounds: int = ROUNDS) -> list[Row]:
    """Measure judging readings one after the other, most of them green."""
    samples = _samples(_READINGS)
    here = ground("spo2", "v1", _LIMITS, approved=True)
    pairs = [(sample, here) for sample in samples]
    engine = timed(lambda: judge(State(), pairs))
    speeds = [_READINGS / engine() for _ in range(rounds)]
    speed = statistics.median(speeds)
    years = timed(lambda: judge(State(), pairs[:_YEARS_READINGS]))
    replay_ms = statistics.median(years() for _ in range(rounds)) * 1000
    values = [sample.value for sample in samples]
    return [
        Row(
            "readings judged per second",
            f"{speed / 1e6:.2f} M",
            f">= {_PER_SECOND / 1e6:g} M",
            Verdict.OK if speed * 1.1 >= _PER_SECOND else Verdict.MISSED,
        ),
        Row(
            "two years of 25 patients replayed (58 299 readings)",
            f"{replay_ms:.0f} ms",
            "<= 2500 ms",
        ),
        judged(
            "engine / plain loop of two comparisons",
            _MOST_OVER_LOOP,
            lambda: paired(engine, timed(lambda: _plain(values)), rounds),
        ),
    ]


def _samples(count: int) -> list[Sample]:
    random = Random(1)
    return [Sample("r", at, at, random.gauss(93, 1.6)) for at in range(count)]


def _plain(values: list[float]) -> int:
    hits = 0
    for value in values:
        if value < 86:
            hits += 2
        elif value < 89:
            hits += 1
    return hits

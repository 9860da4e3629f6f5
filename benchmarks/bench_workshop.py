"""Counting 30 and 90 days anew while a limit is dragged: one reading a day, and a glucose sensor.

The baseline is the plain loop: the engine's count over every reading, once for each span. The
first count of a persistence nobody has asked for yet is measured too, since it happens when a
person chooses it.
"""

import random
import statistics
from collections.abc import Callable
from typing import Final

from benchmarks.common import Row, Verdict, paired, timed, verdict
from station.rules.alerts import Sample
from station.rules.counts import count_days
from station.rules.dragging import moved
from station.rules.ground import DAY_MS, ground
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.recount import Prepared
from station.rules.why import Used

GOAL_MS: Final = 16.0
_NOW: Final = 1_795_161_600_000
_DAYS: Final = 90
_SENSOR: Final = 288
"""Readings a day of a sensor that measures every five minutes."""
_SINCE: Final = (_NOW - 30 * DAY_MS, _NOW - 90 * DAY_MS)
LIMITS: Final = (
    Limit("glucose", Level.RED, Side.LOW, Operator.BELOW, 3.0),
    Limit("glucose", Level.YELLOW, Side.LOW, Operator.BELOW, 3.9, 2, 2),
    Limit("glucose", Level.YELLOW, Side.HIGH, Operator.ABOVE, 10, 3, 5),
    Limit("glucose", Level.RED, Side.HIGH, Operator.ABOVE, 16, hours=6),
)


def run(rounds: int) -> list[Row]:
    """Measure a step of a drag at both densities, and what is paid for once."""
    rows = []
    for name, a_day in (("daily", 1), ("sensor", _SENSOR)):
        used = readings(a_day)
        samples = [Sample("", at, at, value) for at, value in used]
        prepared = Prepared(used, _SINCE)
        prepared.counts(LIMITS)
        turns = iter(range(10_000_000))

        def dragged(prepared: Prepared = prepared, turns: object = turns) -> object:
            at = next(turns)  # type: ignore[call-overload]
            return prepared.counts(moved(LIMITS, 2, 9.0 + at % 40 / 10).limits)

        def plain(samples: list[Sample] = samples) -> object:
            here = ground("glucose", "", LIMITS, approved=False)
            return [count_days(samples, here, since) for since in _SINCE]

        ratio = paired(timed(dragged), timed(plain), rounds)
        metric = f"workshop: {_DAYS} days recounted, {name}"
        rows += [
            _limited(metric, dragged, rounds),
            Row(f"{metric}, of the plain loop", str(ratio), "", Verdict.INFO),
        ]
    used = readings(_SENSOR)
    prepare = timed(lambda: Prepared(used, _SINCE).counts(LIMITS))
    once = statistics.median(prepare() for _ in range(rounds)) * 1000
    rows.append(Row("workshop: sensor prepared, four persistences", f"{once:.1f} ms"))
    return rows


def readings(a_day: int) -> list[Used]:
    """Glucose around 8 with a wide spread, evenly over the days, the same in every run."""
    chance = random.Random(19)
    apart = DAY_MS // a_day
    count = _DAYS * a_day
    return [(_NOW - (count - at) * apart, round(chance.gauss(8, 3), 1)) for at in range(count)]


def _limited(metric: str, job: Callable[[], object], rounds: int) -> Row:
    measure = timed(job)
    measure()
    ms = statistics.median(measure() for _ in range(rounds)) * 1000
    return Row(metric, f"{ms:.2f} ms", f"<= {GOAL_MS:g} ms", verdict(ms, GOAL_MS))

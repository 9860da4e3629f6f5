"""How fast the alert engine judges: incrementally, replaying two years, and beside a plain loop.

The plain loop only compares each value with two numbers, which no alert engine can do without.
"""

import statistics
from collections.abc import Callable
from random import Random

from benchmarks.common import ROUNDS, Row, Verdict, judged, limited, paired, timed
from station.rules.alerts import Sample, State
from station.rules.alerts import run as judge
from station.rules.combining import judge_combination
from station.rules.counts import count_days
from station.rules.force import Force
from station.rules.ground import DAY_MS, HOUR_MS, Ground, ground
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.plans import PlanContent, PlanStatus, PlanVersion
from station.rules.replay import Grounds
from station.rules.replay import judge as replay
from station.rules.rulebook import Baseline, Change, Combination, Condition

_READINGS = 100_000
_YEARS_READINGS = 58_299
_PATIENTS, _DAYS = 25, 730
_START = 1_735_686_000_000
_LIMITS = (
    Limit("spo2", Level.RED, Side.LOW, Operator.BELOW, 86),
    Limit("spo2", Level.YELLOW, Side.LOW, Operator.BELOW, 89, 2, 2),
)
_ALL_LIMITS = (
    *_LIMITS,
    Limit("spo2", Level.YELLOW, Side.LOW, Operator.BELOW, 90, hours=48),
    Limit("pulse", Level.RED, Side.HIGH, Operator.ABOVE, 130),
    Limit("pulse", Level.YELLOW, Side.HIGH, Operator.ABOVE, 110, 2, 3),
)
_SIGNS = Combination(
    "signs",
    Level.YELLOW,
    2,
    (
        Condition("spo2", Operator.BELOW, 90),
        Condition("pulse", Operator.ABOVE, 100),
        Condition("weight", Operator.ABOVE, 82),
    ),
)
_RULES = (
    Change("weight", Level.YELLOW, Side.HIGH, 2, 3),
    Baseline("weight", Level.YELLOW, Side.HIGH, 1),
    Baseline("spo2", Level.YELLOW, Side.LOW, 2),
    Baseline("pulse", Level.YELLOW, Side.HIGH, 12),
    _SIGNS,
)
_PER_SECOND = 1_000_000
_MOST_OVER_LOOP = 20.0
_DRAG_MS = 16.0
_SENSOR_A_DAY = 288


def run(rounds: int = ROUNDS) -> list[Row]:
    """Measure judging readings one after the other, most of them green; then with every rule."""
    samples = _samples(_READINGS)
    here = ground("spo2", "v1", _LIMITS, approved=True)
    pairs = [(sample, here) for sample in samples]
    engine = timed(lambda: judge(State(), pairs))
    speeds = [_READINGS / engine() for _ in range(rounds)]
    years = timed(lambda: judge(State(), pairs[:_YEARS_READINGS]))
    values = [sample.value for sample in samples]
    return [
        _fast("readings judged per second", statistics.median(speeds)),
        Row(
            "two years of 25 patients replayed (58 299 readings)",
            f"{_ms(years, rounds):.0f} ms",
            "<= 2500 ms",
        ),
        judged(
            "engine / plain loop of two comparisons",
            _MOST_OVER_LOOP,
            lambda: paired(engine, timed(lambda: _plain(values)), rounds),
        ),
        *_with_every_rule(rounds),
        limited(
            "yellow and red days of 90 counted (24 readings a day)",
            _drag(rounds, 24),
            _DRAG_MS,
            " ms",
        ),
        Row(
            "the same of a glucose sensor (288 readings a day)",
            f"{_drag(rounds, _SENSOR_A_DAY):g} ms",
        ),
    ]


def _with_every_rule(rounds: int) -> list[Row]:
    people = [_person(seed) for seed in range(_PATIENTS)]
    force = _force()
    count = sum(len(ordered) for series in people for ordered in series.values())

    def plain_part() -> None:
        for series in people:
            for component, ordered in series.items():
                replay(State(), Grounds(component, force), ordered)

    def everything() -> None:
        plain_part()
        for series in people:
            judge_combination(State(), _SIGNS.id, force, series)

    values = [each.value for series in people for ordered in series.values() for each in ordered]
    whole = timed(everything)
    loop = timed(lambda: _plain(values))
    speed = statistics.median(count / timed(plain_part)() for _ in range(rounds))
    return [
        Row(
            "the same with change, baseline and hours on every reading",
            f"{speed / 1e6:.2f} M readings/s",
        ),
        limited(
            f"two years of 25 patients replayed with all rules ({count} readings)",
            round(_ms(whole, rounds)),
            2500,
            " ms",
        ),
        Row("all rules / plain loop of two comparisons", str(paired(whole, loop, rounds))),
    ]


def _drag(rounds: int, a_day: int) -> float:
    """Count the days of 90 (milliseconds), as when a limit is dragged."""
    random = Random(2)
    ordered = [
        Sample("r", _START + at * DAY_MS // a_day, 0, random.gauss(9, 2))
        for at in range(104 * a_day)
    ]
    limits = (
        Limit("glucose_interstitial", Level.YELLOW, Side.HIGH, Operator.ABOVE, 14, 2, 2),
        Limit("glucose_interstitial", Level.RED, Side.LOW, Operator.BELOW, 3),
    )
    here: Ground = ground("glucose_interstitial", "", limits, approved=True)
    counting = timed(lambda: count_days(ordered, here, _START + 14 * DAY_MS))
    return round(_ms(counting, rounds), 1)


def _person(seed: int) -> dict[str, list[Sample]]:
    random = Random(seed)
    made: dict[str, list[Sample]] = {"weight": [], "spo2": [], "pulse": []}
    drift = 80.0
    for day in range(_DAYS):
        drift += random.gauss(0, 0.15)
        morning = _START + day * DAY_MS + random.randrange(7 * HOUR_MS, 10 * HOUR_MS)
        made["weight"].append(_sample(morning, round(drift, 1)))
        made["spo2"].append(_sample(morning, round(random.gauss(93, 1.6), 1)))
        made["pulse"].append(_sample(morning, round(random.gauss(78, 8))))
        if day % 5 == 0:
            made["spo2"].append(_sample(morning + 9 * HOUR_MS, round(random.gauss(93, 1.6), 1)))
    return made


def _sample(moment: int, value: float) -> Sample:
    return Sample(f"{moment}", moment, moment, value)


def _force() -> Force:
    content = PlanContent("kols", "nb", limits=_ALL_LIMITS, rules=_RULES)
    approved = PlanStatus.APPROVED
    return Force(
        [PlanVersion("v1", "plan", "p", 1, approved, content, _START, "n", in_force_from=_START)]
    )


def _fast(metric: str, speed: float) -> Row:
    reached = Verdict.OK if speed * 1.1 >= _PER_SECOND else Verdict.MISSED
    return Row(metric, f"{speed / 1e6:.2f} M", f">= {_PER_SECOND / 1e6:g} M", reached)


def _ms(job: Callable[[], float], rounds: int) -> float:
    return statistics.median(job() for _ in range(rounds)) * 1000


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

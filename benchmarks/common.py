"""What every benchmark shares: paired rounds, the median of their ratios, one row of the table."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from station.core.clock import FixedClock

ROUNDS = 11
"""The fewest rounds whose median may be compared with a goal."""
SLACK = 1.10
"""A goal counts as missed only beyond this factor, and only when a second batch misses it too."""


class Verdict(StrEnum):
    """What a row says about its goal."""

    OK = "ok"
    MISSED = "MISSED"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what was measured, the goal as text, and how they compare."""

    metric: str
    measured: str
    goal: str = ""
    verdict: Verdict = Verdict.INFO


@dataclass(frozen=True, slots=True)
class Ratio:
    """The median ratio of paired rounds, with the two medians in milliseconds behind it."""

    median: float
    ours_ms: float
    bare_ms: float

    def __str__(self) -> str:
        """The ratio first, since only it can be compared between computers."""
        return f"{self.median:.2f}x ({self.ours_ms:.1f} / {self.bare_ms:.1f} ms)"


def paired(ours: Callable[[], float], bare: Callable[[], float], rounds: int = ROUNDS) -> Ratio:
    """Measure both in turns, the order swapped each round, and take the median of the ratios.

    Both give seconds. What disturbs the computer meets both alike, so the ratio hardly moves.
    """
    for warm_up in (ours, bare):  # so that files and code are warm before the first round
        warm_up()
    pairs = []
    for turn in range(rounds):
        if turn % 2:
            below = bare()
            pairs.append((ours(), below))
        else:
            pairs.append((ours(), bare()))
    return Ratio(
        statistics.median(above / below for above, below in pairs),
        statistics.median(above for above, _ in pairs) * 1000,
        statistics.median(below for _, below in pairs) * 1000,
    )


def judged(metric: str, goal: float, measure: Callable[[], Ratio]) -> Row:
    """The row of a ratio that must not exceed its goal; a miss is measured a second time."""
    ratio = measure()
    if ratio.median > goal * SLACK:
        ratio = min(ratio, measure(), key=lambda one: one.median)
    return Row(metric, str(ratio), f"<= {goal:g}x", verdict(ratio.median, goal))


def limited(metric: str, measured: float, goal: float, unit: str = "") -> Row:
    """The row of a count or size that must not exceed its goal."""
    exact = Verdict.OK if measured <= goal else Verdict.MISSED
    return Row(metric, f"{measured:g}{unit}", f"<= {goal:g}{unit}", exact)


def verdict(measured: float, goal: float) -> Verdict:
    """Whether a measured time keeps its goal, noise allowed for."""
    return Verdict.OK if measured <= goal * SLACK else Verdict.MISSED


class RunningClock(FixedClock):
    """A clock whose date stands still while its seconds run, so that work may be cut by them."""

    def monotonic(self) -> float:
        """Give the computer's own seconds."""
        return time.monotonic()


def timed(job: Callable[[], object]) -> Callable[[], float]:
    """A function that runs `job` and gives the seconds it took."""

    def run() -> float:
        begun = time.perf_counter()
        job()
        return time.perf_counter() - begun

    return run


def table(rows: Sequence[Row]) -> str:
    """The rows as aligned columns under a heading."""
    cells = [("metric", "measured", "goal", "")]
    cells += [(row.metric, row.measured, row.goal, row.verdict.value) for row in rows]
    widths = [max(len(line[at]) for line in cells) for at in range(4)]
    texts = (zip(line, widths, strict=True) for line in cells)
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in line).rstrip() for line in texts
    )


def columned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Give rows as lines with columns under each other: words to the left, counts to the right."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    last = len(widths) - 1
    lines = []
    for row in rows:
        texts = [
            text.rjust(width) if 0 < at < last else text.ljust(width)
            for at, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(texts).rstrip())
    return lines

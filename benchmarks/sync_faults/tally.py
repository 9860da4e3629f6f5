"""One line of the table of the exchange's faults, and the table."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from benchmarks.common import columned

HEADING = ("case", "tried", "lost", "doubled", "stale", "unconverged", "beside")


@dataclass(frozen=True, slots=True)
class Line:
    """What was tried and what came of it; all but `tried` and `beside` must be 0.

    `lost` was made somewhere and is not at the server, `doubled` is there twice or was made by
    nobody, `stale` was written over by somebody who had not seen it, `unconverged` is different
    somewhere though faults have stopped. With `why` it was not tried, for this reason.
    """

    case: str
    tried: int = 0
    lost: int = 0
    doubled: int = 0
    stale: int = 0
    unconverged: int = 0
    beside: Counter[str] = field(default_factory=Counter)
    why: str = ""
    found: tuple[str, ...] = ()
    """What exactly was bad, with its seed."""

    @property
    def bad(self) -> int:
        """Give how much of it must not be."""
        return self.lost + self.doubled + self.stale + self.unconverged

    def __add__(self, other: "Line") -> "Line":
        """Join two parts of the same line."""
        beside = Counter(self.beside)
        beside.update(other.beside)
        return Line(
            self.case,
            self.tried + other.tried,
            self.lost + other.lost,
            self.doubled + other.doubled,
            self.stale + other.stale,
            self.unconverged + other.unconverged,
            beside,
            self.why or other.why,
            self.found + other.found,
        )


def joined(parts: Iterable[Line]) -> list[Line]:
    """Join the parts of each line, in the order in which the lines first came."""
    lines: dict[str, Line] = {}
    for part in parts:
        lines[part.case] = lines[part.case] + part if part.case in lines else part
    return list(lines.values())


def table(lines: Sequence[Line]) -> str:
    """Give the lines as columns under a heading, and below it what exactly was bad."""
    told = columned([HEADING, *(_cells(line) for line in lines)])
    return "\n".join([*told, *(f"! {line.case}: {each}" for line in lines for each in line.found)])


def _cells(line: Line) -> tuple[str, ...]:
    if line.why:
        return (line.case, "–", "–", "–", "–", "–", f"not tried: {line.why}")
    counts = (line.tried, line.lost, line.doubled, line.stale, line.unconverged)
    beside = ", ".join(f"{name} {count}" for name, count in line.beside.items())
    return (line.case, *map(str, counts), beside)

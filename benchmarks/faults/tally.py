"""One line of the table of faults, and the table."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from benchmarks.common import columned

HEADING = ("what", "tried", "lost", "doubled", "wrong patient", "exceptions", "beside")


@dataclass(frozen=True, slots=True)
class Faced:
    """What was tried and what came of it; all but `tried` and `beside` must be 0.

    `lost` was not where it belongs in the end, `doubled` was there twice, `wrong` lay with somebody
    else, `exceptions` would have reached the screen or ended in the log as a bug. `beside` are
    counts that are no faults of the program, or that nobody could tell, each with its words.
    """

    what: str
    tried: int
    lost: int = 0
    doubled: int = 0
    wrong: int = 0
    exceptions: int = 0
    beside: Counter[str] = field(default_factory=Counter)

    @property
    def bad(self) -> int:
        """Give how much of it must not be."""
        return self.lost + self.doubled + self.wrong + self.exceptions

    def __add__(self, other: "Faced") -> "Faced":
        """Join two parts of the same line; also a count of 0 beside it is told."""
        beside = Counter(self.beside)
        beside.update(other.beside)
        return Faced(
            self.what,
            self.tried + other.tried,
            self.lost + other.lost,
            self.doubled + other.doubled,
            self.wrong + other.wrong,
            self.exceptions + other.exceptions,
            beside,
        )


def joined(parts: Iterable[Faced]) -> list[Faced]:
    """Join the parts of each line, in the order in which the lines first came."""
    lines: dict[str, Faced] = {}
    for part in parts:
        lines[part.what] = lines[part.what] + part if part.what in lines else part
    return list(lines.values())


def table(lines: Sequence[Faced]) -> str:
    """Give the lines as columns under a heading."""
    return "\n".join(columned([HEADING, *(_cells(line) for line in lines)]))


def _cells(line: Faced) -> tuple[str, ...]:
    counts = (line.tried, line.lost, line.doubled, line.wrong, line.exceptions)
    beside = ", ".join(f"{name} {grouped(count)}" for name, count in line.beside.items())
    return (line.what, *map(grouped, counts), beside)


def grouped(count: int) -> str:
    """Give a count with its thousands apart."""
    return f"{count:,}".replace(",", " ")

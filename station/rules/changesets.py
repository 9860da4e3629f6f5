"""Change sets without a network: what a peer lacks, what came too early, and what is missing.

Each station numbers its log from 1. A file holds one range of that log; `theirs` is how far a
peer's log has been worked in here, without a hole.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

MOST_ROWS = 50_000
"""Rows of the log in one file; a longer range is written as several."""

Have = Mapping[str, tuple[int, int]]
"""How far a station has the log, and the audit log, of each other station."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Numbers `first` to `last`, both among them; empty when `last` is less than `first`."""

    first: int
    last: int

    @property
    def size(self) -> int:
        """Give how many numbers it holds."""
        return max(0, self.last - self.first + 1)


def to_send(highest: int, confirmed: int, most: int = MOST_ROWS) -> tuple[Span, ...]:
    """Give the ranges that a peer lacks, a file each; it has said that it has `confirmed`.

    Nothing new is one empty range: a file that only tells what its writer has.
    """
    first = confirmed + 1
    if first > highest:
        return (Span(highest + 1, highest),)
    starts = range(first, highest + 1, most)
    return tuple(Span(start, min(start + most - 1, highest)) for start in starts)


def missing_before(theirs: int, span: Span) -> Span | None:
    """Give what must come before a range can be worked in; None if it can be now."""
    return None if span.first <= theirs + 1 else Span(theirs + 1, span.first - 1)


def ready(theirs: int, kept: Iterable[Span]) -> Span | None:
    """Give the kept range that can be worked in now, the one that reaches farthest."""
    fitting = [span for span in kept if span.first <= theirs + 1]
    return max(fitting, key=lambda span: span.last, default=None)


def gaps(theirs: int, kept: Iterable[Span]) -> tuple[Span, ...]:
    """Give every hole between what is worked in and what is kept for later."""
    found, upto = [], theirs
    for span in sorted(kept):
        if span.first > upto + 1:
            found.append(Span(upto + 1, span.first - 1))
        upto = max(upto, span.last)
    return tuple(found)


def believed(before: int, said: int, highest: int) -> int:
    """Give how far a peer has our log: what it says, never more than there is.

    It may say less than it did before: it was put back from a backup.
    """
    return said if 0 <= said <= highest else min(before, highest)


def another_number(number: str, imprint: str) -> str:
    """Give the number for a change whose own was given twice, by two stations of one id."""
    return f"{number}~{imprint[:12]}"

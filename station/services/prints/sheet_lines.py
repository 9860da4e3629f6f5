"""The lines of a plan as a sheet prints them."""

from collections.abc import Iterable

from station.printing.documents import Words, words
from station.rules.plans import Line, LineState


def printed_lines(lines: Iterable[Line]) -> tuple[Words, ...]:
    """Give the lines that stand, each ended as a sentence: on paper they may follow each other."""
    standing = (line for line in lines if line.state is not LineState.REMOVED)
    return tuple(words(_sentence(line.text)) for line in standing)


def _sentence(text: str) -> str:
    return text if not text or text[-1] in ".!?:;…" else f"{text}."

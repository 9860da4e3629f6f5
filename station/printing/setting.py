"""Typesetting: running text broken into lines that fit a width."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from reportlab.lib.colors import Color

from station.printing.documents import Part, Words
from station.printing.drawing import INK, Run
from station.printing.fonts import NO_BREAK, Weight, clean, glued, width

_LONG_WORD_BREAKS = "-/–_@."


@dataclass(frozen=True, slots=True)
class Style:
    """How a paragraph looks: size and line height in points, weight, colour."""

    size: float
    weight: Weight = Weight.REGULAR
    strong: Weight = Weight.SEMIBOLD
    colour: Color = field(default=INK)
    leading: float = 1.3
    """Line height as a multiple of the size."""

    @property
    def line_height(self) -> float:
        """The distance between two baselines in points."""
        return self.size * self.leading


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its runs, and its width at size 1 without the space that ends it."""

    runs: tuple[Run, ...]
    width: float


@dataclass(slots=True)
class _Word:
    """Runs that are never parted, whether a space follows, and the width without that space."""

    runs: list[Run]
    width: float
    space: Weight | None = None


def tidy(text: Words | str) -> Words:
    """Give the text as it is printed: cleaned as a whole, its emphasis kept."""
    if isinstance(text, str):
        return Words((Part(glued(clean(text))),))
    whole = [Part(_marked_clean(part.text), part.strong) for part in text.parts]
    joined: list[Part] = []
    for part in whole:
        ends_open = not joined or joined[-1].text.endswith(" ")
        piece = part.text.lstrip(" ") if ends_open else part.text
        if piece:
            joined.append(Part(glued(piece), part.strong))
    if joined:
        joined[-1] = Part(joined[-1].text.rstrip(" "), joined[-1].strong)
    return Words(tuple(joined))


def broken(text: Words, style: Style, room: float) -> list[Line]:
    """Break `text` into lines at most `room` points wide; only a word too long is parted."""
    limit = max(room / style.size, 0.5)
    lines: list[Line] = []
    runs: list[Run] = []
    used = pending = 0.0
    for word in _fitting(_words(text, style), limit):
        if runs and used + pending + word.width > limit:
            lines.append(Line(tuple(_merged(runs)), used))
            runs, used, pending = [], 0.0, 0.0
        used += pending + word.width
        pending = 0.0
        runs.extend(word.runs)
        if word.space is not None:
            # The space stays at the end of its line, so that the file holds the text whole.
            runs.append(Run(" ", word.space))
            pending = width(" ", word.space)
    if runs:
        lines.append(Line(tuple(_merged(runs)), used))
    return lines


def _marked_clean(text: str) -> str:
    """Clean a part but keep one space at an edge where it had any."""
    kept = clean(text)
    if not kept:
        return " " * bool(text)
    return f"{_edge(text[0])}{kept}{_edge(text[-1])}"


def _edge(mark: str) -> str:
    """The space with which a part begins or ends, or nothing."""
    if not mark.isspace():
        return ""
    return mark if mark == NO_BREAK else " "


def _words(text: Words, style: Style) -> Iterator[_Word]:
    word = _Word([], 0.0)
    for part in text.parts:
        weight = style.strong if part.strong else style.weight
        pieces = part.text.split(" ")
        for at, piece in enumerate(pieces):
            if at:
                word.space = weight
                yield word
                word = _Word([], 0.0)
            if piece:
                word.runs.append(Run(piece, weight))
                word.width += width(piece, weight)
    if word.runs:
        yield word


def _fitting(found: Iterator[_Word], limit: float) -> Iterator[_Word]:
    for word in found:
        if word.width <= limit:
            yield word
        else:
            yield from _parted(word, limit)


def _parted(word: _Word, limit: float) -> Iterator[_Word]:
    """Part a word wider than a line, after a hyphen or a slash where it has one."""
    piece = _Word([], 0.0)
    for run in word.runs:
        for text in _chunks(run.text):
            for bit in (text,) if width(text, run.weight) <= limit else text:
                wide = width(bit, run.weight)
                if piece.runs and piece.width + wide > limit:
                    yield piece
                    piece = _Word([], 0.0)
                piece.runs.append(Run(bit, run.weight))
                piece.width += wide
    piece.space = word.space
    yield piece


def _chunks(text: str) -> Iterator[str]:
    start = 0
    for at, mark in enumerate(text, 1):
        if mark in _LONG_WORD_BREAKS:
            yield text[start:at]
            start = at
    if start < len(text):
        yield text[start:]


def _merged(runs: Sequence[Run]) -> Iterator[Run]:
    """Join neighbouring runs of one weight."""
    weight, pieces = runs[0].weight, [runs[0].text]
    for run in runs[1:]:
        if run.weight is not weight:
            yield Run("".join(pieces), weight)
            weight, pieces = run.weight, []
        pieces.append(run.text)
    yield Run("".join(pieces), weight)

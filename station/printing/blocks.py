"""Boxes that know their height, draw themselves, and split where a page ends.

All measures are points. `top` is a distance from the page's lower edge, as everywhere in PDF.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from reportlab.lib.colors import Color

from station.printing.documents import Words
from station.printing.drawing import Pen
from station.printing.setting import Line, Style, broken, tidy
from station.printing.tags import Element

_ASCENT = 0.97
"""Where the first baseline lies below the top of a line, as a multiple of the size."""


class Block(Protocol):
    """Anything that stands on a page."""

    def height(self, width: float) -> float:
        """Give the height at this width."""
        ...

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw with the upper left corner at (x, top)."""
        ...

    def split(self, width: float, room: float) -> "tuple[Block, Block] | None":
        """Give a part at most `room` high and the rest, or None if no such part is sensible."""
        ...


@dataclass(slots=True)
class Paragraph:
    """Running text of one style; `element` None makes it decoration (not read aloud)."""

    text: Words | str
    style: Style
    element: Element | None
    align: str = "left"
    _lines: dict[float, list[Line]] = field(default_factory=dict)

    def lines(self, width: float) -> list[Line]:
        """Give the lines at this width, broken once."""
        if width not in self._lines:
            self._lines[width] = broken(tidy(self.text), self.style, width)
        return self._lines[width]

    def height(self, width: float) -> float:
        """Give the height at this width."""
        return len(self.lines(width)) * self.style.line_height

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw with the upper left corner at (x, top)."""
        found = self.lines(width)
        if not found:
            return
        step, size = self.style.line_height, self.style.size
        first = top - size * _ASCENT - (step - size * 1.21) / 2
        share = {"left": 0.0, "centre": 0.5, "right": 1.0}[self.align]
        rows = [
            (line.runs, x + share * (width - line.width * size), first - at * step)
            for at, line in enumerate(found)
        ]
        with pen.content(self.element):
            pen.lines(rows, size, self.style.colour)

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        """Split between lines, leaving at least two on either side."""
        found = self.lines(width)
        fitting = min(int(room / self.style.line_height), len(found) - 2)
        if fitting < 2:  # noqa: PLR2004  (two lines)
            return None
        head = Paragraph(self.text, self.style, self.element, self.align, {width: found[:fitting]})
        tail = Paragraph(self.text, self.style, self.element, self.align, {width: found[fitting:]})
        return head, tail


@dataclass(slots=True)
class Gap:
    """Empty height; it vanishes at the foot of a page."""

    points: float

    def height(self, width: float) -> float:  # noqa: ARG002  (the same at every width)
        """Give the height."""
        return self.points

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw nothing."""

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:  # noqa: ARG002
        """Never split."""
        return None


@dataclass(slots=True)
class Stack:
    """Blocks below each other.

    `whole` keeps them on one page (a heading with its figure); the first `keep` of them never
    end a page (a heading with the beginning of its list).
    """

    blocks: Sequence[Block]
    gap: float = 0.0
    whole: bool = False
    keep: int = 0

    def height(self, width: float) -> float:
        """Give the height at this width."""
        inner = sum(block.height(width) for block in self.blocks)
        return inner + self.gap * max(len(self.blocks) - 1, 0)

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw with the upper left corner at (x, top)."""
        for block in self.blocks:
            block.draw(pen, x, top, width)
            top -= block.height(width) + self.gap

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        """Split between blocks, and within the one that crosses the end of the room."""
        if self.whole:
            return None
        for at, block in enumerate(self.blocks):
            high = block.height(width)
            if high > room:
                return self._split_at(at, block.split(width, room))
            room -= high + self.gap
        return None

    def _split_at(self, at: int, parts: tuple[Block, Block] | None) -> tuple[Block, Block] | None:
        before, after = list(self.blocks[:at]), list(self.blocks[at:])
        if parts is not None:
            before, after = [*before, parts[0]], [parts[1], *after[1:]]
        if len(before) <= self.keep:
            return None
        return Stack(before, self.gap), Stack(after, self.gap)


@dataclass(slots=True)
class Columns:
    """Blocks side by side; `shares` of the width, one per block, with `gap` between."""

    blocks: Sequence[Block]
    shares: Sequence[float]
    gap: float = 12.0

    def widths(self, width: float) -> list[float]:
        """Give each column's width."""
        room = width - self.gap * (len(self.blocks) - 1)
        return [room * share / sum(self.shares) for share in self.shares]

    def height(self, width: float) -> float:
        """Give the height of the tallest column."""
        pairs = zip(self.blocks, self.widths(width), strict=True)
        return max((block.height(wide) for block, wide in pairs), default=0.0)

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw the columns from left to right."""
        for block, wide in zip(self.blocks, self.widths(width), strict=True):
            block.draw(pen, x, top, wide)
            x += wide + self.gap

    def split(self, width: float, room: float) -> "tuple[Columns, Columns] | None":
        """Split every column that is taller than the room; refuse if one cannot be."""
        heads: list[Block] = []
        tails: list[Block] = []
        for block, wide in zip(self.blocks, self.widths(width), strict=True):
            parts: tuple[Block, Block] | None = (block, Gap(0))
            if block.height(wide) > room:
                parts = block.split(wide, room)
            if parts is None:
                return None
            heads.append(parts[0])
            tails.append(parts[1])
        return Columns(heads, self.shares, self.gap), Columns(tails, self.shares, self.gap)


@dataclass(frozen=True, slots=True)
class Frame:
    """The look of a panel: padding inside, fill, edge and corner."""

    across: float = 12.0
    down: float = 9.0
    fill: Color | None = None
    stroke: Color | None = None
    line: float = 0.75
    radius: float = 7.0


@dataclass(slots=True)
class Panel:
    """A framed block; split, both parts are framed."""

    inside: Block
    frame: Frame

    def height(self, width: float) -> float:
        """Give the height with the frame."""
        return self.inside.height(width - 2 * self.frame.across) + 2 * self.frame.down

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw the frame as decoration, then what is inside."""
        frame, high = self.frame, self.height(width)
        with pen.content(None):
            pen.box(
                x,
                top - high,
                width,
                high,
                fill=frame.fill,
                stroke=frame.stroke,
                line=frame.line,
                radius=frame.radius,
            )
        self.inside.draw(pen, x + frame.across, top - frame.down, width - 2 * frame.across)

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        """Split what is inside."""
        frame = self.frame
        parts = self.inside.split(width - 2 * frame.across, room - 2 * frame.down)
        return None if parts is None else (Panel(parts[0], frame), Panel(parts[1], frame))

"""The panels of a plan: zones, telephone numbers, lists, tables, and lines to fill in by hand."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from station.core.i18n import tr
from station.printing.blocks import Block, Columns, Frame, Gap, Panel, Paragraph, Stack
from station.printing.documents import Part, Phone, Section, Words, ZoneField, words
from station.printing.drawing import HAIRLINE, INK, QUIET, SURFACE, WHITE, ZONE_PAINT, Pen
from station.printing.fonts import Weight
from station.printing.setting import Style
from station.printing.tags import Element

_TAB, _NARROW_TAB = 122.0, 102.0
_INSET = 11.0
_SHARES = (0.46, 0.54)
_LEAST_SHARE = 0.38
"""Neither column of a zone is narrower, however little stands in it."""


@dataclass(frozen=True, slots=True)
class Look:
    """The styles of one attempt: everything grows and shrinks with `scale`.

    A `running` look sets the lines of a list after each other, as sentences, to save room.
    """

    scale: float
    running: bool = False

    @property
    def tab(self) -> float:
        """How wide a zone's tab is."""
        return _NARROW_TAB if self.running else _TAB

    @property
    def body(self) -> Style:
        """Running text."""
        return Style(10.6 * self.scale)

    @property
    def small(self) -> Style:
        """Notes and schedules."""
        return Style(9.0 * self.scale, colour=QUIET)

    @property
    def note(self) -> Style:
        """What the patient needs to know but not to do: schedule, review, opening hours."""
        return Style(9.2 * self.scale)

    @property
    def phone(self) -> Style:
        """Whose a telephone number is; it grows less than the rest, to stay on one line."""
        return Style(8.7 * min(self.scale, 1.08), colour=INK)

    @property
    def label(self) -> Style:
        """The heading of a column or a box."""
        return Style(9.2 * self.scale, weight=Weight.SEMIBOLD, colour=QUIET)

    @property
    def heading(self) -> Style:
        """The heading of a section."""
        return Style(11.6 * self.scale, weight=Weight.BOLD)

    @property
    def zone(self) -> Style:
        """The word of a zone."""
        size = 13.0 if self.running else 16.0
        return Style(size * self.scale, weight=Weight.BOLD, leading=1.2)

    @property
    def number(self) -> Style:
        """A telephone number, to be read from across the kitchen."""
        size = 15.5 if self.running else 19.0
        return Style(size * self.scale, weight=Weight.BOLD, leading=1.2)

    def gap(self, points: float) -> float:
        """Give a distance that grows with the text."""
        return points * self.scale


def listed(
    items: Sequence[Words], style: Style, parent: Element, *, running: bool = False
) -> Stack:
    """Give lines as a list with dots; one line alone, or `running` ones, are plain text."""
    if running and items:
        # The spaces between are parts of their own, so that every line can be read back whole.
        between = [piece for item in items for piece in (Part(" "), *item.parts)]
        return Stack([Paragraph(Words(tuple(between[1:])), style, parent.add("P"))])
    if len(items) == 1:
        return Stack([Paragraph(items[0], style, parent.add("P"))])
    found = parent.add("L")
    bodies = [found.add("LI").add("LBody") for _ in items]
    pairs = zip(items, bodies, strict=True)
    return Stack([_Item(Paragraph(item, style, body)) for item, body in pairs], style.size * 0.18)


@dataclass(slots=True)
class _Item:
    """A line of a list with its dot, which only its beginning carries."""

    text: Paragraph | Block
    dotted: bool = True

    def height(self, width: float) -> float:
        """Give the height of the text beside the dot."""
        return self.text.height(width - 9)

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw the dot as decoration, and the text."""
        if self.dotted and isinstance(self.text, Paragraph):
            with pen.content(None):
                pen.dot(x + 2.5, top - self.text.style.line_height * 0.52, 1.5, QUIET)
        self.text.draw(pen, x + 9, top, width - 9)

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        """Split the text."""
        parts = self.text.split(width - 9, room)
        return None if parts is None else (_Item(parts[0]), _Item(parts[1], dotted=False))


def zone_panel(found: ZoneField, look: Look, parent: Element) -> Block:
    """Give one zone: its shape, word and feeling in a tab, then signs and measures."""
    section = parent.add("Sect")
    paint = ZONE_PAINT[found.zone]
    word = Style(look.zone.size, Weight.BOLD, colour=paint.on_tab, leading=1.2)
    feeling = Style(look.body.size, colour=paint.on_tab)
    heading = Paragraph(found.heading, word, section.add("H2"))
    tab = Stack(
        [_Signed(found, heading), Gap(3), Paragraph(found.feeling, feeling, section.add("P"))]
    )
    again = Paragraph(words(found.heading), word, None)
    more = Paragraph(tr("continued"), feeling, None)
    titles = (tr("How I notice it"), tr("What I do"))
    columns = [
        _titled(title, items, look, section)
        for title, items in zip(titles, (found.signs, found.measures), strict=True)
    ]
    tab_again = Stack([_Signed(found, again), Gap(3), more])
    titles_again = [Paragraph(title, look.label, None) for title in titles]
    shares = _shares(found) if look.running else _SHARES
    return _Zone(found, tab, tab_again, titles_again, Columns(columns, shares, 14), look.tab)


def _shares(found: ZoneField) -> tuple[float, float]:
    """Share a panel's width out by how much stands in either column, to save height."""
    signs, measures = (
        sum(len(str(line)) for line in lines) for lines in (found.signs, found.measures)
    )
    left = signs / max(signs + measures, 1)
    share = min(max(left, _LEAST_SHARE), 1 - _LEAST_SHARE)
    return share, 1 - share


def _titled(title: str, items: Sequence[Words], look: Look, parent: Element) -> Stack:
    heading = Paragraph(title, look.label, parent.add("H3"))
    return Stack([heading, Gap(2), listed(items, look.body, parent, running=look.running)], keep=2)


@dataclass(slots=True)
class _Signed:
    """The zone's shape before its word."""

    zone: ZoneField
    word: Paragraph

    def _side(self) -> float:
        return self.word.style.size * 0.82

    def height(self, width: float) -> float:
        """Give the height of the word beside the shape."""
        return self.word.height(width - self._side() - 6)

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw the shape as decoration, and the word."""
        side, style = self._side(), self.word.style
        with pen.content(None):
            low = top - style.line_height * 0.5 - side * 0.5
            pen.zone_sign(self.zone.zone, x, low, side, style.colour)
        self.word.draw(pen, x + side + 6, top, width - side - 6)

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:  # noqa: ARG002
        """Never split: a heading stays with its text."""
        return None


@dataclass(slots=True)
class _Zone:
    """The panel of a zone; on the next page the tab says which zone goes on."""

    zone: ZoneField
    tab: Block
    tab_again: Block
    titles_again: Sequence[Block]
    columns: Columns
    wide: float
    """The width of the tab."""

    def _inner(self, width: float) -> float:
        return width - self.wide - 2 * _INSET

    def height(self, width: float) -> float:
        """Give the height of the taller of tab and columns."""
        tab = self.tab.height(self.wide - 2 * _INSET)
        return max(tab, self.columns.height(self._inner(width))) + 2 * (_INSET - 2)

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw the panel as decoration, then tab and columns."""
        paint, high = ZONE_PAINT[self.zone.zone], self.height(width)
        with pen.content(None):
            pen.tabbed(x, top - high, width, high, self.wide, paint)
        inside = top - _INSET + 2
        self.tab.draw(pen, x + _INSET, inside, self.wide - 2 * _INSET)
        self.columns.draw(pen, x + self.wide + _INSET, inside, self._inner(width))

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        """Split the columns; the tab with its feeling stays on the first page."""
        room -= 2 * (_INSET - 2)
        if self.tab.height(self.wide - 2 * _INSET) > room:
            return None
        parts = self.columns.split(self._inner(width), room)
        if parts is None:
            return None
        again, tail = self.tab_again, self._titled_again(parts[1])
        return (
            _Zone(self.zone, self.tab, again, self.titles_again, parts[0], self.wide),
            _Zone(self.zone, again, again, self.titles_again, tail, self.wide),
        )

    def _titled_again(self, tail: Columns) -> Columns:
        """Put the columns' headings over what goes on, as decoration: they were read aloud."""
        pairs = zip(self.titles_again, tail.blocks, strict=True)
        blocks = [
            rest if isinstance(rest, Gap) else Stack([title, Gap(2), rest]) for title, rest in pairs
        ]
        return Columns(blocks, tail.shares, tail.gap)


def phone_panels(phones: Sequence[Phone], look: Look, parent: Element) -> Block:
    """Give the telephone numbers side by side, at most three in a row."""
    rows: list[Block] = []
    for start in range(0, len(phones), 3):
        row = phones[start : start + 3]
        cards: list[tuple[Block, Block]] = []
        for phone in row:
            label = Paragraph(phone.label, look.phone, parent.add("P"))
            number = Paragraph(phone.number, look.number, parent.add("P"))
            cards.append((label, number))
        rows.append(Cards(cards))
    return Stack(rows, look.gap(8))


@dataclass(slots=True)
class Cards:
    """Framed cards of one height side by side, each a label and what it labels; never split."""

    cards: Sequence[tuple[Block, Block]]
    gap: float = 9.0

    def _inner(self, width: float) -> float:
        return (width - self.gap * (len(self.cards) - 1)) / len(self.cards) - 20

    def height(self, width: float) -> float:
        """Give the height of the tallest card."""
        wide = self._inner(width)
        return max(label.height(wide) + value.height(wide) for label, value in self.cards) + 12

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw the frames as decoration, the labels at the top, the values at the foot."""
        high, wide = self.height(width), self._inner(width)
        for label, value in self.cards:
            with pen.content(None):
                pen.box(x, top - high, wide + 20, high, stroke=INK, line=1.1, radius=7)
            label.draw(pen, x + 10, top - 6, wide)
            value.draw(pen, x + 10, top - high + 6 + value.height(wide), wide)
            x += wide + 20 + self.gap

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:  # noqa: ARG002
        """Never split."""
        return None


def section_block(found: Section, look: Look, parent: Element) -> Block:
    """Give a heading with its lines."""
    heading = Paragraph(found.heading, look.heading, parent.add("H2"))
    return Stack(
        [heading, Gap(2), listed(found.items, look.body, parent, running=look.running)], keep=2
    )


@dataclass(slots=True)
class _Row:
    """A table row: cells with air and hairlines around."""

    columns: Columns
    fill: bool = False
    least: float = 0.0
    air: float = 4.0
    """Above and below the cells."""

    def height(self, width: float) -> float:
        """Give the height of the tallest cell with its air."""
        return max(self.columns.height(width - 12) + 2 * self.air, self.least)

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw the hairlines as decoration, and the cells."""
        high, at = self.height(width), x
        with pen.content(None):
            for wide in self.columns.widths(width - 12):
                fill = SURFACE if self.fill else WHITE
                pen.box(at, top - high, wide + 12, high, fill=fill, stroke=HAIRLINE, line=0.6)
                at += wide + 12
        self.columns.draw(pen, x + 6, top - self.air, width - 12)

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        """Split every cell that is too tall."""
        parts = self.columns.split(width - 12, room - 2 * self.air)
        if parts is None:
            return None
        return _Row(parts[0], air=self.air), _Row(parts[1], air=self.air)


def table(
    titles: Sequence[str],
    rows: Sequence[Sequence[str]],
    shares: Sequence[float],
    look: Look,
    parent: Element,
    *,
    least: float = 22.0,
    air: float = 4.0,
) -> Block:
    """Give a table whose first cell names its row; an empty text is room for a pen.

    A row is at least `least` points high, with `air` above and below its cells.
    """
    found = parent.add("Table")
    head, body = Style(look.small.size, Weight.SEMIBOLD), Style(look.body.size * 0.95)
    top = found.add("TR")
    cells = [Paragraph(title, head, top.add("TH", scope="Column")) for title in titles]
    lines: list[Block] = [_Row(Columns(cells, shares, 12), fill=True, air=air)]
    for row in rows:
        line = found.add("TR")
        named = Style(body.size, Weight.SEMIBOLD)
        first = Paragraph(row[0], named, line.add("TH", scope="Row"))
        rest = [Paragraph(text, body, line.add("TD")) for text in row[1:]]
        lines.append(_Row(Columns([first, *rest], shares, 12), least=look.gap(least), air=air))
    return Stack(lines)


def boxed(blocks: Sequence[Block], gap: float = 6.0) -> Block:
    """Give blocks within a strong frame: the box that someone decides on."""
    return Panel(Stack(blocks, gap), Frame(11, 9, fill=WHITE, stroke=INK, line=1.4))


@dataclass(slots=True)
class Choice:
    """A square to tick, drawn, with its words."""

    words: Paragraph
    side: float = field(default=9.0)

    def height(self, width: float) -> float:
        """Give the height of the words beside the square."""
        return self.words.height(width - self.side - 6)

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw the square as decoration, and the words."""
        low = top - self.words.style.line_height * 0.5 - self.side * 0.5
        with pen.content(None):
            pen.box(x, low, self.side, self.side, fill=WHITE, stroke=INK, line=1.0, radius=1.5)
        self.words.draw(pen, x + self.side + 6, top, width - self.side - 6)

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:  # noqa: ARG002
        """Never split."""
        return None


@dataclass(slots=True)
class FillIn:
    """A line to write on, its label below."""

    label: Paragraph
    above: float = 24.0

    def height(self, width: float) -> float:
        """Give the height with room to write."""
        return self.above + self.label.height(width) + 2

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw the line as decoration, and the label."""
        with pen.content(None):
            pen.line((x, top - self.above), (x + width, top - self.above), INK, 0.8)
        self.label.draw(pen, x, top - self.above - 2, width)

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:  # noqa: ARG002
        """Never split."""
        return None

"""The plan in large print: one column, no letter below 16 points, as many pages as it takes."""

from collections.abc import Sequence
from dataclasses import dataclass

from station.core.i18n import tr
from station.printing.blocks import Block, Frame, Gap, Panel, Paragraph, Stack
from station.printing.documents import (
    Phone,
    PlanDocument,
    Section,
    Words,
    ZoneField,
    strong,
    words,
)
from station.printing.drawing import INK, ZONE_PAINT, Pen
from station.printing.fonts import Weight
from station.printing.pages import Sheet, sheet
from station.printing.panels import FillIn, listed
from station.printing.setting import Style
from station.printing.tags import Element

BODY = Style(16.0, leading=1.4)
_LABEL = Style(16.0, weight=Weight.SEMIBOLD, leading=1.35)
_HEADING = Style(19.0, weight=Weight.BOLD)
_ZONE = 24.0
_NUMBER = Style(26.0, weight=Weight.BOLD, leading=1.2)
_GAP = 14.0
_SIGN = 0.82
_PAGE = 560.0
"""Every page has more room than this between header and footer."""


def large_plan_sheet(document: PlanDocument) -> Sheet:
    """Lay a plan out in one column; header and footer are as large as its identity says."""
    return sheet(document.identity, lambda root: _body(document, root))


def _body(document: PlanDocument, root: Element) -> Sequence[Block]:
    """The plan's blocks in the order in which they are read back, with gaps between."""
    blocks: list[Block] = []
    if str(document.goal).strip():
        goal = words(strong(tr("My goal:")), " ", *document.goal.parts)
        blocks.append(Paragraph(goal, BODY, root.add("P")))
    blocks += [_section(each, root) for each in document.before]
    blocks += [_zone(each, root) for each in document.zones]
    blocks += [_phone(each, root) for each in document.phones]
    blocks += [_section(each, root) for each in document.sections]
    blocks += _approval(document, root)
    rest = (document.schedule, words(document.review), words(document.opening))
    blocks += [Paragraph(text, BODY, root.add("P")) for text in rest if str(text).strip()]
    return [piece for block in blocks for piece in (block, Gap(_GAP))][:-1]


def _zone(found: ZoneField, root: Element) -> Block:
    part = root.add("Sect")
    band = _band(found, found.feeling, part.add("H2"), part.add("P"))
    again = _band(found, tr("continued"), None, None)
    lists: list[Block] = []
    titles = (tr("How I notice it"), tr("What I do"))
    for title, lines in zip(titles, (found.signs, found.measures), strict=True):
        if lines:
            lists += [Gap(8), _lines(title, lines, _LABEL, "H3", part)]
    return _Zone(band, again, Stack(lists))


def _band(
    found: ZoneField, feeling: str, word_tag: Element | None, feeling_tag: Element | None
) -> Block:
    colour = ZONE_PAINT[found.zone].on_tab
    word = Style(_ZONE, Weight.BOLD, colour=colour, leading=1.2)
    small = Style(BODY.size, Weight.SEMIBOLD, colour=colour)
    return _Band(
        found, Paragraph(found.heading, word, word_tag), Paragraph(feeling, small, feeling_tag)
    )


def _lines(title: str, lines: Sequence[Words], style: Style, level: str, parent: Element) -> Block:
    heading = Paragraph(title, style, parent.add(level))
    return Stack([heading, Gap(4), listed(lines, BODY, parent)], keep=2)


def _section(found: Section, root: Element) -> Block:
    made = _lines(found.heading, found.items, _HEADING, "H2", root)
    return Panel(made, Frame(11, 9, stroke=INK, line=1.4)) if found.boxed else made


def _phone(found: Phone, root: Element) -> Block:
    label = Paragraph(found.label, BODY, root.add("P"))
    number = Paragraph(found.number, _NUMBER, root.add("P"))
    return Panel(Stack([label, number], whole=True), Frame(12, 8, stroke=INK, line=1.4))


def _approval(document: PlanDocument, root: Element) -> list[Block]:
    approval, blocks = document.approval, list[Block]()
    if approval.text:
        blocks.append(Paragraph(approval.text, _LABEL, root.add("P")))
    texts = (*approval.choices, *approval.lines)
    return [*blocks, *(FillIn(Paragraph(text, BODY, root.add("P")), 30) for text in texts)]


@dataclass(slots=True)
class _Zone:
    """A zone's band and its lists: on one page where one holds them, else said again on each."""

    band: Block
    again: Block
    lists: Stack

    def height(self, width: float) -> float:
        """Give the height of band and lists."""
        return self.band.height(width) + self.lists.height(width)

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw the band, and the lists below it."""
        self.band.draw(pen, x, top, width)
        self.lists.draw(pen, x, top - self.band.height(width), width)

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        """Split the lists of a zone that no page holds; any other moves whole."""
        if self.height(width) < _PAGE:
            return None
        parts = self.lists.split(width, room - self.band.height(width))
        if parts is None:
            return None
        head, tail = (part if isinstance(part, Stack) else Stack([part]) for part in parts)
        return _Zone(self.band, self.again, head), _Zone(self.again, self.again, tail)


@dataclass(slots=True)
class _Band:
    """A zone's shape, word and feeling across the page, on its own colour; never split."""

    zone: ZoneField
    word: Paragraph
    feeling: Paragraph

    def _side(self) -> float:
        return self.word.style.size * _SIGN

    def height(self, width: float) -> float:
        """Give the height of word and feeling with the air around them."""
        inner = width - 28 - self._side() - 8
        return self.word.height(inner) + self.feeling.height(width - 28) + 18

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw colour and shape as decoration, then the word and the feeling."""
        paint, high, side = ZONE_PAINT[self.zone.zone], self.height(width), self._side()
        line = self.word.style.line_height
        with pen.content(None):
            look = {"fill": paint.tab, "stroke": paint.edge}
            pen.box(x, top - high, width, high, line=paint.line, radius=8, **look)
            low = top - 9 - line * 0.5 - side * 0.5
            pen.zone_sign(self.zone.zone, x + 14, low, side, self.word.style.colour)
        inner = width - 28 - side - 8
        self.word.draw(pen, x + 14 + side + 8, top - 9, inner)
        self.feeling.draw(pen, x + 14, top - 9 - self.word.height(inner), width - 28)

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:  # noqa: ARG002
        """Never split: the word stays with its feeling."""
        return None

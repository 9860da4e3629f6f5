"""Receipts: two halves on each page with a line to cut along, and each half says all of it.

What does not fit goes on to the next page in both halves alike, so that every page is cut in the
same way and both parties keep the same sheets. The signatures stand on the last page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from station.core.i18n import tr
from station.core.trouble import Trouble
from station.printing.archive import archived
from station.printing.blocks import Block, Columns, Gap, Paragraph, Stack
from station.printing.documents import (
    Identity,
    ReceiptDocument,
    ReceiptHalf,
    Words,
    strong,
    words,
)
from station.printing.drawing import (
    CONTENT_WIDTH,
    EDGE,
    INK,
    MARGIN,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    QUIET,
    Pen,
)
from station.printing.fonts import Weight, clean
from station.printing.pages import born_line, code_block, footer_line, page_line
from station.printing.panels import FillIn, Look, listed, table
from station.printing.setting import Style
from station.printing.tags import Element

_SCALES = (0.92, 0.86, 0.8)
"""The largest at which the fewest pages are needed is taken; the least is 8.5 points."""
_CUT = 13.0
"""Free height on either side of the line to cut along."""
_MIDDLE = PAGE_HEIGHT / 2
_ROOM = _MIDDLE - EDGE - _CUT
"""The height of a half."""
_AIR = 6.0
_SQUARES = 50.0
_DASH = (4.0, 3.0)
_TITLE = Style(15.0, weight=Weight.BOLD, leading=1.2)
_SERVICE = Style(8.5, weight=Weight.SEMIBOLD, colour=QUIET)
_WHO = Style(10.0, strong=Weight.BOLD)
_SMALL = Style(7.0, colour=QUIET)
_CONTACT = Style(9.0, weight=Weight.SEMIBOLD)
_HINT = Style(7.0, colour=QUIET)


@dataclass(slots=True)
class _Half:
    """One half laid out: its rows go on from page to page, its end stands on the last one."""

    half: ReceiptHalf
    identity: Identity
    section: Element
    top: Element
    head: Block
    rows: Sequence[Block]
    end: Block
    foot: Element

    def row_heights(self) -> list[float]:
        """Give how high each row is."""
        return [row.height(CONTENT_WIDTH) for row in self.rows]


def receipt_pages(document: ReceiptDocument, *, tagged: bool = True) -> bytes:
    """Draw the receipt and give the file; Trouble `print.long` if a row is higher than a half."""
    look, shares = _best(document)
    root = Element("Document")
    halves = [_half(document, half, look, root) for half in document.halves]
    title = clean(document.identity.title)
    pen = Pen(title, document.identity.language, tagged)
    for page, rows in enumerate(shares):
        if page:
            pen.next_page()
        _cut_line(pen)
        tops = (PAGE_HEIGHT - EDGE, _MIDDLE - _CUT)
        for half, top in zip(halves, tops, strict=True):
            _draw(pen, half, top, rows, (page + 1, len(shares)))
    raw = pen.finish()
    if not tagged:
        return raw
    return archived(raw, root, title=title, language=document.identity.language)


def _best(document: ReceiptDocument) -> tuple[Look, list[range]]:
    """Choose the largest letters among those that need the fewest pages."""
    tried = [(look, _shared(document, look)) for look in map(Look, _SCALES)]
    found = [(look, shares) for look, shares in tried if shares]
    if not found:
        raise Trouble(
            "print.long",
            "The print was not made: one of its texts is longer than a page. Nothing is lost."
            " Shorten it, or divide it into several lines, and print again.",
        )
    return min(found, key=lambda each: len(each[1]))


def _shared(document: ReceiptDocument, look: Look) -> list[range]:
    """Share the rows out over pages; the last has room for the end. Empty if one is too high."""
    halves = [_half(document, half, look, Element("Document")) for half in document.halves]
    heights = [max(pair) for pair in zip(*(half.row_heights() for half in halves), strict=True)]
    fixed = max(_header(half, (2, 2)).height(CONTENT_WIDTH) for half in halves)
    fixed += max(half.head.height(CONTENT_WIDTH) for half in halves) + 2 * _AIR
    fixed += max(_footer(half, None).height(CONTENT_WIDTH) for half in halves)
    room = _ROOM - fixed
    end = max(half.end.height(CONTENT_WIDTH) for half in halves) + _AIR
    more = _more(look).height(CONTENT_WIDTH) + _AIR
    ends = [0]
    while sum(heights[ends[-1] :]) + end > room:
        taken = _fitting(heights[ends[-1] :], room - more)
        if not taken:
            return []
        ends.append(ends[-1] + taken)
    return [range(start, stop) for start, stop in pairwise([*ends, len(heights)])]


def _fitting(heights: Sequence[float], room: float) -> int:
    """Count the rows that fit, but leave one for the page with the signatures if it can be."""
    used, taken = 0.0, 0
    for high in heights:
        used += high
        if used > room:
            break
        taken += 1
    return taken - 1 if taken == len(heights) > 1 else taken


def _half(document: ReceiptDocument, half: ReceiptHalf, look: Look, root: Element) -> _Half:
    section = root.add("Sect")
    top = section.add("Sect")
    made = table(half.headings, half.rows, document.shares, look, section, least=0.0, air=2.6)
    if not isinstance(made, Stack):
        raise TypeError("a table is a stack of rows")
    head, *rows = made.blocks
    return _Half(
        half,
        document.identity,
        section,
        top,
        head,
        rows,
        _end(half, look, section),
        section.add("P"),
    )


def _end(half: ReceiptHalf, look: Look, section: Element) -> Block:
    """Give what is agreed and the lines to sign."""
    body = Style(look.body.size * 0.95)
    blocks: list[Block] = [listed(half.terms, body, section)] if half.terms else []
    signed = [
        FillIn(Paragraph(text, look.small, section.add("P")), 26.0) for text in half.signatures
    ]
    lines = Columns(signed, [1.0] * len(signed), 24)
    contact = Paragraph(half.contact, _CONTACT, section.add("P"))
    return Stack([*blocks, Gap(2), lines, Gap(5), contact])


def _header(half: _Half, page: tuple[int, int]) -> Block:
    """Give who and what; on the second page and later it is decoration."""
    identity, first = half.identity, page[0] == 1
    service = " · ".join(fact for fact in (identity.municipality, identity.service) if fact)
    facts = [born_line(identity), identity.code, page_line(*page)]
    person = (strong(identity.person), "  ") if identity.person else ()
    who = words(*person, " · ".join(fact for fact in facts if fact))

    def said(text: Words | str, style: Style, tag: str = "P", *, again: bool = True) -> Block:
        return Paragraph(text, style, half.top.add(tag) if first and again else None)

    left = [
        said(service, _SERVICE),
        said(identity.title, _TITLE, "H1"),
        said(who, _WHO),
        said(half.half.whose, Style(9.0, Weight.BOLD)),
        said(half.half.who, Style(9.0)),
    ]
    stacked = Stack(left, 1.0)
    if not identity.code:
        return stacked
    figure = half.top.add("Figure", alternative=identity.code) if first else None
    share = _SQUARES / CONTENT_WIDTH
    squares = Stack([code_block(identity.code, figure)])
    return Columns([stacked, squares], [1 - share, share], 14)


def _footer(half: _Half, element: Element | None) -> Block:
    sentences = Paragraph(" ".join(half.identity.footer), _SMALL, element)
    facts = Paragraph(footer_line(half.identity), _SMALL, element, "right")
    return Columns([sentences, facts], [0.76, 0.24], 8)


def _more(look: Look) -> Paragraph:
    return Paragraph(
        tr("More on the next page; it is signed there."), Style(look.small.size), None, "right"
    )


def _draw(pen: Pen, half: _Half, top: float, rows: range, page: tuple[int, int]) -> None:
    footer = _footer(half, half.foot if page[0] == 1 else None)
    low = top - _ROOM
    for block in _blocks(half, rows, page):
        block.draw(pen, MARGIN, top, CONTENT_WIDTH)
        top -= block.height(CONTENT_WIDTH)
    footer.draw(pen, MARGIN, low + footer.height(CONTENT_WIDTH), CONTENT_WIDTH)


def _blocks(half: _Half, rows: range, page: tuple[int, int]) -> list[Block]:
    """Give what stands in one half of one page, but for its footer."""
    head = half.head if page[0] == 1 else _unread(half.head)
    own = [half.rows[at] for at in rows]
    last = page[0] == page[1]
    end = half.end if last else _more(Look(_SCALES[0]))
    return [_header(half, page), Gap(_AIR), *([head] if own else []), *own, Gap(_AIR), end]


def _unread(block: Block) -> Block:
    """Give the table's headings again, as decoration: they were read aloud on the first page."""
    return _Unread(block)


@dataclass(slots=True)
class _Unread:
    """A block whose text is decoration this time, though it was read aloud before."""

    block: Block

    def height(self, width: float) -> float:
        """Give the height of the block."""
        return self.block.height(width)

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw the block within one mark of decoration."""
        with pen.content(None):
            tagged, pen.tagged = pen.tagged, False
            self.block.draw(pen, x, top, width)
            pen.tagged = tagged

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:  # noqa: ARG002
        """Never split."""
        return None


def _cut_line(pen: Pen) -> None:
    """Draw the line to cut along as decoration, with a word on it."""
    hint = Paragraph(tr("Cut here"), _HINT, None)
    wide = max(line.width for line in hint.lines(CONTENT_WIDTH)) * _HINT.size + 12
    left = (PAGE_WIDTH - wide) / 2
    with pen.content(None):
        pen.canvas.saveState()
        pen.canvas.setDash(*_DASH)
        for start, stop in ((0.0, left), (left + wide, PAGE_WIDTH)):
            pen.line((start, _MIDDLE), (stop, _MIDDLE), INK, 0.7)
        pen.canvas.restoreState()
    hint.draw(pen, left + 6, _MIDDLE + _HINT.line_height / 2, wide)

"""Pages: who and what on top of each, the footer below, and blocks flowing from one to the next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from reportlab.graphics.barcode import qrencoder

from station.core.i18n import tr
from station.core.trouble import Trouble
from station.printing.archive import archived
from station.printing.blocks import Block, Columns, Gap, Paragraph, Stack
from station.printing.documents import Identity, Words, strong, words
from station.printing.drawing import (
    CONTENT_WIDTH,
    EDGE,
    HAIRLINE,
    INK,
    MARGIN,
    PAGE_HEIGHT,
    QUIET,
    Pen,
)
from station.printing.fonts import Weight, clean
from station.printing.setting import Style
from station.printing.tags import Element

_SMALL = Style(8.0, colour=QUIET)
_LINE = Style(9.0, strong=Weight.BOLD, colour=QUIET)
_WHO = Style(11.5, strong=Weight.BOLD)
_WHO_AGAIN = Style(9.5, strong=Weight.BOLD)
_TITLE = Style(24.0, weight=Weight.BOLD, leading=1.15)
_LARGE = 16.0
"""No letter of a large print is smaller."""
_QR = 58.0
_MOST_BYTES = 106
"""What a QR code of version 6 holds; its squares are still large enough to be scanned."""
_AIR = 10.0
_ENOUGH = 60.0
"""With less room than this at the foot of a page, a block that must split begins a new one."""


@dataclass(slots=True)
class Sheet:
    """One attempt at a document: its structure, and the blocks between header and footer."""

    identity: Identity
    blocks: Sequence[Block]
    root: Element
    top: Element
    """Where the header's elements go once the number of pages is known."""

    def height(self) -> float:
        """Give the height of all blocks in one column."""
        return sum(block.height(CONTENT_WIDTH) for block in self.blocks)

    def first_room(self) -> float:
        """Give the height between header and footer on the first page."""
        return _page_room(self.identity, _header(self.identity, Element("Sect"), 1, 1))

    def spare(self) -> float:
        """Give the height left on one page; negative when one is not enough."""
        return self.first_room() - self.height()


def sheet(identity: Identity, body: Callable[[Element], Sequence[Block]]) -> Sheet:
    """Lay out one attempt: the header's elements come first, then the body's."""
    root = Element("Document")
    top = root.add("Sect")
    return Sheet(identity, body(root), root, top)


def printed(found: Sheet, *, tagged: bool = True) -> bytes:
    """Draw the sheet's pages and give the file; untagged is for comparisons of speed only."""
    identity = found.identity
    pages = _paginated(found)
    title = clean(identity.title)
    pen = Pen(title, identity.language, tagged)
    header = _header(identity, found.top, 1, len(pages))
    footer = found.root.add("P")
    for number, blocks in enumerate(pages, 1):
        if number > 1:
            pen.next_page()
            header = _header_again(identity, number, len(pages))
        top = PAGE_HEIGHT - EDGE
        header.draw(pen, MARGIN, top, CONTENT_WIDTH)
        _draw_footer(pen, identity, footer if number == 1 else None)
        top -= header.height(CONTENT_WIDTH) + _AIR
        for block in blocks:
            block.draw(pen, MARGIN, top, CONTENT_WIDTH)
            top -= block.height(CONTENT_WIDTH)
    raw = pen.finish()
    if not tagged:
        return raw
    return archived(raw, found.root, title=title, language=identity.language)


def page_line(page: int, pages: int) -> str:
    """Give the words that stand on every page: page 1 of 2."""
    return tr("page {page} of {pages}", page=page, pages=pages)


def code_block(text: str, element: Element | None) -> Block:
    """Give a code as squares as wide as they may be; `element` None makes them decoration."""
    return _Code(text, element)


def born_line(identity: Identity) -> str:
    """Give the birth date with its word, or "" where the print is about nobody."""
    return tr("born {date}", date=identity.birth_date) if identity.birth_date else ""


def version_line(identity: Identity) -> str:
    """Give the version with its word, or "" where there are no versions."""
    return tr("version {number}", number=identity.version) if identity.version else ""


def footer_line(identity: Identity) -> str:
    """Give the code and the day of printing as one line."""
    shown = tr("printed {date}", date=identity.printed)
    return " · ".join(piece for piece in (identity.code, shown) if piece)


def _sized(style: Style, identity: Identity) -> Style:
    """Give a style of header or footer as large as the print wants it."""
    return replace(style, size=max(style.size, _LARGE)) if identity.large else style


def _page_room(identity: Identity, header: Block) -> float:
    used = header.height(CONTENT_WIDTH) + _AIR + _footer(identity, None).height(CONTENT_WIDTH)
    return PAGE_HEIGHT - 2 * EDGE - used - _AIR


def _paginated(found: Sheet) -> list[list[Block]]:
    """Share the blocks out over pages; what cannot be split moves whole to the next page."""
    later = _page_room(found.identity, _header_again(found.identity, 2, 2))
    room, pages = found.first_room(), [list[Block]()]
    queue = list(reversed(found.blocks))
    while queue:
        block = queue.pop()
        high = block.height(CONTENT_WIDTH)
        if high <= room or (isinstance(block, Gap) and not pages[-1]):
            if pages[-1] or not isinstance(block, Gap):
                pages[-1].append(block)
                room -= high
            continue
        if isinstance(block, Gap):
            room = 0.0
            continue
        parts = block.split(CONTENT_WIDTH, room) if room > _ENOUGH else None
        if parts is not None:
            pages[-1].append(parts[0])
            block = parts[1]
        elif not pages[-1]:
            raise Trouble(
                "print.long",
                "The print was not made: one of its texts is longer than a page. Nothing is lost."
                " Shorten it, or divide it into several lines, and print again.",
            )
        queue.append(block)
        pages.append([])
        room = later
    return pages


def _who(identity: Identity, page: int, pages: int) -> Words:
    facts = (
        born_line(identity),
        identity.diagnosis,
        version_line(identity),
        page_line(page, pages),
    )
    rest = " · ".join(fact for fact in facts if fact)
    return words(strong(identity.person), "  ", rest) if identity.person else words(rest)


def _header(identity: Identity, root: Element, page: int, pages: int) -> Block:
    service = " · ".join(fact for fact in (identity.municipality, identity.service) if fact)
    status = (" · ", strong(identity.status)) if identity.status else ()
    left = Stack(
        [
            Paragraph(words(service, *status), _sized(_LINE, identity), root.add("P")),
            Gap(1),
            Paragraph(identity.title, _TITLE, root.add("H1")),
            Gap(3),
            Paragraph(_who(identity, page, pages), _sized(_WHO, identity), root.add("P")),
        ]
    )
    if not identity.code:
        return left
    figure = root.add("Figure", alternative=tr("Plan code {code}", code=identity.code))
    return _beside(left, _Code(_squares_text(identity, page, pages), figure))


def _beside(left: Block, code: Block) -> Block:
    share = _QR / CONTENT_WIDTH
    return Columns([left, code], [1 - share, share], 14)


def _squares_text(identity: Identity, page: int, pages: int) -> str:
    """Give what a scanner reads on a page: all about the sheet, or the code that people read."""
    return identity.stamp(page, pages) if identity.stamp else identity.code


def _header_again(identity: Identity, page: int, pages: int) -> Block:
    """The header of the second page and later: decoration, since it was read aloud once."""
    title = words(strong(identity.title), f" · {identity.municipality}")
    if identity.status:
        title = words(*title.parts, f" · {identity.status}")
    who, small = _sized(_WHO_AGAIN, identity), _sized(_SMALL, identity)
    facts = Stack(
        [Paragraph(_who(identity, page, pages), who, None), Paragraph(title, small, None)]
    )
    if identity.stamp is None:
        return Stack([facts, Gap(5), _Rule()])
    # Pages part from each other in the scanner: each must be found again by itself.
    code = _Code(_squares_text(identity, page, pages), None)
    return Stack([_beside(facts, code), Gap(5), _Rule()])


def _footer(identity: Identity, element: Element | None) -> Stack:
    small = _sized(_SMALL, identity)
    sentences = Paragraph(" ".join(identity.footer), small, element)
    facts = Paragraph(footer_line(identity), small, element, "right")
    if identity.large:
        return Stack([_Rule(), Gap(4), sentences, facts])
    return Stack([_Rule(), Gap(4), Columns([sentences, facts], [0.73, 0.27], 8)])


def _draw_footer(pen: Pen, identity: Identity, element: Element | None) -> None:
    footer = _footer(identity, element)
    footer.draw(pen, MARGIN, EDGE + footer.height(CONTENT_WIDTH), CONTENT_WIDTH)


@dataclass(slots=True)
class _Rule:
    """A hairline across the page."""

    def height(self, width: float) -> float:  # noqa: ARG002  (the same at every width)
        """Give the height."""
        return 1.0

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw the line as decoration."""
        with pen.content(None):
            pen.line((x, top), (x + width, top), HAIRLINE, 0.6)

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:  # noqa: ARG002
        """Never split."""
        return None


@dataclass(slots=True)
class _Code:
    """The print's code as squares that a scanner reads (QR, error correction M)."""

    code: str
    element: Element | None
    """None where the code is decoration: it was named on the first page."""

    def height(self, width: float) -> float:
        """Give the height: the code is square."""
        return width

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw every row's dark stretches."""
        squares = qr_squares(clean(self.code))
        cell = width / len(squares)
        if self.element is not None:
            self.element.box = (x, top - width, x + width, top)
        with pen.content(self.element):
            pen.canvas.setFillColor(INK)
            path = pen.canvas.beginPath()
            for down, row in enumerate(squares):
                for start, length in stretches(row):
                    path.rect(x + start * cell, top - (down + 1) * cell, length * cell, cell)
            pen.canvas.drawPath(path, stroke=0, fill=1)

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:  # noqa: ARG002
        """Never split."""
        return None


def qr_squares(text: str) -> list[list[bool]]:
    """Give the squares of the smallest QR code that holds `text` (at most 106 bytes)."""
    if len(text.encode()) > _MOST_BYTES:
        raise ValueError("a print's code has at most 106 bytes")
    code = qrencoder.QRCode(None, qrencoder.QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    return [[bool(square) for square in row] for row in code.modules]


def stretches(row: Sequence[bool]) -> list[tuple[int, int]]:
    """Give where the dark stretches of a row of squares begin, and how long they are."""
    found: list[tuple[int, int]] = []
    for at, dark in enumerate(row):
        if dark and found and sum(found[-1]) == at:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif dark:
            found.append((at, 1))
    return found

"""Sheets of labels for devices: a code, what it says, and whom to ring when the device is found.

A label sheet has no header and no footer: every place on it is a label. Like every other print it
is tagged, archived, and counts only when all its texts have been read back from the file.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reportlab.graphics.barcode.code128 import Code128

from station.core.trouble import Trouble
from station.printing.archive import archived
from station.printing.drawing import HAIRLINE, INK, PAGE_HEIGHT, Pen
from station.printing.fonts import Weight, clean, flat, refuse_lacking, width
from station.printing.label_formats import MM, LabelFormat
from station.printing.pages import qr_squares, stretches
from station.printing.setting import Line, Style, broken, tidy
from station.printing.tags import Element
from station.printing.verify import lost, read_back

_PAD: Final = 2.2 * MM
_REACH: Final = 4.5 * MM
"""So near the paper's left and right edge office printers print nothing."""
_GAP: Final = 2.2 * MM
_CODE_SHARE: Final = 0.42
"""Of the label's width, at most, for a square code."""
_BAR: Final = 0.25 * MM
"""The thinnest bar that cheap scanners read."""
_QUIET_BARS: Final = 10
"""White on each side of a bar code, in thin bars, as the standard asks."""
_BARS_SHARE: Final = 0.4
_SCALES: Final = (1.0, 0.92, 0.84, 0.76, 0.68, 0.62, 0.56, 0.5)
"""Half size is four points: less could not be read, and is refused."""
_WHITE_EDGE: Final = 2
"""Squares of white beside a QR code; the pad around the label gives the rest."""
_LOWER, _UPPER = ord("a") - 1, ord("A") - 1


@dataclass(frozen=True, slots=True)
class Label:
    """One label: `code` is what a scanner reads and stands below it in letters."""

    code: str
    kind: str
    municipality: str
    phone: str
    """A whole line, such as «Funnet? Ring 68 05 01 00»; "" where no number is known."""
    description: str
    """What is read aloud for the squares or bars."""


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """Labels for sheets of one format; the first is put at place `start` (from 0) of the first.

    With `bars` a code is printed as code 128 where it has room for bars that can be read, else as
    squares. `outlines` are drawn for plain paper, to be cut.
    """

    language: str
    title: str
    format: LabelFormat
    labels: tuple[Label, ...]
    start: int = 0
    bars: bool = False
    outlines: bool = False


def render(sheet: LabelSheet) -> bytes:
    """Print labels and give a PDF whose texts have been read back; raises Trouble as press does.

    The same labels give the same bytes.
    """
    for label in sheet.labels:
        for text in _texts(label):
            refuse_lacking(text)
    try:
        pdf = _printed(sheet)
        _verify(pdf, sheet)
    finally:
        width.cache_clear()
    return pdf


def bars_fit(code: str, form: LabelFormat) -> bool:
    """Tell whether a text can stand as code 128 on a label, with bars that can be read."""
    return _drawable(code) and _bars_width(code) <= form.width * MM - 2 * _side(form)


def _side(form: LabelFormat) -> float:
    """Give the white at the left and right of a label, in points."""
    return max(_PAD, _REACH - form.left * MM)


def page_total(sheet: LabelSheet) -> int:
    """Give how many sheets the labels need."""
    return -(-(sheet.start + len(sheet.labels)) // sheet.format.count)


def _texts(label: Label) -> tuple[str, ...]:
    found = (label.code, label.kind, label.municipality, label.phone)
    return tuple(text for text in found if text)


def _printed(sheet: LabelSheet) -> bytes:
    pen, root, page = Pen(sheet.title, sheet.language), Element("Document"), 0
    for at, label in enumerate(sheet.labels, sheet.start):
        if at // sheet.format.count > page:
            pen.next_page()
            page += 1
        left, top = sheet.format.place(at)
        place = _Place(left * MM, PAGE_HEIGHT - top * MM, sheet.format)
        _draw(pen, root.add("Sect"), label, place, sheet)
    return archived(pen.finish(), root, title=sheet.title, language=sheet.language)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where one label stands: its left and upper edge in points from the lower left corner."""

    left: float
    top: float
    format: LabelFormat

    @property
    def inner(self) -> tuple[float, float]:
        """Width and height within the pad."""
        return self.format.width * MM - 2 * _side(self.format), self.format.height * MM - 2 * _PAD


def _draw(pen: Pen, root: Element, label: Label, place: _Place, sheet: LabelSheet) -> None:
    wide, high = place.inner
    x, y = place.left + _side(place.format), place.top - _PAD
    if sheet.outlines:
        with pen.content(None):
            down = place.format.height * MM
            pen.box(place.left, place.top - down, place.format.width * MM, down, stroke=HAIRLINE)
    figure = root.add("Figure", alternative=label.description)
    if sheet.bars and bars_fit(label.code, place.format):
        tall = high * _BARS_SHARE
        _draw_bars(pen, figure, label.code, (x, y, wide, tall))
        _write(pen, root, label, (x, y - tall - _GAP / 2, wide, high - tall - _GAP / 2))
        return
    side = min(high, wide * _CODE_SHARE)
    _draw_squares(pen, figure, label.code, (x, y - (high - side) / 2, side))
    _write(pen, root, label, (x + side + _GAP, y, wide - side - _GAP, high))


def _write(pen: Pen, root: Element, label: Label, room: tuple[float, float, float, float]) -> None:
    """Write the lines as large as the room lets them be, in its middle."""
    x, top, wide, high = room
    asked = (
        (label.code, Style(13.0, Weight.BOLD, leading=1.25)),
        (label.kind, Style(9.0, Weight.SEMIBOLD, leading=1.3)),
        (label.municipality, Style(8.0, leading=1.25)),
        (label.phone, Style(8.0, Weight.SEMIBOLD, leading=1.25)),
    )
    lines = [(text, style) for text, style in asked if text]
    fitting = []
    for scale in _SCALES:
        found = _set(lines, scale, wide)
        if _height(found) <= high:
            fitting.append(found)
            if _is_whole(found):
                break
    # Only where there is no other way is a word, or a long label, parted between two lines.
    set_lines = next(filter(_is_whole, fitting), fitting[0] if fitting else None)
    if set_lines is None:
        raise Trouble(
            "print.label",
            "The label {text} has no room for its text on this sheet. Nothing was printed. "
            "Choose a sheet with larger labels.",
            text=label.code,
        )
    y = top - (high - _height(set_lines)) / 2
    for style, rows in set_lines:
        element = root.add("P")
        for row in rows:
            y -= style.line_height
            with pen.content(element):
                pen.lines([(row.runs, x, y + 0.28 * style.line_height)], style.size, style.colour)


_Set = list[tuple[Style, list[Line]]]


def _set(lines: Sequence[tuple[str, Style]], scale: float, wide: float) -> _Set:
    found: _Set = []
    for text, style in lines:
        smaller = Style(style.size * scale, style.weight, leading=style.leading)
        found.append((smaller, broken(tidy(text), smaller, wide)))
    return found


def _is_whole(found: _Set) -> bool:
    """Whether the code stands on one line, and no word is parted."""
    return len(found[0][1]) == 1 and all(_whole_words(rows) for _, rows in found)


def _whole_words(rows: Sequence[Line]) -> bool:
    ends = ["".join(run.text for run in line.runs) for line in rows[:-1]]
    return all(text.endswith((" ", "-", "/")) for text in ends)


def _height(found: _Set) -> float:
    return sum(style.line_height * len(rows) for style, rows in found)


def _draw_squares(pen: Pen, figure: Element, code: str, box: tuple[float, float, float]) -> None:
    x, top, side = box
    squares = qr_squares(clean(code))
    cell = side / (len(squares) + 2 * _WHITE_EDGE)
    figure.box = (x, top - side, x + side, top)
    with pen.content(figure):
        pen.canvas.setFillColor(INK)
        path = pen.canvas.beginPath()
        for down, row in enumerate(squares, _WHITE_EDGE + 1):
            for start, length in stretches(row):
                across = x + (start + _WHITE_EDGE) * cell
                path.rect(across, top - down * cell, length * cell, cell)
        pen.canvas.drawPath(path, stroke=0, fill=1)


def _draw_bars(
    pen: Pen, figure: Element, code: str, box: tuple[float, float, float, float]
) -> None:
    x, top, wide, tall = box
    bars = _bars(code)
    # As wide as there is room, but no wider than half a millimetre: that gains nothing.
    bar = min(wide / (sum(length for length, _ in bars) + 2 * _QUIET_BARS), 2 * _BAR)
    left = x + (wide - bar * sum(length for length, _ in bars)) / 2
    figure.box = (x, top - tall, x + wide, top)
    with pen.content(figure):
        pen.canvas.setFillColor(INK)
        path = pen.canvas.beginPath()
        for length, dark in bars:
            if dark:
                path.rect(left, top - tall, bar * length, tall)
            left += bar * length
        pen.canvas.drawPath(path, stroke=0, fill=1)


def _bars(code: str) -> list[tuple[int, bool]]:
    """Give the stretches of a code 128: how many thin bars wide, and whether dark."""
    made = Code128(clean(code), quiet=0)
    # The library says nothing of what its functions take and give.
    made.validate()  # type: ignore[no-untyped-call]
    made.encode()  # type: ignore[no-untyped-call]
    made.decompose()  # type: ignore[no-untyped-call]
    return [
        (ord(mark) - (_UPPER if mark.isupper() else _LOWER), mark.isupper())
        for mark in made.decomposed
    ]


def _drawable(code: str) -> bool:
    return code.isascii() and code.isprintable()


def _bars_width(code: str) -> float:
    return (sum(length for length, _ in _bars(code)) + 2 * _QUIET_BARS) * _BAR


def _verify(pdf: bytes, sheet: LabelSheet) -> None:
    """Raise Trouble unless every text can be read back, in the order of the labels."""
    whole, at = "\n".join(flat(each) for each in read_back(pdf).elements), 0
    for text in _wanted(sheet):
        found = whole.find(flat(clean(text)), at)
        if found < 0:
            raise lost(text)
        at = found + len(text)


def _wanted(sheet: LabelSheet) -> Iterator[str]:
    for label in sheet.labels:
        yield from _texts(label)

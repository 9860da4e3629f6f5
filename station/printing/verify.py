"""The check of a finished file: what it shows and what it reads aloud is what went in.

A print is made only if every text of the document can be read back from the file by an
independent reader (pypdfium2), in the order of the structure tree, and every page shows whose it
is. The structure is walked with pikepdf, the letters come from the page's own text.
"""

import ctypes
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum

import pypdfium2
from pikepdf import Array, Dictionary, Object, Pdf
from pypdfium2 import raw

from station.core.trouble import Trouble
from station.printing.documents import (
    Document,
    Period,
    PlanDocument,
    ReceiptDocument,
    Series,
    TrendDocument,
    Words,
    body_texts,
)
from station.printing.fonts import clean, flat
from station.printing.pages import born_line, footer_line, page_line, version_line

_SPACES = re.compile(r"[ \N{NO-BREAK SPACE}]+")
_LINE_END_HYPHENS = ("\x02", "\ufffe")
"""What the reader makes of a hyphen that ends a line."""


@dataclass(frozen=True, slots=True)
class Readback:
    """What a finished file says: its elements' texts in reading order, and each page's text."""

    elements: tuple[str, ...]
    pages: tuple[str, ...]


def every_text(value: object) -> Iterator[str]:
    """Every text of a document wherever it is shown, and what is read aloud for its figures."""
    if isinstance(value, str):
        if not isinstance(value, StrEnum):
            yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from every_text(item)
    elif isinstance(value, Words):
        yield str(value)
    elif is_dataclass(value):
        for field in fields(value):
            yield from every_text(getattr(value, field.name))


def verify(pdf: bytes, document: Document) -> None:
    """Raise Trouble unless the file holds every text of the document, on pages that say whose."""
    found = read_back(pdf)
    identity = document.identity
    # A receipt is cut in two: each half says by itself whose it is.
    times = len(document.halves) if isinstance(document, ReceiptDocument) else 1
    for number, page in enumerate(found.pages, 1):
        wanted = (
            identity.person,
            born_line(identity),
            version_line(identity),
            page_line(number, len(found.pages)),
            footer_line(identity),
            identity.municipality,
            identity.status,
            identity.title,
            *identity.footer,
        )
        shown = _squeezed(page)
        for text in wanted:
            if shown.count(_squeezed(text)) < times:
                raise lost(text)
    _in_order("\n".join(found.elements), document)


def read_back(pdf: bytes) -> Readback:
    """Read a finished file: the letters from its pages, their order from its structure."""
    marked, pages = _page_texts(pdf)
    with Pdf.open(io.BytesIO(pdf)) as opened:
        numbers = {page.obj.objgen: at for at, page in enumerate(opened.pages)}
        elements = tuple(
            "".join(marked.get((numbers[page], mcid), "") for page, mcid in marks)
            for marks in _leaves(opened.Root.StructTreeRoot.K)
        )
    return Readback(tuple(_SPACES.sub(" ", text).strip() for text in elements), pages)


def page_count(pdf: bytes) -> int:
    """Give how many pages a finished file has."""
    opened = pypdfium2.PdfDocument(pdf)
    try:
        return len(opened)
    finally:
        opened.close()


def _page_texts(pdf: bytes) -> tuple[dict[tuple[int, int], str], tuple[str, ...]]:
    """The text of every mark by (page, number), and the whole text of every page."""
    marked: dict[tuple[int, int], str] = {}
    pages: list[str] = []
    opened = pypdfium2.PdfDocument(pdf)
    try:
        for number in range(len(opened)):
            page = opened[number]
            letters = page.get_textpage()
            for at in range(raw.FPDFPage_CountObjects(page)):
                item = raw.FPDFPage_GetObject(page, at)
                if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_TEXT:
                    key = (number, raw.FPDFPageObj_GetMarkedContentID(item))
                    marked[key] = marked.get(key, "") + _object_text(item, letters)
            pages.append(_read(letters.get_text_range()))
            letters.close()
            page.close()
    finally:
        opened.close()
    return marked, tuple(pages)


def _object_text(item: object, letters: pypdfium2.PdfTextPage) -> str:
    size = raw.FPDFTextObj_GetText(item, letters, None, 0)
    buffer = (ctypes.c_ushort * (size // 2))()
    raw.FPDFTextObj_GetText(item, letters, buffer, size)
    return _read(bytes(buffer).decode("utf-16-le", "replace").rstrip("\0"))


def _read(text: str) -> str:
    for mark in _LINE_END_HYPHENS:
        text = text.replace(mark, "-")
    # Between two weights the reader adds a space of its own to the one that is there.
    return _SPACES.sub(" ", text)


def _leaves(node: Object) -> Iterator[list[tuple[tuple[int, int], int]]]:
    """For each element that has marks of its own: its (page object, number) pairs, in order."""
    kids = list(node.K) if isinstance(node.K, Array) else [node.K]
    marks = [(kid.Pg.objgen, int(kid.MCID)) for kid in kids if _is_mark(kid)]
    if marks:
        yield marks
    for kid in kids:
        if not _is_mark(kid) and "/K" in kid:
            yield from _leaves(kid)


def _is_mark(kid: Object) -> bool:
    return isinstance(kid, Dictionary) and "/MCID" in kid


def _in_order(read: str, document: Document) -> None:
    """Look for every text of the body where the one before it ended, figures' labels anywhere."""
    at, whole = 0, flat(read)
    for text in body_texts(document):
        wanted = flat(clean(text))
        found = whole.find(wanted, at)
        if found < 0:
            raise lost(text)
        at = found + len(wanted)
    for text in figure_texts(document):
        if flat(clean(text)) not in whole:
            raise lost(text)


def figure_texts(document: Document) -> Iterator[str]:
    """Every label within the figures of a document."""
    drawn: tuple[Series, ...] = ()
    period: Period | None = None
    match document:
        case PlanDocument(trend=Series() as trend):
            drawn, period = (trend,), document.period
        case TrendDocument(series=found) if found:
            drawn, period = found, document.period
    if period is not None:
        yield from (tick.text for tick in period.ticks)
    for series in drawn:
        yield from (limit.text for limit in series.limits)
        yield from (tick.text for tick in series.scale)


def _squeezed(text: str) -> str:
    return "".join(flat(clean(text)).split())


def lost(text: str) -> Trouble:
    """Give the trouble with a text that could not be read back from a finished file."""
    return Trouble(
        "print.lost",
        "The print was not made: «{text}» could not be read back whole from the finished file."
        " Nothing is lost. Write this text more simply and print again, or tell your support.",
        text=text if len(text) <= 40 else f"{text[:40]}…",  # noqa: PLR2004  (enough to know it)
    )

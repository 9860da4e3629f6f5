"""A sheet that came back on paper, as the file that an office scanner or a camera made of it.

PDF, JPEG, PNG and TIFF are told apart by how they begin, never by their names. Nothing of a file
is unpacked before its size, its number of pages and the size of its pictures have been looked at.
"""

import hashlib
import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from station.core.i18n import N_
from station.core.trouble import Trouble

PDF, JPEG, PNG, TIFF = "application/pdf", "image/jpeg", "image/png", "image/tiff"
_MEGABYTE = 1_000_000
_HEAD = 1024
"""A PDF may have so many bytes of something else before its first word."""
_BEGINNINGS = ((b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n", PNG), (b"II*\0", TIFF), (b"MM\0*", TIFF))
_FORMATS = {JPEG: "JPEG", PNG: "PNG", TIFF: "TIFF"}
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class ScanLimits:
    """Bounds on one scanned sheet; beyond any of them it is refused whole."""

    file_bytes: int = 40_000_000
    pages: int = 20
    pixels: int = 80_000_000
    """A3 at 600 dots per inch has 70 millions."""


LIMITS = ScanLimits()


@dataclass(frozen=True, slots=True)
class Scan:
    """A file of scanned pages that has been looked at: it opens, and is within the limits."""

    name: str
    media_type: str
    pages: int
    content: bytes = field(repr=False)
    position: bool = False
    """Whether a camera wrote into it where the picture was taken."""

    @property
    def digest(self) -> str:
        """Give the SHA-256 of the content (hexadecimal)."""
        return hashlib.sha256(self.content).hexdigest()


def take(path: Path, limits: ScanLimits = LIMITS) -> Scan:
    """Read the file at `path`; Trouble `scan.*` says why it cannot be taken. One thread only."""
    try:
        size = path.stat().st_size
        if size > limits.file_bytes:
            raise too_large(size, limits)
        content = path.read_bytes()
    except OSError as error:
        raise Trouble(
            "scan.unread",
            N_("«{name}» cannot be read. Look whether it is still there, and choose it again."),
            name=path.name,
        ) from error
    return inspected(path.name, content, limits)


def inspected(name: str, content: bytes, limits: ScanLimits = LIMITS) -> Scan:
    """Give the scan that some bytes are; Trouble `scan.*` says why they are none."""
    if len(content) > limits.file_bytes:
        raise too_large(len(content), limits)
    kind = media_type(content)
    if not kind:
        raise Trouble(
            "scan.kind",
            N_(
                "«{name}» is no PDF, JPEG, PNG or TIFF file. "
                "Save the scanned page as one of these and choose it again."
            ),
            name=name,
        )
    if kind == PDF:
        with opened_pdf(name, content) as pdf:
            return Scan(name, kind, _bounded(len(pdf), limits), content)
    with opened_image(name, content) as image:
        wide, high = image.size
        if wide * high > limits.pixels:
            raise too_many_pixels(name)
        pages = _bounded(getattr(image, "n_frames", 1), limits)
        position = bool(image.getexif().get_ifd(_POSITION))
    return Scan(name, kind, pages, content, position)


_POSITION = 0x8825
"""The part of a picture's notes (EXIF) that says where it was taken."""


def media_type(content: bytes) -> str:
    """Give what a file is by how it begins, or "" for what is no scanned page."""
    for beginning, kind in _BEGINNINGS:
        if content.startswith(beginning):
            return kind
    return PDF if b"%PDF-" in content[:_HEAD] else ""


@contextmanager
def opened_pdf(name: str, content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """Open a PDF of other people's making; whatever is wrong with it is Trouble."""
    try:
        pdf = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise Trouble(
                "scan.locked",
                N_("«{name}» is locked with a password. Scan the sheet without one."),
                name=name,
            ) from error
        raise damaged(name) from error
    try:
        with _told(name):
            yield pdf
    finally:
        pdf.close()


@contextmanager
def opened_image(name: str, content: bytes) -> Iterator[Image.Image]:
    """Open a picture of other people's making without unpacking it; else Trouble."""
    with _told(name), warnings.catch_warnings():
        # Pillow warns of too many pixels; the limits here are lower, and refuse.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(content), formats=tuple(_FORMATS.values())) as image:
            yield image


def refuse_large_pictures(name: str, page: pypdfium2.PdfPage, limits: ScanLimits = LIMITS) -> None:
    """Trouble `scan.pixels` if a page of a PDF holds a picture that would unpack too large."""
    pictures = page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEPEST)
    sizes = (picture.get_px_size() for picture in pictures)
    if sum(wide * high for wide, high in sizes) > limits.pixels:
        raise too_many_pixels(name)


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Whatever a damaged file makes of its reader is Trouble."""
    try:
        yield
    except Trouble:
        raise
    except Image.DecompressionBombError as error:
        raise too_many_pixels(name) from error
    except Exception as error:
        raise damaged(name) from error


def _bounded(pages: int, limits: ScanLimits) -> int:
    if pages > limits.pages:
        raise Trouble(
            "scan.pages",
            N_(
                "The file has {pages} pages; a plan has a few. At most {most} are read. "
                "Scan the sheet from the GP alone and choose it again."
            ),
            pages=pages,
            most=limits.pages,
        )
    return pages


def too_large(size: int, limits: ScanLimits) -> Trouble:
    """Say that a file is too large; `size` in bytes."""
    return Trouble(
        "scan.large",
        N_(
            "The file is {size} MB, and at most {most} MB are read. Nothing was kept of it. "
            "Scan the sheet in grey at 200 dpi, or take the picture with less detail."
        ),
        size=-(-size // _MEGABYTE),
        most=limits.file_bytes // _MEGABYTE,
    )


def too_many_pixels(name: str) -> Trouble:
    """Say that a picture has more dots than a sheet of paper ever needs."""
    return Trouble(
        "scan.pixels",
        N_(
            "«{name}» holds a picture that is larger than a scanned sheet ever is, so it is not "
            "opened. Scan the sheet in grey at 200 dpi and choose it again."
        ),
        name=name,
    )


def damaged(name: str) -> Trouble:
    """Say that a file cannot be read to its end."""
    return Trouble(
        "scan.damaged",
        N_("«{name}» is damaged and cannot be read. Scan the sheet once more."),
        name=name,
    )

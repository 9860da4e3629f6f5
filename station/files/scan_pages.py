"""The pages of a scanned sheet as pictures, the codes on them, and smaller files where needed.

A page of a PDF is drawn in a process of its own; the record lane waits for it.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import zxingcpp
from PIL import Image, ImageFilter, ImageOps

from station.files.pdf_room import drawn
from station.files.scans import PDF, Scan, inspected, opened_image

KEPT_BYTES = 4_000_000
"""A scanned sheet that is larger is made smaller before it is kept."""
_DPI, _FINE_DPI = 200, 300
_SHOWN_EDGE, _KEPT_EDGE = 1800, 2480
"""Pixels of the longer edge: on the screen, and in a file made smaller (A4 at 210 dpi)."""
_READ_EDGES = (2400, 3600)
_QUALITY = 75
_QUARTER = 90


@dataclass(frozen=True, slots=True)
class Picture:
    """A page to look at: three bytes (red, green, blue) for each dot, row by row."""

    width: int
    height: int
    dots: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """One page, the right way up where a code told which way that is, and the codes' texts."""

    picture: Picture
    texts: tuple[str, ...]


def read_page(scan: Scan, number: int) -> ScannedPage:
    """Read page `number` (from 0); Trouble `scan.*` if it cannot be unpacked safely."""
    shown = page_image(scan, number)
    texts, turn = codes_on(shown, _READ_EDGES[0])
    if not texts:
        texts, turn = codes_on(page_image(scan, number, _FINE_DPI), _READ_EDGES[1])
    return ScannedPage(_picture(shown.rotate(turn, expand=True)), tuple(texts))


def page_image(scan: Scan, number: int, dpi: int = _DPI) -> Image.Image:
    """Give a page as it lies in the file; of a PDF at `dpi` dots per inch."""
    if scan.media_type == PDF:
        return drawn(scan, number, dpi)
    with opened_image(scan.name, scan.content) as image:
        image.seek(number)
        # A JPEG can be unpacked smaller at once, which is many times faster.
        image.draft("RGB", (_READ_EDGES[1], _READ_EDGES[1]))
        return ImageOps.exif_transpose(image).convert("RGB")


def codes_on(image: Image.Image, edge: int) -> tuple[list[str], int]:
    """Give the texts of the QR codes in a picture, and by how much to turn it to be upright.

    Degrees counter-clockwise, a multiple of 90. A bad picture is tried in several ways, at most
    `edge` dots high or wide.
    """
    # Made here: one that lived until the program ends would be reported as leaked.
    wanted = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    for attempt in _attempts(image, edge):
        found = zxingcpp.read_barcodes(np.asarray(attempt), formats=wanted)
        if found:
            turn = round(found[0].orientation / _QUARTER) * _QUARTER % 360
            return [each.text for each in found], turn
    return [], 0


def shrunk(scan: Scan, most: int = KEPT_BYTES) -> Scan:
    """Give the scan as it is kept: unchanged, unless it is too large or tells a place."""
    if len(scan.content) <= most and not scan.position:
        return scan
    pages = [_fitted(page_image(scan, number), _KEPT_EDGE) for number in range(scan.pages)]
    return inspected(*_packed(scan.name, pages))


def _packed(name: str, pages: Sequence[Image.Image]) -> tuple[str, bytes]:
    """Pack pages into one JPEG picture, or a PDF of several, with the file's new name."""
    made, stem = io.BytesIO(), name.rpartition(".")[0] or name
    if len(pages) == 1:
        pages[0].save(made, "JPEG", quality=_QUALITY, optimize=True)
        return f"{stem}.jpg", made.getvalue()
    first, *rest = pages
    first.save(
        made, "PDF", save_all=True, append_images=rest, quality=_QUALITY, resolution=float(_DPI)
    )
    return f"{stem}.pdf", made.getvalue()


def _attempts(image: Image.Image, edge: int) -> Iterator[Image.Image]:
    """The picture in grey, then smoothed, then with the paper white and the ink black."""
    grey = _fitted(image.convert("L"), edge)
    yield grey
    yield grey.filter(ImageFilter.GaussianBlur(1.2))
    yield ImageOps.autocontrast(grey.filter(ImageFilter.MedianFilter(3)), cutoff=5)


def _fitted(image: Image.Image, edge: int) -> Image.Image:
    longest = max(image.size)
    if longest <= edge:
        return image
    share = edge / longest
    wide, high = (max(1, round(side * share)) for side in image.size)
    return image.resize((wide, high), Image.Resampling.LANCZOS)


def _picture(image: Image.Image) -> Picture:
    small = _fitted(image, _SHOWN_EDGE)
    return Picture(small.width, small.height, small.tobytes())

"""Labels in a picture: a photo from a telephone, or a scanned sheet with devices' labels on it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
import zxingcpp
from PIL import Image, ImageFilter, ImageOps

from station.files.scan_pages import page_image
from station.files.scans import Scan, take

_EDGES: Final = (2000, 3200)
_SORTS: Final = ("QRCode", "DataMatrix", "Code128", "Code39", "EAN13", "ITF")
"""What municipalities print on labels, and makers on the backs of devices."""


def labels_in(path: Path) -> tuple[str, ...]:
    """Give the texts of all codes in a picture or PDF, each once, in the order they were found.

    Raises Trouble `scan.*` for a file that is none, too large, or would unpack too large.
    """
    scan = take(path)
    texts = (text for number in range(scan.pages) for text in _on_page(scan, number))
    return tuple(dict.fromkeys(texts))


def texts_on(image: Image.Image) -> tuple[str, ...]:
    """Give the texts of the codes on one picture; a bad one is tried in several ways."""
    # Made here: one that lived until the program ends would be reported as leaked.
    wanted = zxingcpp.BarcodeFormats([getattr(zxingcpp.BarcodeFormat, name) for name in _SORTS])
    for attempt in _attempts(image):
        found = zxingcpp.read_barcodes(np.asarray(attempt), formats=wanted)
        if found:
            return tuple(each.text for each in found if each.text)
    return ()


def _on_page(scan: Scan, number: int) -> tuple[str, ...]:
    return texts_on(page_image(scan, number))


def _attempts(image: Image.Image) -> Iterator[Image.Image]:
    """The picture in grey, then larger, then smoothed, then with the paper made white."""
    small, large = (_fitted(image.convert("L"), edge) for edge in _EDGES)
    yield small
    if large.size != small.size:
        yield large
    yield small.filter(ImageFilter.GaussianBlur(1.2))
    yield ImageOps.autocontrast(small.filter(ImageFilter.MedianFilter(3)), cutoff=5)


def _fitted(image: Image.Image, edge: int) -> Image.Image:
    longest = max(image.size)
    if longest <= edge:
        return image
    wide, high = (max(1, round(side * edge / longest)) for side in image.size)
    return image.resize((wide, high), Image.Resampling.LANCZOS)

"""A page of other people's PDF is drawn in a process of its own, which can be stopped.

A file of a kilobyte can ask for hours of drawing, and nothing inside pypdfium2 can be interrupted.
What comes back is dots and never an object: nothing of the other process is unpickled here.
"""

import struct
import sys
from contextlib import closing
from dataclasses import dataclass, field
from math import sqrt
from multiprocessing import get_context
from typing import Protocol

from PIL import Image

from station.core.i18n import N_
from station.core.trouble import Trouble
from station.files.scans import (
    LIMITS,
    Scan,
    ScanLimits,
    damaged,
    opened_pdf,
    refuse_large_pictures,
    too_many_pixels,
)

if sys.platform != "win32":  # pragma: no branch
    import resource

_POINTS = 72
_MOST_DRAWN = 20_000_000
_HEAD = struct.Struct(">BII")
_DRAWN, _PIXELS, _DAMAGED = range(3)


class Pipe(Protocol):
    """One end of what joins the two processes; Windows has another kind of it."""

    def poll(self, timeout: float, /) -> bool:
        """Tell whether something has come within so many seconds."""
        ...

    def recv_bytes(self, maxlength: int, /) -> bytes:
        """Take what the other end sent; EOFError if it is gone, OSError if it is longer."""
        ...

    def send_bytes(self, buf: bytes, /) -> None:
        """Send to the other end."""
        ...

    def close(self) -> None:
        """Let go of this end."""
        ...


@dataclass(frozen=True, slots=True)
class Patience:
    """How much one page may take; `memory` in bytes, which Windows leaves unbounded."""

    seconds: float = 20.0
    memory: int = 1_500_000_000


PATIENCE = Patience()
"""A page from an office scanner takes a tenth of a second, and a tenth of the memory."""


@dataclass(frozen=True, slots=True)
class Order:
    """What the other process is to draw: page `number` (from 0) at `dpi`."""

    content: bytes = field(repr=False)
    number: int
    dpi: int
    limits: ScanLimits
    memory: int


def drawn(
    scan: Scan,
    number: int,
    dpi: int,
    patience: Patience = PATIENCE,
    limits: ScanLimits = LIMITS,
) -> Image.Image:
    """Give a page as a picture; Trouble `scan.heavy` if it takes longer than anybody waits."""
    # A fork would take along the threads' locks and the window.
    context = get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    order = Order(scan.content, number, dpi, limits, patience.memory)
    with closing(ours):
        process = context.Process(target=work, args=(theirs, order), daemon=True)
        process.start()
        theirs.close()
        try:
            return _received(ours, scan.name, patience.seconds)
        finally:
            process.kill()
            process.join()
            process.close()


def _received(ours: Pipe, name: str, seconds: float) -> Image.Image:
    try:
        if not ours.poll(seconds):
            raise _heavy(name)
        status, wide, high = _HEAD.unpack(ours.recv_bytes(_HEAD.size))
        if status != _DRAWN:
            raise too_many_pixels(name) if status == _PIXELS else damaged(name)
        return Image.frombytes("RGB", (wide, high), ours.recv_bytes(3 * wide * high))
    except (EOFError, OSError) as error:
        # It ended without a word: out of memory, or over something in the file.
        raise _heavy(name) from error


def work(theirs: Pipe, order: Order) -> None:
    """Draw in the process that was begun for it, and send the dots, or what is wrong."""
    if sys.platform != "win32":  # pragma: no branch
        resource.setrlimit(resource.RLIMIT_AS, (order.memory, order.memory))
    with closing(theirs):
        try:
            image = draw("", order.content, order.number, order.dpi, order.limits)
        except Trouble as trouble:
            status = _PIXELS if trouble.code == "scan.pixels" else _DAMAGED
            theirs.send_bytes(_HEAD.pack(status, 0, 0))
            return
        theirs.send_bytes(_HEAD.pack(_DRAWN, *image.size))
        theirs.send_bytes(image.tobytes())


def draw(
    name: str, content: bytes, number: int, dpi: int, limits: ScanLimits = LIMITS
) -> Image.Image:
    """Draw a page here and now; only for a file that is known, or in a process of its own."""
    with opened_pdf(name, content) as pdf:
        page = pdf[number]
        refuse_large_pictures(name, page, limits)
        wide, high = page.get_size()
        scale = min(dpi / _POINTS, sqrt(_MOST_DRAWN / max(wide * high, 1)))
        # Whatever happens, nothing of the reader's is left for the rubbish to be collected on
        # another thread; what belongs to the document is closed with it.
        with closing(page.render(scale=scale)) as bitmap:
            image: Image.Image = bitmap.to_pil().convert("RGB")
        return image


def _heavy(name: str) -> Trouble:
    return Trouble(
        "scan.heavy",
        N_(
            "A page of «{name}» takes too long to draw, so the file is not opened and nothing was "
            "kept of it. Scan the sheet in grey at 200 dpi and choose that file."
        ),
        name=name,
    )

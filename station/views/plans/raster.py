"""Pages of a finished print as pictures, for the screen and for the printer.

Called on the record lane only: the reader of PDF (pypdfium2) may be used by one thread at a time,
and the check of every print runs there too.
"""

from contextlib import closing

import pypdfium2
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

POINTS_PER_INCH = 72.0
FINEST_DPI = 300
"""A page at 300 dots per inch is as sharp as letters on paper can be seen to be."""


def page_images(pdf: bytes, scale: float) -> list[QImage]:
    """Draw every page with `scale` pixels to a point."""
    opened = pypdfium2.PdfDocument(pdf)
    try:
        return [_image(opened[number], scale) for number in range(len(opened))]
    finally:
        opened.close()


def put_on_paper(pdf: bytes, printer: QPrinter) -> int:
    """Send every page to the printer as a picture; give how many pages there were."""
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    scale = min(printer.resolution(), FINEST_DPI) / POINTS_PER_INCH
    images = page_images(pdf, scale)
    painter = QPainter(printer)
    try:
        for number, image in enumerate(images):
            if number:
                printer.newPage()
            painter.drawImage(QRectF(printer.paperRect(QPrinter.Unit.DevicePixel)), image)
    finally:
        painter.end()
    return len(images)


def _image(page: pypdfium2.PdfPage, scale: float) -> QImage:
    # Whatever happens, nothing of the reader's is left for the GUI thread to collect; the page is
    # closed with its document.
    with closing(page.render(scale=scale, rev_byteorder=True)) as bitmap:
        wide, high = bitmap.width, bitmap.height
        image = QImage(bytes(bitmap.buffer), wide, high, bitmap.stride, _FORMATS[bitmap.n_channels])
        return image.copy()


_FORMATS = {3: QImage.Format.Format_RGB888, 4: QImage.Format.Format_RGBX8888}

"""A code of squares (QR, error correction M) for the screen, from bytes."""

import numpy as np
import zxingcpp

_GREY = 128
MOST_BYTES = 512
"""More would be squares too small for a camera across a desk."""

Squares = tuple[tuple[bool, ...], ...]
"""Rows of squares, without the white edge; true is dark."""


def squares(data: bytes) -> Squares:
    """Give the smallest code that holds `data`; ValueError if there are more than MOST_BYTES."""
    if not 0 < len(data) <= MOST_BYTES:
        raise ValueError("a code on the screen holds 1 to 512 bytes")
    code = zxingcpp.create_barcode(data, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image = np.asarray(code.to_image(scale=1, add_quiet_zones=False))
    return tuple(tuple(bool(dot) for dot in row) for row in image < _GREY)

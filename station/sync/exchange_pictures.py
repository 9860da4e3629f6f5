"""Codes as pictures (PNG) for a screen or a printer."""

import io

import segno

_BORDER = 4
"""Squares of white that a camera needs on every side."""
SCALE = 6
"""Dots for each square."""


def picture(text: str) -> bytes:
    """Give a QR code (error correction M) as PNG, with its white border."""
    code = segno.make_qr(text, error="m", boost_error=False)
    made = io.BytesIO()
    code.save(made, kind="png", scale=SCALE, border=_BORDER)
    return made.getvalue()


def width(text: str) -> int:
    """Give how many squares wide the code is, without its border."""
    return int(segno.make_qr(text, error="m", boost_error=False).symbol_size(border=0)[0])

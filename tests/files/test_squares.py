"""Codes of squares: read back byte for byte as a camera would."""

import numpy as np
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from station.files.squares import MOST_BYTES, Squares, squares


def read_back(code: Squares) -> bytes:
    """What a camera finds in the squares, drawn eight dots wide with a white edge."""
    dark = np.pad(np.array(code, dtype=bool), 4)
    picture = np.where(np.kron(dark, np.ones((8, 8), dtype=bool)), 0, 255).astype(np.uint8)
    (found,) = zxingcpp.read_barcodes(
        picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    )
    return bytes(found.bytes)


@given(st.binary(min_size=1, max_size=120))
def test_bytes_come_back_as_they_were(data: bytes) -> None:
    code = squares(data)
    assert len({len(row) for row in code} | {len(code)}) == 1
    assert read_back(code) == data


def test_a_hand_out_fits_a_code_that_can_be_read_across_a_desk() -> None:
    assert len(squares(bytes(range(87)))) <= 41


@pytest.mark.parametrize("size", [0, MOST_BYTES + 1])
def test_nothing_and_too_much_are_refused(size: int) -> None:
    with pytest.raises(ValueError, match="bytes"):
        squares(bytes(size))

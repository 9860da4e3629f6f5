"""The recovery sheet: the code whole and in order, and nobody's name."""

from station.printing.press import render
from station.printing.verify import read_back
from tests.printing.samples import RECOVERY


def test_the_code_is_read_whole_and_in_order_on_one_page() -> None:
    found = read_back(render(RECOVERY))
    assert len(found.pages) == 1
    digits = "".join(RECOVERY.groups).replace(" ", "")
    assert len(digits) == 48
    read = [text.replace(" ", "") for text in found.elements]
    assert digits in read


def test_lines_to_fill_in_have_their_labels() -> None:
    assert set(RECOVERY.lines) <= set(read_back(render(RECOVERY)).elements)

"""Pages: who, what, page x of y and the footer on every one; the code as a QR."""

from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest

from station.core.i18n import speaking
from station.core.trouble import Trouble
from station.printing.blocks import Block, Gap, Paragraph
from station.printing.fonts import clean
from station.printing.pages import (
    born_line,
    footer_line,
    page_line,
    printed,
    qr_squares,
    sheet,
    version_line,
)
from station.printing.press import render
from station.printing.setting import Style
from station.printing.tags import Element
from station.printing.verify import page_count, read_back
from tests.printing.samples import IDENTITY, LONG, RECOVERY


def _squeezed(text: str) -> str:
    return "".join(clean(text).split())


def test_every_page_says_whose_it_is_and_what_it_is_not() -> None:
    pages = read_back(render(LONG)).pages
    assert len(pages) > 5
    with speaking("nb"):
        for number, page in enumerate(pages, 1):
            identity = LONG.identity
            wanted = (identity.person, "14.03.1948", version_line(identity), *identity.footer)
            for text in (*wanted, page_line(number, len(pages)), footer_line(identity)):
                assert _squeezed(text) in _squeezed(page)


def test_what_is_repeated_on_later_pages_is_read_aloud_once() -> None:
    elements = read_back(render(LONG)).elements
    assert sum("14.03.1948" in element for element in elements) == 1
    assert sum(IDENTITY.footer[0] in element for element in elements) == 1


def test_a_print_about_nobody_names_nobody() -> None:
    assert (born_line(RECOVERY.identity), version_line(RECOVERY.identity)) == ("", "")
    assert " · " not in footer_line(RECOVERY.identity)


@pytest.mark.parametrize(("text", "side"), [("7F3A-19", 21), ("A" * 40, 29), ("Å" * 50, 41)])
def test_the_code_takes_the_smallest_square_that_holds_it(text: str, side: int) -> None:
    squares = qr_squares(text)
    assert {len(squares), *map(len, squares)} == {side}
    finder = [True] * 7
    assert squares[0][:7] == squares[0][-7:] == squares[-1][:7] == finder


def test_a_code_too_long_for_a_square_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="106"):
        qr_squares("A" * 200)


def _pages(blocks: list[Block]) -> int:
    made = printed(sheet(replace(IDENTITY, code=""), lambda _: blocks))
    opened = pypdfium2.PdfDocument(BytesIO(made))
    count = len(opened)
    opened.close()
    return count


def _line(lines: int) -> Paragraph:
    return Paragraph(
        "Hvileroganstrengelsesprøverutholdenhetogstyrke " * lines, Style(20), Element("P")
    )


def test_gaps_never_begin_a_page_and_never_make_one() -> None:
    assert _pages([_line(3), Gap(700)]) == 1
    assert _pages([_line(3), Gap(700), _line(3)]) == 2


def test_text_flows_on_and_what_cannot_is_trouble() -> None:
    assert _pages([_line(70)]) == 3
    with pytest.raises(Trouble):
        _pages([_Tall()])


class _Tall:
    """Higher than any page, and whole."""

    def height(self, width: float) -> float:
        return 2000

    def draw(self, pen: object, x: float, top: float, width: float) -> None:
        raise AssertionError("drawn beyond the page")

    def split(self, width: float, room: float) -> None:
        return None


def test_a_stamped_print_asks_for_the_code_of_every_page_and_reads_as_before() -> None:
    asked: list[tuple[int, int]] = []

    def stamp(page: int, pages: int) -> str:
        asked.append((page, pages))
        return f"STN1{page:080}"

    plain = read_back(render(LONG))
    stamped = read_back(render(replace(LONG, identity=replace(LONG.identity, stamp=stamp))))
    pages = len(stamped.pages)
    assert {(number, pages) for number in range(1, pages + 1)} <= set(asked)
    # The squares are decoration on later pages: nothing more is read aloud.
    assert stamped.elements[:40] == plain.elements[:40]
    assert len(stamped.elements) - len(plain.elements) in range(12)


def test_the_checked_file_says_how_many_pages_it_has() -> None:
    pdf = render(LONG)
    assert page_count(pdf) == len(read_back(pdf).pages)

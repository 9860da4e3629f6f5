"""Receipts: two halves on each page, and each half says all of it."""

from dataclasses import replace

import numpy as np
import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from station.core.i18n import speaking
from station.core.trouble import Trouble
from station.printing.documents import ReceiptDocument
from station.printing.press import render
from station.printing.receipt import receipt_pages
from station.printing.verify import page_count, read_back, verify
from tests.printing.receipts import RECEIPT

PAGE_HEIGHT = 842


def with_rows(count: int, what: str = "Pulsoksymeter: Nonin 3230") -> ReceiptDocument:
    rows = tuple(
        (f"{what} nr. {at}", f"SN{at:05d}x", f"ST-{at:05d}-7", "God. Med: lader.", "20.01.2027")
        for at in range(count)
    )
    one, other = (replace(half, rows=rows) for half in RECEIPT.halves)
    return replace(RECEIPT, halves=(one, other))


def halves_of(pdf: bytes) -> list[tuple[str, str]]:
    """The text above and below the line to cut along, of each page, without blanks."""
    found = []
    opened = pypdfium2.PdfDocument(pdf)
    for at in range(len(opened)):
        letters = opened[at].get_textpage()
        above, below = (
            "".join(letters.get_text_bounded(bottom=low, top=high).split())
            for low, high in ((PAGE_HEIGHT / 2 + 6, PAGE_HEIGHT), (0, PAGE_HEIGHT / 2 - 6))
        )
        found.append((above, below))
    opened.close()
    return found


def codes_of(pdf: bytes, page: int) -> list[str]:
    """What a scanner reads on a page drawn at 150 dots to the inch."""
    opened = pypdfium2.PdfDocument(pdf)
    drawn = np.asarray(opened[page].render(scale=150 / 72).to_pil().convert("L"))
    opened.close()
    wanted = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    return [found.text for found in zxingcpp.read_barcodes(drawn, formats=wanted)]


def test_both_halves_say_all_of_it_and_part_along_the_line() -> None:
    pdf = render(RECEIPT)
    ((above, below),) = halves_of(pdf)
    for half, said in zip(RECEIPT.halves, (above, below), strict=True):
        for text in (
            half.whose,
            *half.headings,
            *(cell for row in half.rows for cell in row),
            *map(str, half.terms),
            *half.signatures,
            half.contact,
            str(half.who),
            RECEIPT.identity.person,
            RECEIPT.identity.birth_date,
            RECEIPT.identity.code,
            *RECEIPT.identity.footer,
        ):
            assert "".join(text.split()).replace("\N{NO-BREAK SPACE}", "") in said
    assert "Lånerens" not in below
    assert "Kommunensdel" not in above


def test_the_code_is_decoded_from_the_rendered_page_in_both_halves() -> None:
    pdf = render(with_rows(14))
    for page in range(page_count(pdf)):
        assert codes_of(pdf, page) == ["KV-00042-7"] * 2


def test_a_receipt_without_a_hand_out_has_no_code() -> None:
    pdf = render(replace(RECEIPT, identity=replace(RECEIPT.identity, code="")))
    assert codes_of(pdf, 0) == []


@settings(max_examples=12)
@given(st.integers(1, 40))
def test_however_many_there_are_both_halves_of_a_page_agree(count: int) -> None:
    document = with_rows(count)
    pages = halves_of(render(document))
    seen = []
    for above, below in pages:
        rows = [f"SN{at:05d}x" for at in range(count)]
        there = [row for row in rows if row in above]
        assert there == [row for row in rows if row in below]
        seen += there
    assert seen == [f"SN{at:05d}x" for at in range(count)]
    signed = [at for at, (above, _) in enumerate(pages) if "Datoogunderskrift" in above]
    assert signed == [len(pages) - 1]
    # Nobody signs a page on which nothing stands, where it can be helped.
    assert count < 2 or seen[-1] in pages[-1][0]


def test_the_fewest_pages_with_the_largest_letters_that_fit() -> None:
    assert [page_count(render(with_rows(count))) for count in (1, 5, 12)] == [1, 1, 2]


def test_one_that_leaves_no_room_for_the_signatures_has_them_on_the_next_page() -> None:
    tall = with_rows(1, "Utstyr " * 92)
    pdf = render(tall)
    assert page_count(pdf) == 2
    assert "Datoogunderskrift" in halves_of(pdf)[1][0]


def test_a_row_higher_than_a_half_is_refused_in_words() -> None:
    with pytest.raises(Trouble) as refused:
        render(with_rows(2, "Utstyr " * 120))
    assert refused.value.code == "print.long"


def test_a_half_that_does_not_say_whose_it_is_is_no_receipt() -> None:
    whole, one = render(RECEIPT), RECEIPT.halves[0]
    other = replace(one, contact="Ring en annen")
    with speaking("nb"):
        verify(whole, RECEIPT)
        for wrong in (
            replace(RECEIPT, halves=(one, other)),
            replace(RECEIPT, identity=replace(RECEIPT.identity, person="Mild Vind")),
        ):
            with pytest.raises(Trouble, match="lost"):
                verify(whole, wrong)


def test_it_is_read_aloud_half_by_half_and_each_text_once() -> None:
    read = read_back(render(with_rows(14))).elements
    assert read.count("Lånerens del") == 1
    assert read.index("Lånerens del") < read.index("Kommunens del")
    assert sum(text.startswith("Utstyr") for text in read) == 2
    assert sum(text == "SN00013x" for text in read) == 2


def test_without_terms_only_the_signatures_close_it() -> None:
    bare = tuple(replace(half, terms=()) for half in RECEIPT.halves)
    assert render(replace(RECEIPT, halves=(bare[0], bare[1]))).startswith(b"%PDF")


def test_untagged_is_for_comparisons_only() -> None:
    assert b"MCID" not in receipt_pages(RECEIPT, tagged=False)

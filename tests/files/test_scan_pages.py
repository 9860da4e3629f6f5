"""Scanned pages: the code is found on what bad scanners make, and large files are made smaller."""

from dataclasses import replace
from io import BytesIO

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from station.files.scan_pages import codes_on, page_image, read_page, shrunk
from station.files.scans import JPEG, PDF, Scan, inspected
from station.printing.pages import qr_squares
from station.printing.press import render
from station.rules.papercode import PaperCode, pack
from tests.paper_scans import drawn, packed, scanned
from tests.printing.samples import LONG, PLAN


def stamp(page: int, pages: int) -> str:
    """The code of a page, as the services make it."""
    return pack(PaperCode("0a1b2c3d", "f0" * 16, 4, page, pages, "0123456789abcdef", "5a" * 16))


@pytest.fixture(scope="module")
def sheet() -> bytes:
    """A draft of one page."""
    return render(replace(PLAN, identity=replace(PLAN.identity, stamp=stamp)))


def scan_of(image: Image.Image, kind: str = "JPEG", quality: int = 60) -> Scan:
    """An image as the file that it comes in."""
    return inspected("ark", packed(image, kind, quality))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "PDF"])
@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_the_code_is_read_from_what_an_office_scanner_makes(
    sheet: bytes, dpi: int, kind: str
) -> None:
    found = read_page(scan_of(scanned(drawn(sheet, dpi=dpi)), kind), 0)
    assert found.texts == (stamp(1, 1),)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("angle", [-6.0, 0.0, 4.0])
def test_a_page_that_lies_askew_or_upside_down_is_read_and_turned_upright(
    sheet: bytes, turn: int, angle: float
) -> None:
    laid = drawn(sheet, dpi=150).rotate(turn, expand=True)
    found = read_page(scan_of(scanned(laid, angle)), 0)
    assert found.texts == (stamp(1, 1),)
    assert found.picture.height > found.picture.width
    # The code stands at the top right: turned upright, that corner holds it again.
    upright = Image.frombytes(
        "RGB", (found.picture.width, found.picture.height), found.picture.dots
    )
    corner = upright.crop((upright.width * 3 // 4, 0, upright.width, upright.height // 5))
    assert codes_on(corner, 2400)[0] == [stamp(1, 1)]


def test_a_phone_turns_its_pictures_by_a_note_only(sheet: bytes) -> None:
    image = drawn(sheet, dpi=150).rotate(90, expand=True)
    notes = Image.Exif()
    notes[0x0112] = 6
    path = packed_with(image, notes)
    assert page_image(inspected("foto.jpg", path), 0).size == image.size[::-1]


def packed_with(image: Image.Image, notes: Image.Exif, kind: str = "JPEG") -> bytes:
    """A picture with a camera's notes."""
    made = BytesIO()
    image.save(made, kind, exif=notes)
    return made.getvalue()


def test_every_page_of_a_longer_plan_has_its_own_code() -> None:
    pdf = render(replace(LONG, identity=replace(LONG.identity, stamp=stamp)))
    scan = inspected("ark.pdf", pdf)
    assert scan.pages > 5
    texts = [read_page(scan, number).texts for number in range(scan.pages)]
    assert texts == [(stamp(number, scan.pages),) for number in range(1, scan.pages + 1)]


def test_ten_codes_on_one_page_are_all_read() -> None:
    page = Image.new("L", (1654, 2339), 255)
    texts = [stamp(number, 20) for number in range(1, 11)]
    for at, text in enumerate(texts):
        squares = qr_squares(text)
        cell = 7
        code = Image.new("L", (len(squares), len(squares)), 255)
        code.putdata([0 if dark else 255 for row in squares for dark in row])
        large = code.resize((len(squares) * cell, len(squares) * cell))
        page.paste(large, (150 + at % 4 * 370, 150 + at // 4 * 400))
    assert sorted(read_page(scan_of(page), 0).texts) == sorted(texts)


def test_a_page_without_a_code_is_shown_all_the_same() -> None:
    found = read_page(scan_of(Image.new("RGB", (1654, 2339), "white")), 0)
    assert found.texts == ()
    assert (found.picture.width, found.picture.height) == (1273, 1800)
    assert len(found.picture.dots) == 1273 * 1800 * 3


def test_a_faint_copy_is_read_at_the_second_try(sheet: bytes) -> None:
    faint = drawn(sheet).convert("L").point([round(170 + v * 0.3) for v in range(256)])
    dirty = scan_of(scanned(faint, angle=2.0, seed=4), quality=30)
    plain = zxingcpp.read_barcodes(np.asarray(page_image(dirty, 0).convert("L")))
    assert not plain
    assert read_page(dirty, 0).texts == (stamp(1, 1),)


def test_what_is_small_enough_is_kept_as_it_came(sheet: bytes) -> None:
    scan = scan_of(drawn(sheet))
    assert shrunk(scan) is scan


def test_a_large_picture_is_made_smaller_and_still_read(sheet: bytes) -> None:
    scan = scan_of(scanned(drawn(sheet, dpi=400), noise=0.002), quality=95)
    small = shrunk(scan, most=500_000)
    assert len(small.content) < len(scan.content) / 2
    assert (small.media_type, small.pages, small.name) == (JPEG, 1, "ark.jpg")
    assert read_page(small, 0).texts == (stamp(1, 1),)


def test_a_large_file_of_several_pages_stays_a_file_of_several_pages() -> None:
    pdf = render(replace(LONG, identity=replace(LONG.identity, stamp=stamp)))
    small = shrunk(inspected("ark.pdf", pdf), most=1000)
    assert (small.media_type, small.name) == (PDF, "ark.pdf")
    assert small.pages == inspected("ark.pdf", pdf).pages
    assert read_page(small, 1).texts == (stamp(2, small.pages),)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_where_a_picture_was_taken_is_never_kept(sheet: bytes, kind: str) -> None:
    notes = Image.Exif()
    notes[0x8825] = {1: "N"}
    scan = inspected("foto.jpg", packed_with(drawn(sheet, dpi=100), notes, kind))
    assert scan.position
    kept = shrunk(scan)
    assert not kept.position
    assert kept.content != scan.content

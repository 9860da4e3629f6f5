"""Files of scanned sheets: what is taken, and what is refused before it is opened."""

import io
import struct
import zlib
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from station.core.trouble import Trouble
from station.files.scan_pages import page_image, read_page
from station.files.scans import JPEG, PDF, PNG, TIFF, ScanLimits, inspected, media_type, take
from tests.paper_scans import packed

PAGE = Image.new("L", (170, 240), 255)


def refused(name: str, content: bytes, limits: ScanLimits | None = None) -> str:
    """The code of the Trouble that a file is refused with."""
    with pytest.raises(Trouble) as found:
        inspected(name, content, limits or ScanLimits())
    assert found.value.sentence()
    return found.value.code


@pytest.mark.parametrize(
    ("kind", "told"), [("JPEG", JPEG), ("PNG", PNG), ("TIFF", TIFF), ("PDF", PDF)]
)
def test_a_file_is_known_by_how_it_begins(tmp_path: Path, kind: str, told: str) -> None:
    path = tmp_path / "whatever.doc"
    path.write_bytes(packed(PAGE, kind))
    scan = take(path)
    assert (scan.name, scan.media_type, scan.pages) == ("whatever.doc", told, 1)
    assert len(scan.digest) == 64
    assert page_image(scan, 0).mode == "RGB"


def test_a_tiff_has_several_pages() -> None:
    made = io.BytesIO()
    PAGE.save(made, "TIFF", save_all=True, append_images=[PAGE, PAGE])
    scan = inspected("ark.tif", made.getvalue())
    assert scan.pages == 3
    assert page_image(scan, 2).size == PAGE.size


def test_a_file_that_is_gone_says_so(tmp_path: Path) -> None:
    with pytest.raises(Trouble) as found:
        take(tmp_path / "borte.pdf")
    assert found.value.code == "scan.unread"


def test_a_photo_of_80_megabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "foto.jpg"
    with path.open("wb") as file:
        file.write(b"\xff\xd8\xff")
        file.truncate(80_000_000)
    with pytest.raises(Trouble) as found:
        take(path)
    assert found.value.code == "scan.large"
    assert "80 MB" in found.value.sentence()


def test_bytes_that_are_too_many_are_refused_too() -> None:
    assert refused("a.jpg", packed(PAGE), ScanLimits(file_bytes=10)) == "scan.large"


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"PK\3\4", b"hello %PD"])
def test_another_kind_of_file_is_refused(content: bytes) -> None:
    assert media_type(content) == ""
    assert refused("notat.docx", content) == "scan.kind"


def test_five_hundred_pages_are_refused() -> None:
    pdf = pikepdf.Pdf.new()
    for _ in range(500):
        pdf.add_blank_page()
    made = io.BytesIO()
    pdf.save(made)
    with pytest.raises(Trouble) as found:
        inspected("bok.pdf", made.getvalue())
    assert found.value.code == "scan.pages"
    assert "500" in found.value.sentence()


def png_of(wide: int, high: int) -> bytes:
    """A PNG that says it is huge, without holding anything."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        whole = kind + body
        return struct.pack(">I", len(body)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [9_100, 12_000, 50_000])
def test_a_picture_that_would_unpack_huge_is_refused_by_its_head(side: int) -> None:
    assert refused("stort.png", png_of(side, side)) == "scan.pixels"


def test_a_huge_picture_inside_a_pdf_is_refused_before_it_is_drawn() -> None:
    pdf = pikepdf.Pdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    picture = pdf.make_stream(
        zlib.compress(bytes(1000)),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=30_000,
        Height=30_000,
        BitsPerComponent=8,
        ColorSpace=pikepdf.Name.DeviceGray,
        Filter=pikepdf.Name.FlateDecode,
    )
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=picture))
    page.Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /Im Do Q")
    made = io.BytesIO()
    pdf.save(made)
    scan = inspected("bombe.pdf", made.getvalue())
    with pytest.raises(Trouble) as found:
        read_page(scan, 0)
    assert found.value.code == "scan.pixels"


def test_a_page_as_large_as_a_house_is_drawn_small() -> None:
    pdf = pikepdf.Pdf.new()
    pdf.add_blank_page(page_size=(14_400, 14_400))
    made = io.BytesIO()
    pdf.save(made)
    image = page_image(inspected("plakat.pdf", made.getvalue()), 0)
    assert image.width * image.height <= 21_000_000


def test_a_locked_pdf_says_so() -> None:
    pdf = pikepdf.Pdf.new()
    pdf.add_blank_page()
    made = io.BytesIO()
    pdf.save(made, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert refused("lukket.pdf", made.getvalue()) == "scan.locked"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
@given(data=st.data())
def test_a_damaged_file_is_trouble_or_a_picture_and_nothing_else(
    kind: str, data: st.DataObject
) -> None:
    content = bytearray(packed(PAGE, kind))
    cut = data.draw(st.integers(4, len(content)))
    del content[cut:]
    for at in data.draw(st.lists(st.integers(4, 10_000), max_size=8)):
        content[at % len(content)] ^= 0x55
    told = ""
    try:
        page_image(inspected("ark", bytes(content)), 0)
    except Trouble as trouble:
        told = trouble.code
    assert not told or told.startswith("scan.")


@pytest.mark.parametrize("head", [b"%PDF-1.7 ", b"\xff\xd8\xff", b"\x89PNG\r\n", b"II*\0"])
def test_a_file_that_only_begins_well_is_damaged(head: bytes) -> None:
    assert refused("ark", head + b"nothing more") == "scan.damaged"

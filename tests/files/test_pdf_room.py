"""PDFs made to hurt are stopped, and scanned ones come out as they are drawn here."""

import io
import sys
from multiprocessing import Pipe

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Dictionary, Name
from PIL import Image

from station.core.trouble import Trouble
from station.files import pdf_room
from station.files.pdf_room import Order, Patience, draw, drawn, work
from station.files.scans import PDF, Scan, ScanLimits, inspected
from tests.paper_scans import packed

PAGE = Image.new("L", (170, 240), 255)
UNBOUNDED = -1
SHORT = Patience(seconds=3)


def saved(pdf: pikepdf.Pdf) -> bytes:
    made = io.BytesIO()
    pdf.save(made)
    return made.getvalue()


def nested(deep: int, times: int) -> bytes:
    """A page of forms that draw each other."""
    pdf = pikepdf.Pdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    inner = pdf.make_stream(b"0 0 9 9 re f", Type=Name.XObject, Subtype=Name.Form)
    inner.BBox = [0, 0, 595, 842]
    for _ in range(deep):
        outer = pdf.make_stream(b"/F Do " * times, Type=Name.XObject, Subtype=Name.Form)
        outer.BBox = [0, 0, 595, 842]
        outer.Resources = Dictionary(XObject=Dictionary(F=inner))
        inner = outer
    page.Resources = Dictionary(XObject=Dictionary(F=inner))
    page.Contents = pdf.make_stream(b"/F Do")
    return saved(pdf)


def painted(times: int) -> bytes:
    """A page painted over and over, mixed with what lies below."""
    pdf = pikepdf.Pdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    mixed = Dictionary(ca=0.5, BM=Name.Luminosity)
    page.Resources = Dictionary(ExtGState=Dictionary(G=mixed))
    page.Contents = pdf.make_stream(b"/G gs " + b"0 0 999 999 re f " * times)
    return saved(pdf)


@pytest.mark.parametrize("content", [nested(7, 10), painted(50_000)], ids=["nested", "painted"])
def test_a_pdf_made_to_hurt_is_stopped_with_a_sentence(content: bytes) -> None:
    assert len(content) < 5_000
    with pytest.raises(Trouble) as stopped:
        drawn(inspected("vond.pdf", content), 0, 200, SHORT)
    assert stopped.value.code == "scan.heavy"
    assert "vond.pdf" in stopped.value.sentence()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows bounds the time only")
def test_a_page_that_takes_too_much_memory_is_stopped() -> None:
    scan = inspected("stor.pdf", nested(6, 10))
    with pytest.raises(Trouble) as stopped:
        drawn(scan, 0, 200, Patience(memory=400_000_000))
    assert stopped.value.code == "scan.heavy"


def test_a_scanned_page_comes_out_as_it_is_drawn_here() -> None:
    content = packed(PAGE, "PDF")
    there, here = drawn(inspected("ark.pdf", content), 0, 200), draw("ark.pdf", content, 0, 200)
    assert (there.size, there.tobytes()) == (here.size, here.tobytes())


def test_forms_that_draw_each_other_a_few_times_are_drawn() -> None:
    assert drawn(inspected("skjema.pdf", nested(2, 10)), 0, 72).getpixel((3, 838)) == (0, 0, 0)


@pytest.mark.parametrize(
    ("content", "limits", "code"),
    [
        (packed(PAGE, "PDF"), ScanLimits(pixels=10), "scan.pixels"),
        (b"%PDF-1.7 nothing", ScanLimits(), "scan.damaged"),
    ],
)
def test_what_is_wrong_is_told_from_there(content: bytes, limits: ScanLimits, code: str) -> None:
    with pytest.raises(Trouble) as told:
        drawn(Scan("ark.pdf", PDF, 1, content), 0, 200, limits=limits)
    assert told.value.code == code


@pytest.mark.parametrize(
    ("content", "pixels", "status"),
    [(packed(PAGE, "PDF"), 80_000_000, 0), (packed(PAGE, "PDF"), 10, 1), (b"%PDF-", 10, 2)],
)
def test_dots_or_what_is_wrong_are_sent(content: bytes, pixels: int, status: int) -> None:
    ours, theirs = Pipe(duplex=False)
    # A page of few dots, so that the pipe takes it while nobody reads.
    work(theirs, Order(content, 0, 10, ScanLimits(pixels=pixels), UNBOUNDED))
    told, wide, high = pdf_room._HEAD.unpack(ours.recv_bytes())
    assert told == status
    assert status or len(ours.recv_bytes()) == 3 * wide * high
    ours.close()


@given(data=st.data())
def test_a_damaged_pdf_is_trouble_or_a_picture_and_nothing_else(data: st.DataObject) -> None:
    content = bytearray(packed(PAGE, "PDF"))
    del content[data.draw(st.integers(4, len(content))) :]
    for at in data.draw(st.lists(st.integers(4, 10_000), max_size=8)):
        content[at % len(content)] ^= 0x55
    told = ""
    try:
        draw("ark", bytes(content), 0, 200)
    except Trouble as trouble:
        told = trouble.code
    assert not told or told.startswith("scan.")

"""Labels read from pictures: turned, small, shaken; and files that are none."""

from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageFilter

from station.core.trouble import Trouble
from station.files.label_pictures import labels_in, texts_on
from station.printing.label_formats import FORMATS
from station.printing.labels import Label, LabelSheet, render
from station.rules.labelcode import label_of

CODES = tuple(label_of(at) for at in range(1, 6))


def sheet(bars: bool) -> bytes:
    """Five labels on one page."""
    labels = tuple(Label(code, "Vekt", "Fjellsund kommune", "", code) for code in CODES)
    return render(LabelSheet("nb", "L", FORMATS["3x8-70"], labels, bars=bars))


def picture(pdf: bytes, dpi: int) -> Image.Image:
    """The first page as a picture."""
    opened = pypdfium2.PdfDocument(pdf)
    try:
        image: Image.Image = opened[0].render(scale=dpi / 72).to_pil().convert("RGB")
        return image
    finally:
        opened.close()


@pytest.mark.parametrize("bars", [False, True], ids=["squares", "bars"])
def test_a_sheet_of_labels(tmp_path: Path, bars: bool) -> None:
    """As a PDF, as a picture, and as one turned a little, on a grey table."""
    pdf = sheet(bars)
    (tmp_path / "ark.pdf").write_bytes(pdf)
    assert set(labels_in(tmp_path / "ark.pdf")) == set(CODES)
    image = picture(pdf, 300)
    image.save(tmp_path / "ark.png")
    assert set(labels_in(tmp_path / "ark.png")) == set(CODES)
    turned = image.rotate(7, expand=True, fillcolor=(120, 120, 120))
    turned.save(tmp_path / "foto.jpg", quality=70)
    assert set(labels_in(tmp_path / "foto.jpg")) == set(CODES)


def test_a_bad_picture_of_one_label() -> None:
    """Out of focus, with the noise of a dark room."""
    image = (
        picture(sheet(bars=False), 300).crop((0, 0, 826, 440)).filter(ImageFilter.GaussianBlur(2))
    )
    noise = np.random.default_rng(1).normal(0, 30, (440, 826, 3))
    shaken = Image.fromarray(np.clip(np.asarray(image) * 0.6 + noise, 0, 255).astype(np.uint8))
    assert texts_on(shaken) == (CODES[0],)


def test_nothing_is_found_where_nothing_is() -> None:
    """In a small picture and in a large one."""
    assert texts_on(Image.new("RGB", (300, 300), "white")) == ()
    assert texts_on(Image.new("L", (4200, 300), 255)) == ()


def test_what_is_no_picture(tmp_path: Path) -> None:
    """A list, a photo of eighty megabytes, one that is not there."""
    (tmp_path / "liste.csv").write_text("a;b")
    (tmp_path / "stort.jpg").write_bytes(b"\xff\xd8\xff" + bytes(80_000_000))
    for name, code in (
        ("liste.csv", r"scan\.kind"),
        ("stort.jpg", r"scan\.large"),
        ("borte.jpg", r"scan\.unread"),
    ):
        with pytest.raises(Trouble, match=code):
            labels_in(tmp_path / name)

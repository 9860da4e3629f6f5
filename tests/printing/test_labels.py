"""The printed sheet is read back: every code from the page as dots, every text from the file."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pypdfium2
import pytest
import zxingcpp

from station.core.trouble import Trouble
from station.printing.label_formats import FORMATS, LabelFormat
from station.printing.labels import Label, LabelSheet, bars_fit, page_total, render
from station.printing.verify import read_back
from station.rules.labelcode import label_of

MM = 72 / 25.4
DPI = 300


def label(code: str, kind: str = "Blodtrykksmåler") -> Label:
    """A label of the longest municipality there is."""
    return Label(
        code, kind, "Nordre Fjellsund og Ytre Brygge kommune", "Funnet? Ring 68 05 01 00",
        f"Kode {code}",
    )  # fmt: skip


def sheet(form: LabelFormat, count: int, start: int = 0, **more: bool) -> LabelSheet:
    """A sheet of so many labels."""
    labels = tuple(label(label_of(at + 1)) for at in range(count))
    return LabelSheet("nb", "Merkelapper", form, labels, start, **more)


def codes_at(pdf: bytes, form: LabelFormat) -> list[tuple[int, str, str]]:
    """Every code on the rendered pages: (place counted over all pages, text, sort of code)."""
    opened = pypdfium2.PdfDocument(pdf)
    found = []
    try:
        for number in range(len(opened)):
            page = opened[number]
            dots = page.render(scale=DPI / 72, grayscale=True).to_numpy()
            page.close()
            for each in zxingcpp.read_barcodes(np.ascontiguousarray(np.squeeze(dots))):
                corner = each.position.top_left
                across, down = (side / DPI * 25.4 for side in (corner.x, corner.y))
                column = int((across - form.left) // form.across)
                row = int((down - form.top) // form.down)
                place = number * form.count + row * form.columns + column
                found.append((place, each.text, each.format.name))
    finally:
        opened.close()
    return sorted(found)


@pytest.mark.parametrize("form", FORMATS.values(), ids=lambda form: form.name)
@pytest.mark.parametrize("bars", [False, True], ids=["squares", "bars"])
def test_every_code_and_text_is_read_back(form: LabelFormat, bars: bool) -> None:
    """Two sheets, the first begun in the middle; each code at its own place."""
    made = sheet(form, form.count, start=4, bars=bars)
    pdf = render(made)
    assert page_total(made) == 2
    want = "Code128" if bars and bars_fit(label_of(1), form) else "QRCode"
    assert codes_at(pdf, form) == [(at + 4, label_of(at + 1), want) for at in range(form.count)]
    back = read_back(pdf)
    assert len(back.pages) == 2
    said = [text for text in back.elements if text]
    for at in range(form.count):
        own = said[at * 4 : at * 4 + 4]
        assert own == [
            label_of(at + 1), "Blodtrykksmåler", "Nordre Fjellsund og Ytre Brygge kommune",
            "Funnet? Ring 68 05 01 00",
        ]  # fmt: skip


def test_own_labels_of_every_sort() -> None:
    """Letters that bars cannot hold are squares; bars too wide for their label are, too."""
    form = FORMATS["3x8-70"]
    codes = ("RK-0123", "Åsen 7", "kommune/2023/00017", "A" * 40, "1")
    made = LabelSheet("nn", "Lappar", form, tuple(map(label, codes)), bars=True, outlines=True)
    found = codes_at(render(made), form)
    assert [text for _, text, _ in found] == list(codes)
    sorts = [sort for _, _, sort in found]
    assert sorts[0] == sorts[4] == "Code128"
    assert sorts[1] == sorts[3] == "QRCode"
    assert not bars_fit("Åsen 7", form)
    assert not bars_fit("A" * 40, form)


def test_the_same_labels_give_the_same_bytes() -> None:
    """And another start another page."""
    made = sheet(FORMATS["3x8-70"], 3)
    assert render(made) == render(made)
    assert render(made) != render(replace(made, start=1))


def test_no_telephone_no_line() -> None:
    """A municipality without a number has labels without one."""
    bare = replace(label("RK-1"), phone="", kind="")
    made = LabelSheet("nb", "Lapper", FORMATS["3x8-70"], (bare,))
    assert len([text for text in read_back(render(made)).elements if text]) == 2


def test_what_has_no_room_is_refused() -> None:
    """Rather than printed so that nobody can read it; and so is what the letters lack."""
    long = replace(label("RK-1"), municipality="x" * 400)
    with pytest.raises(Trouble, match=r"print\.label"):
        render(LabelSheet("nb", "L", FORMATS["5x13-38"], (long,)))
    with pytest.raises(Trouble, match=r"print\.letters"):
        render(LabelSheet("nb", "L", FORMATS["5x13-38"], (label("漢字"),)))


def test_a_text_that_is_not_there_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file from which a text cannot be read back is no print."""
    less = render(sheet(FORMATS["3x8-70"], 1))
    monkeypatch.setattr("station.printing.labels.archived", lambda *_raw, **_more: less)
    with pytest.raises(Trouble, match=r"print\.lost"):
        render(sheet(FORMATS["3x8-70"], 2))


def test_numbers_never_come_twice() -> None:
    """Labels after each other are after each other on the sheet."""
    form = FORMATS["5x13-38"]
    found = [text for _, text, _ in codes_at(render(sheet(form, 65)), form)]
    assert all(one < two for one, two in pairwise(found))

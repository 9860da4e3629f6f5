"""Sheets of labels: nothing off the page, nothing over anything else."""

import pytest

from station.printing.label_formats import FORMATS, PAGE_MM, LabelFormat


@pytest.mark.parametrize("sheet", FORMATS.values(), ids=str)
def test_labels_stand_on_the_page_side_by_side(sheet: LabelFormat) -> None:
    """To a tenth of a millimetre, which is what printers keep to."""
    places = [sheet.place(at) for at in range(sheet.count)]
    assert len(set(places)) == sheet.count
    assert places[0] == (sheet.left, sheet.top)
    assert sheet.place(sheet.count) == places[0]
    right, bottom = places[-1][0] + sheet.width, places[-1][1] + sheet.height
    assert right <= PAGE_MM[0] + 0.1
    assert bottom <= PAGE_MM[1] + 0.1
    assert sheet.across >= sheet.width
    assert sheet.down >= sheet.height
    # What is left is the same on both sides, within a millimetre.
    assert abs(PAGE_MM[0] - right - sheet.left) < 1.1
    assert abs(PAGE_MM[1] - bottom - sheet.top) < 1.1


def test_words() -> None:
    """As on the box."""
    assert FORMATS["3x8-64"].words == "3 × 8 (63,5 × 33,9 mm)"
    assert FORMATS["3x8-70"].words == "3 × 8 (70 × 37 mm)"

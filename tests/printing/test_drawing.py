"""The pen and its colours: zones told apart without colour, every stroke tagged or decoration."""

import re
from itertools import pairwise

import pytest
from reportlab.lib.colors import Color

from station.printing.documents import Zone
from station.printing.drawing import INK, QUIET, WHITE, ZONE_PAINT, Pen, Run
from station.printing.fonts import Weight
from station.printing.tags import Element, Mark


def _luminance(colour: Color) -> float:
    """Relative luminance of WCAG 2.1."""
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.red, colour.green, colour.blue)
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _contrast(one: Color, other: Color) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("zone", list(Zone))
def test_text_on_a_zone_can_be_read(zone: Zone) -> None:
    paint = ZONE_PAINT[zone]
    assert _contrast(paint.on_tab, paint.tab) >= 4.5
    assert _contrast(INK, paint.tint) >= 4.5
    assert _contrast(QUIET, paint.tint) >= 4.5
    assert _contrast(paint.edge, WHITE) >= 3


def test_zones_grow_darker_so_that_a_grey_copy_keeps_their_order() -> None:
    tabs = [_luminance(ZONE_PAINT[zone].tab) for zone in (Zone.GREEN, Zone.YELLOW, Zone.RED)]
    lines = [ZONE_PAINT[zone].line for zone in (Zone.GREEN, Zone.YELLOW, Zone.RED)]
    assert all(before - after > 0.2 for before, after in pairwise(tabs))
    assert lines == sorted(set(lines))


def _drawn(*, tagged: bool) -> tuple[bytes, Element]:
    pen, element = Pen("Prøve", "nb", tagged), Element("P")
    with pen.content(None):
        pen.box(10, 10, 50, 20, stroke=INK)
        pen.line((0, 0), (9, 9), INK, 1)
        pen.dot(5, 5, 2, WHITE, INK)
        for zone in Zone:
            pen.zone_sign(zone, 20, 20, 10, INK)
    with pen.content(element):
        pen.lines([([Run("Hei", Weight.BOLD)], 20, 20)], 10, INK)
    pen.next_page()
    with pen.content(element):
        pen.lines([([Run("igjen", Weight.REGULAR)], 20, 20)], 10, INK)
    return pen.finish(), element


def test_content_notes_its_page_and_number_and_the_rest_is_decoration() -> None:
    raw, element = _drawn(tagged=True)
    assert element.marks == [Mark(0, 0), Mark(1, 0)]
    assert raw.count(b"/P <</MCID 0>> BDC") == 2
    assert raw.count(b"/Artifact BMC") == 1
    assert len(re.findall(rb"\bEMC\b", raw)) == 3


def test_an_untagged_pen_leaves_no_mark() -> None:
    raw, element = _drawn(tagged=False)
    assert element.marks == []
    assert b"BDC" not in raw

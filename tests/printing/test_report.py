"""Reports on paper: everything is on it, on one page wherever it fits."""

from dataclasses import replace

import pytest

from station.printing.documents import ReportPart, words
from station.printing.press import lay_out, render
from tests.printing.samples import REPORT


def test_a_summary_stands_on_one_page_and_reads_back() -> None:
    assert lay_out(REPORT).spare() >= 0
    assert render(REPORT).startswith(b"%PDF")


def test_a_report_with_no_charts_keeps_its_size() -> None:
    found = lay_out(replace(REPORT, parts=REPORT.parts[:1], introduction="", closing=""))
    assert found.spare() > 300


def test_much_is_set_smaller_first_and_then_on_more_pages() -> None:
    lines = tuple(words(f"Linje nummer {at} om det som er gjort.") for at in range(48))
    part = ReportPart("Mye", lines)
    some = replace(REPORT, parts=(part,))
    more = replace(REPORT, parts=(part, part, *REPORT.parts))
    assert lay_out(some).spare() >= 0
    assert lay_out(more).spare() < 0
    assert len(render(more)) > len(render(some))


def test_lines_without_a_heading_stand_alone() -> None:
    bare = replace(REPORT, parts=(ReportPart(lines=(words("Bare dette."),)),))
    assert render(bare).startswith(b"%PDF")


def test_charts_without_a_time_axis_are_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="period"):
        render(replace(REPORT, period=None))

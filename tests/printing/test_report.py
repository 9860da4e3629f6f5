"""Reports on paper: everything is on it, on one page wherever it fits."""

from dataclasses import replace

import pytest

from station.printing.documents import ReportPart, Table, words
from station.printing.press import lay_out, render
from station.printing.verify import page_count
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


def test_a_tight_table_of_twenty_five_stands_on_one_page_and_a_longer_one_on_more() -> None:
    row = ("◆ Rød", "Rask Elg, 1948", "SpO₂ 84 % under egen grense 86 %, i dag 07:12", "", "")
    headings = ("Hvor", "Hvem", "Hvorfor", "Gjort", "Notat")
    found = Table(headings, (row,) * 25, (0.1, 0.2, 0.35, 0.1, 0.25), tight=True)
    part = ReportPart(table=found)
    assert lay_out(replace(REPORT, parts=(part,), period=None)).spare() >= 0
    many = replace(part, table=replace(found, rows=(row,) * 60))
    assert page_count(render(replace(REPORT, parts=(many,), period=None))) > 1
    long = replace(part, table=replace(found, rows=(("◆", "x " * 3000, "", "", ""),)))
    assert page_count(render(replace(REPORT, parts=(long,), period=None))) > 1


def test_a_roomy_table_has_room_for_a_pen() -> None:
    found = Table(("Dag", "SpO₂"), (("mandag", ""),) * 5, (0.5, 0.5))
    plain, roomy = (
        lay_out(replace(REPORT, parts=(ReportPart(table=each),), period=None)).height()
        for each in (found, replace(found, roomy=True))
    )
    assert roomy > plain + 20

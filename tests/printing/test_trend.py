"""All measures under one time axis: one page for a few, more for many."""

from dataclasses import replace

from station.core.i18n import speaking, tr
from station.printing.press import render
from station.printing.trend import trend_sheet
from station.printing.verify import read_back
from tests.printing.samples import TREND


def test_a_few_measures_fill_one_page() -> None:
    assert len(read_back(render(TREND)).pages) == 1
    assert trend_sheet(TREND).spare() < 12


def test_a_dozen_measures_take_more_pages_and_none_is_parted_from_its_heading() -> None:
    found = read_back(render(replace(TREND, series=TREND.series * 3)))
    assert len(found.pages) == 2
    assert sum(text.startswith("Puls") for text in found.elements) == 3


def test_a_measure_without_readings_says_so() -> None:
    with speaking("nb"):
        wanted = tr("No readings in this period")
    assert any(wanted in text for text in read_back(render(TREND)).elements)


def test_hollow_points_are_explained_only_where_there_are_some() -> None:
    with speaking("nb"):
        wanted = tr("Hollow points are readings left out of counts and limits.")
    assert wanted in read_back(render(TREND)).elements
    assert wanted not in read_back(render(replace(TREND, series=TREND.series[3:]))).elements


def test_no_measures_at_all_is_an_empty_page_with_its_header() -> None:
    assert len(read_back(render(replace(TREND, series=()))).pages) == 1

"""The plan on paper: one page wherever it fits, larger where there is room, in any amount."""

from dataclasses import replace

import pytest

from station.printing.documents import Approval, PlanDocument, words
from station.printing.plan import plan_sheet
from station.printing.press import render
from station.printing.verify import read_back
from tests.printing.samples import APPROVED, LONG, NYNORSK, PLAN


def _pages(document: PlanDocument) -> int:
    return len(read_back(render(document)).pages)


@pytest.mark.parametrize("document", [PLAN, NYNORSK, APPROVED])
def test_an_ordinary_plan_is_one_page(document: PlanDocument) -> None:
    assert _pages(document) == 1
    assert 0 <= plan_sheet(document).spare() < 160


def test_a_plan_with_little_text_is_set_larger_than_one_with_much() -> None:
    short = replace(APPROVED, sections=())
    assert plan_sheet(short).blocks[0].height(500) > plan_sheet(PLAN).blocks[0].height(500)


def test_thirty_measures_in_every_zone_flow_over_pages_and_none_is_lost() -> None:
    found = read_back(render(LONG))
    assert len(found.pages) > 5
    measures = [text for text in found.elements if text.startswith("Tiltak 30:")]
    assert len(measures) == 3


def test_a_zone_that_goes_on_says_so_on_the_next_page() -> None:
    pages = read_back(render(LONG)).pages
    assert pages[1].count("GRØNN") == 1
    assert sum(text == "GRØNN" for text in read_back(render(LONG)).elements) == 1


def test_a_plan_of_nearly_nothing_is_printed() -> None:
    empty = replace(
        PLAN,
        goal=words(""),
        zones=(),
        phones=(),
        sections=(),
        limits=None,
        approval=Approval(),
        schedule=words(),
        review="",
        opening="",
        trend=None,
    )
    assert _pages(empty) == 1


def test_limits_without_a_note_and_many_telephone_numbers_are_printed() -> None:
    assert PLAN.limits is not None
    document = replace(PLAN, limits=replace(PLAN.limits, note=""), phones=PLAN.phones * 2)
    assert sum(text == "113" for text in read_back(render(document)).elements) == 2


def test_a_trend_without_its_period_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="period"):
        plan_sheet(replace(PLAN, period=None))


def test_sections_stand_two_and_two_and_a_boxed_one_alone() -> None:
    first, second = PLAN.sections
    boxed = replace(first, heading="Dem jeg kan kontakte", boxed=True)
    third = replace(second, heading="Det siste")
    before = (replace(first, heading="Dette setter det i gang"),)
    document = replace(APPROVED, before=before, sections=(first, boxed, second, third))
    headings = read_back(render(document)).elements
    order = [each.heading for each in (*before, first, boxed, second, third)]
    assert [text for text in headings if text in order] == order
    assert headings.index("GRØNN") > headings.index("Dette setter det i gang")

"""The plan in large print: nothing smaller than 16 points, everything read back, zones whole."""

import io
from dataclasses import replace

import pikepdf
import pypdf
import pytest

from station.printing.documents import Approval, PlanDocument, Section, Shape, words
from station.printing.press import render
from station.printing.verify import page_count, read_back
from tests.printing.samples import APPROVED, LONG, NYNORSK, PLAN

LEAST = 16.0


def large(document: PlanDocument) -> PlanDocument:
    """The same plan, set large."""
    identity = replace(document.identity, large=True)
    return replace(document, identity=identity, limits=None, trend=None, shape=Shape.LARGE)


def sizes(pdf: bytes) -> set[float]:
    """Every size of letters in a file, read from its pages' own instructions."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return {
            float(each.operands[1])
            for page in opened.pages
            for each in pikepdf.parse_content_stream(page)
            if isinstance(each, pikepdf.ContentStreamInstruction)
            and str(each.operator) == "Tf"
            and page_text_follows(each.operands)
        }


def page_text_follows(operands: object) -> bool:
    """Reportlab names its first font at 12 points on every page, before any text."""
    return float(operands[1]) != 12.0  # type: ignore[index]


def test_no_letter_is_smaller_than_sixteen_points() -> None:
    assert min(sizes(render(large(APPROVED)))) >= LEAST
    assert min(sizes(render(APPROVED))) < LEAST


def test_it_takes_several_pages_and_each_says_whose_it_is() -> None:
    pdf = render(large(APPROVED))
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert 2 <= len(reader.pages) <= 4
    for page in reader.pages:
        text = page.extract_text()
        assert "Rask Elg" in text
        assert "113" in text


def test_a_zone_is_not_parted_where_a_page_holds_it() -> None:
    for page in read_back(render(large(APPROVED))).pages:
        for zone in APPROVED.zones:
            shown = [str(line) in page for line in (*zone.signs, *zone.measures)]
            assert all(shown) or not any(shown)


@pytest.mark.parametrize("document", [LONG, NYNORSK, PLAN])
def test_long_plans_drafts_and_other_languages_read_back(document: PlanDocument) -> None:
    assert page_count(render(large(document))) > 1


def test_a_zone_longer_than_a_page_says_its_name_again() -> None:
    pages = read_back(render(large(LONG))).pages
    assert any("fortsetter" in page or "forts" in page for page in pages[1:])


def test_a_plan_with_little_in_it_is_printed_all_the_same() -> None:
    bare = replace(
        large(APPROVED),
        goal=words(""),
        zones=(replace(APPROVED.zones[0], signs=(), measures=()),),
        before=(Section("Mine tegn", (words("Søvn."),), boxed=True),),
        sections=(),
        phones=(),
        approval=Approval(),
        review="",
    )
    assert page_count(render(bare)) == 1

"""A plan in large print and in short lines: the same words, other layout, the code kept."""

import io

import pypdf
import pytest

from station.printing.documents import PlanDocument
from station.rules.limits import Level
from station.services.prints.plan import Printed
from station.services.prints.plan_shapes import SHAPE_WORDS, Shape, limit_lines
from tests.cohort import SPO2, Cohort


def made(cohort: Cohort, version: str, shape: Shape, language: str = "") -> Printed:
    return cohort.station.plan_prints.preview(cohort.session, version, language, shape)


def document(cohort: Cohort, version: str, shape: Shape, language: str = "") -> PlanDocument:
    return cohort.station.plan_prints.document(cohort.session, version, language, shape)[1]


def test_s20_large_print_says_what_the_normal_sheet_says(cohort: Cohort) -> None:
    version = cohort.plan(cohort.patient("Rask Elg"))
    normal, large = (document(cohort, version, each) for each in (Shape.NORMAL, Shape.LARGE))
    assert large.zones == normal.zones
    assert (large.goal, large.sections, large.phones) == (
        normal.goal,
        normal.sections,
        normal.phones,
    )
    assert large.identity.stamp is not None
    printed = made(cohort, version, Shape.LARGE)
    assert printed.pages > made(cohort, version, Shape.NORMAL).pages
    assert cohort.station.plan_prints.file_name(printed).startswith("plan-stor-")


def test_the_easy_one_says_limits_as_one_line_each(cohort: Cohort) -> None:
    version = cohort.plan(cohort.patient("Rask Elg"))
    easy = document(cohort, version, Shape.EASY)
    signs = [[str(line) for line in zone.signs] for zone in easy.zones]
    assert "Måler du SpO₂ 89 % eller mer: grønn." in signs[0]
    assert "Måler du SpO₂ under 89 %, to målinger på rad: gul." in signs[1]
    assert "Måler du SpO₂ under 86 %: rød." in signs[2]
    assert (easy.limits, easy.trend, str(easy.goal), easy.review) == (None, None, "", "")
    assert easy.sections[0].heading == "Når jeg måler"
    text = pypdf.PdfReader(io.BytesIO(made(cohort, version, Shape.EASY).pdf)).pages[0]
    assert "Rask Elg" in text.extract_text()


@pytest.mark.parametrize("shape", list(Shape))
@pytest.mark.parametrize("language", ["nb", "nn"])
def test_drafts_and_crisis_plans_are_printed_in_every_shape(
    cohort: Cohort, shape: Shape, language: str
) -> None:
    who = cohort.patient("Rask Elg")
    crisis = cohort.station.plans.start_draft(cohort.session, who, "krisemestringsplan", "nb")
    assert made(cohort, crisis, shape, language).shape is shape
    draft = cohort.plan(cohort.patient("Lun Hylle", "1950-01-01"), approved=False)
    assert made(cohort, draft, shape, language).language == language
    if shape is not Shape.NORMAL:
        approval = document(cohort, draft, shape).approval
        assert approval.text == "Ikke godkjent av fastlegen ennå."
        assert approval.choices == ()


def test_names_within_a_sentence_are_small_unless_they_are_signs() -> None:
    assert "SpO₂" in str(limit_lines(SPO2, Level.RED)[0])
    assert set(SHAPE_WORDS) == set(Shape)

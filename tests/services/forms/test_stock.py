"""What ships: whole, in three languages, and nothing that may not be shipped."""

import pytest

from station.core.i18n import LANGUAGES, own_words, speaking, use_words
from station.rules.form_checks import check_form
from station.rules.forms import Form, levels_of
from station.rules.limits import Level
from station.services.forms.stock import UNCHECKED, say, shipped
from tests.cohort import Cohort

CODES = {
    "alderspsyk_relative",
    "cat_total",
    "diabetes_daily",
    "ernaering_weekly",
    "esas_r",
    "hjertesvikt_daily",
    "kols_daily",
    "kreft_daily",
    "mmrc",
    "news2",
    "phq9",
}


def of(code: str) -> Form:
    return next(form for form in shipped() if form.code == code)


def test_these_are_shipped_and_no_others() -> None:
    assert {form.code for form in shipped()} == CODES
    assert set(UNCHECKED) <= CODES


@pytest.mark.parametrize("form", shipped(), ids=lambda form: form.code)
def test_every_form_is_whole_in_three_languages_and_names_its_source(form: Form) -> None:
    assert check_form(form) == ()
    assert form.languages == LANGUAGES
    assert set(form.source.by_language()) == set(LANGUAGES)
    for item in form.items:
        assert set(item.text.by_language()) == set(LANGUAGES)


def test_esas_r_asks_its_ten_items_with_its_acknowledgement() -> None:
    form = of("esas_r")
    asked = [item.text.nb for item in form.items if item.gives_score]
    assert asked == [
        "Smerte",
        "Slapphet",
        "Døsighet",
        "Kvalme",
        "Nedsatt matlyst",
        "Tung pust",
        "Depresjon",
        "Angst",
        "Velvære",
        "Annet problem",
    ]
    assert all(item.cannot_say for item in form.items if item.gives_score)
    assert "University of Alberta" in form.source.nb
    assert levels_of(form)["esas_r.pain"][7] is Level.RED


def test_the_caregiver_answers_six_questions_in_zones() -> None:
    form = of("alderspsyk_relative")
    zones = [item for item in form.items if item.gives_score]
    assert len(zones) == 6
    assert all(
        [choice.level for choice in item.choices] == [Level.GREEN, Level.YELLOW, Level.RED]
        for item in zones
    )


def test_item_nine_of_phq_9_is_red_for_any_yes() -> None:
    levels = levels_of(of("phq9"))["phq9.harm"]
    assert levels == {0: Level.GREEN, 1: Level.RED, 2: Level.RED, 3: Level.RED}


def test_what_is_in_use_is_spoken_after_signing_in(cohort: Cohort) -> None:
    try:
        with cohort.station.record.read() as reader:
            say(reader)
        with speaking("nb"):
            assert own_words("kols_daily.breath") == "Pust"
            assert own_words("kols_daily.breath=2") == "Mye tyngre enn vanlig"
        with speaking("en"):
            assert own_words("esas_r.pain#unit") == "of 10"
    finally:
        use_words({})

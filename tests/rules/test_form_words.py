"""The own words of forms: names, units and answers, the newest version's first."""

from dataclasses import replace

from station.core.i18n import speaking, use_words
from station.rules.form_words import words_of
from station.rules.forms import Words
from station.rules.readings import Reading
from station.rules.wording import component_name, kind_name, reading_text, unit_text, value_text
from tests.forms_rules import COUGH, COUNT, FORM, HOW_MUCH, said


def test_scores_are_said_in_the_words_of_the_form() -> None:
    use_words(words_of([FORM]))
    try:
        with speaking("nb"):
            assert component_name("day.cough") == kind_name("day.cough") == "Hoste"
            assert component_name("day.answered") == "Dagen"
            assert value_text("day.cough", 1) == "Ja"
            assert value_text("day.amount", 4) == "4 av 10"
            assert value_text("day.total", 4) == "4"
            assert unit_text("day.total") == ""
            reading = Reading("r", "p", "day.cough", 0, 0, (1,))
            assert reading_text(reading) == "Hoste Ja"
            empty = Reading("r", "p", "day.cough", 0, 0, (None,))
            assert reading_text(empty).startswith("Hoste –")
        with speaking("en"):
            assert value_text("day.amount", 4) == "4 of 10"
    finally:
        use_words({})


def test_without_words_a_score_is_called_by_its_code() -> None:
    assert component_name("day.cough") == "day.cough"
    assert value_text("day.cough", 1.5).startswith("1")


def test_a_later_version_is_said_and_an_older_answer_is_still_known() -> None:
    newer = replace(FORM, items=(replace(COUGH, name=said("Hosting"), choices=COUGH.choices[:1]),))
    found = words_of([FORM, newer])["nb"]
    assert (found["day.cough"], found["day.cough=1"]) == ("Hosting", "Ja")


def test_what_is_a_measurement_keeps_its_own_name() -> None:
    form = replace(FORM, items=(replace(COUNT, measures="resp"), replace(HOW_MUCH, shown_if=None)))
    found = words_of([form])["nb"]
    assert "resp" not in found
    assert found["day.amount"] == "Hvor mye?"
    assert Words("a").by_language() == {"nb": "a"}

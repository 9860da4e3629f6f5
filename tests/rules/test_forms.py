"""A form as values: words, spans, levels."""

from dataclasses import replace

import pytest

from station.rules.forms import ItemKind, Method, Step, Words, level_at, levels_of, total_top
from station.rules.limits import Level
from tests.forms_rules import COUGH, COUNT, FORM, FREE, HOW_MUCH, SUM, said


def test_words_are_said_in_the_language_or_in_any() -> None:
    assert Words("a", "b").said("nn") == "b"
    assert Words("a", "b").said("en") == "a"
    assert Words().said("nb") == ""


def test_an_item_is_called_by_its_name_or_its_question() -> None:
    assert COUGH.called("nb") == "Hoste"
    assert HOW_MUCH.called("nb") == "Hvor mye?"


@pytest.mark.parametrize(
    ("item", "span"),
    [(COUGH, (0, 1)), (HOW_MUCH, (0, 10)), (COUNT, (0, 9.5)), (FREE, (None, None))],
)
def test_the_span_of_answers(item: object, span: object) -> None:
    assert item.span == span  # type: ignore[attr-defined]
    assert replace(COUGH, choices=()).span == (0, 0)


def test_a_text_gives_no_score() -> None:
    assert not FREE.gives_score
    assert not replace(COUGH, scored=False).gives_score


def test_components_are_dotted_or_kinds_of_stations_own() -> None:
    assert FORM.component(COUGH) == "day.cough"
    assert FORM.component(replace(COUNT, measures="resp")) == "resp"
    assert FORM.answered == "day.answered"
    assert FORM.item("unheard") is None


def test_levels_by_component() -> None:
    found = levels_of(FORM)
    assert found["day.cough"] == {0: Level.GREEN, 1: Level.RED}
    assert found["day.amount"][3] is Level.GREEN
    assert found["day.amount"][4] is Level.YELLOW
    assert found["day.amount"][10] is Level.RED
    assert found["day.total"] == {at: Level.YELLOW if at >= 5 else Level.GREEN for at in range(12)}
    assert set(found) == {"day.cough", "day.amount", "day.total"}


def test_what_is_measured_is_judged_by_the_plan() -> None:
    measured = replace(FORM, items=(replace(COUGH, measures="mmrc"),), totals=())
    assert levels_of(measured) == {}
    assert levels_of(replace(FORM, totals=(replace(SUM, measures="mmrc"),))).keys() == {
        "day.cough",
        "day.amount",
    }


def test_green_lies_below_the_first_step() -> None:
    assert level_at((Step(4, Level.YELLOW),), 3) is Level.GREEN


@pytest.mark.parametrize(("method", "top"), [(Method.NEWS2, 20), (Method.NEWS2_HIGHEST, 3)])
def test_the_greatest_total(method: Method, top: int) -> None:
    assert total_top(FORM, replace(SUM, method=method)) == top
    assert total_top(FORM, SUM) == 11
    unbounded = replace(COUNT, most=None, kind=ItemKind.NUMBER)
    assert total_top(replace(FORM, items=(unbounded,)), replace(SUM, items=("count",))) == 0


def test_every_language_has_its_words() -> None:
    assert said("x").by_language() == {"nb": "x", "nn": "x", "en": "x"}

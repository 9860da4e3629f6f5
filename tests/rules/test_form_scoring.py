"""Answers: what is asked, what is wrong with them, and what they score; nothing crashes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.i18n import speaking
from station.rules.form_scoring import (
    MOST_TEXT,
    AnswerFault,
    Wrong,
    answer_fault_text,
    answer_level,
    answer_text,
    answered,
    compares,
    scores,
    value_of,
    visible,
)
from station.rules.forms import Branch, Comparison, Form, ItemKind, Method, Total, Words
from station.rules.limits import Level
from station.services.forms.stock import shipped
from tests.forms_rules import COUGH, COUNT, FORM, FREE, HOW_MUCH, SUM, said

ANYTHING = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text())
NEWS2 = next(form for form in shipped() if form.code == "news2")
VITALS: dict[str, object] = {
    "pregnant": 0,
    "resp": 18,
    "spo2_scale": 1,
    "spo2": 97,
    "oxygen": 0,
    "sys": 120,
    "pulse": 70,
    "consciousness": 0,
    "temp": 37.1,
}


def wrong(form: Form, answers: dict[str, object], age: int | None = None) -> list[str]:
    return [f"{fault.item}:{fault.wrong}" for fault in answered(form, answers, age)]


def test_an_answer_shows_and_hides_what_comes_after_it() -> None:
    assert [item.code for item in visible(FORM, {"cough": 0})] == ["cough", "count", "free"]
    assert HOW_MUCH in visible(FORM, {"cough": 1})
    assert HOW_MUCH not in visible(FORM, {})


def test_what_a_hidden_item_says_shows_nothing() -> None:
    last = replace(COUNT, shown_if=Branch("amount", Comparison.AT_LEAST, 0))
    form = replace(FORM, items=(COUGH, HOW_MUCH, last))
    assert last not in visible(form, {"cough": 0, "amount": 5})
    assert last in visible(form, {"cough": 1, "amount": 5})


@pytest.mark.parametrize(
    ("comparison", "holds"),
    [
        (Comparison.IS, [False, True, False]),
        (Comparison.IS_NOT, [True, False, True]),
        (Comparison.AT_LEAST, [False, True, True]),
        (Comparison.AT_MOST, [True, True, False]),
    ],
)
def test_how_answers_are_compared(comparison: Comparison, holds: list[bool]) -> None:
    assert [compares(comparison, value, 2) for value in (1, 2, 3)] == holds


@pytest.mark.parametrize(
    ("answers", "faults"),
    [
        ({"cough": 0}, []),
        ({"cough": 0, "amount": 99}, []),
        ({"cough": 1, "amount": None}, []),
        ({}, ["cough:missing"]),
        ({"cough": None}, ["cough:cannot_say"]),
        ({"cough": 2}, ["cough:unknown_choice"]),
        ({"cough": True}, ["cough:not_a_number"]),
        ({"cough": "1"}, ["cough:not_a_number"]),
        ({"cough": 1}, ["amount:missing"]),
        ({"cough": 1, "amount": 11}, ["amount:out_of_range"]),
        ({"cough": 1, "amount": 9**400}, ["amount:out_of_range"]),
        ({"cough": 1, "amount": float("nan")}, ["amount:out_of_range"]),
        ({"cough": 1, "amount": 2.5}, ["amount:decimals"]),
        ({"cough": 0, "count": 2.55}, ["count:decimals"]),
        ({"cough": 0, "count": -1}, ["count:out_of_range"]),
        ({"cough": 0, "free": 7}, ["free:not_text"]),
        ({"cough": 0, "free": "\ud800"}, ["free:not_text"]),
        ({"cough": 0, "free": "x" * (MOST_TEXT + 1)}, ["free:too_long"]),
        ({"cough": 0, "strange": 1}, ["strange:unknown_item"]),
    ],
)
def test_what_is_wrong_with_answers(answers: dict[str, object], faults: list[str]) -> None:
    assert wrong(FORM, answers) == faults


def test_a_text_that_must_be_written_is_not_blank() -> None:
    form = replace(FORM, items=(replace(FREE, required=True),), totals=())
    assert wrong(form, {"free": " "}) == ["free:missing"]
    assert wrong(form, {"free": "Ja"}) == []


@pytest.mark.parametrize(
    ("age", "faults"), [(None, [":age_unknown"]), (15, [":too_young"]), (16, [])]
)
def test_a_form_for_some_ages_only(age: int | None, faults: list[str]) -> None:
    assert wrong(NEWS2, VITALS, age) == faults


def test_in_pregnancy_there_is_no_news2() -> None:
    answers = {**VITALS, "pregnant": 1}
    assert wrong(NEWS2, answers, 30) == ["pregnant:refused"]
    assert scores(NEWS2, answers)["news2.total"] is None
    assert scores(NEWS2, VITALS)["news2.total"] == 0


@pytest.mark.parametrize("code", [code for code in VITALS if code != "pregnant"])
def test_news2_is_never_given_in_part(code: str) -> None:
    partial = {name: value for name, value in VITALS.items() if name != code}
    found = scores(NEWS2, partial)
    assert found["news2.total"] is None
    assert found["news2.highest"] is None


@pytest.mark.parametrize(("code", "value"), [("spo2_scale", 3), ("consciousness", 5)])
def test_news2_of_answers_that_it_does_not_know_is_not_given(code: str, value: int) -> None:
    item = next(each for each in NEWS2.items if each.code == code)
    more = replace(item, choices=(*item.choices, replace(item.choices[0], value=value)))
    items = tuple(more if each.code == code else each for each in NEWS2.items)
    assert scores(replace(NEWS2, items=items), {**VITALS, code: value})["news2.total"] is None


def test_a_measurement_in_a_form_is_a_reading_of_its_own_kind() -> None:
    found = scores(NEWS2, VITALS)
    assert (found["resp"], found["sys"], found["temp"]) == (18, 120, 37.1)
    assert "news2.oxygen" not in found


def test_a_gap_is_none_and_a_total_with_a_gap_is_none() -> None:
    found = scores(FORM, {"cough": 1, "amount": None})
    assert found == {"day.cough": 1, "day.amount": None, "day.count": None, "day.total": None}


def test_what_is_hidden_scores_nothing_and_leaves_no_total() -> None:
    assert scores(FORM, {"cough": 0, "amount": 5}) == {
        "day.cough": 0,
        "day.count": None,
        "day.total": None,
    }


def test_a_total_may_count_what_is_hidden_as_nought() -> None:
    form = replace(FORM, totals=(replace(SUM, hidden_as_zero=True),))
    assert scores(form, {"cough": 0})["day.total"] == 0
    assert scores(form, {"cough": 1, "amount": 4})["day.total"] == 5
    assert scores(form, {"cough": 1, "amount": None})["day.total"] is None


def test_a_number_without_bounds_of_its_own_has_some() -> None:
    free = replace(COUNT, least=None, most=None)
    assert value_of(free, {"count": 1_000_001}) is None
    assert value_of(free, {"count": -3}) == -3


def test_levels_and_words_of_answers() -> None:
    assert answer_level(COUGH, 1) is Level.RED
    assert answer_level(HOW_MUCH, 5) is Level.YELLOW
    assert answer_level(COUNT, 5) is None
    with speaking("en"):
        assert answer_text(COUGH, 1) == "Ja"
        assert answer_text(HOW_MUCH, 4) == "4 of 10"
        assert answer_text(replace(COUNT, unit=said("m")), 4.5) == "4.5 m"
        assert answer_text(COUNT, float("inf")) == "inf"
        assert answer_text(COUGH, None) == "Cannot say"
        assert answer_text(COUGH, 7) == "7"
        assert answer_text(FREE, "Uro") == "Uro"


def test_every_fault_has_a_sentence() -> None:
    with speaking("en"):
        text = answer_fault_text(FORM, AnswerFault("count", Wrong.OUT_OF_RANGE))
        assert text == "«Antall» is a number from 0 to 9.5."
        for each in Wrong:
            assert answer_fault_text(NEWS2, AnswerFault("nowhere", each))


@given(st.dictionaries(st.sampled_from([*(item.code for item in FORM.items), "x"]), ANYTHING))
def test_no_answer_crashes_and_scores_come_from_what_is_asked(answers: dict[str, object]) -> None:
    faults = answered(FORM, answers)
    asked = {item.code for item in visible(FORM, answers)}
    found = scores(FORM, answers)
    assert {code.partition(".")[2] for code in found} <= asked | {"total"}
    broken = {fault.item for fault in faults}
    assert all(found.get(f"day.{code}") is None for code in broken)
    for fault in faults:
        assert answer_fault_text(FORM, fault)


@given(st.sampled_from(shipped()), st.data())
def test_any_answers_to_a_shipped_form_give_believable_scores(
    form: Form, data: st.DataObject
) -> None:
    answers: dict[str, object] = {}
    for item in form.items:
        least, most = item.span
        number = st.integers(int(least or 0), int(most or 0))
        chosen = st.sampled_from([choice.value for choice in item.choices] or [0])
        answer = chosen if item.kind is ItemKind.CHOICE else number
        answers[item.code] = data.draw(
            st.text(max_size=9) if item.kind is ItemKind.TEXT else answer
        )
    shown = {item.code for item in visible(form, answers)}
    faults = answered(form, {code: answers[code] for code in shown}, 40)
    assert all(fault.wrong is Wrong.REFUSED for fault in faults if form.code == "news2")
    found = scores(form, answers)
    if not faults and form.code != "alderspsyk_relative":
        assert all(value is not None for value in found.values())


def test_a_total_of_something_that_is_not_asked_is_none() -> None:
    total = Total("odd", Words(), ("nowhere",), Method.SUM)
    assert scores(replace(FORM, totals=(total,)), {"cough": 0})["day.odd"] is None

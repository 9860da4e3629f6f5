"""Typed numbers: both marks are understood, and nothing is ever guessed."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.kinds import COMPONENTS, Component, component_of
from station.rules.limits import Side
from station.rules.numbers import (
    MOST_CHARACTERS,
    Entered,
    Fault,
    Question,
    Refusal,
    parse_number,
    parse_value,
)
from station.rules.plausibility import Doubt
from station.rules.units import units_of

GLUCOSE, TEMP, SPO2 = component_of("glucose"), component_of("temp"), component_of("spo2")
BAD_INPUT = Path(__file__).parent.parent / "data" / "bad_input.json"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("11,8", 11.8),
        ("11.8", 11.8),
        (" 93 ", 93),
        ("\u00a093\t", 93),
        ("0,125", 0.125),
        ("0.500", 0.5),
        ("8,4926", 8.4926),
        ("1180", 1180),
        ("1180,500", 1180.5),
        ("007", 7),
    ],
)
def test_a_number_is_read_with_either_mark(text: str, value: float) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize(
    ("text", "fault", "position"),
    [
        ("", Fault.EMPTY, 0),
        ("  ", Fault.EMPTY, 0),
        ("1.180", Fault.AMBIGUOUS, 1),
        ("1,180", Fault.AMBIGUOUS, 1),
        ("1.000,5", Fault.AMBIGUOUS, 1),
        ("1,000.5", Fault.AMBIGUOUS, 1),
        (" 12.345.678", Fault.AMBIGUOUS, 3),
        ("93,", Fault.MARK, 2),
        (",93", Fault.MARK, 0),
        (".", Fault.MARK, 0),
        ("93,0,1", Fault.MARK, 4),
        ("9..3", Fault.MARK, 2),
        ("9 3", Fault.CHARACTER, 1),
        ("1 000", Fault.CHARACTER, 1),
        ("-5", Fault.CHARACTER, 0),
        ("+5", Fault.CHARACTER, 0),
        ("1e3", Fault.CHARACTER, 1),
        ("nan", Fault.CHARACTER, 0),
        ("inf", Fault.CHARACTER, 0),
        ("93%", Fault.CHARACTER, 2),
        ("９３", Fault.CHARACTER, 0),  # noqa: RUF001  (full-width digits, as pasted)
        ("٩٣", Fault.CHARACTER, 0),
        (" 9x", Fault.CHARACTER, 2),
        ("9" * 60, Fault.TOO_LONG, MOST_CHARACTERS),
        ("9" * (MOST_CHARACTERS + 1), Fault.TOO_LONG, MOST_CHARACTERS),
    ],
)
def test_anything_else_is_refused_where_it_goes_wrong(
    text: str, fault: Fault, position: int
) -> None:
    assert parse_number(text) == Refusal(fault, position)


def test_the_longest_number_is_still_read() -> None:
    assert parse_number("9" * MOST_CHARACTERS) == float("9" * MOST_CHARACTERS)


@pytest.mark.parametrize(
    ("code", "text", "meant"),
    [
        ("glucose", "118", 11.8),
        ("temp", "378", 37.8),
        ("weight", "825", 82.5),
        ("spo2", "885", 88.5),
        ("fev1", "25", 2.5),
        ("fev1", "250", 2.5),
    ],
)
def test_a_forgotten_comma_is_asked_about_and_never_set(code: str, text: str, meant: float) -> None:
    component = component_of(code)
    expected = Refusal(Fault.FORGOTTEN_COMMA, 0, meant, component.unit)
    assert parse_value(text, component) == expected


def test_a_forgotten_comma_within_the_believable_is_a_question() -> None:
    found = parse_value("45", GLUCOSE)
    assert found == Entered(
        45, None, "45", "mmol/L", Question(Fault.FORGOTTEN_COMMA, 4.5, "mmol/L")
    )


def test_an_unusual_value_with_a_comma_is_only_asked_about() -> None:
    assert parse_value("34,0", TEMP) == Entered(34, None, "34,0", "°C", Question(Doubt.UNUSUAL))


def test_whole_numbers_of_whole_kinds_are_not_divided() -> None:
    assert parse_value("350", component_of("pulse")) == Refusal(Fault.IMPOSSIBLE, 0)
    assert parse_value(" 999", component_of("spo2")) == Refusal(Fault.FORGOTTEN_COMMA, 1, 99.9, "%")
    assert parse_value("5000", TEMP) == Refusal(Fault.IMPOSSIBLE, 0)


def test_a_number_with_a_comma_has_not_forgotten_it() -> None:
    assert parse_value("118,5", GLUCOSE) == Refusal(Fault.IMPOSSIBLE, 0)


def test_scores_are_whole() -> None:
    assert parse_value("3,5", component_of("mmrc")) == Refusal(Fault.NOT_WHOLE, 0)
    assert parse_value("5", component_of("mmrc")) == Refusal(Fault.IMPOSSIBLE, 0)
    assert parse_value("4", component_of("mmrc")) == Entered(4, None, "4", "of 4")


def test_mg_dl_is_asked_about_where_mmol_l_is_more_likely() -> None:
    question = Question(Fault.OTHER_UNIT, 6.1, "mmol/L")
    assert parse_value("6,1", GLUCOSE, "mg/dL") == Entered(
        6.1 / 18.01559, None, "6,1", "mg/dL", question
    )
    assert parse_value("5,0", GLUCOSE, "mg/dL") == Refusal(Fault.OTHER_UNIT, 0, 5, "mmol/L")
    assert parse_value("36", GLUCOSE, "mg/dL") == Entered(36 / 18.01559, None, "36", "mg/dL")
    assert parse_value("20", GLUCOSE, "mg/dL") == Entered(
        20 / 18.01559, None, "20", "mg/dL", Question(Fault.OTHER_UNIT, 20, "mmol/L")
    )
    assert parse_value("0,2", GLUCOSE, "mg/dL") == Refusal(Fault.IMPOSSIBLE, 0)


def test_a_converted_value_is_unrounded_and_keeps_its_original() -> None:
    found = parse_value(" 153 ", GLUCOSE, "mg/dL")
    assert found == Entered(153 / 18.01559, None, "153", "mg/dL")


@pytest.mark.parametrize(("text", "side"), [("LO", Side.LOW), (" hi ", Side.HIGH)])
def test_lo_and_hi_can_be_typed_for_glucose_only(text: str, side: Side) -> None:
    assert parse_value(text, GLUCOSE) == Entered(None, side, text.strip(), "mmol/L")
    assert isinstance(parse_value(text, TEMP), Refusal)


def test_what_is_no_number_is_refused_before_it_is_judged() -> None:
    assert parse_value("1.180", GLUCOSE) == Refusal(Fault.AMBIGUOUS, 1)


@given(st.text(max_size=70))
def test_no_text_is_ever_more_than_a_finite_number_or_a_refusal_inside_it(text: str) -> None:
    found = parse_number(text)
    if isinstance(found, Refusal):
        assert 0 <= found.position <= len(text)
    else:
        assert 0 <= found < 10**MOST_CHARACTERS


@given(st.integers(0, 99_999), st.integers(0, 99), st.sampled_from(",."))
def test_what_a_person_writes_is_what_is_read(whole: int, hundredths: int, mark: str) -> None:
    assert parse_number(f"{whole}{mark}{hundredths:02}") == float(f"{whole}.{hundredths:02}")


@given(st.text("0123456789,. -", max_size=16), st.sampled_from(COMPONENTS), st.data())
def test_whatever_is_typed_a_value_taken_lies_within_what_can_be_measured(
    text: str, component: Component, data: st.DataObject
) -> None:
    unit = data.draw(st.sampled_from(units_of(component)))
    found = parse_value(text, component, unit)
    if isinstance(found, Entered) and found.value is not None:
        assert not component.reject.outside(found.value)
        assert found.question is not None or not component.confirm.outside(found.value)
        assert found.original_value == text.strip()
        assert found.original_unit == unit
    elif isinstance(found, Refusal) and found.suggestion is not None:
        assert found.fault in (Fault.FORGOTTEN_COMMA, Fault.OTHER_UNIT)


def test_every_case_of_bad_numbers_is_answered_here() -> None:
    cases = json.loads(BAD_INPUT.read_text(encoding="utf-8"))["cases"]
    ids = {case["id"] for case in cases if case["area"] == "NUM"}
    assert ids == {"NUM-03", "NUM-06", "NUM-09", "NUM-12", "NUM-15", "NUM-18"}
    assert isinstance(parse_number("1.000,5"), Refusal)  # NUM-03
    assert isinstance(parse_value("378", TEMP), Refusal)  # NUM-06
    asked = parse_value("6,1", GLUCOSE, "mg/dL")  # NUM-09
    assert isinstance(asked, Entered)
    assert asked.question is not None
    assert all(isinstance(parse_number(t), Refusal) for t in ("93,", ",93", "93,0,1", "9 3"))
    assert isinstance(parse_number("1" * 60), Refusal)  # NUM-15
    # NUM-18 (two entries in one minute) is asked by the service that knows both.

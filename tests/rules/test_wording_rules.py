"""Rules in words: the plan, the print and the alert say the same, in both written languages."""

from collections.abc import Iterator
from math import inf

import pytest

from station.core.i18n import speaking, use_words
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.rulebook import Baseline, Change, Combination, Condition, PlanRule
from station.rules.why import (
    ANSWER_RULE,
    BASELINE_RULE,
    CHANGE_RULE,
    COMBINATION_RULE,
    HOURS_RULE,
    Normal,
    Part,
    Why,
)
from station.rules.wording import limit_in_short, limit_sentence, render, render_short
from station.rules.wording_rules import condition_text, rule_sentence

YELLOW, LOW, HIGH = Level.YELLOW, Side.LOW, Side.HIGH
BREATH = "kols_daily.breath"
RISE = Change("weight", YELLOW, HIGH, 2, 3)
NORMAL = Baseline("weight", YELLOW, HIGH, 1)
SIGNS = Combination(
    "signs",
    YELLOW,
    2,
    (
        Condition(BREATH, Operator.AT_LEAST, 2),
        Condition("spo2", Operator.BELOW, 90),
        Condition("temp", Operator.AT_LEAST, 38),
    ),
)
HOURS = Limit("glucose", YELLOW, HIGH, Operator.ABOVE, 16, hours=12)


@pytest.fixture(autouse=True)
def _norwegian() -> Iterator[None]:
    use_words({"nb": {BREATH: "Tung pust", f"{BREATH}=2": "mer enn vanlig"}})
    with speaking("nb"):
        yield
    use_words({})


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (RISE, "Vekt opp 2,0 kg eller mer på 3 døgn"),
        (Change("weight", YELLOW, LOW, 2.25, 7), "Vekt ned 2,25 kg eller mer på 7 døgn"),
        (Change("spo2", YELLOW, LOW, 3, 1), "SpO₂ ned 3 prosentpoeng eller mer på 1 døgn"),
        (
            NORMAL,
            (
                "Vekt: snittet av siste 2 døgn er 1,0 kg eller mer over egen normal og minst "
                "3 ganger vanlig svingning (medianen av 14 døgn før, minst 7 målinger)"
            ),
        ),
        (
            Baseline("spo2", YELLOW, LOW, 2, 0, 28, 3, 10),
            (
                "SpO₂: snittet av siste 3 døgn er 2 prosentpoeng eller mer under egen normal "
                "(medianen av 28 døgn før, minst 10 målinger)"
            ),
        ),
        (
            SIGNS,
            (
                "Minst 2 av disse 3 innen 24 timer: Tung pust «mer enn vanlig» eller mer; "
                "SpO₂ under 90 %; Temperatur 38,0 °C eller mer"
            ),
        ),
        (
            Combination("all", YELLOW, 2, SIGNS.conditions[:2], 1),
            "Alle disse innen 1 time: Tung pust «mer enn vanlig» eller mer; SpO₂ under 90 %",
        ),
    ],
)
def test_a_rule_has_one_sentence(rule: PlanRule, sentence: str) -> None:
    assert rule_sentence(rule) == sentence


def test_nynorsk_has_its_own_words() -> None:
    with speaking("nn"):
        assert rule_sentence(RISE) == "Vekt opp 2,0 kg eller meir på 3 døgn"
        assert limit_sentence(HOURS) == "over 16 mmol/l i minst 12 timar"


def test_a_limit_of_hours_is_said_the_same_in_plan_table_and_alert() -> None:
    assert limit_sentence(HOURS) == "over 16 mmol/l i minst 12 timer"
    assert limit_in_short(HOURS) == "> 16 mmol/l, i minst 12 timer"
    found = Why(HOURS_RULE, "glucose", HIGH, YELLOW, ((0, 17.0), (1, 17.2)), 5, HOURS)
    assert render(found) == "Glukose over 16 mmol/l i minst 12 timer (nå 17,2 mmol/l)"
    assert render_short(found) == "Glukose over 16 mmol/l i minst 12 timer"


@pytest.mark.parametrize(("value", "shown"), [(inf, "HI"), (-inf, "LO")])
def test_a_run_that_ends_beyond_the_meter_says_what_the_meter_shows(
    value: float, shown: str
) -> None:
    found = Why(HOURS_RULE, "glucose", HIGH, YELLOW, ((0, 17.0), (1, value)), 5, HOURS)
    assert render(found).endswith(f"(nå {shown})")


def test_one_hour_is_one_hour() -> None:
    fever = Limit("temp", Level.RED, HIGH, Operator.AT_LEAST, 38, hours=1)
    assert limit_sentence(fever) == "38 °C eller mer i minst 1 time"


def test_a_change_says_how_much_it_was_and_its_limit() -> None:
    found = Why(CHANGE_RULE, "weight", HIGH, YELLOW, ((0, 80.1), (1, 82.2)), 1, plan_rule=RISE)
    assert render(found) == "Vekt opp 2,1 kg på 3 døgn (grense 2,0 kg)"
    assert render_short(found) == "Vekt opp 2,1 kg på 3 døgn"


def test_a_fall_is_a_fall() -> None:
    rule = Change("spo2", YELLOW, LOW, 3, 2)
    found = Why(CHANGE_RULE, "spo2", LOW, YELLOW, ((0, 94.0), (1, 90.5)), 1, plan_rule=rule)
    assert render(found) == "SpO₂ ned 3,5 prosentpoeng på 2 døgn (grense 3 prosentpoeng)"


def test_a_baseline_says_the_distance_and_the_normal() -> None:
    found = Why(
        BASELINE_RULE,
        "weight",
        HIGH,
        YELLOW,
        ((1, 83.4),),
        2,
        plan_rule=NORMAL,
        normal=Normal(83.43, 81.8, 0.2, 14),
    )
    assert render_short(found) == "Vekt 1,6 kg over egen normal 81,8 kg"
    assert render(found) == (
        "Vekt 1,6 kg over egen normal 81,8 kg i snitt siste 2 døgn (grense 1,0 kg)"
    )


def test_a_combination_names_what_holds_with_its_values() -> None:
    parts = (
        Part(BREATH, 0, 2, holds=True),
        Part("spo2", 0, 87, holds=True),
        Part("temp", 0, 37, holds=False),
    )
    found = Why(
        COMBINATION_RULE, SIGNS.component, HIGH, YELLOW, (), 2, plan_rule=SIGNS, parts=parts
    )
    assert render(found) == "2 av 3: Tung pust «mer enn vanlig», SpO₂ 87 %"
    assert render_short(found) == "2 av 3: Tung pust, SpO₂"


@pytest.mark.parametrize(("value", "shown"), [(-inf, "Glukose LO"), (inf, "Glukose HI")])
def test_a_combination_says_lo_and_hi(value: float, shown: str) -> None:
    part = Part("glucose", 0, value, holds=True)
    found = Why(
        COMBINATION_RULE, SIGNS.component, HIGH, YELLOW, (), 1, plan_rule=SIGNS, parts=(part,)
    )
    assert render(found) == f"1 av 3: {shown}"


def test_an_answer_is_said_in_the_words_of_the_form() -> None:
    found = Why(ANSWER_RULE, BREATH, HIGH, Level.RED, ((0, 2.0),), 1)
    assert render(found) == render_short(found) == "Tung pust: «mer enn vanlig»"


def test_an_answer_without_words_is_its_number() -> None:
    assert condition_text(Condition(BREATH, Operator.AT_LEAST, 3)) == "Tung pust 3 eller mer"

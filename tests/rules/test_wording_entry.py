"""What is said about a number or a limit that was not taken: what, and what to do."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from station.core.i18n import speaking
from station.rules.guardrails import FaultyLimit, LimitFault, check_limits
from station.rules.kinds import COMPONENTS, Bounds, Component, component_of
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.numbers import Entered, Fault, Refusal, parse_value
from station.rules.plausibility import Doubt, Finding, Plausibility
from station.rules.rule_guardrails import FaultyRule, RuleFault
from station.rules.rulebook import Baseline, Change
from station.rules.wording_entry import (
    finding_text,
    limit_fault_text,
    question_text,
    refusal_text,
    rule_fault_text,
)

RED = Limit("spo2", Level.RED, Side.LOW, Operator.BELOW, 89)
RISE = Change("weight", Level.YELLOW, Side.HIGH, 2, 3)
YELLOW = Limit("spo2", Level.YELLOW, Side.LOW, Operator.BELOW, 86)


@pytest.fixture(autouse=True)
def _norwegian() -> Iterator[None]:
    with speaking("nb"):
        yield


@pytest.mark.parametrize(
    ("code", "typed", "unit", "text"),
    [
        ("glucose", "118", "", "Mente du 11,8?"),
        ("temp", "378", "", "Mente du 37,8?"),
        ("glucose", "5,0", "mg/dL", "Mente du 5 mmol/l?"),
        ("glucose", "1.180", "", "Tallet kan leses på to måter. Skriv det uten tusenskille."),
        ("glucose", "", "", "Skriv verdien."),
        ("glucose", "93,", "", "Kommaet står ikke på plass. Skriv for eksempel 8,5."),
        ("glucose", "9 3", "", "Her kan det bare stå sifre og ett desimalkomma."),
        ("glucose", "1" * 60, "", "Det er for langt til å være et tall. Skriv bare verdien."),
        ("mmrc", "1,5", "", "Skriv et helt tall."),
        ("pulse", "350", "", "Puls ligger mellom 20 og 300 slag/min. Kontroller verdien."),
        ("fev1", "9,5", "", "FEV₁ ligger mellom 0,1 og 8 l. Kontroller verdien."),
        ("cat_total", "41", "", "CAT-sum ligger mellom 0 og 40. Kontroller verdien."),
    ],
)
def test_a_refusal_says_what_to_do(code: str, typed: str, unit: str, text: str) -> None:
    component = component_of(code)
    found = parse_value(typed, component, unit)
    assert isinstance(found, Refusal)
    assert refusal_text(found, component) == text


@pytest.mark.parametrize(
    ("code", "typed", "unit", "text"),
    [
        ("glucose", "6,1", "mg/dL", "Mente du 6,1 mmol/l?"),
        ("glucose", "45", "", "Mente du 4,5?"),
        ("spo2", "65", "", "Verdien er uvanlig. Stemmer den?"),
        ("pulse", "200", "", "Verdien er uvanlig. Stemmer den?"),
    ],
)
def test_a_question_is_asked_before_saving(code: str, typed: str, unit: str, text: str) -> None:
    component = component_of(code)
    found = parse_value(typed, component, unit)
    assert isinstance(found, Entered)
    assert found.question is not None
    assert question_text(found.question, component) == text


@pytest.mark.parametrize(
    ("finding", "text"),
    [
        (("sys", Doubt.PAIR_REVERSED, 80, 80), "Overtrykket må være høyere enn undertrykket."),
        (
            ("sys", Doubt.PAIR_NARROW, 90, 80),
            "Overtrykk og undertrykk ligger uvanlig nær hverandre. Stemmer de?",
        ),
        (
            ("weight", Doubt.JUMP, 90, 80),
            "Stor endring fra 80,0 kg på kort tid. Stemmer det?",
        ),
        (("weight", Doubt.UNUSUAL, 290, None), "Verdien er uvanlig. Stemmer den?"),
        (("weight", Doubt.JUMP, 90, None), "Verdien er uvanlig. Stemmer den?"),
        (("mmrc", Doubt.NOT_WHOLE, 1.5, None), "Skriv et helt tall."),
        (("spo2", Doubt.NO_VALUE, None, None), "Apparatet ga ingen verdi. Mål en gang til."),
        (("spo2", Doubt.NO_RANGE, None, None), "LO og HI brukes bare for glukose."),
        (
            ("temp", Doubt.IMPOSSIBLE, 99, None),
            "Temperatur ligger mellom 25 og 45 °C. Kontroller verdien.",
        ),
    ],
)
def test_a_finding_is_told(
    finding: tuple[str, Doubt, float | None, float | None], text: str
) -> None:
    code, doubt, value, other = finding
    assert finding_text(Finding(Plausibility.CONFIRM, doubt, code, value, other)) == text


def test_limits_that_contradict_each_other_are_told_with_both_numbers() -> None:
    (faulty,) = check_limits([RED, YELLOW])
    assert limit_fault_text(faulty) == (
        "SpO₂: Rød (under 89 %) må ligge lenger ute enn gul (under 86 %)."
    )


@pytest.mark.parametrize("fault", LimitFault)
def test_every_fault_of_a_limit_has_its_sentence(fault: LimitFault) -> None:
    known = limit_fault_text(FaultyLimit(fault, RED, YELLOW))
    assert known.endswith(".")
    assert "{" not in known
    alone = limit_fault_text(FaultyLimit(fault, RED))
    assert "{" not in alone


@pytest.mark.parametrize("fault", RuleFault)
@pytest.mark.parametrize("other", [None, RISE, RED])
def test_every_fault_of_a_rule_has_its_sentence(
    fault: RuleFault, other: Change | Limit | None
) -> None:
    told = rule_fault_text(FaultyRule(fault, RISE, other))
    assert told.endswith(".")
    assert "{" not in told


def test_a_rule_that_is_refused_is_told_with_its_own_bounds() -> None:
    assert rule_fault_text(FaultyRule(RuleFault.DAYS, RISE)) == (
        "Vekt opp 2,0 kg eller mer på 3 døgn: Velg fra 1 til 28 døgn."
    )
    normal = Baseline("weight", Level.YELLOW, Side.HIGH, 1, 0)
    assert rule_fault_text(FaultyRule(RuleFault.DAYS, normal)).endswith("Velg fra 7 til 28 døgn.")
    assert rule_fault_text(FaultyRule(RuleFault.READINGS, normal)).endswith("3 til 100 målinger.")


def test_a_rule_that_repeats_another_names_it() -> None:
    wider = Change("weight", Level.YELLOW, Side.HIGH, 1, 3)
    assert rule_fault_text(FaultyRule(RuleFault.OVERLAPS, RISE, wider)).endswith(
        "En annen regel finner det samme før den: Vekt opp 1,0 kg eller mer på 3 døgn."
    )
    told = rule_fault_text(FaultyRule(RuleFault.OVERLAPS_LIMIT, RISE, RED))
    assert told.endswith("En grense varsler før den: SpO₂ under 89 %.")


def test_an_unknown_rule_is_not_named() -> None:
    unknown = Change("blood", Level.YELLOW, Side.HIGH, 2, 3)
    told = rule_fault_text(FaultyRule(RuleFault.UNKNOWN, unknown))
    assert told == "Station kjenner ikke denne målingen."


def test_an_unknown_measurement_is_not_named() -> None:
    unknown = Limit("blood", Level.RED, Side.LOW, Operator.BELOW, 1)
    told = limit_fault_text(FaultyLimit(LimitFault.UNKNOWN, unknown))
    assert told == "Station kjenner ikke denne målingen."


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda component: component.code)
def test_every_component_has_outer_bounds_to_tell(component: Component) -> None:
    assert "ligger mellom" in refusal_text(Refusal(Fault.IMPOSSIBLE), component)


def test_a_component_without_outer_bounds_would_be_a_bug() -> None:
    boundless = replace(component_of("spo2"), reject=Bounds(1))
    with pytest.raises(ValueError, match="outer bounds"):
        refusal_text(Refusal(Fault.IMPOSSIBLE), boundless)

"""Units: converted once, unrounded, and shown on the right side of every limit."""

import math
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from station.rules.kinds import COMPONENTS, component_of
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.units import (
    MG_DL_PER_MMOL_L,
    decimals_of,
    decimals_shown,
    in_words,
    recognise_unit,
    sent_to_canonical,
    to_canonical,
    unit_sent,
    unit_told,
    units_of,
)

GLUCOSE, TEMP, WEIGHT = component_of("glucose"), component_of("temp"), component_of("weight")


def limit(operator: Operator, value: float) -> Limit:
    side = Side.LOW if operator in (Operator.BELOW, Operator.AT_MOST) else Side.HIGH
    return Limit("glucose", Level.YELLOW, side, operator, value)


def test_the_one_constant_is_the_molar_mass_of_glucose_in_decilitres() -> None:
    carbon, hydrogen, oxygen = 12.0107, 1.00794, 15.9994
    molar_mass = 6 * carbon + 12 * hydrogen + 6 * oxygen
    assert pytest.approx(molar_mass / 10, abs=1e-4) == MG_DL_PER_MMOL_L


def test_values_convert_unrounded() -> None:
    assert to_canonical(GLUCOSE, 153, "mg/dL") == pytest.approx(8.4926, abs=5e-5)
    assert to_canonical(GLUCOSE, 8.5, "mmol/L") == 8.5
    assert to_canonical(component_of("glucose_interstitial"), 180.1559, "mg/dL") == 10
    assert to_canonical(TEMP, 98.6, "°F") == pytest.approx(37)
    assert to_canonical(TEMP, 32, "°F") == 0
    assert to_canonical(WEIGHT, 100, "lb") == 45.359237


def test_a_unit_that_the_component_cannot_have_is_an_error() -> None:
    with pytest.raises(KeyError):
        to_canonical(component_of("pulse"), 70, "lb")
    with pytest.raises(KeyError):
        to_canonical(WEIGHT, 70, "mg/dL")


@pytest.mark.parametrize(
    ("code", "text", "unit"),
    [
        ("glucose", " mg/dl ", "mg/dL"),
        ("glucose", "MMOL/L", "mmol/L"),
        ("glucose", "kg", None),
        ("temp", "°F", "°F"),
        ("temp", "Cel", "°C"),
        ("temp", "[degF]", "°F"),
        ("weight", "lbs", "lb"),
        ("weight", "stone", None),
        ("sys", "mm[Hg]", "mmHg"),
        ("pulse", "/min", "beats/min"),
        ("spo2", "%", "%"),
        ("spo2", "", None),
    ],
)
def test_spellings_of_units_are_recognised(code: str, text: str, unit: str | None) -> None:
    assert recognise_unit(component_of(code), text) == unit


def test_every_unit_offered_converts() -> None:
    for component in COMPONENTS:
        first, *others = units_of(component)
        assert first == component.unit
        for unit in others:
            assert to_canonical(component, 100, unit) != 100
            assert recognise_unit(component, unit) == unit


@pytest.mark.parametrize(
    ("value", "operator", "bound", "places"),
    [
        (85.96, Operator.BELOW, 86, 2),
        (86.04, Operator.AT_MOST, 86, 2),
        (86.04, Operator.BELOW, 86, 1),
        (85.5, Operator.BELOW, 86, 1),
        (10.04, Operator.ABOVE, 10, 2),
        (9.96, Operator.AT_LEAST, 10, 2),
        (85.99996, Operator.BELOW, 86, 5),
        (86, Operator.BELOW, 86, 1),
    ],
)
def test_one_more_decimal_where_rounding_would_cross_a_limit(
    value: float, operator: Operator, bound: float, places: int
) -> None:
    assert decimals_shown(value, 1, [limit(operator, bound)]) == places


def test_without_limits_the_usual_decimals_are_shown() -> None:
    assert decimals_shown(85.96, 1) == 1


@given(
    st.floats(1, 100),
    st.sampled_from(Operator),
    st.integers(10, 1000).map(lambda tenths: tenths / 10),
)
@example(math.nextafter(86, 0), Operator.BELOW, 86)
def test_what_is_shown_stands_on_the_same_side_as_what_was_measured(
    value: float, operator: Operator, bound: float
) -> None:
    found = limit(operator, bound)
    places = decimals_shown(value, 1, [found])
    shown = float(f"{value:.{places}f}")
    assert found.hit(shown) == found.hit(value) or abs(value - bound) < 1e-8


@pytest.mark.parametrize(
    ("value", "places"), [(86.0, 0), (86, 0), (4.5, 1), (2.85, 2), (1 / 3, 9), (0.0, 0)]
)
def test_a_limit_is_written_with_as_many_decimals_as_it_has(value: float, places: int) -> None:
    assert decimals_of(value) == places


def test_decimals_can_be_held_to_a_most() -> None:
    assert decimals_of(2.85, 1) == 1


@pytest.mark.parametrize(
    ("code", "sent", "ucum", "own"),
    [
        ("sys", "18.4", "kPa", 18.4 * 7.50062),
        ("dia", "10.9", "kPa", 10.9 * 7.50062),
        ("sys", "138", "mm[Hg]", 138.0),
        ("weight", "179.65", "[lb_av]", 179.65 * 0.45359237),
        ("temp", "100.4", "[degF]", 38.0),
        ("glucose", "0.0061", "mol/L", 6.1),
        ("glucose", "0.00110", "kg/L", 110 / 18.01559),
        ("glucose_interstitial", "0.0061", "mol/L", 6.1),
    ],
)
def test_what_a_meter_sends_is_converted_from_its_own_digits(
    code: str, sent: str, ucum: str, own: float
) -> None:
    got = sent_to_canonical(component_of(code), Decimal(sent), ucum)
    assert got == pytest.approx(own, rel=1e-12)


def test_tenths_stay_tenths() -> None:
    assert sent_to_canonical(GLUCOSE, Decimal("0.0061"), "mol/L") == 6.1
    assert sent_to_canonical(TEMP, Decimal("100.4"), "[degF]") == 38.0


def test_a_meter_cannot_send_a_value_in_a_strangers_unit() -> None:
    with pytest.raises(KeyError):
        sent_to_canonical(WEIGHT, Decimal(80), "kPa")


@pytest.mark.parametrize(
    ("code", "said", "ucum"),
    [
        ("glucose", "mg/dL", "mg/dL"),
        ("glucose", "mmol/l", "mmol/L"),
        ("glucose", "MG/DL", None),
        ("glucose", "kg", None),
        ("pulse", "{beats}/min", "/min"),
        ("pulse", "1/min", "/min"),
        ("pef", "l/s", "L/s"),
        ("weight", "[lb_av]", "[lb_av]"),
        ("weight", "", None),
        ("cat_total", "{score}", "{score}"),
        ("cat_total", "{of}", None),
    ],
)
def test_a_code_is_one_that_the_value_can_have(code: str, said: str, ucum: str | None) -> None:
    assert unit_sent(component_of(code), said) == ucum


@pytest.mark.parametrize(
    ("code", "said", "ucum"),
    [
        ("weight", "lbs", "[lb_av]"),
        ("temp", "°F", "[degF]"),
        ("temp", "°C", "Cel"),
        ("glucose", "mg/dl", "mg/dL"),
        ("pef", "L/s", "L/s"),
        ("pulse", "slag/min", None),
    ],
)
def test_a_unit_in_words_is_one_that_the_value_can_have(
    code: str, said: str, ucum: str | None
) -> None:
    assert unit_told(component_of(code), said) == ucum


def test_a_code_is_shown_in_words() -> None:
    shown = [in_words(WEIGHT, "[lb_av]"), in_words(TEMP, "[degF]"), in_words(GLUCOSE, "mol/L")]
    assert shown == ["lb", "°F", "mol/L"]

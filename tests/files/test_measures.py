"""Value cells: numbers as the file has them, units once converted, ends of a device's range."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.trouble import Trouble
from station.files.dates import DateOrder
from station.files.measures import (
    end_words,
    is_kind,
    measure,
    number_in,
    unit_in,
    units_of,
)
from station.files.profile import ImportProfile, ValueColumn
from station.files.table import Cell
from station.rules.limits import Side

PROFILE = ImportProfile(
    name="test",
    label="Test",
    matches=(("time",),),
    time=(("time",),),
    values=(ValueColumn(("value",)),),
    low_words=("LO", "Lav"),
    high_words=("HI", "Høy"),
    date_order=DateOrder.YEAR_FIRST,
)
ENDS = end_words(PROFILE)


def code_of(cell: Cell, decimal: str = "auto") -> str:
    with pytest.raises(Trouble) as caught:
        number_in(cell, decimal)
    assert caught.value.sentence()
    return caught.value.code


@pytest.mark.parametrize(
    ("cell", "decimal", "number"),
    [
        ("11,8", "auto", 11.8),
        ("11.8", "auto", 11.8),
        (" 11,8 ", ",", 11.8),
        ("11.8", ".", 11.8),
        ("1.180", ".", 1.18),
        ("1,180", ",", 1.18),
        (4.7, ",", 4.7),
        (118, "auto", 118.0),
    ],
)
def test_numbers(cell: Cell, decimal: str, number: float) -> None:
    assert number_in(cell, decimal) == number


@pytest.mark.parametrize(
    ("cell", "decimal", "code"),
    [
        ("1.180", "auto", "number_ambiguous"),
        ("1,180", "auto", "number_ambiguous"),
        ("1.000.000", ".", "number_ambiguous"),
        ("1.000,5", "auto", "number_ambiguous"),
        ("1.000,5", ",", "number_sign"),
        ("11.8", ",", "number_sign"),
        ("11,8", ".", "number_sign"),
        ("elleve", "auto", "number_unreadable"),
        ("93,", "auto", "number_unreadable"),
        ("9 3", "auto", "number_unreadable"),
        ("-3", "auto", "number_unreadable"),
        ("", "auto", "number_unreadable"),
        ("1e400", "auto", "number_unreadable"),
        ("=A1*2", "auto", "value_formula"),
        (True, "auto", "number_unreadable"),
        (float("inf"), "auto", "number_unreadable"),
        (float("nan"), "auto", "number_unreadable"),
        (datetime(2026, 4, 6), "auto", "number_unreadable"),  # noqa: DTZ001
    ],
)
def test_what_is_no_number_is_refused_by_name(cell: Cell, decimal: str, code: str) -> None:
    assert code_of(cell, decimal) == code


@given(st.text(max_size=20), st.sampled_from(["auto", ",", "."]))
def test_any_text_is_a_finite_number_or_trouble(text: str, decimal: str) -> None:
    try:
        number = number_in(text, decimal)
    except Trouble:
        number = 0.0
    assert 0 <= number < 1e16


def test_a_unit_is_converted_once_and_nothing_is_rounded() -> None:
    found = measure(["153"], "glucose_interstitial", "mg/dl", "auto", ENDS)
    assert (found.values, found.unit, found.original) == ((153.0,), "mg/dL", "153")
    assert found.canonical == (153 / 18.01559,)
    assert found.beyond is None


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("LO", Side.LOW),
        ("lav", Side.LOW),
        ("HI", Side.HIGH),
        ("Høy", Side.HIGH),
        ("<2,2", Side.LOW),
        ("> 500", Side.HIGH),
    ],
)
def test_the_ends_of_a_devices_range_have_no_number(text: str, side: Side) -> None:
    found = measure([text], "glucose", "mmol/L", "auto", ENDS)
    assert (found.values, found.canonical, found.beyond) == ((None,), (None,), side)
    assert found.original == text


def test_pairs_stand_in_two_cells_or_in_one() -> None:
    two = measure(["120", 80], "bp", "mmHg", "auto", ENDS)
    one = measure(["120/80"], "bp", "mm[Hg]", "auto", ENDS)
    assert two.values == one.values == two.canonical == (120.0, 80.0)
    assert two.key() == one.key()


@pytest.mark.parametrize(
    ("cells", "found"), [(["120", ""], 1), (["120"], 1), (["120/80/60"], 3), ([120], 1)]
)
def test_half_a_pair_is_refused(cells: list[Cell], found: int) -> None:
    with pytest.raises(Trouble) as caught:
        measure(cells, "bp", "mmHg", "auto", ENDS)
    assert caught.value.values == {"needed": 2, "found": found}


def test_two_cells_for_one_value_are_refused() -> None:
    with pytest.raises(Trouble) as caught:
        measure(["80", "81"], "pulse", "/min", "auto", ENDS)
    assert caught.value.code == "pair_incomplete"


def test_no_end_of_range_for_a_pair() -> None:
    with pytest.raises(Trouble) as caught:
        measure(["HI/LO"], "bp", "mmHg", "auto", ENDS)
    assert caught.value.code == "number_unreadable"


def test_one_reading_has_one_key_however_it_was_written() -> None:
    keys = {
        measure([cell], "glucose", "mmol/L", "auto", ENDS).key() for cell in ("4,7", "4.7", 4.7)
    }
    assert keys == {"4.7"}
    assert measure(["LO"], "glucose", "mmol/L", "auto", ENDS).key() == "low"


def test_units() -> None:
    assert units_of("glucose") == ("mmol/L", "mg/dL")
    assert unit_in("spo2", "") == "%"
    assert unit_in("weight", "KG") == "kg"
    with pytest.raises(Trouble) as caught:
        unit_in("weight", "")
    assert caught.value.code == "unit_missing"
    with pytest.raises(Trouble) as caught:
        unit_in("weight", "stone")
    assert caught.value.code == "unit_unknown"


def test_kinds() -> None:
    assert is_kind("bp")
    assert not is_kind("sys")

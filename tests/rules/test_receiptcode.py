"""The code of a receipt leads to its number, and a wrong digit leads nowhere."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.labelcode import label_of
from station.rules.receiptcode import receipt_code, receipt_number

NUMBERS = st.integers(1, 9_999_999)


def test_a_code_is_short_enough_to_be_read_aloud() -> None:
    assert receipt_code(1) == "KV-00001-3"
    assert receipt_number("kv 00001+3") == 1
    with pytest.raises(ValueError, match="from 1"):
        receipt_code(0)


@given(NUMBERS, st.sampled_from(["-", "", " ", "+", "/", "--"]))
def test_every_code_leads_back(number: int, between: str) -> None:
    code = receipt_code(number)
    assert receipt_number(f" {code.replace('-', between).lower()} ") == number


@given(NUMBERS, st.data())
def test_a_wrong_or_swapped_digit_leads_nowhere(number: int, data: st.DataObject) -> None:
    code = receipt_code(number)
    places = [at for at, mark in enumerate(code) if mark.isdigit()]
    at = data.draw(st.sampled_from(places))
    other = data.draw(st.sampled_from([mark for mark in "0123456789" if mark != code[at]]))
    assert receipt_number(f"{code[:at]}{other}{code[at + 1 :]}") is None
    pairs = list(pairwise(places))
    one, two = data.draw(st.sampled_from(pairs))
    marks = list(code)
    marks[one], marks[two] = marks[two], marks[one]
    assert code[one] == code[two] or receipt_number("".join(marks)) is None


@given(st.text(max_size=60))
def test_nothing_else_is_a_receipt(text: str) -> None:
    number = receipt_number(text)
    assert number is None or receipt_number(receipt_code(number)) == number


def test_other_codes_are_none() -> None:
    for text in ("", "KV", "KV-00000-0", label_of(42), "KV-00042-7" * 5):
        assert receipt_number(text) is None

"""The recovery code: printed, typed, and every typo found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.trouble import Trouble
from station.security.recovery import new_code, read_code, write_code

SECRETS = st.binary(min_size=16, max_size=16)


@given(SECRETS)
def test_what_is_printed_reads_back(secret: bytes) -> None:
    code = write_code(secret)
    assert len(code) == 8 * 6 + 7
    assert read_code(code) == secret
    assert read_code(code.replace(" ", "")) == secret
    assert read_code(f" {code.replace(' ', '-')}\n") == secret


@given(SECRETS, st.integers(0, 47), st.integers(1, 9))
def test_every_wrong_digit_is_found_in_its_group(secret: bytes, at: int, more: int) -> None:
    digits = list(write_code(secret).replace(" ", ""))
    digits[at] = str((int(digits[at]) + more) % 10)
    with pytest.raises(Trouble) as caught:
        read_code("".join(digits))
    assert caught.value.code == "recovery_group"
    assert caught.value.values["group"] == at // 6 + 1
    assert str(at // 6 + 1) in caught.value.sentence()


@given(SECRETS, st.integers(0, 7), st.integers(0, 4))
def test_two_exchanged_neighbours_are_found(secret: bytes, group: int, at: int) -> None:
    digits = list(write_code(secret).replace(" ", ""))
    first = group * 6 + at
    digits[first], digits[first + 1] = digits[first + 1], digits[first]
    if digits[first] == digits[first + 1]:
        assert read_code("".join(digits)) == secret
    else:
        with pytest.raises(Trouble):
            read_code("".join(digits))


@given(st.text())
def test_any_text_is_a_code_or_trouble(text: str) -> None:
    assert outcome(text) in {16, "recovery_length", "recovery_group"}


def outcome(text: str) -> int | str:
    """How many bytes were read, or the code of the trouble."""
    try:
        return len(read_code(text))
    except Trouble as trouble:
        return trouble.code


@pytest.mark.parametrize("typed", ["", "123", "1" * 47, "1" * 49, "٣" * 48, "x" * 48])
def test_another_length_or_other_characters_are_told(typed: str) -> None:
    with pytest.raises(Trouble) as caught:
        read_code(typed)
    assert caught.value.code == "recovery_length"
    assert "48" in caught.value.sentence()


def test_new_codes_differ() -> None:
    codes = {new_code() for _ in range(20)}
    assert len(codes) == 20
    assert all(read_code(code) for code in codes)


def test_a_code_stands_for_16_bytes_and_no_other_number() -> None:
    with pytest.raises(ValueError, match="16"):
        write_code(b"short")

"""The code on paper: packed and read again, and every way in which it can come out wrong."""

import base64
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.papercode import (
    LONGEST,
    Outcome,
    PaperCode,
    Scanned,
    ShortCode,
    pack,
    scanned,
    signed_part,
    together,
)

CODE = PaperCode("0a1b2c3d", "f0" * 16, 4, 1, 2, "0123456789abcdef", "5a" * 16)
TEXT = pack(CODE)


def hexes(size: int) -> st.SearchStrategy[str]:
    return st.binary(min_size=size, max_size=size).map(bytes.hex)


codes = st.builds(
    PaperCode,
    hexes(4),
    hexes(16),
    st.integers(0, 0xFFFF),
    st.integers(0, 0xFF),
    st.integers(0, 0xFF),
    hexes(8),
    hexes(16),
)


@given(codes)
def test_what_was_packed_is_read(code: PaperCode) -> None:
    assert scanned(pack(code)) == Scanned(Outcome.READ, (code,))


@given(codes)
def test_a_code_is_letters_and_digits_that_every_keyboard_has_in_one_place(
    code: PaperCode,
) -> None:
    text = pack(code)
    assert len(text) == 84
    assert set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ01234567")


@given(codes, st.integers(0, 399))
def test_one_flipped_bit_is_always_found(code: PaperCode, bit: int) -> None:
    raw = bytearray(base64.b32decode(pack(code)[4:]))
    raw[bit // 8] ^= 1 << bit % 8
    assert scanned("STN1" + base64.b32encode(raw).decode()).outcome is Outcome.DAMAGED


def test_every_flipped_bit_of_one_code_is_found() -> None:
    raw = base64.b32decode(TEXT[4:])
    for bit in range(len(raw) * 8):
        other = bytearray(raw)
        other[bit // 8] ^= 1 << bit % 8
        assert scanned("STN1" + base64.b32encode(other).decode()) == Scanned(Outcome.DAMAGED)


@given(codes, st.integers(0, 83))
def test_a_code_that_ends_too_early_is_never_read(code: PaperCode, length: int) -> None:
    assert scanned(pack(code)[:length]).outcome in {
        Outcome.EMPTY,
        Outcome.CUT,
        Outcome.FOREIGN,
    }


@given(codes, st.integers(0, 83), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789Å-*"))
def test_one_wrong_letter_is_never_read_as_another_code(
    code: PaperCode, at: int, letter: str
) -> None:
    text = pack(code)
    found = scanned(text[:at] + letter + text[at + 1 :])
    assert found.outcome is not Outcome.SEVERAL
    assert found.codes in ((), (code,))
    assert (found.codes == (code,)) == (text[at] == letter)


@given(st.text())
def test_any_text_has_an_outcome(text: str) -> None:
    assert isinstance(scanned(text).outcome, Outcome)


@pytest.mark.parametrize(
    "typed",
    [
        TEXT.lower(),
        f"  {TEXT}\r\n",
        " ".join(TEXT[at : at + 5] for at in range(0, len(TEXT), 5)),
        TEXT + TEXT,
        f"{TEXT}\n{TEXT}\n",
        TEXT + TEXT[:30],
        "]Q1" + TEXT,
    ],
)
def test_scanners_type_in_many_ways(typed: str) -> None:
    assert scanned(typed) == Scanned(Outcome.READ, (CODE,))


def test_two_pages_of_one_sheet_are_one_sheet() -> None:
    second = replace(CODE, page=2, seal="5b" * 16)
    assert scanned(TEXT + pack(second)) == Scanned(Outcome.READ, (CODE, second))


def test_ten_sheets_are_several() -> None:
    ten = tuple(replace(CODE, version_id=f"{number:032x}") for number in range(10))
    found = scanned("\n".join(pack(each) for each in (*ten, ten[3])))
    assert found == Scanned(Outcome.SEVERAL, ten)


@pytest.mark.parametrize(
    ("typed", "outcome"),
    [
        ("", Outcome.EMPTY),
        (" \t\r\n", Outcome.EMPTY),
        ("S", Outcome.CUT),
        (TEXT[:40], Outcome.CUT),
        ("STN1", Outcome.CUT),
        ("STN2" + TEXT[4:], Outcome.NEWER),
        ("STN", Outcome.CUT),
        ("STNX" + TEXT[4:], Outcome.FOREIGN),
        ("https://example.invalid/rx/12", Outcome.FOREIGN),
        ("7038010055123", Outcome.FOREIGN),
        (TEXT + "AB", Outcome.DAMAGED),
        ("AB" + TEXT, Outcome.DAMAGED),
        ("AB" + TEXT[:40], Outcome.DAMAGED),
        (TEXT[:-1] + "8", Outcome.DAMAGED),
        (TEXT + "STN1AAAA", Outcome.DAMAGED),
        (TEXT + " " * LONGEST, Outcome.DAMAGED),
    ],
)
def test_every_other_text_says_what_it_is(typed: str, outcome: Outcome) -> None:
    assert scanned(typed) == Scanned(outcome)


@pytest.mark.parametrize(
    "typed", ["3F2A-9C01-v4", "3f2a9c01v4", " 3F2A - 9C01 - V4 ", "3F2A+9C01+V4"]
)
def test_the_short_code_is_known_as_people_type_it(typed: str) -> None:
    assert scanned(typed) == Scanned(Outcome.SHORT, short=ShortCode("3F2A", "9C01", 4))


def test_codes_of_other_programs_on_the_page_are_passed_over() -> None:
    assert together([scanned("https://x.invalid"), scanned(TEXT)]).codes == (CODE,)


def test_without_a_whole_code_the_nearest_thing_says_what_happened() -> None:
    assert together([]).outcome is Outcome.EMPTY
    assert together([scanned("123"), scanned(TEXT[:9])]).outcome is Outcome.CUT
    assert together([scanned(TEXT[:9]), scanned(TEXT + "A")]).outcome is Outcome.DAMAGED


@pytest.mark.parametrize(
    "wrong",
    [
        replace(CODE, number=70_000),
        replace(CODE, page=256),
        replace(CODE, pages=-1),
        replace(CODE, station="0a"),
        replace(CODE, checksum="zz" * 8),
    ],
)
def test_what_does_not_fit_is_never_packed(wrong: PaperCode) -> None:
    with pytest.raises(ValueError, match=r"fit|expected|hexadecimal"):
        signed_part(wrong)


def test_a_code_without_a_seal_is_never_packed() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        pack(replace(CODE, seal=""))

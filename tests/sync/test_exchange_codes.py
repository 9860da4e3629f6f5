"""Readings as codes: small, whole, in any order; nobody else's is taken for ours."""

import json
import zlib
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.trouble import Trouble
from station.rules.kinds import KINDS
from station.security.exchangeseal import check_of, seal_code
from station.sync import exchange_codes as codes
from station.sync.exchange_codes import Coded, CodedReading

SECRET, OTHER = b"sixteen bytes ok", b"sixteen others!!"
PATIENT, MARK = "0123456789abcdef" * 2, b"mark"
DAY = 86_400_000
_CHANCE = Random(4)
MONTH = Coded(
    PATIENT,
    MARK,
    tuple(
        CodedReading(
            kind,
            1_795_161_600_000 + day * DAY + (hour * 60 + _CHANCE.randrange(50)) * 60_000,
            (value + _CHANCE.randrange(60) / 10,),
        )
        for day in range(30)
        for hour, kind, value in ((0, "spo2", 90.0), (1, "pulse", 70.0), (2, "weight", 81.5))
    ),
)
"""Thirty days of three readings a day, at times and with values as people have them."""


def whole(texts: tuple[str, ...]) -> codes.Gathered:
    """The one sequence that texts make."""
    (sequence,) = codes.gather(texts)
    return sequence


def refused(sequence: codes.Gathered, secret: bytes = SECRET) -> str:
    """Why a sequence is refused."""
    with pytest.raises(Trouble) as caught:
        codes.opened(secret, sequence)
    return caught.value.code


def test_a_month_of_three_readings_a_day_is_one_code() -> None:
    (text,) = codes.texts(SECRET, MONTH)
    assert len(text) < 720
    assert codes.opened(SECRET, whole((text,))) == MONTH
    # All its letters are among those that QR holds in five and a half bits.
    assert set(text) <= set(codes._LETTERS)


def test_every_kind_has_a_number() -> None:
    assert set(codes._KINDS) >= {kind.code for kind in KINDS}


VALUES = st.one_of(st.none(), st.integers(-(10**6), 10**6).map(lambda whole: whole / 1000))


@given(
    st.lists(
        st.builds(
            CodedReading,
            st.sampled_from(codes._KINDS),
            st.integers(0, 4_000_000_000_000),
            st.one_of(st.tuples(VALUES), st.tuples(VALUES, VALUES)),
            st.sampled_from(["", "low", "high"]),
        ),
        max_size=40,
    )
)
def test_any_readings_come_back(readings: list[CodedReading]) -> None:
    ordered = sorted(readings, key=lambda each: (each.taken_at, each.kind))
    coded = Coded(PATIENT, MARK, tuple(ordered))
    assert codes.unpack(codes.pack(coded)) == coded


@given(st.permutations(range(6)), st.sets(st.integers(0, 5)))
def test_codes_are_read_in_any_order_and_the_missing_are_named(
    order: list[int], lost: set[int]
) -> None:
    texts = codes.texts(SECRET, MONTH, 60)
    assert len(texts) >= 6
    read = [texts[at] for at in [*order, *order[:2]] if at not in lost] + list(texts[6:])
    (sequence,) = codes.gather([*read, "https", "STATION/1:?", "STATION/1:"])
    assert sequence.missing == tuple(sorted(at + 1 for at in lost))
    if not lost:
        assert codes.opened(SECRET, sequence) == MONTH


def test_what_was_not_measured_and_what_was_off_scale_comes_back() -> None:
    readings = (
        CodedReading("bp", 5, (120.0, None)),
        CodedReading("bp", 6, (None, 80.0)),
        CodedReading("bp", 7, (None, None)),
        CodedReading("glucose", 8, (None,), "high"),
        CodedReading("glucose", 9, (-1.5,), "low"),
    )
    coded = Coded(PATIENT, MARK, readings)
    assert codes.opened(SECRET, whole(codes.texts(SECRET, coded))) == coded


def test_codes_that_did_not_come_are_named() -> None:
    texts = codes.texts(SECRET, MONTH, 60)
    (sequence,) = codes.gather([texts[2], "https", texts[0], texts[2]])
    assert sequence.missing == (2, *range(4, len(texts) + 1))


def test_sequences_are_kept_apart() -> None:
    found = codes.gather([*codes.texts(SECRET, MONTH), *codes.texts(OTHER, MONTH)])
    assert len(found) == 2


def test_a_code_of_another_municipality_is_told() -> None:
    assert refused(whole(codes.texts(OTHER, MONTH))) == "exchange_other_secret"


def test_a_changed_code_is_refused() -> None:
    sequence = whole(codes.texts(SECRET, MONTH))
    part = sequence.parts[1]
    spoilt = replace(sequence, parts={1: part[:-1] + bytes([part[-1] ^ 1])})
    assert refused(spoilt) == "exchange_damaged"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not packed",
        zlib.compress(b"short"),
        zlib.compress(bytes(2_000_000)),
        zlib.compress(bytes(20) + b"\x01\x01"),
        zlib.compress(bytes(20) + b"\x01\x01\x01\xff\x00"),
        zlib.compress(bytes(20) + b"\x01\x00\x00"),
        zlib.compress(bytes(20) + b"\x00\x00"),
        zlib.compress(bytes(20) + b"\x01\xff\xff\xff\xff\x01"),
        zlib.compress(bytes(20) + b"\xff" * 20),
    ],
)
def test_what_was_sealed_by_us_and_is_nothing_is_refused(content: bytes) -> None:
    check = bytes.fromhex(check_of(SECRET))
    sealed = seal_code(SECRET, check, content)
    sequence = codes.Gathered(codes._name(sealed).hex(), 1, check.hex(), {1: sealed})
    assert refused(sequence) == "exchange_damaged"


def test_more_than_anybody_photographs_is_refused() -> None:
    with pytest.raises(Trouble) as caught:
        codes.texts(SECRET, MONTH, 5)
    assert caught.value.code == "exchange_codes_many"
    many = Coded(PATIENT, MARK, MONTH.readings * 300)
    with pytest.raises(Trouble):
        codes.pack(many)


@pytest.mark.parametrize(
    "text",
    [
        "",
        json.dumps({}),
        "STATION/1:",
        "STATION/1:A",
        "STATION/1:GGW",
        "STATION/1:abc",
        "STATION/1:AA",
    ],
)
def test_a_code_of_somebody_else_is_none_of_ours(text: str) -> None:
    assert codes.frame_of(text) is None


def test_a_frame_out_of_its_numbers_is_none_of_ours() -> None:
    for number, total in ((0, 1), (2, 1), (1, 200)):
        content = bytes(10) + bytes((number, total)) + b"x"
        assert codes.frame_of(codes.PREFIX + codes.base45(content)) is None


@given(st.binary(max_size=60))
def test_letters_and_bytes(content: bytes) -> None:
    assert codes.from_base45(codes.base45(content)) == content


def test_the_letters_are_those_of_the_standard() -> None:
    assert codes.base45(b"AB") == "BB8"
    assert codes.base45(b"Hello!!") == "%69 VD92EX0"
    assert codes.from_base45("QED8WEX0") == b"ietf!"

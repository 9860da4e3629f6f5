"""Whatever bytes come: they are refused, or read so exactly that they can be written again."""

import random
from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from station.devices.interpretation import interpret
from station.devices.models import MODELS
from station.devices.packets import Decoded, MalformedPacket, Measure, Special
from station.devices.profiles import CHARACTERISTICS, decode
from tests.meter_packets import (
    FLOAT_SPECIALS,
    MEASUREMENT,
    SENSOR,
    SFLOAT_SPECIALS,
    STRIP,
    WRITERS,
    medical,
    written,
)

MUTANTS = 20_000
TIMES = st.datetimes().filter(lambda at: at.year >= 1582)
CLOCKS = TIMES.map(
    lambda at: (
        at.year.to_bytes(2, "little") + bytes((at.month, at.day, at.hour, at.minute, at.second))
    )
)
WHOLE = st.binary(min_size=2, max_size=2)
LONG = st.binary(min_size=4, max_size=4)
ONE = st.binary(min_size=1, max_size=1)
SAMPLE = st.sampled_from([0x11, 0x29, 0x3A, 0xF1, 0x47]).map(lambda pair: bytes((pair,)))
SITE = st.integers(1, 9).map(lambda site: bytes((site,)))


def status(names: tuple[str, ...], size: int) -> st.SearchStrategy[bytes]:
    """Status bits of which each has a meaning."""
    known = [at for at, name in enumerate(names) if name]
    some = st.sets(st.sampled_from(known))
    return some.map(lambda chosen: sum(1 << at for at in chosen).to_bytes(size, "little"))


CUFF_STATUS = st.sampled_from([0, 1, 2, 4, 8, 16, 32, 0x2F, 0x37]).map(
    lambda said: said.to_bytes(2, "little")
)
FIELDS: dict[int, tuple[list[st.SearchStrategy[bytes]], list[tuple[int, st.SearchStrategy[bytes]]]]]
FIELDS = {
    0x2A5E: (
        [WHOLE, WHOLE],
        [(1, CLOCKS), (2, status(MEASUREMENT, 2)), (4, status(SENSOR, 3)), (8, WHOLE)],
    ),
    0x2A5F: (
        [WHOLE, WHOLE],
        [(1, LONG), (2, LONG), (4, status(MEASUREMENT, 2)), (8, status(SENSOR, 3)), (16, WHOLE)],
    ),
    0x2A9D: ([WHOLE], [(2, CLOCKS), (4, ONE), (8, LONG)]),
    0x2A35: ([WHOLE, WHOLE, WHOLE], [(2, CLOCKS), (4, WHOLE), (8, ONE), (16, CUFF_STATUS)]),
    0x2A36: ([WHOLE, WHOLE, WHOLE], [(2, CLOCKS), (4, WHOLE), (8, ONE), (16, CUFF_STATUS)]),
    0x2A1C: ([LONG], [(2, CLOCKS), (4, SITE)]),
    0x2A1E: ([LONG], [(2, CLOCKS), (4, SITE)]),
    0x2A18: (
        [WHOLE, CLOCKS],
        [(1, WHOLE), (2, st.tuples(WHOLE, SAMPLE).map(b"".join)), (8, status(STRIP, 2))],
    ),
}
"""What stands in each packet whatever the flags, and what follows by the bits of the flags."""


@st.composite
def packets(draw: st.DrawFn) -> tuple[int, bytes]:
    """A packet as its format allows, of a random profile with random fields."""
    characteristic = draw(st.sampled_from(sorted(FIELDS)))
    always, optional = FIELDS[characteristic]
    most = {0x2A9D: 0x0F, 0x2A1C: 0x07, 0x2A1E: 0x07}.get(characteristic, 0x1F)
    flags = draw(st.integers(0, most))
    parts = [draw(field) for field in always]
    parts += [draw(field) for bit, field in optional if flags & bit]
    return characteristic, bytes((flags,)) + b"".join(parts)


@settings(max_examples=250)
@given(packets(), st.binary(max_size=3))
def test_what_is_read_can_be_written_again(sent: tuple[int, bytes], rest: bytes) -> None:
    characteristic, payload = sent
    decoded = decode(characteristic, payload + rest)
    assert decoded.rest == rest
    assume("offset_unknown" not in decoded.statuses)
    assert written(decoded, payload[0]) == payload + rest


@given(
    st.integers(0, 255),
    st.booleans(),
    st.integers(0, 65_535),
    st.lists(WHOLE, min_size=1, max_size=9),
)
def test_a_heart_rate_can_be_written_again(
    rate: int, energetic: bool, energy: int, beats: list[bytes]
) -> None:
    flags = 0x10 | (0x08 if energetic else 0)
    spent = energy.to_bytes(2, "little") if energetic else b""
    payload = bytes((flags, rate)) + spent + b"".join(beats)
    assert written(decode(0x2A37, payload), flags) == payload


@settings(max_examples=250)
@given(st.sampled_from(sorted(CHARACTERISTICS)) | st.integers(0, 0xFFFF), st.binary(max_size=40))
def test_any_bytes_are_read_exactly_or_refused(characteristic: int, payload: bytes) -> None:
    decoded = read_or_refused(characteristic, payload)
    if isinstance(decoded, Decoded):
        assert decoded.characteristic == characteristic
        again(decoded, payload)
    else:
        assert 0 < len(decoded) < 60


def read_or_refused(characteristic: int, payload: bytes) -> Decoded | str:
    """What a packet says, or why it is none."""
    try:
        return decode(characteristic, payload)
    except MalformedPacket as refused:
        return str(refused)


def again(decoded: Decoded, payload: bytes) -> None:
    """Hold the packet against what was read of it, where nothing of it was left out."""
    lossy = any(word.endswith(("_reserved", "offset_unknown")) for word in decoded.context)
    if decoded.characteristic in WRITERS and not lossy and "offset_unknown" not in decoded.statuses:
        assert written(decoded, payload[0]) == payload


@given(st.integers(-2048, 2047), st.integers(-8, 7))
def test_a_short_number_keeps_its_digits_and_its_power_of_ten(mantissa: int, power: int) -> None:
    sent = Measure("spo2", Decimal(mantissa).scaleb(power), "%")
    pattern = medical(sent)
    assume(pattern not in SFLOAT_SPECIALS.values())
    read = decode(0x2A5E, b"\x00" + pattern + b"\x4e\x00").measures[0]
    assert read.value is not None
    assert read.value.as_tuple() == Decimal(mantissa).scaleb(power).as_tuple()


@given(st.integers(-(2**23), 2**23 - 1), st.integers(-128, 127))
def test_a_long_number_keeps_its_digits_and_its_power_of_ten(mantissa: int, power: int) -> None:
    sent = Measure("temp", Decimal(mantissa).scaleb(power), "Cel")
    pattern = medical(sent, 4)
    assume(pattern not in FLOAT_SPECIALS.values())
    assert decode(0x2A1C, b"\x00" + pattern).measures == (sent,)


@given(st.sampled_from(sorted(SFLOAT_SPECIALS)), st.sampled_from(sorted(FLOAT_SPECIALS)))
def test_what_is_no_number_is_known_by_which_it_was(short: Special, long: Special) -> None:
    spo2 = decode(0x2A5E, b"\x00" + SFLOAT_SPECIALS[short] + b"\x4e\x00").measures[0]
    temp = decode(0x2A1C, b"\x00" + FLOAT_SPECIALS[long]).measures[0]
    assert (spo2, temp) == (Measure("spo2", None, "%", short), Measure("temp", None, "Cel", long))


def test_mutated_packets_are_read_or_refused_and_nothing_else() -> None:
    """Bits turned, bytes cut, added and doubled; what is read is interpreted, too."""
    drawn = random.Random(4)
    seeds = list(SEEDS.items())
    outcomes = {"read": 0, "refused": 0}
    for _ in range(MUTANTS):
        characteristic, payload = drawn.choice(seeds)
        try:
            decoded = decode(characteristic, mutated(payload, drawn))
        except MalformedPacket:
            outcomes["refused"] += 1
            continue
        outcomes["read"] += 1
        for each in interpret(decoded, drawn.choice(MODELS)):
            assert each.failed == "" or set(each.values) == {None}
    assert outcomes["read"] > 1000
    assert outcomes["refused"] > 1000
    assert sum(outcomes.values()) == MUTANTS


def mutated(payload: bytes, drawn: random.Random) -> bytes:
    """The packet after one to four accidents."""
    data = bytearray(payload)
    for _ in range(drawn.randint(1, 4)):
        at = drawn.randrange(len(data) + 1)
        match drawn.randrange(5):
            case 0 if at < len(data):
                data[at] ^= 1 << drawn.randrange(8)
            case 1:
                del data[at:]
            case 2:
                data.insert(at, drawn.randrange(256))
            case 3:
                data[at:at] = data[at:]
            case _:
                data[at : at + 1] = bytes((drawn.randrange(256),))
    return bytes(data[:100])


SEEDS = {
    0x2A5E: bytes.fromhex("0f5d004e00ea070b15081e00800120000037f0"),
    0x2A5F: bytes.fromhex("1f5d004e005c004d005e004f00800108000037f0"),
    0x2A9D: bytes.fromhex("0e5640ea070b15081e0002f400a806"),
    0x2A35: bytes.fromhex("1e8a0052006500ea070b15081e004800010400"),
    0x2A36: bytes.fromhex("007800ff07ff07"),
    0x2A1C: bytes.fromhex("07ec0300ffea070b15081e0003"),
    0x2A18: bytes.fromhex("0f0800ea070b15081e00c4ff3dc0112000"),
    0x2A34: bytes.fromhex("ff010000013cd002110807320132a041f0"),
    0x2A37: bytes.fromhex("1e480a0000040003"),
    0x2A19: bytes.fromhex("64"),
    0x2A2B: bytes.fromhex("ea070b15081e00068001"),
    0x2A29: bytes.fromhex("412644"),
    0x2A52: bytes.fromhex("05000300"),
    0x2A60: bytes.fromhex("0300e0ffffff00"),
}

"""What the software meters put on the air, byte for byte as the profiles say."""

from datetime import datetime

import pytest

from simulator import payloads
from simulator.payloads import Odd

MORNING = datetime(2026, 11, 20, 8, 30, 5)  # noqa: DTZ001  (a meter's clock has no zone)
STAMP = "ea070b14081e05"


@pytest.mark.parametrize(
    ("value", "short", "long"),
    [
        (98, "6200", "62000000"),
        (36.5, "6df1", "6d0100ff"),
        (-1.5, "f1ff", "f1ffffff"),
        (0, "0000", "00000000"),
        (None, "ff07", "ffff7f00"),
        (Odd.NRES, "0008", "00008000"),
        (Odd.PLUS_INFINITY, "fe07", "feff7f00"),
        (Odd.MINUS_INFINITY, "0208", "02008000"),
        (Odd.RESERVED, "0108", "01008000"),
    ],
)
def test_numbers_of_both_widths(value: payloads.Number, short: str, long: str) -> None:
    assert payloads.sfloat(value).hex() == short
    assert payloads.float32(value).hex() == long


def test_a_number_too_long_for_its_width_loses_its_last_digits() -> None:
    assert payloads.sfloat(12345) == payloads.sfloat(12340) == bytes.fromhex("d214")


def test_a_clock_that_was_never_set_is_seven_zeros() -> None:
    assert payloads.date_time(None) == bytes(7)
    assert payloads.date_time(MORNING).hex() == STAMP
    assert payloads.current_time(MORNING).hex() == STAMP + "050000"


def test_a_clock_is_read_back() -> None:
    assert payloads.read_date_time(payloads.current_time(MORNING)) == MORNING
    assert payloads.read_date_time(bytes(7)) is None
    assert payloads.read_date_time(b"\xea") is None


@pytest.mark.parametrize(
    ("packet", "written"),
    [
        (payloads.spot_oximetry(97, 64), "0061004000"),
        (payloads.spot_oximetry(97, 64, MORNING, status=0x20), f"0361004000{STAMP}2000"),
        (payloads.live_oximetry(None, 64), "00ff074000"),
        (payloads.weight(80), "00803e"),
        (payloads.weight(None, MORNING, user=1), f"06ffff{STAMP}01"),
        (payloads.weight(180, pounds=True), "015046"),
        (payloads.blood_pressure(120, 80, 60, MORNING), f"0678005000 5d00{STAMP}3c00"),
        (payloads.blood_pressure(None, None, status=1, user=2), "1cff07ff07ff07ff07020100"),
        (payloads.temperature(37.2, place=3), "04740100ff03"),
        (payloads.temperature(99.5, MORNING, fahrenheit=True), f"03e30300ff{STAMP}"),
        (payloads.glucose(1, MORNING, 5.5), f"060100{STAMP}37c011"),
        (payloads.glucose(1, MORNING, 5.5, offset_minutes=-60), f"070100{STAMP}c4ff37c011"),
        (payloads.glucose(2, None, Odd.PLUS_INFINITY, status=4), f"0e0200{'00' * 7}fe07110400"),
        (payloads.glucose_context(2, meal=1), "02020001"),
        (payloads.heart_rate(64), "0640"),
        (payloads.heart_rate(300), "072c01"),
    ],
)
def test_packets(packet: bytes, written: str) -> None:
    assert packet == bytes.fromhex(written)

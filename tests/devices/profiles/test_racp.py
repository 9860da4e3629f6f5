"""Asking a meter for its stored records, and what it answers."""

import pytest

from station.devices.packets import MalformedPacket
from station.devices.profiles import racp
from station.devices.profiles.racp import RacpAnswer, RacpOutcome


def test_records_are_asked_for_in_all_or_from_a_number_on() -> None:
    assert racp.count_from(None).hex() == "0401"
    assert racp.all_from(None).hex() == "0101"
    assert racp.count_from(2).hex() == "0403010200"
    assert racp.all_from(0x1234).hex() == "0103013412"
    assert racp.abort.hex() == "0300"


def test_after_the_last_number_the_last_is_asked_for_again() -> None:
    assert racp.all_from(65_536) == racp.all_from(65_535)
    assert racp.all_from(-1) == racp.all_from(0)


def test_a_count_and_every_outcome_are_read() -> None:
    assert racp.read_response(bytes.fromhex("05000a00")) == RacpAnswer(
        racp.COUNT, RacpOutcome.COUNTED, 10
    )
    outcomes = [racp.read_response(bytes((6, 0, 1, code))).outcome for code in range(1, 10)]
    assert [RacpOutcome.COUNTED, *outcomes] == list(RacpOutcome)


def test_what_was_carried_out_is_done_even_without_records() -> None:
    done = {code for code in range(1, 10) if racp.read_response(bytes((6, 0, 1, code))).done}
    assert done == {1, 6}
    assert racp.read_response(bytes.fromhex("05000000")).done


@pytest.mark.parametrize("answer", ["", "05", "0500", "0601", "060001", "07000101", "06000001"])
def test_anything_else_is_no_answer(answer: str) -> None:
    with pytest.raises(MalformedPacket):
        racp.read_response(bytes.fromhex(answer))

"""What makes a reading the same when it comes again, stored or held."""

from dataclasses import replace

from station.rules.limits import Side
from station.rules.readings import Source
from station.services.intake.incoming import Incoming

READING = Incoming("p", "bp", 5, (120.0, 70.0), Source.DEVICE, "k")


def test_the_same_numbers_at_the_same_time_are_the_same() -> None:
    assert READING.imprint == (120.0, 70.0, "", "5")
    told = replace(READING, device_time="2026-11-20T08:00:00")
    assert told.imprint == replace(told, taken_at=9).imprint
    high = replace(READING, kind="glucose", values=(None,), beyond=Side.HIGH)
    assert high.imprint == (None, None, "high", "5")


def test_only_what_a_device_or_a_strict_sender_sent_is_held_once() -> None:
    assert READING.held_id == ""
    strict = replace(READING, strict=True)
    assert strict.held_id == replace(strict).held_id != ""
    assert strict.held_id != replace(strict, taken_at=6).held_id
    sent = replace(READING, device_id="d")
    assert sent.held_id == replace(sent, taken_at=6).held_id
    assert sent.held_id != replace(sent, values=(121.0, 70.0)).held_id

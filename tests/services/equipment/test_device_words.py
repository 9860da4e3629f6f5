"""Everything that is said of a device has words, and unknown codes never stop a screen."""

import pytest

from station.devices.link import Fault
from station.services.equipment import device_words
from station.services.equipment.device_words import (
    OUTCOMES,
    RETIRED,
    circumstances,
    clock_words,
    device_kind,
    event_words,
    outcome_words,
    purpose_words,
    silence_words,
    state_words,
    time_words,
)

MINUTE, HOUR = 60_000, 3_600_000


@pytest.mark.parametrize(
    ("offset", "said"),
    [
        (None, ""),
        (-59_000, "The clock is right"),
        (3 * HOUR, "The clock is 3 h ahead"),
        (-12 * MINUTE, "The clock is 12 min behind"),
    ],
)
def test_a_clock_in_words(offset: int | None, said: str) -> None:
    assert clock_words(offset) == said


def test_why_a_time_was_chosen_names_what_the_device_said() -> None:
    assert time_words("") == ""
    assert time_words("time_unknown") == "The device gave no time; this is the PC's time."
    told = time_words("clock_wrong", "2026-11-20T12:00:00")
    assert told.endswith("The device said 2026-11-20 12:00:00.")


def test_every_fault_of_a_connection_has_words() -> None:
    assert {fault.value for fault in Fault} <= set(OUTCOMES)
    assert outcome_words("unheard_of") == outcome_words("failed")
    assert purpose_words("unheard_of") == "unheard_of"


def test_unknown_kinds_and_events_are_told_all_the_same() -> None:
    assert device_kind("unheard_of") == "Other equipment"
    assert event_words("unheard_of", "Vekt 1").endswith("Vekt 1")
    assert event_words(device_words.FAILED, "Vekt 1", "Weight").endswith(": Weight, Vekt 1")
    assert state_words(RETIRED, "") == "Scrapped"
    assert silence_words(1) == "Not heard from for 1 day"


def test_circumstances_without_a_use_here_are_left_out() -> None:
    assert circumstances(("after_meal", "tested_self", "stress")) == "after a meal, under stress"
    assert circumstances(()) == ""

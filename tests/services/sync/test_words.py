"""The exchange in words: kinds, channels, how they stand, and why something does not go."""

import pytest

from station.rules.synced import KINDS
from station.services.sync import words
from station.services.sync.values import Counts, Standing
from station.sync.wire_words import LOST, REFUSED

SETTINGS = '{"address": "https://fhir.example.no/r4"}'


def test_every_kind_has_a_word_of_its_own() -> None:
    said = {kind.name: words.kind(kind.name) for kind in KINDS}
    assert {name for name, word in said.items() if word == name} == set()
    assert words.kind("unheard") == "unheard"
    assert words.title("centre") == "Central service"
    assert words.title("unheard") == "unheard"


@pytest.mark.parametrize("found", list(Standing))
def test_every_standing_is_a_sentence(found: Standing) -> None:
    said = words.standing(found, Counts(waiting=1, held=1))
    assert said.endswith(".") or said in {"Off", "OK"}


def test_how_many_wait_is_counted() -> None:
    assert words.standing(Standing.PERSON, Counts(held=1)) == "1 waits for a person."
    assert words.standing(Standing.PERSON, Counts(held=1, differs=2)) == "3 wait for a person."
    assert words.standing(Standing.WAITING, Counts(waiting=1)) == "1 is on its way."
    assert words.standing(Standing.WAITING, Counts(behind=1, inbox=1)) == "2 are on their way."
    assert "Not everything" in words.standing(Standing.WAITING, Counts())


def test_a_service_that_answers_is_not_called_one_that_is_not_reached() -> None:
    said = {
        "http_403": "says no",
        "sign_in": "says no",
        "http_404": "not as it should",
        "clock_ahead": "At rest",
    }
    for code, part in said.items():
        assert part in words.standing(Standing.RESTS, Counts(), code)
    for code in ("http_500", "outcome_error"):
        assert "takes nothing" in words.standing(Standing.OFFLINE, Counts(), code)
    assert "Not reached" in words.standing(Standing.OFFLINE, Counts(), "no_name")


KEYS = ("key_missing", "key_damaged", "keyring_missing", "keyring_failed")


@pytest.mark.parametrize(
    "code", sorted({*LOST, *REFUSED, *KEYS, "http_401", "http_404", "http_405", "unheard"})
)
def test_every_reason_is_a_whole_sentence(code: str) -> None:
    for settings in (SETTINGS, ""):
        said = words.reason(code, settings, 20 * 60_000)
        assert said
        assert "{" not in said
        assert "()" not in said
        assert code not in KEYS or code not in said


def test_the_clock_and_the_host_are_named() -> None:
    assert "20" in words.reason("clock_ahead", SETTINGS, -20 * 60_000)
    assert any("fhir.example.no" in words.reason(code, SETTINGS, None) for code in LOST)
    assert "unheard" in words.reason("unheard", "", None)


def test_why_one_record_stands_still() -> None:
    assert words.held("in_held", "unheard") == words.held("in_held", "")
    assert words.held("in_held", "") != words.held("in_waiting", "")

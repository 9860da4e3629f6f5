"""Reasons: one code, one sentence, with the values that it names."""

import string

import pytest

from station.core.i18n import speaking
from station.files.reasons import HELD, IGNORED, REFUSED, refused, sentence


def names_in(message: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(message) if name}


@pytest.mark.parametrize("code", sorted(REFUSED))
def test_every_refusal_tells_its_values(code: str) -> None:
    values = {name: f"<{name}>" for name in names_in(REFUSED[code])}
    told = sentence(code, values)
    assert all(value in told for value in values.values())
    assert told == refused(code, **values).sentence()


def test_no_code_means_two_things() -> None:
    assert not REFUSED.keys() & IGNORED.keys()
    assert not HELD.keys() & (REFUSED.keys() | IGNORED.keys())


@pytest.mark.parametrize("code", sorted(HELD))
def test_what_intake_holds_back_has_a_sentence(code: str) -> None:
    with speaking("en"):
        assert sentence(code, {"taken_at": 0}) == HELD[code]


@pytest.mark.parametrize("code", sorted(IGNORED))
def test_what_is_left_out_has_a_name(code: str) -> None:
    with speaking("en"):
        assert sentence(code, {}) == IGNORED[code]


def test_a_code_of_somebody_elses_is_told_as_it_is() -> None:
    assert sentence("out_of_battery", {}) == "out_of_battery"

"""What is told when a request comes to nothing: every code, in every language."""

import pytest

from station.core import i18n
from station.sync.lost import Lost, Phase, Refused
from station.sync.wire_words import GROUPS, LOST, PHASES, REFUSED

VALUES = {
    "host": "fhir.example.no",
    "minutes": 61,
    "status": 403,
    "kind": "text/plain",
    "reason": 401,
}


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("code", LOST)
def test_what_is_lost_says_whether_it_may_have_arrived(code: str, language: str) -> None:
    i18n.use(language)
    phases: tuple[Phase, ...] = ("before", "during", "after")
    told = [Lost(code, phase, "fhir.example.no") for phase in phases]
    assert [each.applied for each in told] == [False, True, True]
    assert [each.phase for each in told] == list(phases)
    for each in told:
        assert "fhir.example.no" in each.sentence()
        assert each.sentence().endswith(i18n.tr(PHASES[each.phase]))
        assert "{" not in each.sentence()


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("code", REFUSED)
def test_what_is_refused_says_why(code: str, language: str) -> None:
    i18n.use(language)
    told = Refused(code, **VALUES)
    assert told.group in set(GROUPS.values())
    assert told.applied == (told.group == "portal")
    assert told.sentence().endswith(".")
    assert "{" not in told.sentence()


def test_the_wrong_clock_is_told_in_minutes() -> None:
    i18n.use("nb")
    told = Refused("clock_ahead", host="fhir.example.no", minutes=61)
    assert "61 minutter" in told.sentence()
    assert told.group == "clock"

"""What a proposal stands on is said in one sentence, and so is why there is none."""

import pytest

from station.core import i18n
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.wording_workshop import lack_text, proposal_text, trial_text
from station.rules.workshop import Usual, propose, usual

TRIAL = [92, 91, 92, 93, 91, 92, 90, 92, 93, 92, 91, 92, 93, 91.0]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "nb",
            (
                "Median 92 % av 14 målinger; grensen ligger 3 under, "
                "2,0 ganger den vanlige variasjonen."
            ),
        ),
        (
            "nn",
            "Median 92 % av 14 målingar; grensa ligg 3 under, 2,0 gonger den vanlege variasjonen.",
        ),
    ],
)
def test_a_proposal_says_median_number_and_distance(language: str, said: str) -> None:
    with i18n.speaking(language):
        assert proposal_text(propose("spo2", usual(TRIAL, 14))[1]) == said


def test_a_steady_patient_has_no_variation_to_name() -> None:
    high = propose("temp", usual([36.8] * 14, 14))[0]
    assert proposal_text(high) == ("Median 36.8 °C of 14 readings; the limit lies 1 above it.")


def test_one_that_was_put_further_out_says_so() -> None:
    strict = (Limit("spo2", Level.YELLOW, Side.LOW, Operator.BELOW, 88),)
    red = propose("spo2", usual(TRIAL, 14), strict)[0]
    assert proposal_text(red).endswith("put outside the yellow limit that stands.")


def test_a_published_level_names_its_source() -> None:
    assert "ADA" in proposal_text(propose("glucose", usual([], 0))[0])


@pytest.mark.parametrize(
    ("component", "found", "said"),
    [
        ("weight", usual([80.0] * 20, 20), "Station proposes no limits for Weight."),
        ("spo2", usual([92.0] * 5, 5), "Too few readings for a proposal: 5 of at least 7."),
        ("spo2", usual([92.0] * 9, 3), "Readings on too few days for a proposal: 3 of at least 5."),
        ("spo2", Usual(9, 0, 9), "What is usual here gives no limit that would be believable."),
    ],
)
def test_why_nothing_is_proposed(component: str, found: Usual, said: str) -> None:
    assert lack_text(component, found) == said


def test_how_far_the_trial_period_has_come() -> None:
    with i18n.speaking("nb"):
        assert trial_text(9, 14) == "Prøveperiode dag 9 av 14"
        assert trial_text(17, 14) == "Prøveperiode dag 17 (planlagt: 14 dager)"

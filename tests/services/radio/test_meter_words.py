"""What is said when an errand to a meter has ended."""

import pytest

from station.core.trouble import Trouble
from station.devices.adapter import fault_sentence
from station.devices.link import Fault
from station.devices.models import model_of
from station.services.radio.listening_visit import Sums
from station.services.radio.meter_words import NO_USER, ended_words, not_lent_words, paired_words


@pytest.mark.parametrize(
    ("model", "fault", "is_new", "words"),
    [
        ("nonin_3230", None, True, "The device is paired."),
        ("beurer_bf720", None, True, "Write the patient's user number and code on its card"),
        ("nonin_3230", Fault.LOST, False, ""),
        ("nonin_3230", Fault.LOST, True, "in the register now, but it is neither paired nor lent."),
    ],
)
def test_how_pairing_went(model: str, fault: Fault | None, is_new: bool, words: str) -> None:
    said = paired_words(model_of(model), fault, is_new=is_new)
    assert words in said
    assert fault is None or said.startswith(fault_sentence(fault))


def test_a_paired_device_that_was_not_lent_says_why() -> None:
    said = not_lent_words(Trouble("lend_needs_consent", "Consent is missing."))
    assert said.endswith("but it was not lent: Consent is missing.")


@pytest.mark.parametrize(
    ("purpose", "fault", "sums", "missing", "words"),
    [
        ("fetch", None, Sums(), False, "Nothing new."),
        ("fetch", None, Sums(duplicates=4), False, "Nothing new."),
        (
            "fetch",
            None,
            Sums(stored=3, held=2, failed=1),
            False,
            "Stored 3, held back 2, failed measurements 1.",
        ),
        ("fetch", None, Sums(stored=3), True, "Not everything came."),
        ("fetch", Fault.NOT_FOUND, Sums(stored=3), True, ""),
        ("live", None, Sums(), False, "Measuring has ended."),
    ],
)
def test_how_a_visit_went(
    purpose: str,
    fault: Fault | None,
    sums: Sums,
    missing: bool,
    words: str,
) -> None:
    said = ended_words(purpose, fault, sums, missing=missing)
    assert said.startswith(words)
    assert fault is None or said == fault_sentence(fault)


def test_a_scale_without_a_user_says_what_to_do() -> None:
    assert "user number and code on the card" in NO_USER.sentence()

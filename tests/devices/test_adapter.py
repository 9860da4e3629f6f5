"""Every state of the radio and every fault has a sentence, in Norwegian too."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from station.devices.adapter import FAULTS, STATES, RadioState, fault_sentence, state_sentence
from station.devices.link import Fault

BY_HAND = "by hand"
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("state", RadioState)
def test_every_state_has_a_sentence(state: RadioState) -> None:
    assert state_sentence(state).endswith(".")


@pytest.mark.parametrize("fault", Fault)
def test_every_fault_has_a_sentence_that_blames_nobody(fault: Fault) -> None:
    sentence = fault_sentence(fault)
    assert sentence.count(".") >= 2
    assert "you" not in sentence.lower().split()
    assert "error" not in sentence.lower()


@pytest.mark.parametrize("fault", [Fault.RADIO_OFF, Fault.RADIO_ABSENT, Fault.RADIO_DENIED])
def test_values_can_always_be_typed_in(fault: Fault) -> None:
    assert BY_HAND in fault_sentence(fault)


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_every_sentence_is_there_in_norwegian(language: str) -> None:
    with (ROOT / "station" / "locale" / language / "radio.po").open("rb") as file:
        told = {message.id: message.string for message in read_po(file)}
    for sentence in (*STATES.values(), *FAULTS.values()):
        assert told[sentence] not in ("", sentence)

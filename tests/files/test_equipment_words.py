"""What words in a list mean."""

import pytest

from station.files.equipment_words import (
    LENT_IN_LIST,
    condition_of,
    kind_of,
    says_nothing,
    state_of,
)


@pytest.mark.parametrize(
    ("word", "kind"),
    [("iPad", "tablet"), (" Nettbrett", "tablet"), ("VEKT", "scale"), ("BT-apparat", "cuff"),
     ("Samtaleforsterker", "amplifier"), ("SIM-kort", "sim"), ("Romskip", "")],
)  # fmt: skip
def test_kinds(word: str, kind: str) -> None:
    """Common words are known, and no other is guessed."""
    assert kind_of(word) == kind


def test_states_and_conditions() -> None:
    """A state that means a loan is told apart, for no loan is made of it."""
    assert state_of("På lager") == "in_store"
    assert state_of("UTLÅNT") == LENT_IN_LIST
    assert state_of("kassert") == "scrapped"
    assert state_of("kanskje") == ""
    assert condition_of("Slitt") == "worn"
    assert condition_of("kanskje") == ""


@pytest.mark.parametrize("text", ["", " ", "-", "Ukjent", "N/A", "?"])
def test_nothing(text: str) -> None:
    """What people write for «not known» is not taken for a serial number."""
    assert says_nothing(text)
    assert not says_nothing("007")

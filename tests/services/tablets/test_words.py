"""How things stand with a tablet: a sentence for each, and none that blames anybody."""

import pytest

from station.devices.tablet.limits import Why
from station.models.queries.tablets import DROPPED, OFFERED, PAIRED, REVOKED, WIPED, PairingRow
from station.services.tablets.words import state_sentence, why_sentence
from tests.conftest import FRIDAY_NINE


def row(state: str, *, lease: int | None = None, nonce: str = "") -> PairingRow:
    """A hand-out in a state."""
    ended = FRIDAY_NINE if state in (WIPED, REVOKED, DROPPED) else None
    return PairingRow(
        "i", "d", "l", "p", 0, state, "k", 0, FRIDAY_NINE, lease, 0, "", 0, nonce, ended, ""
    )


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        (None, "Never handed out"),
        (row(OFFERED), "Scan it with the tablet"),
        (row(PAIRED), "Handed out 20"),
        (row(PAIRED, lease=FRIDAY_NINE + 1), "Handed out 20"),
        (row(PAIRED, lease=FRIDAY_NINE), "locked itself"),
        (row(PAIRED, lease=FRIDAY_NINE, nonce="n"), "will be emptied"),
        (row(WIPED), "Emptied 20"),
        (row(REVOKED), "Reported lost 20"),
        (row(DROPPED), "did not come about"),
    ],
)
def test_every_standing_has_its_sentence(standing: PairingRow | None, words: str) -> None:
    assert words in state_sentence(standing, FRIDAY_NINE)


@pytest.mark.parametrize("why", list(Why))
def test_every_early_end_has_its_sentence(why: Why) -> None:
    assert len(why_sentence(why)) > 20

"""Every refusal says what happened, that nothing is lost, and what to do, in every language."""

import pytest

from station.core import i18n
from station.core.i18n import LANGUAGES
from station.core.trouble import Trouble
from station.sync import exchange_refusals as refusals

ALL = (
    refusals.other_secret(),
    refusals.too_large(3_200_000_000, 2_000_000_000),
    refusals.own(),
    refusals.for_another("Lesja-2"),
    refusals.unread("a.stationx"),
    refusals.unwritable("a.stationx"),
    refusals.changed_on_the_way("a.stationx"),
    refusals.too_early("Lesja-2", 7),
    refusals.too_many_codes(64),
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("trouble", ALL, ids=lambda each: each.code)
def test_it_is_said_in_every_language(trouble: Trouble, language: str) -> None:
    english = trouble.sentence()
    with i18n.speaking(language):
        said = trouble.sentence()
    assert (said == english) is (language == "en")
    assert not {"{", "}"} & set(said)


def test_sizes_are_told_in_megabytes_and_names_as_they_are() -> None:
    assert "3200 MB; Station writes none above 2000 MB" in ALL[1].sentence()
    assert "change 7" in ALL[7].sentence()
    assert "«a.stationx»" in ALL[4].sentence()

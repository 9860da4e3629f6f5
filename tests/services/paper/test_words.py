"""The sentences on what a code led to: every kind has one, in every language."""

import pytest

from station.core.i18n import use
from station.services.paper.values import Found, FoundKind
from station.services.paper.words import found_words


@pytest.mark.parametrize("language", ["en", "nb", "nn"])
@pytest.mark.parametrize("kind", [kind for kind in FoundKind if kind is not FoundKind.RIGHT])
def test_whatever_was_not_right_says_what_it_is(kind: FoundKind, language: str) -> None:
    use(language)
    assert found_words(Found(kind), 0).endswith(".")


def test_the_right_version_speaks_for_itself() -> None:
    assert found_words(Found(FoundKind.RIGHT), 0) == ""


def test_a_change_says_when_the_sheet_was_printed_if_that_is_known() -> None:
    at = 1_795_161_600_000
    assert "(today)" in found_words(Found(FoundKind.CHANGED, printed_at=at), at)
    assert "(" not in found_words(Found(FoundKind.CHANGED), at)

"""The recovery sheet: the whole code on paper, in the municipality's language."""

from pathlib import Path

import pytest
from pypdf import PdfReader

from station.core.clock import FixedClock
from station.core.settings import Profile
from station.core.trouble import Trouble
from station.security.recovery import new_code
from station.services.office import recovery_sheet

CODE = new_code()


@pytest.mark.parametrize(("language", "title"), [("nb", "kommunens safe"), ("nn", "til kommunen")])
def test_the_sheet_has_the_code_and_speaks_the_language(
    tmp_path: Path, clock: FixedClock, language: str, title: str
) -> None:
    path = tmp_path / "ark.pdf"
    recovery_sheet.save(path, CODE, Profile("Fjellsund kommune", language=language), clock)
    text = "".join(page.extract_text() for page in PdfReader(path).pages)
    digits = "".join(letter for letter in text if letter.isdigit())
    assert all(f"{group[:3]} {group[3:]}" in text for group in CODE.split())
    assert len(digits) >= 48
    assert title in text
    assert "Fjellsund kommune" in text


def test_a_place_that_cannot_be_written_to_is_told(tmp_path: Path, clock: FixedClock) -> None:
    with pytest.raises(Trouble, match="place"):
        recovery_sheet.save(tmp_path / "none" / "ark.pdf", CODE, Profile("F"), clock)

"""Which column is what, and where the headings stand."""

import pytest

from station.core.i18n import tr
from station.files.equipment_fields import (
    FIELD_WORDS,
    Field,
    field_of,
    fields_of,
    heading_row,
    headings_at,
    is_heading_again,
)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Serienr.", Field.SERIAL),
        ("  SERIENUMMER ", Field.SERIAL),
        ("S/N", Field.SERIAL),
        ("Inventar-nr", Field.LABEL),
        ("Pris (kr)", Field.PRICE),
        ("Garanti t.o.m.", Field.WARRANTY),
        ("Neste kontroll", Field.CALIBRATION),
        ("Utlånt til:", Field.BORROWER),
        ("Plassering", Field.PLACE),
        ("Merke", Field.MAKER),
        ("Leverandør", None),
        ("Navn", None),
        ("Telefon", None),
        ("", None),
    ],
)
def test_headings(heading: str, field: Field | None) -> None:
    """Known in many spellings; what could be a person's name or telephone is left to a person."""
    assert field_of(heading) is field


def test_each_is_taken_once_but_notes() -> None:
    """The first of two serial numbers is the serial number; notes may stand in many columns."""
    found = fields_of(("Serienr", "S/N", "Merknad", "Kommentar", "?"))
    assert found == {0: Field.SERIAL, 2: Field.NOTE, 3: Field.NOTE}
    assert set(FIELD_WORDS) == set(Field)
    assert all(tr(words) for words in FIELD_WORDS.values())


def test_the_row_of_headings_is_found() -> None:
    """Below a title and a line of groups; without any known heading, as in other files."""
    head = (
        (1, ("Utstyrsliste Rask kommune", "", "", "")),
        (2, ("Utstyr", "", "Økonomi", "")),
        (3, ("Type", "Serienummer", "Pris", "Kjøpt")),
        (4, ("Vekt", "1", "2", "3")),
    )
    assert heading_row(head) == 3
    assert heading_row(((1, ("A", "B")), (2, ("1", "2")))) == 1


def test_a_merged_heading_is_taken_from_above() -> None:
    """Where the cell is empty; never from a title over the whole list."""
    head = ((1, ("Type", "Merke", "Innkjøp", "")), (2, ("", "", "Pris", "Kjøpt", "Merknad")))
    assert headings_at(head, 2) == ("Type", "Merke", "Pris", "Kjøpt", "Merknad")
    assert headings_at(((1, ("Liste",)), (2, ("", "Pris"))), 2) == ("", "Pris")


def test_headings_that_come_again() -> None:
    """On the next page of an old print, or in English under the Norwegian."""
    headings = ("Type", "Serienummer", "Pris")
    assert is_heading_again(("Type", "Serienummer", ""), headings)
    assert is_heading_again(("Kind", "Serial number", "Price"), headings)
    assert not is_heading_again(("Vekt", "Serienummer", "Pris"), ("Type", "Sn", "P"))
    assert not is_heading_again(("Lager", "Modell", ""), headings)

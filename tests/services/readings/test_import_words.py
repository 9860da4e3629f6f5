"""A file before it is read in, in words."""

from pathlib import Path

import openpyxl
import pytest

from station.core.i18n import speaking
from station.files.preview import Preview, preview
from station.files.shipped import shipped_profiles
from station.services.readings.import_words import (
    ORDER_WORDS,
    DateOrder,
    becomes,
    file_facts,
    kind_words,
    value_columns,
)

DIARY = (
    "Dato;Klokkeslett;Puls;SpO2;Vekt\n18.11.2026;07:12;78;91;88,5\n19.11.2026;24:99;80;90;\n;;;;\n"
)


def looked_at(path: Path) -> Preview:
    with speaking("en"):
        return preview(path, shipped_profiles())


@pytest.fixture
def diary(tmp_path: Path) -> Preview:
    path = tmp_path / "diary.csv"
    path.write_text(DIARY, encoding="utf-8")
    return looked_at(path)


def test_each_row_says_what_it_would_become(diary: Preview) -> None:
    with speaking("en"):
        told = becomes(diary)
    assert told[2].words.count("18 Nov 2026 07:12") == 3
    assert "Pulse 78" in told[2].words
    assert (told[2].reading, told[2].refused) == (True, False)
    assert (told[3].reading, told[3].refused) == (False, True)
    assert (told[4].words, told[4].reading, told[4].refused) == ("empty row", False, False)


@pytest.mark.parametrize(
    ("row", "right"),
    [("19.11.2026;07:12;;2047;", False), ("19.11.2026;07:12;;91;", True)],
)
def test_a_value_that_cannot_be_right_is_told_before_it_is_read_in(
    tmp_path: Path, row: str, right: bool
) -> None:
    path = tmp_path / "sensor.csv"
    path.write_text(f"{DIARY}{row}\n", encoding="utf-8")
    look = looked_at(path)
    with speaking("nb"):
        one = becomes(look)[5]
    assert (one.reading, one.refused) == (right, not right)
    assert one.words.startswith("Verdien kan ikke være riktig, går i karantene") is not right


def test_the_file_is_told(diary: Preview, tmp_path: Path) -> None:
    with speaking("en"):
        assert file_facts(diary) == "CSV with semicolons · UTF-8 · names of the columns in row 1"
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        for line in DIARY.splitlines():
            sheet.append(line.split(";"))
        book.save(tmp_path / "diary.xlsx")
        assert file_facts(looked_at(tmp_path / "diary.xlsx")).startswith("Workbook (XLSX)")


def test_columns_of_values_with_a_sign_are_found(diary: Preview) -> None:
    assert diary.profile is not None
    assert [column.name for column in value_columns(diary, diary.profile)] == ["Vekt"]


def test_every_order_and_kind_has_words() -> None:
    assert ORDER_WORDS.keys() == set(DateOrder)
    assert (kind_words("spo2"), kind_words("of the future")) == ("SpO₂", "of the future")

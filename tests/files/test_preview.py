"""The first look at a file: what it is, what it would become, and what must still be chosen."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from station.core.trouble import Trouble
from station.files.dates import DateOrder
from station.files.items import Candidate
from station.files.preview import SHOWN_ROWS, Preview, open_table, preview
from station.files.profile import ImportProfile
from station.files.shipped import shipped_profiles
from station.files.source import open_source

PROFILES = {profile.name: profile for profile in shipped_profiles()}


def seen(tmp_path: Path, text: str, profile: ImportProfile | None = None) -> Preview:
    path = tmp_path / "file.csv"
    path.write_text(text, encoding="utf-8")
    return preview(path, PROFILES.values(), profile)


def plain(*rows: str, header: str = "pasient;tid;målingstype;verdi;enhet") -> str:
    return "\n".join([header, *rows]) + "\n"


def warned(found: Preview) -> list[str]:
    assert all(warning.sentence() for warning in found.warnings)
    return [warning.code for warning in found.warnings]


def test_a_known_file_needs_no_choice(tmp_path: Path) -> None:
    rows = [f"Rask Elg;{day:02}.03.2026 08:30;puls;{70 + day};/min" for day in range(1, 29)]
    found = seen(tmp_path, plain(*rows))
    assert found.profile is PROFILES["plain"]
    assert [guess.profile.name for guess in found.guesses] == ["plain"]
    assert (found.name, found.header_row, found.order) == ("file.csv", 1, DateOrder.DAY_FIRST)
    assert (found.missing, found.units, found.warnings) == ((), (), ())
    assert len(found.rows) == SHOWN_ROWS
    assert found.rows[0] == (2, ("Rask Elg", "01.03.2026 08:30", "puls", "71", "/min"))
    assert [item.row_number for item in found.items] == list(range(2, 2 + SHOWN_ROWS))
    assert all(isinstance(item, Candidate) for item in found.items)
    assert [column.name for column in found.columns][3] == "verdi"
    assert found.columns[3].samples == ("71", "72", "73", "74", "75")


def test_what_nobody_may_guess_is_asked_for(tmp_path: Path) -> None:
    text = '"","id","time","gl"\n"1","Rask Elg",2026-03-01 08:30:27,153\n'
    found = seen(tmp_path, text)
    assert found.profile is PROFILES["cgm_plain"]
    assert found.missing == ("zone", "unit")
    assert found.units == ("mmol/L", "mg/dL")
    assert found.items == ()
    chosen = PROFILES["cgm_plain"].with_choices(zone_name="Europe/Oslo", unit="mg/dL")
    again = seen(tmp_path, text, chosen)
    assert (again.missing, len(again.items)) == ((), 1)


def test_dates_that_prove_nothing_are_asked_for(tmp_path: Path) -> None:
    found = seen(tmp_path, plain("Rask Elg;04/03/2026 08:30;puls;72;/min"))
    assert (found.missing, found.order) == (("date_order",), None)
    assert warned(found) == ["dates_ambiguous"]


def test_a_stranger_has_no_profile(tmp_path: Path) -> None:
    found = seen(tmp_path, "Rapport\nfornavn;etternavn\nRask;Elg\nStille;Brygge\n")
    assert (found.profile, found.missing, found.header_row) == (None, ("profile",), 2)
    assert [column.name for column in found.columns] == ["fornavn", "etternavn"]


def test_a_profile_that_does_not_fit_says_what_is_missing(tmp_path: Path) -> None:
    found = seen(tmp_path, "fornavn;etternavn\nRask;Elg\n", PROFILES["libre"])
    assert found.missing == ("profile",)
    assert warned(found) == ["file_no_header"]


@pytest.mark.parametrize(
    ("unit", "values", "codes"),
    [
        ("mg/dL", ("6,4", "7,1", "5,9"), ["unit_doubtful"]),
        ("mmol/L", ("118", "96", "240"), ["unit_doubtful"]),
        ("mg/dL", ("118", "96", "4"), []),
        ("mmol/L", ("6,4", "7,1", "LO"), []),
        ("mmol/L", ("LO", "LO", "HI"), []),
    ],
)
def test_a_unit_that_cannot_be_is_doubted_and_never_changed(
    tmp_path: Path, unit: str, values: tuple[str, ...], codes: list[str]
) -> None:
    rows = [
        f"Rask Elg;2026-03-01 08:3{at};glukose;{value};{unit}" for at, value in enumerate(values)
    ]
    found = seen(tmp_path, plain(*rows))
    assert warned(found) == codes
    assert {item.unit for item in found.items if isinstance(item, Candidate)} == {unit}


def test_mixed_decimal_signs_are_shown_until_one_is_chosen(tmp_path: Path) -> None:
    text = plain("Rask Elg;2026-03-01 08:30;vekt;70,5;kg", "Rask Elg;2026-03-02 08:30;vekt;70.5;kg")
    assert warned(seen(tmp_path, text)) == ["decimals_mixed"]
    chosen = PROFILES["plain"].with_choices(decimals={"verdi": ","})
    assert warned(seen(tmp_path, text, chosen)) == []


def test_one_patient_and_other_sheets_are_told(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].append(["Dato", "Klokkeslett", "Puls"])
    book.create_sheet("Mars")
    book.save(tmp_path / "file.xlsx")
    found = preview(tmp_path / "file.xlsx", PROFILES.values())
    assert warned(found) == ["other_sheets", "no_patient_column"]
    assert (found.rows, found.items) == ((), ())


def test_only_the_first_rows_of_a_long_file_are_read(tmp_path: Path) -> None:
    rows = [f"Rask Elg;2026-03-01 08:30;puls;{at % 99};/min" for at in range(20_000)]
    broken = plain(*rows) + 'Rask Elg;"'
    assert len(seen(tmp_path, broken).items) == SHOWN_ROWS
    with open_source(tmp_path / "file.csv") as source, pytest.raises(Trouble):
        list(open_table(source, PROFILES["plain"]).rows())


def test_short_rows_have_no_samples(tmp_path: Path) -> None:
    found = seen(tmp_path, plain("Rask Elg;2026-03-01 08:30;puls;72", "Rask Elg"))
    assert found.columns[4].samples == ()
    assert [type(item).__name__ for item in found.items] == ["Candidate", "Rejected"]


def test_a_table_without_its_header_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "file.csv").write_text("1;2\n", encoding="utf-8")
    with open_source(tmp_path / "file.csv") as source:
        assert open_table(source, PROFILES["plain"]).columns == ("1", "2")

"""A whole list: found headings, choices, faults, and files that are refused whole."""

import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from station.core.trouble import Trouble
from station.files.equipment_fields import Field
from station.files.equipment_rows import RefusedLine
from station.files.equipment_table import LIMITS, Choices, chosen, read_list
from tests.equipment_lists import HEADINGS, ROWS, csv_list, many, xlsx_list


@pytest.mark.parametrize(
    ("encoding", "sign"),
    [("utf-8-sig", ";"), ("utf-8", "\t"), ("cp1252", ";"), ("utf-16", "\t"), ("utf-16", ";")],
)
def test_a_list_in_every_dress(tmp_path: Path, encoding: str, sign: str) -> None:
    """The same devices, however the file was saved."""
    found = read_list(csv_list(tmp_path / "liste.csv", encoding=encoding, sign=sign))
    assert not found.refused
    first, second, third = found.devices
    assert (first.kind, first.price_ore, first.bought_on) == ("tablet", 299_000, date(2024, 3, 14))
    assert (second.label, second.lent, second.borrower) == ("RK-002", True, "Stille Brygge")
    assert second.calibration_due == date(2027, 6, 1)
    assert (third.state, third.extras) == ("repair", (("Kjøpsdato", "mars 2023"),))
    assert [column.field for column in found.columns] == [
        Field.KIND, Field.MAKER, Field.MODEL, Field.SERIAL, Field.LABEL, Field.OWNER,
        Field.BOUGHT, Field.WARRANTY, Field.PRICE, Field.CALIBRATION, Field.CONDITION,
        Field.STATE, Field.PLACE, Field.BORROWER, Field.NOTE,
    ]  # fmt: skip
    assert found.columns[0].samples == ("Nettbrett", "Pulsoksymeter", "Vekt")
    assert found.headings == HEADINGS
    assert found.warnings == ()


def test_a_workbook_with_merged_cells_and_two_lines_of_headings(tmp_path: Path) -> None:
    """Headings are put together; kinds that stand once for several rows only where one says so."""
    rows = (
        ("Utstyr i hjemmeoppfølging", None, None, None),
        ("Utstyrstype", "Identitet", None, "Innkjøp"),
        (None, "Serienummer", "Etikett", "Pris"),
        ("Nettbrett", "S1", "RK-1", 2990),
        (None, "S2", "RK-2", 2990.5),
        (None, None, None, None),
        ("Utstyrstype", "Serienummer", "Etikett", "Pris"),
        ("Vekt", 50123, "RK-3", None),
    )
    path = xlsx_list(tmp_path / "liste.xlsx", rows, ("A1:D1", "A2:A3", "B2:C2", "A4:A5"))
    found = read_list(path)
    assert (found.header_row, found.headings) == (
        3, ("Utstyrstype", "Serienummer", "Etikett", "Pris"),
    )  # fmt: skip
    assert [(line.row, line.reason) for line in found.refused] == [(5, "kind_missing")]
    assert found.cells[5] == ("", "S2", "RK-2", "2990.5")
    assert (found.skipped, found.below_kind) == (2, 1)
    assert found.devices[1].serial == "50123"
    whole = read_list(path, Choices(kind_from_above=True))
    assert [line.kind for line in whole.devices] == ["tablet", "tablet", "scale"]
    assert whole.devices[1].price_ore == 299_050


def test_columns_are_chosen_by_hand(tmp_path: Path) -> None:
    """A choice lets go of what the column was, and of what the field stood for before."""
    rows = (("Pad", "1", "RK-1", "A"), ("Romskip", "2", "RK-2", "B"), ("Pad", "3", "RK-3", "C"))
    path = csv_list(tmp_path / "liste.csv", rows, ("Ting", "Nummer", "Etikett", "Eier"))
    bare = read_list(path)
    assert [line.reason for line in bare.refused] == ["kind_missing"] * 3
    choices = chosen(chosen(Choices(), 0, Field.KIND), 1, Field.LABEL)
    found = read_list(path, choices)
    assert found.unknown_kinds == {"Romskip": 1}
    assert [line.label for line in found.devices] == ["1", "3"]
    assert found.columns[2].field is None
    named = read_list(path, replace(choices, kinds={"romskip": "other"}))
    assert [line.kind for line in named.devices] == ["tablet", "other", "tablet"]
    assert named.unknown_kinds == {}
    moved = chosen(choices, 2, Field.LABEL)
    assert moved.fields == {0: Field.KIND, 2: Field.LABEL}
    dropped = read_list(path, chosen(chosen(Choices(kind_for_all="sim"), 2, None), 3, Field.NOTE))
    assert dropped.warnings[0].code == "no_identity_column"
    assert {line.reason for line in dropped.refused} == {"no_identity"}
    row = read_list(path, Choices(header_row=2, fields={9: Field.KIND}, kind_for_all="sim"))
    assert row.headings == rows[0]


def test_day_and_month_are_proved_by_the_whole_file(tmp_path: Path) -> None:
    """Or chosen; else the rows that could be either are refused."""
    headings = ("Type", "Etikett", "Kjøpt", "Garanti")

    def read(*days: str, day_first: bool | None = None) -> list[object]:
        rows = [("Vekt", f"RK-{at}", day) for at, day in enumerate(days)]
        found = read_list(
            csv_list(tmp_path / "d.csv", rows, headings), Choices(day_first=day_first)
        )
        assert found.unclear_days == len(found.refused)
        return [
            line.reason if isinstance(line, RefusedLine) else line.bought_on
            for line in found.lines
        ]  # fmt: skip

    assert read("03/04/2024", "13/04/2024") == [date(2024, 4, 3), date(2024, 4, 13)]
    assert read("03/04/2024", "04/13/2024") == [date(2024, 3, 4), date(2024, 4, 13)]
    assert read("03/04/2024", "04.04.2024") == ["date_order", date(2024, 4, 4)]
    assert read("03/04/2024", "04/13/2024", "13/04/2024")[0] == "date_order"
    assert read("03/04/2024", day_first=True) == [date(2024, 4, 3)]


def test_other_sheets_are_told_of(tmp_path: Path) -> None:
    """Only the first is read."""
    path = xlsx_list(tmp_path / "l.xlsx", [HEADINGS, *ROWS], ())
    book = load_workbook(path)
    book.create_sheet("Gammelt")
    book.save(path)
    assert read_list(path).warnings[0].code == "other_sheets"


def test_files_that_are_refused_whole(tmp_path: Path) -> None:
    """Each with a sentence that says that nothing was taken in."""

    def code(name: str, content: bytes) -> str:
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(Trouble) as told:
            read_list(path)
        assert "Nothing was" in told.value.sentence() or "no rows" in told.value.sentence()
        return told.value.code

    assert code("tom.csv", b"") == "file_empty"
    assert code("bilde.csv", b"\x89PNG\r\n\x1a\n\0\0\0\r") in {"file_nul", "file_not_table"}
    assert code("liste.pdf", b"%PDF-1.7") == "file_not_table"
    assert code("gammel.xls", b"\xd0\xcf\x11\xe0" + bytes(600)) == "file_old_workbook"
    assert code("stor.csv", b"x;y\n" * (LIMITS.file_bytes // 4 + 1)) == "file_too_large"
    assert code("lang.csv", b"a;b\n" * (LIMITS.rows + 2)) == "file_too_many_rows"
    assert code("rar.csv", b'a;b\n"aaa;b\n') == "file_broken_quotes"
    with pytest.raises(Trouble, match="file_unreachable"):
        read_list(tmp_path / "borte.csv")


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    """A workbook of a few kilobytes that would fill the disk."""
    path = tmp_path / "bombe.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(LIMITS.unpacked_bytes + 1))
    assert path.stat().st_size < 1_000_000
    with pytest.raises(Trouble, match="file_unsafe_workbook"):
        read_list(path)


def test_it_can_be_stopped(tmp_path: Path) -> None:
    """And tells how far it has come."""
    path = csv_list(tmp_path / "liste.csv", many(3000))
    seen: list[float] = []

    def watch(share: float) -> bool:
        seen.append(share)
        return True

    assert len(read_list(path, watch=watch).lines) == 3000
    assert seen == sorted(seen)
    assert len(seen) > 3
    with pytest.raises(Trouble, match="import_cancelled"):
        read_list(path, watch=lambda _share: False)


def test_every_faulty_row_is_told(tmp_path: Path) -> None:
    """Of three thousand devices thirty have a fault; those that a row alone shows come out here."""
    found = read_list(csv_list(tmp_path / "liste.csv", many(3000)))
    assert {line.row for line in found.refused} == {
        at + 2 for at in range(99, 3000, 100) if at // 100 % 5 < 3
    }
    assert set(found.cells) == set(range(2, 3002))
    assert len(found.devices) + len(found.refused) == 3000

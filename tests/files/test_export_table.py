"""Tables for spreadsheets: read back as they were, never a formula, written whole or not at all."""

import csv
import errno
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from station.core.trouble import Trouble
from station.files.export_table import as_csv, as_xlsx, write, write_all
from station.files.report import FORMULA_SIGNS

HEADINGS = ("Navn", "Pris (kr)", "Antall")
EVIL = ("=1+1", "+47 68 05 01 00", "-2", "@SUM(A1)", " =HYPERLINK(1)", "\t=1", "#REF!", 'a;b\nc"d')
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60)


def read_csv(content: bytes) -> list[list[str]]:
    """Read a CSV as Excel does in Norway."""
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def read_xlsx(content: bytes) -> list[list[tuple[object, str]]]:
    """Read every cell of a workbook: its value and its type."""
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows()]


def test_a_table_is_read_back_as_it_was() -> None:
    rows = [("Blå «vekt»", 1234.5, 2), (None, None, 0)]
    assert read_csv(as_csv(HEADINGS, rows)) == [
        list(HEADINGS),
        ["Blå «vekt»", "1234,50", "2"],
        ["", "", "0"],
    ]
    assert read_xlsx(as_xlsx("Utstyr", HEADINGS, rows)) == [
        [(each, "s") for each in HEADINGS],
        [("Blå «vekt»", "s"), (1234.5, "n"), (2, "n")],
        [(None, "n"), (None, "n"), (0, "n")],
    ]


def test_an_empty_table_has_its_headings() -> None:
    assert read_csv(as_csv(HEADINGS, [])) == [list(HEADINGS)]
    content = as_xlsx("U" * 60, HEADINGS, [])
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["U" * 31]
    assert book.active is not None
    assert book.active.freeze_panes == "A2"
    assert book.properties.creator == "Station"


@pytest.mark.parametrize("text", EVIL)
def test_no_cell_becomes_a_formula(text: str) -> None:
    (_, (first,)) = read_csv(as_csv(("Navn",), [(text,)]))
    (_, ((value, kind),)) = read_xlsx(as_xlsx("x", ("Navn",), [(text,)]))
    for shown in (first, str(value)):
        assert not shown.lstrip(" ").startswith(FORMULA_SIGNS)
        assert shown.removeprefix("'") == text
    assert kind == "s"


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=8))
def test_no_text_is_lost_or_runs(rows: list[tuple[str, str]]) -> None:
    plain = read_csv(as_csv(("A", "B"), rows))[1:]
    assert [[each.removeprefix("'") for each in row] for row in plain] == [
        [each.removeprefix("'") for each in row] for row in rows
    ]
    book = read_xlsx(as_xlsx("x", ("A", "B"), rows))[1:]
    assert [[str(value or "") for value, _ in row] for row in book] == plain
    assert not any(kind in ("f", "e") for row in book for _, kind in row)


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "utstyr.csv"
    write(path, b"one")
    write(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("number", "code", "word"),
    [
        (errno.ENOSPC, "export_full", "disk is full"),
        (errno.EACCES, "export_in_use", "open in another program"),
        (errno.EIO, "export_place", "another folder"),
    ],
)
def test_what_stood_there_stays_when_it_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str, word: str
) -> None:
    path = tmp_path / "utstyr.csv"
    path.write_bytes(b"before")

    def refuse(_descriptor: int) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr("station.files.export_table.os.fsync", refuse)
    with pytest.raises(Trouble, match=code) as refused:
        write(path, b"after")
    assert word in refused.value.sentence()
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_and_one_in_the_way(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="export_place"):
        write(tmp_path / "nowhere" / "utstyr.csv", b"x")
    (tmp_path / "mappe").mkdir()
    with pytest.raises(Trouble, match="export_in_use") as refused:
        write(tmp_path / "mappe", b"x")
    assert "«mappe»" in refused.value.sentence()
    assert [each.name for each in tmp_path.iterdir()] == ["mappe"]


def test_no_file_gets_its_name_before_all_are_whole_and_logged(tmp_path: Path) -> None:
    files = {tmp_path / name: name.encode() for name in ("one.csv", "two.csv")}

    def fails() -> None:
        assert {each.name for each in tmp_path.iterdir()} == {"one.csv.part", "two.csv.part"}
        raise Trouble("disk_full", "No room")

    with pytest.raises(Trouble, match="disk_full"):
        write_all(files, fails)
    assert list(tmp_path.iterdir()) == []
    logged: list[int] = []
    write_all(files, lambda: logged.append(1))
    assert logged == [1]
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {
        "one.csv": b"one.csv",
        "two.csv": b"two.csv",
    }


def test_the_file_that_was_refused_is_named(tmp_path: Path) -> None:
    (tmp_path / "two.csv").mkdir()
    with pytest.raises(Trouble, match="export_in_use") as refused:
        write_all({tmp_path / name: b"x" for name in ("one.csv", "two.csv")}, lambda: None)
    assert "«two.csv»" in refused.value.sentence()

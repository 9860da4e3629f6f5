"""Workbooks: several sheets, and nothing in them that a workbook cannot hold."""

import io
import subprocess
import sys

from openpyxl import load_workbook

from station.files.export_book import as_book


def test_each_table_is_a_sheet_of_its_own() -> None:
    made = as_book([("Utlån", ("Hva",), [("Oksymeter",)]), ("Tom", ("Hva",), [])])
    book = load_workbook(io.BytesIO(made))
    assert book.sheetnames == ["Utlån", "Tom"]
    assert [[cell.value for cell in row] for row in book["Utlån"].iter_rows()] == [
        ["Hva"],
        ["Oksymeter"],
    ]


def test_what_a_workbook_cannot_hold_is_left_out() -> None:
    book = load_workbook(io.BytesIO(as_book([("x", ("A",), [("a\x00b\x1f" + "c" * 40_000,)])])))
    assert book["x"]["A2"].value == "ab" + "c" * (32_767 - 2)


def test_nobody_who_asks_for_no_workbook_loads_what_makes_them() -> None:
    program = (
        "import sys, station.files.source, station.files.export_table;"
        "print([name for name in sys.modules if name.startswith('openpyxl')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"

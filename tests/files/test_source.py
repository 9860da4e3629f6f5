"""One way to open files of both formats."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from station.core.trouble import Trouble
from station.files.sniff import FileFormat
from station.files.source import open_source


def test_both_formats_give_the_same_table(tmp_path: Path) -> None:
    rows = [("time", "value"), ("2026-03-01 08:00", "6.4")]
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.create_sheet("More")
    book.save(tmp_path / "file.xlsx")
    text = "\n".join(";".join(row) for row in rows)
    (tmp_path / "file.csv").write_text(text, encoding="utf-8")
    with open_source(tmp_path / "file.csv") as csv, open_source(tmp_path / "file.xlsx") as xlsx:
        assert csv.head() == xlsx.head() == ((1, rows[0]), (2, rows[1]))
        assert (csv.sniffed.format, xlsx.sniffed.format) == (FileFormat.CSV, FileFormat.XLSX)
        assert (csv.other_sheets, xlsx.other_sheets) == ((), ("More",))
        first, second = csv.table(csv.head()[0]), xlsx.table(xlsx.head()[0])
        assert (first.columns, first.delimiter) == (("time", "value"), ";")
        assert (second.columns, second.delimiter) == (("time", "value"), "")
        assert list(first.rows()) == list(second.rows())


def test_a_file_of_nothing_but_a_hint_is_empty(tmp_path: Path) -> None:
    (tmp_path / "file.csv").write_text("sep=;\n", encoding="utf-8")
    with open_source(tmp_path / "file.csv") as source, pytest.raises(Trouble) as caught:
        source.head()
    assert caught.value.code == "file_empty"


def test_a_workbook_is_let_go_when_the_block_fails(tmp_path: Path) -> None:
    path = tmp_path / "file.xlsx"
    Workbook().save(path)

    def fail() -> None:
        with open_source(path):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    path.unlink()
    assert not path.exists()

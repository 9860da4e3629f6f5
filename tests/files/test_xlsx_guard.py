"""The look through a workbook: what would do harm is refused before anything is kept."""

import tracemalloc
import zipfile
from pathlib import Path

import pytest

from station.core.trouble import Trouble
from station.files.limits import LIMITS, FileLimits
from station.files.xlsx_guard import inspect

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def packed(path: Path, **parts: bytes) -> Path:
    """Pack parts into an archive; an underscore in a name stands for its point."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("_", "."), content)
    return path


def sheet(path: Path, data: str, before: str = "") -> Path:
    text = f'{before}<worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData></worksheet>'
    return packed(path, sheet_xml=text.encode())


def refusal(path: Path, limits: FileLimits = LIMITS) -> Trouble:
    with pytest.raises(Trouble) as caught:
        inspect(path, limits)
    return caught.value


def test_an_ordinary_sheet_passes(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{row}"><c r="A{row}"><v>1</v></c><c r="GR{row}"><v>2</v></c></row>'
        for row in (1, 2, 9)
    )
    inspect(sheet(tmp_path / "book.xlsx", rows + "<row><c/><c/></row>"), LIMITS)
    rich = "<si><t>" + "x" * 60_000 + "</t></si>"
    inspect(sheet(tmp_path / "book.xlsx", rich * 60), LIMITS)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ('<row r="2"/><row r="1"/>', "file_damaged_workbook"),
        ('<row r="x"/>', "file_damaged_workbook"),
        ('<row r="0"/>', "file_damaged_workbook"),
        ('<row r="99999999999"/>', "file_damaged_workbook"),
        ('<row r="2000001"/>', "file_too_many_rows"),
        ('<row r="1"><c r="B1"/><c r="A1"/></row>', "file_damaged_workbook"),
        ('<row r="1"><c r="ø1"/></row>', "file_damaged_workbook"),
        ('<row r="1"><c r="ZZZZZZ1"/></row>', "file_too_many_columns"),
        ('<row r="1"><c r="XFD1"/></row>', "file_too_many_columns"),
        ('<row r="1"><c r="GS1"/></row>', "file_too_many_columns"),
        ('<row r="1">' + "<c/>" * 10_000 + "</row>", "file_too_many_columns"),
        ('<row r="1"><c>' + "<x/>" * 10_000 + "</c></row>", "file_too_many_columns"),
        ('<row r="1"><c><v>' + "1" * 600_000 + "</v></c></row>", "file_cell_too_long"),
        ("<x>" * 70 + "</x>" * 70, "file_unsafe_workbook"),
        ("<x>" + "y" * 600_000 + "</x>", "file_cell_too_long"),
        ("<x/>" * 1_000_001, "file_unsafe_workbook"),
        ("</x>", "file_damaged_workbook"),
    ],
)
def test_sheets_that_would_do_harm_are_refused(tmp_path: Path, data: str, code: str) -> None:
    assert refusal(sheet(tmp_path / "book.xlsx", data)).code == code


def test_the_row_is_named_in_a_refusal(tmp_path: Path) -> None:
    found = refusal(sheet(tmp_path / "book.xlsx", '<row r="7"><c r="XFD7"/></row>'))
    assert found.values == {"line": 7, "limit": 200}


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "http://192.0.2.1/x.dtd">',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_are_refused_in_every_encoding(
    tmp_path: Path, declared: str, encoding: str
) -> None:
    content = (declared + "<x/>").encode(encoding)
    assert refusal(packed(tmp_path / "book.xlsx", workbook_xml=content)).code == (
        "file_unsafe_workbook"
    )


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = packed(tmp_path / "book.xlsx", bomb_bin=bytes(LIMITS.unpacked_bytes), more_bin=b"x")
    assert path.stat().st_size < 1_000_000
    tracemalloc.start()
    assert refusal(path).code == "file_unsafe_workbook"
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000


def test_many_parts_are_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "book.xlsx", a_bin=b"1", b_bin=b"2", c_bin=b"3")
    assert refusal(path, FileLimits(parts=2)).code == "file_unsafe_workbook"


def test_pictures_are_no_fault_but_broken_xml_is(tmp_path: Path) -> None:
    picture = b"\x89PNG\r\n\x1a\n" + bytes(600_000)
    inspect(packed(tmp_path / "book.xlsx", image_png=picture), LIMITS)
    found = refusal(packed(tmp_path / "book.xlsx", sheet_xml=b"\x89PNG\r\n\x1a\n"))
    assert found.code == "file_damaged_workbook"

"""Workbooks: their values as they stand, and refused before they can do harm."""

import ast
import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.xml.constants import SHARED_STRINGS

from station.core.trouble import Trouble
from station.files import xlsx_source
from station.files.limits import LIMITS, FileLimits
from station.files.table import Record, on_and_on
from station.files.xlsx_source import XlsxSource

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
Parts = dict[str, bytes]


def saved(path: Path, rows: list[list[object]]) -> Path:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(path)
    return path


def records(path: Path, limits: FileLimits = LIMITS) -> list[Record]:
    source = XlsxSource(path, limits)
    try:
        return list(source.records(on_and_on))
    finally:
        source.close()


def refusal(path: Path, limits: FileLimits = LIMITS) -> Trouble:
    with pytest.raises(Trouble) as caught:
        records(path, limits)
    return caught.value


def rebuilt(path: Path, change: Callable[[Parts], None]) -> Path:
    """Save an ordinary workbook and change its parts."""
    saved(path, [["time", "value"], ["2026-03-01 08:00", 6.4]])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def with_sheet(path: Path, data: str, before: str = "") -> Path:
    sheet = f'{before}<worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData></worksheet>'
    return rebuilt(path, lambda parts: parts.update({"xl/worksheets/sheet1.xml": sheet.encode()}))


def test_values_come_as_they_stand(tmp_path: Path) -> None:
    path = saved(
        tmp_path / "book.xlsx",
        [
            ["time", "value", "note"],
            [datetime(2026, 3, 1, 8), 6.4, "Low"],  # noqa: DTZ001
            [date(2026, 3, 2), 118, None],
            [time(8, 30), timedelta(minutes=20), timedelta(days=3)],
        ],
    )
    assert records(path) == [
        (1, ("time", "value", "note")),
        (2, (datetime(2026, 3, 1, 8), 6.4, "Low")),  # noqa: DTZ001
        (3, (datetime(2026, 3, 2), 118)),  # noqa: DTZ001
        (4, ("08:30:00", "00:20:00", "=")),
    ]


def test_formulas_are_never_computed(tmp_path: Path) -> None:
    path = saved(tmp_path / "book.xlsx", [["value"], ["=1+1"], ["=HYPERLINK(1)"]])
    assert records(path) == [(1, ("value",)), (2, ("=1+1",)), (3, ("=HYPERLINK(1)",))]


def test_rows_that_are_left_out_keep_the_numbers_of_the_sheet(tmp_path: Path) -> None:
    path = with_sheet(
        tmp_path / "book.xlsx", '<row r="1"><c><v>1</v></c></row><row r="4"><c><v>2</v></c></row>'
    )
    assert records(path) == [(1, (1,)), (2, ()), (3, ()), (4, (2,))]


def test_other_sheets_are_named(tmp_path: Path) -> None:
    book = Workbook()
    book.create_sheet("Alarmer")
    book.save(tmp_path / "book.xlsx")
    source = XlsxSource(tmp_path / "book.xlsx", LIMITS)
    assert source.other_sheets == ("Alarmer",)
    assert not source.mac_dates
    source.close()


def test_the_calendar_of_1904_is_told(tmp_path: Path) -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.save(tmp_path / "book.xlsx")
    source = XlsxSource(tmp_path / "book.xlsx", LIMITS)
    assert source.mac_dates
    source.close()


def test_progress_and_stopping(tmp_path: Path) -> None:
    path = saved(tmp_path / "book.xlsx", [["a", row] for row in range(1_000)])
    source = XlsxSource(path, LIMITS)
    seen: list[float] = []

    def watch(done: float) -> bool:
        seen.append(done)
        return done < 0.5

    with pytest.raises(Trouble) as caught:
        list(source.records(watch))
    source.close()
    assert caught.value.code == "import_cancelled"
    assert seen == sorted(seen)


def test_a_sheet_that_does_not_tell_its_size_is_read(tmp_path: Path) -> None:
    path = with_sheet(tmp_path / "book.xlsx", "<row><c><v>7</v></c></row>")
    assert records(path) == [(1, (7,))]


@pytest.mark.parametrize(
    "data",
    [
        "<row><c t='s'><v>99</v></c></row>",
        "<row><c><v>no number</v></c></row>",
        "<row>",
        '<row r="2"/><row r="1"/>',
    ],
)
def test_sheets_that_make_no_sense_are_damaged(tmp_path: Path, data: str) -> None:
    assert refusal(with_sheet(tmp_path / "book.xlsx", data)).code == "file_damaged_workbook"


def test_openpyxl_is_only_ever_asked_to_read_and_never_for_computed_values() -> None:
    folder = Path(xlsx_source.__file__).parent
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in folder.glob("*.py")]
    calls = [
        {word.arg: ast.unparse(word.value) for word in node.keywords}
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("load_workbook")
    ]
    assert calls == [{"read_only": "True", "data_only": "False", "keep_links": "False"}]


def test_pictures_are_no_fault(tmp_path: Path) -> None:
    def change(parts: Parts) -> None:
        parts["xl/media/image1.png"] = b"\x89PNG\r\n\x1a\n" + bytes(100)

    assert len(records(rebuilt(tmp_path / "book.xlsx", change))) == 2


def test_a_workbook_without_sheets_is_empty(tmp_path: Path) -> None:
    def change(parts: Parts) -> None:
        text = parts["xl/workbook.xml"].decode()
        start, end = text.index("<sheets>"), text.index("</sheets>")
        parts["xl/workbook.xml"] = (text[:start] + "<sheets>" + text[end:]).encode()

    assert refusal(rebuilt(tmp_path / "book.xlsx", change)).code == "file_empty"


def test_a_shared_text_that_is_too_long_is_refused(tmp_path: Path) -> None:
    cells = '<row><c t="s"><v>0</v></c></row><row><c t="s"><v>1</v></c></row>'
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'
    texts = f'<sst xmlns="{MAIN}"><si><t>tid</t></si><si><t>pasient</t></si></sst>'

    def change(parts: Parts) -> None:
        parts["xl/worksheets/sheet1.xml"] = sheet.encode()
        parts["xl/sharedStrings.xml"] = texts.encode()
        declared = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{SHARED_STRINGS}"/>'
        types = parts["[Content_Types].xml"].replace(b"</Types>", declared.encode() + b"</Types>")
        parts["[Content_Types].xml"] = types

    path = rebuilt(tmp_path / "book.xlsx", change)
    assert records(path) == [(1, ("tid",)), (2, ("pasient",))]
    found = refusal(path, FileLimits(cell_characters=5))
    assert (found.code, found.values) == ("file_cell_too_long", {"line": 2, "limit": 5})


def test_dates_written_as_iso_text_are_dates(tmp_path: Path) -> None:
    data = '<row><c t="d"><v>2026-03-02</v></c><c t="d"><v>2026-03-02T08:30:00</v></c></row>'
    assert records(with_sheet(tmp_path / "book.xlsx", data)) == [
        (1, (datetime(2026, 3, 2), datetime(2026, 3, 2, 8, 30)))  # noqa: DTZ001
    ]


def test_a_workbook_without_its_contents_is_damaged(tmp_path: Path) -> None:
    def change(parts: Parts) -> None:
        del parts["xl/workbook.xml"]

    path = rebuilt(tmp_path / "book.xlsx", change)
    assert refusal(path).code == "file_damaged_workbook"


def test_rows_over_the_limit_are_refused(tmp_path: Path) -> None:
    path = saved(tmp_path / "book.xlsx", [["a"]] * 3)
    source = XlsxSource(path, LIMITS)
    source._limits = FileLimits(rows=2)  # as if the guard had not seen them
    with pytest.raises(Trouble) as caught:
        list(source.records(on_and_on))
    source.close()
    assert caught.value.code == "file_too_many_rows"


def test_a_password_is_met_with_the_way_on(tmp_path: Path) -> None:
    path = saved(tmp_path / "book.xlsx", [["a"]])
    content = bytearray(path.read_bytes())
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1  # the flag «encrypted» of the first part
    path.write_bytes(content)
    assert refusal(path).code == "file_old_workbook"


def test_a_file_that_vanishes_is_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusal(tmp_path / "gone.xlsx").code == "file_unreachable"
    source = XlsxSource(saved(tmp_path / "book.xlsx", [["a"]]), LIMITS)

    def vanished(*_sheet: object) -> object:
        raise OSError("the share is gone")

    monkeypatch.setattr(type(source._sheet), "_get_source", vanished)
    with pytest.raises(Trouble) as caught:
        list(source.records(on_and_on))
    source.close()
    assert caught.value.code == "file_unreachable"


def test_what_is_no_zip_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"PK\x03\x04 and nothing more")
    assert refusal(path).code == "file_damaged_workbook"


@settings(max_examples=150, deadline=None)
@given(places=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_any_changed_byte_gives_rows_or_trouble(
    tmp_path_factory: pytest.TempPathFactory, places: list[tuple[float, int]]
) -> None:
    buffer = io.BytesIO()
    book = Workbook()
    book.worksheets[0].append(["time", "value"])
    book.worksheets[0].append(["2026-03-01", 6.4])
    book.save(buffer)
    content = bytearray(buffer.getvalue())
    for share, byte in places:
        content[int(share * (len(content) - 1))] = byte
    path = tmp_path_factory.mktemp("fuzz") / "book.xlsx"
    path.write_bytes(content)
    try:
        records(path)
    except Trouble as trouble:
        told = trouble.sentence()
    else:
        told = "read"
    assert told

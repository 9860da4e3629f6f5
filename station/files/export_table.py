"""A table for a spreadsheet: CSV or XLSX, no cell of which is a formula, written whole or not."""

import csv
import io
import os
from collections.abc import Sequence
from errno import ENOSPC
from pathlib import Path
from typing import Final

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, WriteOnlyCell
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from station.core.i18n import N_
from station.core.trouble import Trouble
from station.files.report import guarded

Cell = str | int | float | None
"""What stands in a cell; a number stays a number."""

CSV, XLSX = "csv", "xlsx"
FORMATS: Final = (CSV, XLSX)
_DISK_FULL: Final = frozenset({ENOSPC, getattr(os, "EDQUOT", ENOSPC)})
_LONGEST = 32_767
"""So many characters a cell of a workbook holds."""
_LONGEST_TITLE = 31
_WIDEST, _NARROWEST = 48, 8
"""Characters that a column of a workbook is wide."""
_LOOKED_AT = 200
"""So many rows are looked at for that."""


def as_csv(headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """Give a table as CSV that Excel opens in Norway: UTF-8 with BOM, semicolons, decimal comma."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow([guarded(each) for each in headings])
    writer.writerows([_text(each) for each in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(title: str, headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """Give a table as a workbook with one sheet, its first line standing still."""
    return as_book([(title, headings, rows)])


def as_book(sheets: Sequence[tuple[str, Sequence[str], Sequence[Sequence[Cell]]]]) -> bytes:
    """Give tables (title, headings, rows) as a workbook with a sheet each."""
    book = Workbook(write_only=True)
    # Nothing in the file tells who made it.
    book.properties.creator = "Station"
    bold = Font(bold=True)
    for title, headings, rows in sheets:
        sheet = book.create_sheet(title[:_LONGEST_TITLE])
        for across, name in enumerate(headings):
            shown = [name, *(str(row[across] or "") for row in rows[:_LOOKED_AT])]
            width = min(_WIDEST, max(_NARROWEST, *map(len, shown)))
            sheet.column_dimensions[get_column_letter(across + 1)].width = width + 2
        sheet.freeze_panes = "A2"
        sheet.append([_cell(sheet, each, bold) for each in headings])
        for row in rows:
            sheet.append([_cell(sheet, each) for each in row])
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def write(path: Path, content: bytes) -> None:
    """Write a file under a temporary name, flush it to the disk, and give it its name.

    Raises Trouble `export_full` for a full disk, `export_in_use` for a file that is open in
    another program or may not be replaced, `export_place` otherwise; what stood there stays.
    """
    beside = path.with_name(f"{path.name}.part")
    try:
        try:
            with beside.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        except OSError:
            beside.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise told(error, path) from error


def told(error: OSError, path: Path) -> Trouble:
    """Give the trouble of a file that could not be written, in a sentence."""
    if error.errno in _DISK_FULL:
        return Trouble(
            "export_full",
            N_(
                "The list was not saved: the disk is full. What stood there is still there. "
                "Make room, or choose another place."
            ),
        )
    if isinstance(error, PermissionError | IsADirectoryError):
        return Trouble(
            "export_in_use",
            N_(
                "«{name}» was not saved. It may be open in another program, or the folder may not "
                "be written to. Close it there, or choose another name or place."
            ),
            name=path.name,
        )
    return Trouble(
        "export_place",
        N_(
            "The list was not saved: this place cannot be written to. Nothing is lost. "
            "Choose another folder and try again."
        ),
    )


def _cell(sheet: WriteOnlyWorksheet, value: Cell, font: Font | None = None) -> SheetCell:
    text = isinstance(value, str)
    made = WriteOnlyCell(sheet, _plain(value) if isinstance(value, str) else value)
    if text:
        # Else openpyxl takes a text such as «#N/A» for the mark of an error.
        made.data_type = "s"
    if font is not None:
        made.font = font
    return made


def _plain(text: str) -> str:
    """Give text without what a workbook cannot hold, guarded against becoming a formula later."""
    return guarded(ILLEGAL_CHARACTERS_RE.sub("", text))[:_LONGEST]


def _text(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return guarded(value)
    return str(value) if isinstance(value, int) else f"{value:.2f}".replace(".", ",")

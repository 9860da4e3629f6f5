"""Tables as a workbook, made by openpyxl, which is loaded when somebody first asks for one."""

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, WriteOnlyCell
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from station.files.report import guarded

Value = str | int | float | None
"""What stands in a cell: export_table.Cell, which cannot be named here, as it loads this."""
_LONGEST = 32_767
"""So many characters a cell of a workbook holds."""
_LONGEST_TITLE = 31
_WIDEST, _NARROWEST = 48, 8
"""Characters that a column of a workbook is wide."""
_LOOKED_AT = 200
"""So many rows are looked at for that."""


def as_book(sheets: Sequence[tuple[str, Sequence[str], Sequence[Sequence[Value]]]]) -> bytes:
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


def _cell(sheet: WriteOnlyWorksheet, value: Value, font: Font | None = None) -> SheetCell:
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

"""A table of another program: named columns, and rows of cells that can be read again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

# A CSV file gives text only. A workbook also gives numbers and naive date-times.
Cell = str | int | float | datetime
Cells = tuple[Cell, ...]
Record = tuple[int, Cells]
# Told how far the reading has come (0 to 1); answers False when it should stop.
Watch = Callable[[float], bool]

LARGEST_EXACT = 1e15
FORMULA_SIGN = "="
"""Stands for a formula in a workbook: what it comes to is not known."""


def on_and_on(_done: float) -> bool:
    """Let the reading go on: the Watch of a reader whom nobody watches."""
    return True


def text_of(cell: Cell) -> str:
    """Give the cell as a person would see it, trimmed; dates are ISO, whole numbers bare."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < LARGEST_EXACT:
        return str(int(cell))
    return str(cell)


@dataclass(frozen=True, slots=True)
class Table:
    """Columns by name and, below `header_row` (counted from 1), one record for each row.

    `records` starts at the top of the file each time it is called; its row numbers are those
    an editor or a spreadsheet shows. `delimiter` is empty in a workbook; `mac_dates` says that
    the workbook counts its days from 1904.
    """

    columns: tuple[str, ...]
    header_row: int
    records: Callable[[Watch], Iterator[Record]]
    delimiter: str = ""
    mac_dates: bool = False

    def rows(self, watch: Watch = on_and_on) -> Iterator[Record]:
        """Give every row below the header as (row number, cells); raises Trouble."""
        for number, cells in self.records(watch):
            if number > self.header_row:
                yield number, cells

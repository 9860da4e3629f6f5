"""The first sheet of a workbook, row by row: values as they stand, no formula computed."""

import warnings
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO

from openpyxl import load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook import Workbook

from station.core.trouble import Trouble
from station.files import refusals
from station.files.limits import FileLimits
from station.files.table import FORMULA_SIGN, Cell, Record, Watch
from station.files.xlsx_guard import inspect

_WATCH_EVERY = 256
_DAY = timedelta(days=1)


class XlsxSource:
    """An inspected workbook that stays open until `close`."""

    def __init__(self, path: Path, limits: FileLimits) -> None:
        self._name = path.name
        self._limits = limits
        # Opened here, because openpyxl leaves a file open that it cannot make sense of.
        self._file, self._book = _open(path, limits)
        self._sheet = self._book.worksheets[0]
        self._expected_rows = self._sheet.max_row or 0
        # The sheet may claim 16 384 columns; without the claim each row has what it holds.
        self._sheet.reset_dimensions()
        self.other_sheets = tuple(sheet.title for sheet in self._book.worksheets[1:])
        self.mac_dates = self._book.epoch == CALENDAR_MAC_1904

    def records(self, watch: Watch) -> Iterator[Record]:
        """Give (row number, cells) of every row of the first sheet; raises Trouble."""
        with closing(self._sheet.iter_rows(values_only=True)) as rows:
            number = 0
            while (row := self._next(rows)) is not None:
                number += 1
                if number > self._limits.rows:
                    raise refusals.too_many_rows(self._limits.rows)
                if number % _WATCH_EVERY == 1 and not watch(self._done(number)):
                    raise refusals.cancelled()
                yield number, tuple(self._cell(value, number) for value in row)

    def close(self) -> None:
        """Let go of the file."""
        self._book.close()
        self._file.close()

    def _done(self, number: int) -> float:
        return min(1.0, number / self._expected_rows) if self._expected_rows else 0.0

    def _next(self, rows: Iterator[tuple[object, ...]]) -> tuple[object, ...] | None:
        try:
            with warnings.catch_warnings(action="ignore"):
                return next(rows, None)
        except OSError as error:
            raise refusals.unreachable(self._name) from error
        except Exception as error:  # openpyxl raises whatever a broken part trips over
            raise refusals.damaged_workbook() from error

    def _cell(self, value: object, number: int) -> Cell:
        cell = _plain(value)
        if isinstance(cell, str) and len(cell) > self._limits.cell_characters:
            raise refusals.cell_too_long(number, self._limits.cell_characters)
        return cell


def _open(path: Path, limits: FileLimits) -> tuple[IO[bytes], Workbook]:
    try:
        inspect(path, limits)
        file = path.open("rb")
    except Trouble:
        raise
    except OSError as error:
        raise refusals.unreachable(path.name) from error
    except Exception as error:  # as in _next: zipfile and zlib have many words for damage
        raise refusals.damaged_workbook() from error
    try:
        return file, _load(file)
    except BaseException:
        file.close()
        raise


def _load(file: IO[bytes]) -> Workbook:
    try:
        # data_only is left off: a formula comes as its text, and is refused as a value, instead
        # of as a number that some other program once computed.
        with warnings.catch_warnings(action="ignore"):
            book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
    except Exception as error:  # as in _next
        raise refusals.damaged_workbook() from error
    if not book.worksheets:
        raise refusals.empty()
    return book


def _plain(value: object) -> Cell:
    """Give an openpyxl value as a Cell; what is no value (an array formula) shows as one."""
    if value is None:
        return ""
    if isinstance(value, (str, int, float, datetime)):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time())
    if isinstance(value, timedelta) and timedelta() <= value < _DAY:
        value = (datetime.combine(date.min, time()) + value).time()
    if isinstance(value, time):
        return value.isoformat()
    return FORMULA_SIGN

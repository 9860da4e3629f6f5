"""Opening a file of either format, as one kind of table."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from station.files import refusals
from station.files.csv_source import csv_records
from station.files.limits import LIMITS, FileLimits
from station.files.sniff import FileFormat, Sniffed, sniff
from station.files.table import Record, Table, Watch, on_and_on, text_of

HEAD_ROWS = 60


@dataclass(frozen=True, slots=True)
class Source:
    """An open file: what it is, and its records from the top as often as they are asked for."""

    name: str
    sniffed: Sniffed
    records: Callable[[Watch], Iterator[Record]]
    mac_dates: bool = False
    other_sheets: tuple[str, ...] = ()

    def head(self, rows: int = HEAD_ROWS) -> tuple[Record, ...]:
        """Give the first records without reading the rest; raises Trouble when there is none."""
        first = tuple(islice(self.records(on_and_on), rows))
        if not first:
            raise refusals.empty()
        return first

    def table(self, header: Record) -> Table:
        """Give the table whose columns the record `header` names."""
        number, cells = header
        return Table(
            columns=tuple(text_of(cell) for cell in cells),
            header_row=number,
            records=self.records,
            delimiter=self.sniffed.delimiter,
            mac_dates=self.mac_dates,
        )


@contextmanager
def open_source(path: Path, limits: FileLimits = LIMITS, delimiter: str = "") -> Iterator[Source]:
    """Open a CSV or XLSX file for the with block; raises Trouble when it must be refused."""
    sniffed = sniff(path, limits, delimiter)
    if sniffed.format is FileFormat.CSV:

        def records(watch: Watch) -> Iterator[Record]:
            return csv_records(path, sniffed, limits, watch)

        yield Source(path.name, sniffed, records)
        return
    from station.files.xlsx_source import XlsxSource

    book = XlsxSource(path, limits)
    try:
        yield Source(path.name, sniffed, book.records, book.mac_dates, book.other_sheets)
    finally:
        book.close()

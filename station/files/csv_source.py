"""CSV text, record by record, with every limit checked before the memory is spent."""

import csv
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import IO

from station.files import refusals
from station.files.limits import FileLimits
from station.files.sniff import Sniffed
from station.files.table import Record, Watch

_WATCH_EVERY = 512


class _Lines:
    """Lines of the file, counted, none longer than the limit, few of them in one record."""

    def __init__(self, file: IO[str], limits: FileLimits) -> None:
        self._file = file
        self._limits = limits
        self.number = 0
        self.begun = 0

    def __iter__(self) -> Iterator[str]:
        longest = self._limits.line_characters
        while line := self._file.readline(longest + 1):
            self.number += 1
            if len(line) > longest:
                raise refusals.cell_too_long(self.number, self._limits.cell_characters)
            if self.number - self.begun > self._limits.record_lines:
                raise refusals.broken_quotes(self.begun + 1)
            yield line


def csv_records(path: Path, sniffed: Sniffed, limits: FileLimits, watch: Watch) -> Iterator[Record]:
    """Give (line on which the record begins, cells) of every record; raises Trouble."""
    try:
        size = path.stat().st_size or 1
        with path.open("rb") as raw, TextIOWrapper(raw, sniffed.encoding, newline="") as file:
            for count, record in enumerate(_records(file, sniffed, limits)):
                if count % _WATCH_EVERY == 0 and not watch(min(1.0, raw.tell() / size)):
                    raise refusals.cancelled()
                yield record
    except (OSError, UnicodeDecodeError) as error:
        # It was whole when it was sniffed: the share went away, or somebody wrote into it.
        raise refusals.unreachable(path.name) from error


def _records(file: IO[str], sniffed: Sniffed, limits: FileLimits) -> Iterator[Record]:
    lines = _Lines(file, limits)
    # strict: without it an unclosed quote swallows the rest of the file without a word.
    reader = csv.reader(lines, delimiter=sniffed.delimiter, strict=True)
    count = 0
    try:
        for cells in reader:
            begun, lines.begun = lines.begun + 1, lines.number
            if begun <= sniffed.skipped:
                continue
            count += 1
            if count > limits.rows:
                raise refusals.too_many_rows(limits.rows)
            _check(cells, begun, limits)
            yield begun, tuple(cells)
    except csv.Error as error:
        raise refusals.broken_quotes(lines.begun + 1) from error


def _check(cells: list[str], line: int, limits: FileLimits) -> None:
    if len(cells) > limits.columns:
        raise refusals.too_many_columns(line, limits.columns)
    if cells and len(max(cells, key=len)) > limits.cell_characters:
        raise refusals.cell_too_long(line, limits.cell_characters)

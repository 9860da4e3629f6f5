"""What a file is before anybody has said so: its format, encoding, delimiter and header row."""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from station.files import refusals
from station.files.limits import LIMITS, FileLimits
from station.files.table import Cells, text_of

DELIMITERS = (";", "\t", ",", "|")
HEAD_LINES = 60
_CHUNK = 1 << 20
_SPREADSHEET_HINT = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_HAS_LETTER = re.compile(r"[^\W\d_]")
_LOOKS_LIKE_DATA = re.compile(r"[-+]?\d[\d.,:/ T-]*$|\d{1,4}[-./]\d{1,2}[-./]\d{1,4}")
_DECIMALS = re.compile(r"[-+]?\d+([.,])\d+")


class FileFormat(StrEnum):
    """The two formats that are read."""

    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class Sniffed:
    """What a file turned out to be; `skipped` lines stand before the first row (`sep=;`)."""

    format: FileFormat
    encoding: str = ""
    delimiter: str = ""
    skipped: int = 0


def sniff(path: Path, limits: FileLimits = LIMITS, delimiter: str = "") -> Sniffed:
    """Look at the whole file once; a `delimiter` that is given is believed. Raises Trouble."""
    try:
        size = path.stat().st_size
        if size > limits.file_bytes:
            raise refusals.too_large(size / 1e6, limits.file_bytes / 1e6)
        if _format(path) is FileFormat.XLSX:
            return Sniffed(FileFormat.XLSX)
        encoding = _encoding(path)
        lines = _first_lines(path, encoding, limits)
    except OSError as error:
        raise refusals.unreachable(path.name) from error
    hint = _SPREADSHEET_HINT.fullmatch(lines[0]) if lines else None
    if hint:
        return Sniffed(FileFormat.CSV, encoding, delimiter or hint[1], skipped=1)
    return Sniffed(FileFormat.CSV, encoding, delimiter or delimiter_of(lines))


def delimiter_of(lines: Sequence[str]) -> str:
    """Give the delimiter that cuts most lines into the same number of cells."""

    def fit(delimiter: str) -> tuple[int, int]:
        try:
            rows = list(csv.reader(lines, delimiter=delimiter))
        except csv.Error:  # a quote that never closes; the reading itself will name its line
            return 0, 0
        widths = Counter(len(row) for row in rows if len(row) > 1)
        # The commonest width; among equally common ones the widest.
        count, width = max(((n, width) for width, n in widths.items()), default=(0, 0))
        return count, width

    best = max(DELIMITERS, key=fit)
    return best if fit(best) > (0, 0) else ","


def header_row_of(rows: Sequence[tuple[int, Cells]]) -> int:
    """Give the number of the first row that names columns: words, all different, full width.

    Gives the first row's number when no row looks like a header.
    """
    widths = Counter(_width(cells) for _, cells in rows if _width(cells) > 1)
    usual = max(widths, key=lambda width: (widths[width], width), default=0)
    for number, cells in rows:
        names = [text_of(cell).casefold() for cell in cells if text_of(cell)]
        if len(names) >= max(2, usual) and _all_names(names):
            return number
    return rows[0][0] if rows else 1


def decimal_sign(texts: Iterable[str]) -> str:
    """Give the decimal sign that the numbers use: ",", ".", "mixed", or "" when none has one."""
    signs = {found[1] for text in texts if (found := _DECIMALS.fullmatch(text.strip()))}
    return "mixed" if len(signs) > 1 else next(iter(signs), "")


def _width(cells: Cells) -> int:
    return sum(1 for cell in cells if text_of(cell))


def _all_names(names: Sequence[str]) -> bool:
    return len(set(names)) == len(names) and all(
        _HAS_LETTER.search(name) and not _LOOKS_LIKE_DATA.match(name) for name in names
    )


def _format(path: Path) -> FileFormat:
    with path.open("rb") as file:
        start = file.read(8)
    if not start:
        raise refusals.empty()
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise refusals.old_workbook()
    if start.startswith(b"%PDF"):
        raise refusals.not_a_table(1)
    return FileFormat.XLSX if start.startswith(b"PK\x03\x04") else FileFormat.CSV


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        tries: tuple[str, ...] = ("utf-16",)
    elif start.startswith(codecs.BOM_UTF8):
        tries = ("utf-8-sig",)
    else:
        tries = ("utf-8", "cp1252")
    line = 0
    for encoding in tries:
        line = _first_fault(path, encoding)
        if not line:
            return encoding
    raise refusals.not_a_table(line)


def _first_fault(path: Path, encoding: str) -> int:
    """Give the line that cannot be decoded, 0 when all can; refuse a NUL character at once."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                return line + bytes(error.object[: error.start]).count(b"\n")
            if (at := text.find("\0")) >= 0:
                raise refusals.nul_bytes(line + text.count("\n", 0, at))
            if not chunk:
                return 0
            line += text.count("\n")


def _first_lines(path: Path, encoding: str, limits: FileLimits) -> list[str]:
    lines: list[str] = []
    with path.open(encoding=encoding, newline="") as file:
        while len(lines) < HEAD_LINES and (line := file.readline(limits.line_characters)):
            lines.append(line)
    return lines

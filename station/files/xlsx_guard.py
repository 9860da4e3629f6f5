"""A look through a workbook before it is opened: nothing in it may unpack beyond its limits.

Every part goes through the same XML parser that openpyxl uses afterwards, but nothing is kept.
So what is measured here is what openpyxl will meet: no document types (external entities, the
«billion laughs»), no endless rows or columns, no row that silently replaces another.
"""

from pathlib import Path
from xml.parsers import expat
from zipfile import ZipFile, ZipInfo

from station.files import refusals
from station.files.limits import FileLimits

_CHUNK = 1 << 18
_DEEPEST = 60
_ELEMENTS_IN_CELL = 12
_ALPHABET = 26
_ENCRYPTED = 0x1
_XML_ENDINGS = (".xml", ".rels")


def inspect(path: Path, limits: FileLimits) -> None:
    """Refuse a workbook that is unsafe or over its limits; raises Trouble (or BadZipFile)."""
    with ZipFile(path) as archive:
        parts = archive.infolist()
        if len(parts) > limits.parts or sum(p.file_size for p in parts) > limits.unpacked_bytes:
            raise refusals.unsafe_workbook()
        for part in parts:
            _inspect_part(archive, part, limits)


def _inspect_part(archive: ZipFile, part: ZipInfo, limits: FileLimits) -> None:
    if part.flag_bits & _ENCRYPTED:
        raise refusals.old_workbook()
    guard = _PartGuard(limits)
    with archive.open(part) as stream:
        try:
            while chunk := stream.read(_CHUNK):
                guard.feed(chunk)
        except expat.ExpatError as error:
            # A picture is no XML, and where this parser stops openpyxl's stops too.
            if part.filename.lower().endswith(_XML_ENDINGS):
                raise refusals.damaged_workbook() from error


class _PartGuard:
    """Counts what one part of a workbook holds while it streams past."""

    def __init__(self, limits: FileLimits) -> None:
        self._limits = limits
        self._depth = 0
        self._row_depth = 0  # the depth of the row that is open, 0 outside rows
        self._row = 0
        self._column = 0
        self._in_row = 0
        self._loose = 0
        self._parser = expat.ParserCreate(namespace_separator="}")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = _refuse_doctype

    def feed(self, chunk: bytes) -> None:
        """Count one stretch of the part, read in stretches of _CHUNK bytes."""
        self._parser.Parse(chunk)
        # A stretch of nothing but text; shorter ones are met where cells are read.
        if len(chunk) == _CHUNK and b"<" not in chunk:
            raise refusals.cell_too_long(max(1, self._row), self._limits.cell_characters)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise refusals.unsafe_workbook()
        tag = name.rpartition("}")[2]
        if self._row_depth:
            self._in_row += 1
            if self._in_row > self._limits.columns * _ELEMENTS_IN_CELL:
                raise refusals.too_many_columns(self._row, self._limits.columns)
            if tag == "c":
                self._cell(attributes.get("r"))
        elif tag == "row":
            self._open_row(attributes.get("r"))
        else:
            self._loose += 1
            if self._loose > self._limits.loose_elements:
                raise refusals.unsafe_workbook()

    def _end(self, _name: str) -> None:
        if self._depth == self._row_depth:
            self._row_depth = 0
        self._depth -= 1

    def _open_row(self, number: str | None) -> None:
        row = self._row + 1 if number is None else _whole(number)
        # openpyxl leaves out a row whose number is not above the last one: rather refuse it.
        if row <= self._row:
            raise refusals.damaged_workbook()
        if row > self._limits.rows:
            raise refusals.too_many_rows(self._limits.rows)
        self._row, self._column, self._in_row, self._row_depth = row, 0, 0, self._depth

    def _cell(self, reference: str | None) -> None:
        column = self._column + 1 if reference is None else _column_of(reference)
        if column <= self._column:
            raise refusals.damaged_workbook()
        if column > self._limits.columns:
            raise refusals.too_many_columns(self._row, self._limits.columns)
        self._column = column


def _refuse_doctype(*_declared: object) -> None:
    raise refusals.unsafe_workbook()


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < len("10000000")):
        raise refusals.damaged_workbook()
    return int(text)


def _column_of(reference: str) -> int:
    column = 0
    for letter in reference.rstrip("0123456789")[:4]:
        if not "A" <= letter <= "Z":
            raise refusals.damaged_workbook()
        column = column * _ALPHABET + ord(letter) - ord("A") + 1
    return column

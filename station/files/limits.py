"""How large a file of other people's making may be before it is refused."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileLimits:
    """Bounds on one file; beyond any of them it is refused whole, with the place named."""

    file_bytes: int = 50_000_000
    rows: int = 2_000_000
    columns: int = 200
    cell_characters: int = 65_536
    # One line, and one record of several lines: an unclosed quote must not swallow the file.
    line_characters: int = 1_000_000
    record_lines: int = 50
    # A workbook is a packed folder of XML: what it may unpack to, in how many parts, and how
    # many elements outside the rows of a sheet (they stay in memory while it is read).
    unpacked_bytes: int = 200_000_000
    parts: int = 500
    loose_elements: int = 1_000_000


LIMITS = FileLimits()

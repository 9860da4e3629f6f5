"""A table for a spreadsheet: CSV or XLSX, no cell of which is a formula, written whole or not."""

import csv
import io
import os
from collections.abc import Callable, Mapping, Sequence
from errno import ENOSPC
from pathlib import Path
from typing import Final

from station.core.i18n import N_
from station.core.trouble import Trouble
from station.files.report import guarded

Cell = str | int | float | None
"""What stands in a cell; a number stays a number."""

CSV, XLSX = "csv", "xlsx"
FORMATS: Final = (CSV, XLSX)
_DISK_FULL: Final = frozenset({ENOSPC, getattr(os, "EDQUOT", ENOSPC)})


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
    from station.files.export_book import as_book as make

    return make(sheets)


def write(path: Path, content: bytes, log: Callable[[], object] = lambda: None) -> None:
    """Write a file under a temporary name, flush it to the disk, and give it its name.

    `log` is called between the two, see write_all(). Raises Trouble `export_full` for a full disk,
    `export_in_use` for a file that is open in another program or may not be replaced,
    `export_place` otherwise; what stood there stays.
    """
    write_all({path: content}, log)


def write_all(files: Mapping[Path, bytes], log: Callable[[], object]) -> None:
    """Write files as write() does; none gets its name before all are on the disk and logged.

    `log` notes that they leave the house: where it fails, nothing has left. Raises as write() does.
    """
    parts = {path: path.with_name(f"{path.name}.part") for path in files}
    at = next(iter(files))
    try:
        try:
            for at, content in files.items():
                with parts[at].open("wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
            log()
            for at, part in parts.items():
                part.replace(at)
        except BaseException:
            for part in parts.values():
                part.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise told(error, at) from error


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


def _text(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return guarded(value)
    return str(value) if isinstance(value, int) else f"{value:.2f}".replace(".", ",")

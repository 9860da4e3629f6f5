"""Writing a finished print to a place the nurse chose: whole or not at all."""

import os
from pathlib import Path

from station.core.trouble import Trouble


def write(pdf: bytes, path: Path) -> None:
    """Write the file under a temporary name, flush it to the disk, and give it its name.

    Raises Trouble when the place cannot be written to; what stood there before then still does.
    """
    beside = path.with_name(f"{path.name}.part")
    try:
        with beside.open("wb") as file:
            file.write(pdf)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise Trouble(
            "print.place",
            "The print was not saved: this place cannot be written to. Nothing is lost."
            " Choose another folder and try again.",
        ) from error


def file_name(kind: str, code: str) -> str:
    """Give a name that tells nothing of a person: plan-7F3A-19.pdf."""
    kept = "".join(mark for mark in code if mark.isascii() and (mark.isalnum() or mark == "-"))
    return f"{kind}-{kept}.pdf" if kept else f"{kind}.pdf"

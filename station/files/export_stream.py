"""A file that is written piece by piece under another name, and takes its own when it is whole."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from station.files.export_table import told


class Sink(Protocol):
    """Takes text, piece after piece."""

    def write(self, text: str, /) -> object:
        """Append the text."""


@contextmanager
def whole_file(path: Path) -> Iterator[Sink]:
    """Give something to write UTF-8 text into; the file at `path` is replaced when all went well.

    Raises Trouble as export_table.write(); what stood there before is still there then.
    """
    beside = path.with_name(f"{path.name}.part")
    try:
        try:
            with beside.open("w", encoding="utf-8", newline="\n") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise told(error, path) from error

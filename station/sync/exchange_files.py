"""Writing a file to a stick so that it is whole or not there, and proving that it reads back."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from station.core.files import sync_folder
from station.sync import exchange_refusals as refusals

_PIECE = 1 << 20


class Counted:
    """A file that is being written, with the digest and the number of its bytes so far."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self.digest, self.size = file, hashlib.sha256(), 0

    def write(self, content: bytes) -> int:
        """Write the next bytes; OSError if the stick takes no more."""
        self.digest.update(content)
        self.size += len(content)
        return self._file.write(content)


def put(path: Path, fill: Callable[[Counted], object]) -> int:
    """Let `fill` write a file that appears at `path` whole or not at all; give its size in bytes.

    It is flushed to the stick, named, and read back from it. Trouble `exchange_unwritable` or
    `exchange_readback` says what went wrong; what stood at `path` is left unless all went well.
    """
    temporary = path.with_name(f"{path.name}.new")
    try:
        counted = _filled(temporary, fill)
        if _digest(temporary) != counted.digest.digest():
            raise refusals.changed_on_the_way(path.name)
        temporary.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise refusals.unwritable(path.name) from error
    finally:
        _take_away(temporary)
    return counted.size


def _filled(path: Path, fill: Callable[[Counted], object]) -> Counted:
    # What lies there is from a stick that was pulled out, or leads away from the stick.
    path.unlink(missing_ok=True)
    with path.open("xb") as file:
        counted = Counted(file)
        fill(counted)
        file.flush()
        os.fsync(file.fileno())
        _forget(file.fileno())
    return counted


def _forget(descriptor: int) -> None:
    """Ask the system not to answer from its memory when the file is read back."""
    if hasattr(os, "posix_fadvise"):  # pragma: no branch  (Windows has no way to ask)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)


def _digest(path: Path) -> bytes:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.digest()


def _take_away(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        # The stick is gone, and the rest of a file with it.
        return

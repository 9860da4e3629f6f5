"""One running program per file: a lock that the system lets go of when the program ends."""

import json
import os
import sys
from pathlib import Path
from typing import BinaryIO

from station.core.trouble import Trouble

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

# Far behind the text, so that Windows lets others read who holds the lock.
_LOCKED_BYTE = 1 << 20
_LONGEST = 4096


class InstanceLock:
    """The lock beside a database; it names its holder, so that others know whom to ask."""

    def __init__(self, path: Path) -> None:
        """Prepare the lock at `path`; nothing is held yet."""
        self._path = path
        self._file: BinaryIO | None = None

    @property
    def held(self) -> bool:
        """Tell whether this object holds the lock."""
        return self._file is not None

    def acquire(self, holder: str) -> None:
        """Take the lock in the name of `holder`; Trouble `in_use` names who has it."""
        if self._file is not None:
            self.rename(holder)
            return
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise Trouble(
                "place_read_only",
                "The folder with the records cannot be written to. Is the disk in place?",
            ) from error
        file = os.fdopen(descriptor, "r+b", buffering=0)
        if not _try_lock(file):
            file.close()
            raise _in_use(self.holder())
        self._file = file
        self.rename(holder)

    def rename(self, holder: str) -> None:
        """Write another holder's name into the lock that is held."""
        if self._file is None:
            raise RuntimeError("the lock is not held")
        text = json.dumps({"name": holder, "pid": os.getpid()}, ensure_ascii=False).encode()
        self._file.seek(0)
        self._file.write(text)
        self._file.truncate(len(text))

    def holder(self) -> str:
        """Give the name in the lock, "" if there is none; it says nothing about being held."""
        try:
            with self._path.open("rb") as file:
                return str(json.loads(file.read(_LONGEST))["name"])
        except (OSError, ValueError, KeyError, TypeError):
            return ""

    def release(self) -> None:
        """Let the lock go; the file stays, since removing it would race with the next program."""
        if self._file is not None:
            self._file.seek(0)
            self._file.truncate(0)
            self._file.close()
            self._file = None


def _try_lock(file: BinaryIO) -> bool:
    try:
        if sys.platform == "win32":
            file.seek(_LOCKED_BYTE)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _in_use(holder: str) -> Trouble:
    if not holder:
        return Trouble("in_use", "Station is already open on this PC. Use the window that is open.")
    return Trouble(
        "in_use",
        "Station is already open; {name} was the last to sign in. Use the window that is open.",
        name=holder,
    )

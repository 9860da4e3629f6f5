"""Is the file still the one that was opened? SQLite says nothing when it was exchanged."""

from dataclasses import dataclass, field
from pathlib import Path

from station.core.i18n import N_
from station.core.trouble import Trouble


@dataclass(slots=True)
class FileIdentity:
    """Which file was opened (device and number) and how large it has been."""

    path: Path
    _which: tuple[int, int] = field(init=False)
    _size: int = field(init=False)

    def __post_init__(self) -> None:
        """Remember the file as it is now."""
        status = self.path.stat()
        self._which = (status.st_dev, status.st_ino)
        self._size = status.st_size

    def check(self) -> None:
        """Raise Trouble `database_gone` or `database_cut` if the file is not what it was."""
        try:
            status = self.path.stat()
        except OSError as error:
            raise _gone() from error
        if (status.st_dev, status.st_ino) != self._which:
            raise _gone()
        # Nothing in Station makes the open file smaller.
        if status.st_size < self._size:
            raise Trouble(
                "database_cut",
                N_("A part of the file with the records is gone. Nothing more is saved in it."),
            )

    def grown(self) -> None:
        """Remember the size the file has grown to."""
        self._size = max(self._size, self.path.stat().st_size)


def _gone() -> Trouble:
    return Trouble(
        "database_gone",
        N_(
            "The file with the records was moved or exchanged while Station was open. "
            "Nothing more is saved in it."
        ),
    )

"""Where Station keeps its files: one folder, called its home."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of one installation and the names inside it; only the log is in clear."""

    root: Path

    @property
    def database(self) -> Path:
        """Give the place of the encrypted database."""
        return self.root / "station.db"

    @property
    def keys(self) -> Path:
        """Give the place of the key file."""
        return self.root / "station.keys"

    @property
    def lock(self) -> Path:
        """Give the place of the lock that one running program holds."""
        return self.root / "station.lock"

    @property
    def backups(self) -> Path:
        """Give the folder of the backups that stay on this machine."""
        return self.root / "backups"

    @property
    def log(self) -> Path:
        """Give the place of the technical log, which names no person."""
        return self.root / "station.log"

    @property
    def anchor(self) -> Path:
        """Give the place of the second copy of the audit log's head."""
        return self.root / "station.anchor"

    @property
    def restored(self) -> Path:
        """Give the place of the note that a backup was put back, until the log has it."""
        return self.root / "station.restored"

    def prepare(self) -> None:
        """Make the folder and its backup folder, for the owner's eyes only where the system can."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.backups.mkdir(mode=0o700, exist_ok=True)


def default_home() -> Home:
    """Give the home named by STATION_HOME, or the system's usual place for local data."""
    if named := os.environ.get("STATION_HOME"):
        return Home(Path(named))
    return Home(_usual_place() / "Station")


def _usual_place() -> Path:
    if sys.platform == "win32":
        # Local, not roaming: a roaming profile would copy the file to a server.
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")

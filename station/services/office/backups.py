"""Backups: one beside the file at log-out, one sealed under its own passphrase for the safe."""

import shutil
import tempfile
from pathlib import Path

from station.core.paths import Home
from station.core.trouble import Trouble
from station.models import backup
from station.models.backup import Backup, Keys
from station.models.records import signins
from station.security.passwords import Cost
from station.security.sealed import seal
from station.security.secrets import AUDIT, DATABASE
from station.services.office.signin import SignIn
from station.services.record import Record
from station.services.session import Session

__all__ = ["Backup", "Backups"]


class Backups:
    """Makes and proves copies of the open file."""

    def __init__(self, home: Home, record: Record, door: SignIn, cost: Cost | None = None) -> None:
        """Copy what `record` holds, under the keys behind `door`; sealed copies at `cost`."""
        self._home = home
        self._record = record
        self._door = door
        self._cost = cost

    def make(self, session: Session) -> Backup:
        """Make a verified backup beside the file; Trouble `backup_failed` or `disk_full`."""
        keys = self._keys()
        with self._record.write(session) as writer:
            signins.backup_made(writer, "here")
        database = self._record.database
        if database is None:
            raise Trouble("locked", "Station is locked. Sign in and try again.")
        return backup.make_backup(database, self._home, keys, self._record.clock.now())

    def seal_to(self, session: Session, target: Path, passphrase: str) -> None:
        """Write a backup that may leave the PC to `target`: encrypted once more, padded in size."""
        made = self.make(session)
        with tempfile.TemporaryDirectory(dir=self._home.backups) as folder:
            # Inside the sealed file the two have their everyday names.
            database, keys = Path(folder, "station.db"), Path(folder, "station.keys")
            shutil.copyfile(made.database, database)
            shutil.copyfile(made.keys, keys)
            try:
                seal((database, keys), target, passphrase, self._cost)
            except OSError as error:
                raise Trouble(
                    "backup_not_written",
                    "The backup could not be written there. Is the stick in, with enough room?",
                ) from error
        with self._record.write(session) as writer:
            signins.backup_made(writer, "sealed")

    def newest(self) -> Backup | None:
        """Give the newest backup on this PC."""
        return next(iter(backup.backups(self._home)), None)

    def drill(self, made: Backup) -> dict[str, int]:
        """Open a backup as a restore would, and give its rows per table.

        Raises Trouble `backup_failed` with the reason if it would not restore.
        """
        keys = self._keys()
        if problem := backup.problem_of(made.database, keys):
            raise Trouble("backup_failed", problem)
        return backup.rows_in(made.database, keys)

    def _keys(self) -> Keys:
        key = self._door.data_key()
        return Keys(key.derive(DATABASE), key.derive(AUDIT))

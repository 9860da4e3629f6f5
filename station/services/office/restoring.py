"""Putting a backup back: which there are, what would be lost, and the restore itself."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from station.core.clock import Clock
from station.core.i18n import N_
from station.core.paths import Home
from station.core.trouble import Trouble
from station.models import backup, restoration
from station.models.backup import Backup, Keys
from station.models.diagnosis import PAGE_BYTES, file_salt
from station.models.instance import InstanceLock
from station.models.schema import newer
from station.security.keystore import KeyStore
from station.security.sealed import unseal
from station.security.secrets import AUDIT, DATABASE
from station.services.office.headless import named

__all__ = [
    "Listed",
    "Proof",
    "Restored",
    "finish",
    "listed",
    "newest_usable",
    "restore",
    "restore_sealed",
]


@dataclass(frozen=True, slots=True)
class Proof:
    """Who opens a copy to look into it: name or initials, and the password of the copy's day."""

    name: str
    password: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A backup, its age in ms, its rows per table if it was opened, and why it is of no use."""

    backup: Backup
    age: int
    rows: Mapping[str, int] | None = None
    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back, how many ms before now it was made, and where the old files are."""

    made_at: int
    lost: int
    aside: Path
    rows: Mapping[str, int] | None


def listed(home: Home, clock: Clock, proof: Proof | None = None) -> tuple[Listed, ...]:
    """Give the backups of a home, newest first; with a `proof` each is opened and checked."""
    return tuple(_listed(each, clock, proof) for each in backup.backups(home))


def newest_usable(home: Home, clock: Clock) -> Listed | None:
    """Give the newest backup that looks whole from outside, None if there is none."""
    return next((each for each in listed(home, clock) if each.trouble is None), None)


def restore(home: Home, clock: Clock, name: str = "", proof: Proof | None = None) -> Restored:
    """Put the backup of this file name back, the newest without; with a `proof` checked inside.

    Raises Trouble `no_backup`, `backup_unknown`, `backup_garbled`, `backup_failed`,
    `database_newer`, `in_use`, `restore_failed` or one about the password; then nothing changed.
    """
    return _put_back(home, clock, _chosen(home, name), proof)


def restore_sealed(
    home: Home, clock: Clock, sealed: Path, passphrase: str, proof: Proof | None = None
) -> Restored:
    """Put a sealed copy back; Trouble as restore(), `sealed_missing`, `_wrong` or `_damaged`."""
    home.prepare()
    with tempfile.TemporaryDirectory(dir=home.backups) as folder:
        try:
            # The name of a sealed file tells nothing; when it was written is the best there is.
            made_at = int(sealed.stat().st_mtime * 1000)
            unseal(sealed, Path(folder), passphrase)
        except OSError as error:
            raise Trouble(
                "sealed_missing", N_("The sealed copy could not be read. Nothing was changed.")
            ) from error
        inside = Home(Path(folder))
        return _put_back(home, clock, Backup(inside.database, inside.keys, made_at), proof)


def finish(home: Home) -> None:
    """Finish a restore that a program died in; leave it to a program that holds the file."""
    if not restoration.unfinished(home):
        return
    lock = InstanceLock(home.lock)
    try:
        lock.acquire("")
    except Trouble:
        return
    try:
        restoration.finish(home)
    finally:
        lock.release()


def _listed(found: Backup, clock: Clock, proof: Proof | None) -> Listed:
    one = Listed(found, _age(found, clock))
    try:
        return replace(one, rows=_checked(found, clock, proof))
    except Trouble as trouble:
        return replace(one, trouble=trouble)


def _chosen(home: Home, name: str) -> Backup:
    there = backup.backups(home)
    if not there:
        raise Trouble("no_backup", N_("There is no backup in the folder of this installation."))
    for each in there:
        if not name or each.database.name == Path(name).name:
            return each
    raise Trouble(
        "backup_unknown",
        N_("No backup is called {name}. The newest is {newest}."),
        name=Path(name).name,
        newest=there[0].database.name,
    )


def _put_back(home: Home, clock: Clock, made: Backup, proof: Proof | None) -> Restored:
    lock = InstanceLock(home.lock)
    lock.acquire("")
    try:
        restoration.finish(home)
        rows = _checked(made, clock, proof)
        aside = restoration.restore(home, made, clock.now())
    except OSError as error:
        raise Trouble(
            "restore_failed",
            N_("The backup could not be put back. The file is as it was. Is there enough room?"),
        ) from error
    finally:
        lock.release()
    return Restored(made.made_at, _age(made, clock), aside, rows)


def _age(made: Backup, clock: Clock) -> int:
    return max(clock.now() - made.made_at, 0)


def _checked(made: Backup, clock: Clock, proof: Proof | None) -> Mapping[str, int] | None:
    """Look at a copy from outside, with a proof inside too, and give its rows."""
    store = KeyStore(made.keys, clock)
    size = made.database.stat().st_size if made.database.exists() else 0
    if not size or size % PAGE_BYTES or file_salt(made.database) != store.read().file_salt:
        raise Trouble(
            "backup_garbled",
            N_("This backup is damaged, or its key file is of another one. Choose an older one."),
        )
    if proof is None:
        return None
    key = store.open(named(store.people(), proof.name).slot_id, proof.password).key
    keys = Keys(key.derive(DATABASE), key.derive(AUDIT))
    key.wipe()
    if problem := backup.problem_of(made.database, keys):
        raise Trouble("backup_failed", problem)
    if backup.is_newer(made.database, keys):
        raise newer()
    return backup.rows_in(made.database, keys)

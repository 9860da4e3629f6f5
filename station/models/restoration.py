"""Putting a backup back: first everything is beside the file, then it takes the names.

Whenever the program dies, the file is either the old one, whole, or finish() makes it the new one.
The old files are copied to a folder of their own and never deleted.
"""

import json
import shutil
from pathlib import Path

from station.core.files import replace_file, sync_file, sync_folder
from station.core.paths import Home
from station.models.backup import Backup, stamp

_SECOND_MS = 1000


def restore(home: Home, backup: Backup, now: int) -> Path:
    """Put a backup in the place of closed files; give the folder the old ones were set aside in.

    The caller holds the lock of `home`. Raises OSError before anything was changed if the disk
    has no room.
    """
    new = _new(home)
    for source, (beside, _) in zip((backup.keys, backup.database), new, strict=True):
        _copy(source, beside)
    aside = _aside(home, now)
    for path in (home.database, *_journal(home), home.keys):
        if path.exists():
            _copy(path, aside / path.name)
    sync_folder(aside)
    sync_folder(home.root)
    # From here on there is only one way, and finish() knows it from this note.
    replace_file(home.restored, json.dumps({"made_at": backup.made_at}).encode())
    finish(home)
    return aside


def finish(home: Home) -> None:
    """Give the names to what restore() laid beside the files; nothing happens if it is done."""
    if not home.restored.exists():
        return
    for beside, place in _new(home):
        if not beside.exists():
            continue
        if place == home.database:
            # The journal belongs to the old file, and would be played into the new one.
            for path in _journal(home):
                path.unlink(missing_ok=True)
        beside.replace(place)
    sync_folder(home.root)


def unfinished(home: Home) -> bool:
    """Tell whether a program died while it put a backup back."""
    return home.restored.exists() and any(beside.exists() for beside, _ in _new(home))


def restored(home: Home) -> int | None:
    """Give when the backup that was put back was made (UTC ms, 0 if unknown), None without one."""
    try:
        return int(json.loads(home.restored.read_bytes())["made_at"])
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        return 0


def forget(home: Home) -> None:
    """Take the note away, once the log has it."""
    home.restored.unlink(missing_ok=True)


def _new(home: Home) -> tuple[tuple[Path, Path], tuple[Path, Path]]:
    keys, database = (
        path.with_name(f"{path.name}.restoring") for path in (home.keys, home.database)
    )
    return (keys, home.keys), (database, home.database)


def _journal(home: Home) -> tuple[Path, ...]:
    return tuple(home.database.with_name(f"station.db{end}") for end in ("-wal", "-shm"))


def _aside(home: Home, now: int) -> Path:
    while (folder := home.root / f"aside-{stamp(now)}").exists():
        now += _SECOND_MS
    folder.mkdir(mode=0o700)
    return folder


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    sync_file(target)

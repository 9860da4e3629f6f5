"""Is the home folder a safe place? Network drives and synchronised folders damage databases."""

import os
import shutil
import sys
from pathlib import Path

ENOUGH_BYTES = 200 * 1024 * 1024
_CLOUDS = ("onedrive", "dropbox", "google drive", "googledrive", "icloud", "nextcloud", "owncloud")
_NETWORKS = ("nfs", "cifs", "smb", "sshfs", "fuse.", "9p", "afs", "davfs")
_REMOTE_DRIVE = 4

if sys.platform == "win32":
    import ctypes

    def _is_remote_drive(where: Path) -> bool:
        kind = ctypes.windll.kernel32.GetDriveTypeW(where.drive + os.sep)
        return where.drive.startswith("\\\\") or kind == _REMOTE_DRIVE


def is_synchronised(folder: Path) -> bool:
    """Tell whether a cloud service would copy the folder behind the program's back."""
    parts = [part.casefold() for part in folder.absolute().parts]
    return any(part.startswith(cloud) for part in parts for cloud in _CLOUDS)


def is_remote(folder: Path, mounts: Path = Path("/proc/self/mounts")) -> bool:
    """Tell whether the folder is on another machine; False where the system does not say."""
    where = folder.absolute()
    if sys.platform == "win32":
        return _is_remote_drive(where)
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    found = [line.split()[1:3] for line in lines]
    above = [
        (point, kind) for point, kind in found if where.is_relative_to(point.replace("\\040", " "))
    ]
    nearest = max(above, key=lambda mount: len(mount[0]), default=("", ""))
    return nearest[1].startswith(_NETWORKS)


def free_bytes(folder: Path) -> int:
    """Give the free room where the folder is, or would be made, in bytes."""
    where = folder.absolute()
    while not where.exists() and where != where.parent:
        where = where.parent
    return shutil.disk_usage(where).free

"""Node packages of others for tests: installed once from the lock file, outside the tree."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path
from tempfile import mkdtemp

import pytest

_LOCKED = Path(__file__).parent / "packages"
_FILES = ("package.json", "package-lock.json")
_PATIENCE_S = 110


def node_folder() -> Path:
    """Give a folder with the locked packages in `node_modules`; skip where they cannot be had.

    A folder is named by its lock file, so that a new lock gets a new one; two runs that install
    at once each fill a folder of their own, and the first to be ready gives its to both.
    """
    npm = shutil.which("npm")
    if not shutil.which("node") or not npm:
        pytest.skip("node and npm are not installed here; the servers of others need them")
    target = _cache() / f"node-{_fingerprint()}"
    if not (target / "node_modules").is_dir():
        _install(npm, target)
    return target


def _install(npm: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    room = Path(mkdtemp(prefix="installing-", dir=target.parent))
    try:
        for name in _FILES:
            shutil.copy(_LOCKED / name, room)
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(
            command, cwd=room, capture_output=True, text=True, check=False, timeout=_PATIENCE_S
        )
        if done.returncode:
            pytest.skip(f"npm ci did not succeed here: {done.stderr.strip()[-300:]}")
        if not target.exists():
            room.rename(target)
    except OSError:
        if not target.exists():  # otherwise another run was ready first
            raise
    except subprocess.TimeoutExpired:
        pytest.skip(f"npm ci was not done within {_PATIENCE_S} seconds")
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _cache() -> Path:
    place = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(place) / "station-tests"


def _fingerprint() -> str:
    content = b"".join((_LOCKED / name).read_bytes() for name in _FILES)
    return hashlib.sha256(content).hexdigest()[:16]

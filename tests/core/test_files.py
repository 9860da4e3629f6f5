"""Files that are the old one or the new one."""

import os
import stat
from pathlib import Path

import pytest

from station.core.files import replace_file, sync_file, sync_folder


@pytest.mark.parametrize("durable", [True, False])
def test_the_new_content_takes_the_place_of_the_old(tmp_path: Path, durable: bool) -> None:
    path = tmp_path / "station.keys"
    replace_file(path, b"old", durable=durable)
    replace_file(path, b"new", durable=durable)
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_failure_before_the_last_step_leaves_the_old_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "station.keys"
    replace_file(path, b"old")

    def no_room(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(OSError, match="No space"):
        replace_file(path, b"new")
    assert path.read_bytes() == b"old"


def test_windows_has_no_folders_to_sync(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "name", "nt")
    sync_folder(tmp_path / "missing")


def test_a_file_can_be_made_durable_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "copy"
    path.write_bytes(b"x")
    sync_file(path)
    assert path.read_bytes() == b"x"

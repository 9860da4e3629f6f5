"""Places where a database would be damaged."""

from pathlib import Path

import pytest

from station.models.place import free_bytes, is_remote, is_synchronised

MOUNTS = """/dev/sda1 / ext4 rw 0 0
server:/homes /home nfs4 rw 0 0
//server/felles /mnt/felles\\040mappe cifs rw 0 0
/dev/sdb1 /home/local ext4 rw 0 0
"""


@pytest.fixture
def mounts(tmp_path: Path) -> Path:
    path = tmp_path / "mounts"
    path.write_text(MOUNTS, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("folder", "remote"),
    [
        ("/var/lib/station", False),
        ("/home/nurse/station", True),
        ("/home/local/station", False),
        ("/mnt/felles mappe/station", True),
        ("/homestead", False),
    ],
)
def test_the_nearest_mount_decides(mounts: Path, folder: str, remote: bool) -> None:
    assert is_remote(Path(folder), mounts) == remote


def test_a_system_that_does_not_say_is_taken_as_local(tmp_path: Path) -> None:
    assert not is_remote(tmp_path, tmp_path / "none")


@pytest.mark.parametrize(
    ("folder", "synchronised"),
    [
        ("/home/n/OneDrive - Kommune/station", True),
        ("/home/n/Dropbox", True),
        ("/home/n/Nextcloud/x", True),
        ("/home/n/station", False),
        ("/home/n/mydropbox", False),
    ],
)
def test_synchronised_folders_are_known_by_name(folder: str, synchronised: bool) -> None:
    assert is_synchronised(Path(folder)) == synchronised


def test_there_is_room_where_the_test_runs(tmp_path: Path) -> None:
    assert free_bytes(tmp_path) > 0


def test_free_room_is_told_for_a_folder_that_will_be_made(tmp_path: Path) -> None:
    assert free_bytes(tmp_path / "no" / "such") > 0

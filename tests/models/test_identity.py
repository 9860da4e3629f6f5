"""Whether the file is still the one that was opened."""

from pathlib import Path

import pytest

from station.core.trouble import Trouble
from station.models.identity import FileIdentity


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "station.db"
    place.write_bytes(b"x" * 100)
    return place


def code_of(identity: FileIdentity) -> str:
    with pytest.raises(Trouble) as caught:
        identity.check()
    return caught.value.code


def test_the_same_file_may_grow(path: Path) -> None:
    identity = FileIdentity(path)
    path.write_bytes(path.read_bytes() + b"more")
    identity.check()
    identity.grown()
    identity.check()


def test_a_deleted_file_is_noticed(path: Path) -> None:
    identity = FileIdentity(path)
    path.unlink()
    assert code_of(identity) == "database_gone"


def test_an_exchanged_file_is_noticed(path: Path) -> None:
    identity = FileIdentity(path)
    other = path.with_name("other")
    other.write_bytes(path.read_bytes())
    other.replace(path)
    assert code_of(identity) == "database_gone"


def test_a_cut_file_is_noticed(path: Path) -> None:
    identity = FileIdentity(path)
    path.write_bytes(path.read_bytes() + b"more")
    identity.grown()
    path.write_bytes(b"x" * 103)
    assert code_of(identity) == "database_cut"

"""Four reasons behind one error of the driver, each with its own sentence."""

import os
import shutil
from pathlib import Path

import pytest

from station.models.diagnosis import file_salt, unreadable
from tests.conftest import DATA_KEY


@pytest.fixture
def path(tmp_path: Path, empty_file: Path) -> Path:
    place = tmp_path / "station.db"
    shutil.copyfile(empty_file, place)
    return place


def overwrite(path: Path, at: int, content: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(content)


def test_a_damaged_header_is_told_and_the_rest_still_opens(path: Path) -> None:
    salt = file_salt(path)
    overwrite(path, 0, b"\0" * 16)
    assert unreadable(path, DATA_KEY, salt).code == "database_header_damaged"


def test_damage_behind_the_header_is_told(path: Path) -> None:
    salt = file_salt(path)
    overwrite(path, 16, os.urandom(4080))
    assert unreadable(path, DATA_KEY, salt).code == "database_damaged"


def test_another_installations_file_is_told(path: Path) -> None:
    assert unreadable(path, bytes(32), b"s" * 16).code == "database_foreign"


@pytest.mark.parametrize("size", [100, 5000])
def test_garbage_is_told(path: Path, size: int) -> None:
    salt = file_salt(path)
    path.write_bytes(os.urandom(size))
    assert unreadable(path, DATA_KEY, salt).code == "database_garbage"


def test_each_reason_has_its_own_sentence(path: Path) -> None:
    salt = file_salt(path)
    sentences = {unreadable(path, bytes(32), b"s" * 16).sentence()}
    overwrite(path, 0, b"\0" * 16)
    sentences.add(unreadable(path, DATA_KEY, salt).sentence())
    overwrite(path, 0, salt + os.urandom(4080))
    sentences.add(unreadable(path, DATA_KEY, salt).sentence())
    path.write_bytes(os.urandom(999))
    sentences.add(unreadable(path, DATA_KEY, salt).sentence())
    assert len(sentences) == 4

"""A file written piece by piece is whole or not there, and what stood there stays."""

from pathlib import Path

import pytest

from station.core.trouble import Trouble
from station.files.export_stream import whole_file


def test_the_file_takes_its_name_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "ut.json"
    with whole_file(path) as sink:
        sink.write("[1,\n")
        assert not path.exists()
        sink.write("«to»]")
    assert path.read_bytes() == "[1,\n«to»]".encode()
    assert [each.name for each in tmp_path.iterdir()] == ["ut.json"]


def test_what_stood_there_stays_when_something_fails(tmp_path: Path) -> None:
    path = tmp_path / "ut.json"
    path.write_text("before", encoding="utf-8")

    def break_off() -> None:
        with whole_file(path) as sink:
            sink.write("half")
            raise KeyError

    with pytest.raises(KeyError):
        break_off()
    assert path.read_text(encoding="utf-8") == "before"
    assert [each.name for each in tmp_path.iterdir()] == ["ut.json"]


def test_a_place_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    with pytest.raises(Trouble) as caught, whole_file(tmp_path / "nowhere" / "ut.json"):
        pytest.fail("nothing could be written")
    assert caught.value.code == "export_place"

"""A file on a stick is whole or not there, and was read back."""

import errno
import os
from pathlib import Path

import pytest

from station.core.trouble import Trouble
from station.sync import exchange_files
from station.sync.exchange_files import Counted, put


def fill(file: Counted) -> None:
    """Write something that takes two pieces."""
    file.write(b"one")
    file.write(bytes(1 << 20))


def test_a_file_appears_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.stationx"
    assert put(path, fill) == (1 << 20) + 3
    assert path.read_bytes()[:3] == b"one"
    assert list(tmp_path.iterdir()) == [path]


def full(_file: Counted) -> None:
    """Behave as a stick without room."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_on_a_full_stick_what_was_there_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.stationx"
    path.write_bytes(b"before")
    with pytest.raises(Trouble) as caught:
        put(path, full)
    assert caught.value.code == "exchange_unwritable"
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


def test_what_lies_under_the_temporary_name_leads_nowhere(tmp_path: Path) -> None:
    """A stick may hold a link to any file of the PC; what a link leads to is not written over."""
    precious = tmp_path / "station.db"
    precious.write_bytes(b"precious")
    stick = tmp_path / "stick"
    stick.mkdir()
    path = stick / "a.stationx"
    for link in (stick / "a.stationx.new", path):
        link.symlink_to(precious)
    put(path, fill)
    assert precious.read_bytes() == b"precious"
    assert (path.is_symlink(), path.read_bytes()[:3]) == (False, b"one")
    assert list(stick.iterdir()) == [path]


def test_a_place_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(Trouble) as caught:
        put(tmp_path / "gone" / "a.stationx", fill)
    assert caught.value.code == "exchange_unwritable"


def test_a_stick_that_is_pulled_out_leaves_nothing_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_self: Path, *, missing_ok: bool = False) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(Path, "unlink", gone)
    with pytest.raises(Trouble) as caught:
        put(tmp_path / "a.stationx", full)
    assert caught.value.code == "exchange_unwritable"


def test_what_reads_back_wrong_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange_files, "_digest", lambda _path: b"another")
    with pytest.raises(Trouble) as caught:
        put(tmp_path / "a.stationx", fill)
    assert caught.value.code == "exchange_readback"
    assert list(tmp_path.iterdir()) == []

"""Sealed backups: whole or refused."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station.core.trouble import Trouble
from station.security import sealed
from station.security.passwords import Cost
from station.security.sealed import seal, unseal

QUICK = Cost(8 * 1024, 1, 1)
PASSPHRASE = "reise med bussen"
CANARY = b"Rask Elg"


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sealed, "_CHUNK", 256)
    return 256


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "station.db"
    path.write_bytes(CANARY * 100)
    return path


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "out.sealed"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "back"
    path.mkdir()
    return path


def code_of(target: Path, folder: Path, passphrase: str = PASSPHRASE) -> str:
    with pytest.raises(Trouble) as caught:
        unseal(target, folder, passphrase)
    return caught.value.code


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(contents=st.lists(st.binary(max_size=700), max_size=3))
def test_files_of_any_size_come_back(
    tmp_path: Path, target: Path, folder: Path, small_chunks: int, contents: list[bytes]
) -> None:
    paths = [tmp_path / f"file{number}" for number in range(len(contents))]
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content)
    seal(paths, target, PASSPHRASE, QUICK)
    back = unseal(target, folder, PASSPHRASE)
    assert [path.name for path in back] == [path.name for path in paths]
    assert [path.read_bytes() for path in back] == contents


def test_nothing_shows_but_that_it_is_a_sealed_file_of_padded_size(
    source: Path, target: Path
) -> None:
    seal([source], target, PASSPHRASE, QUICK)
    content = target.read_bytes()
    assert CANARY not in content
    assert source.name.encode() not in content
    assert len(content) - len(b"\n".join(content.split(b"\n")[:2])) - 1 == (1 << 20) + 16


def test_another_passphrase_is_refused_and_an_easy_one_seals_nothing(
    source: Path, target: Path, folder: Path
) -> None:
    seal([source], target, PASSPHRASE, QUICK)
    assert code_of(target, folder, "Reise med bussen") == "sealed_wrong"
    target.unlink()
    with pytest.raises(Trouble):
        seal([source], target, "kort", QUICK)
    assert not target.exists()


def test_every_cut_is_found(source: Path, target: Path, folder: Path, small_chunks: int) -> None:
    seal([source], target, PASSPHRASE, QUICK)
    content = target.read_bytes()
    start = content.index(b"}\n") + 2
    for length in range(start, len(content), 136):
        target.write_bytes(content[:length])
        assert code_of(target, folder) in {"sealed_wrong", "sealed_damaged"}


def test_exchanged_repeated_and_changed_chunks_are_found(
    source: Path, target: Path, folder: Path, small_chunks: int
) -> None:
    seal([source], target, PASSPHRASE, QUICK)
    content = target.read_bytes()
    start, step = content.index(b"}\n") + 2, small_chunks + 16
    first, second = content[start : start + step], content[start + step : start + 2 * step]
    rest = content[start + 2 * step :]
    for forged in (second + first + rest, first + first + rest, first + rest):
        target.write_bytes(content[:start] + forged)
        assert code_of(target, folder) in {"sealed_wrong", "sealed_damaged"}
    target.write_bytes(content + b"x")
    assert code_of(target, folder) == "sealed_damaged"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"something else\n",
        b"station sealed 1\n",
        b"station sealed 1\n{}\n",
        b"station sealed 1\n[]\n",
        b'station sealed 1\n{"memory_kib": 99999999, "iterations": 1, "lanes": 1, "salt": ""}\n',
        b'station sealed 1\n{"memory_kib": 8192, "iterations": 1, "lanes": 1, "salt": "00"}\n',
    ],
)
def test_what_is_no_sealed_file_is_told(target: Path, folder: Path, content: bytes) -> None:
    target.write_bytes(content)
    assert code_of(target, folder) == "sealed_damaged"


def test_a_name_inside_cannot_choose_another_folder(
    tmp_path: Path, target: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, source: Path
) -> None:
    name = b"../escaped"

    def forged(sources: object) -> list[bytes]:
        return [len(name).to_bytes(2, "big") + name, (2).to_bytes(8, "big"), b"hi", bytes(2)]

    monkeypatch.setattr(sealed, "_stream", forged)
    seal([source], target, PASSPHRASE, QUICK)
    assert unseal(target, folder, PASSPHRASE) == (folder / "escaped",)
    assert not (tmp_path / "escaped").exists()


def test_a_stream_that_ends_too_early_is_damage(
    target: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, source: Path, small_chunks: int
) -> None:
    def forged(sources: object) -> list[bytes]:
        return [b"\x00\x01a", (10_000).to_bytes(8, "big")]

    monkeypatch.setattr(sealed, "_stream", forged)
    seal([source], target, PASSPHRASE, QUICK)
    assert code_of(target, folder) == "sealed_damaged"


def test_a_stick_that_is_full_leaves_nothing_behind(
    source: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        seal([source], target, PASSPHRASE, QUICK)
    assert list(target.parent.glob("out*")) == []


def test_what_stands_behind_the_last_file_is_proved_too(
    target: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, source: Path, small_chunks: int
) -> None:
    def longer(sources: object) -> list[bytes]:
        return [bytes(2), b"behind" * 200]

    monkeypatch.setattr(sealed, "_stream", longer)
    seal([source], target, PASSPHRASE, QUICK)
    assert unseal(target, folder, PASSPHRASE) == ()
    target.write_bytes(target.read_bytes()[:-1])
    assert code_of(target, folder) == "sealed_damaged"

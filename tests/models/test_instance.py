"""One program per file."""

import subprocess
import sys
from pathlib import Path

import pytest

from station.core.trouble import Trouble
from station.models.instance import InstanceLock


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "station.lock"


def refusal(path: Path) -> Trouble:
    with pytest.raises(Trouble) as caught:
        InstanceLock(path).acquire("Stille Brygge")
    assert caught.value.code == "in_use"
    return caught.value


def test_the_second_is_refused_and_told_who_has_it(path: Path) -> None:
    first = InstanceLock(path)
    first.acquire("Rask Elg")
    assert first.held
    assert "Rask Elg" in refusal(path).sentence()
    first.rename("Ny Vakt")
    assert "Ny Vakt" in refusal(path).sentence()
    first.acquire("Lys Bekk")
    assert first.holder() == "Lys Bekk"
    first.release()


def test_after_release_the_next_may(path: Path) -> None:
    first, second = InstanceLock(path), InstanceLock(path)
    first.acquire("Rask Elg")
    first.release()
    first.release()
    second.acquire("Stille Brygge")
    assert not first.held
    second.release()
    assert second.holder() == ""


def test_a_program_that_was_killed_holds_nothing(path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; "
        "from station.models.instance import InstanceLock; "
        "InstanceLock(Path(sys.argv[1])).acquire('Rask Elg'); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], check=False, cwd=Path.cwd())
    assert done.returncode == -9
    second = InstanceLock(path)
    assert second.holder() == "Rask Elg"
    second.acquire("Stille Brygge")
    second.release()


def test_another_program_is_refused(path: Path) -> None:
    first = InstanceLock(path)
    first.acquire("Rask Elg")
    code = (
        "import sys; from pathlib import Path; "
        "from station.models.instance import InstanceLock; "
        "InstanceLock(Path(sys.argv[1])).acquire('x')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], check=False, capture_output=True, text=True
    )
    assert done.stderr.endswith("Trouble: in_use\n")
    first.release()


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff\xfe"])
def test_a_lock_without_a_readable_name_still_locks(path: Path, content: bytes) -> None:
    first = InstanceLock(path)
    first.acquire("Rask Elg")
    path.write_bytes(content)
    assert "already open" in refusal(path).sentence()
    first.release()


def test_only_the_holder_writes_its_name(path: Path) -> None:
    with pytest.raises(RuntimeError, match="not held"):
        InstanceLock(path).rename("Rask Elg")

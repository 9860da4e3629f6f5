"""The composition root, without a window."""

import subprocess
import sys
from pathlib import Path

import pytest

from station.core.clock import FixedClock
from station.core.paths import Home
from station.core.trouble import Trouble
from station.models import driver
from station.models.instance import InstanceLock
from station.wiring import build, examine

ROOT = Path(__file__).parent.parent


def test_an_empty_home_can_be_opened(home: Home, clock: FixedClock) -> None:
    examine(home)
    station = build(home, clock)
    assert not station.door.is_open
    station.close()


def test_s02_a_missing_cipher_is_told_first(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driver, "_dbapi", None)
    with pytest.raises(Trouble, match="cipher_missing"):
        examine(home)


def test_a_file_open_in_another_program_is_told_before_the_password(home: Home) -> None:
    other = InstanceLock(home.lock)
    other.acquire("Stille Brygge")
    with pytest.raises(Trouble, match="in_use") as caught:
        examine(home)
    assert "Stille Brygge" in caught.value.sentence()
    other.release()
    examine(home)
    other.acquire("Stille Brygge")
    other.release()


def test_the_services_are_built_without_qt() -> None:
    code = "import station.wiring, sys; print([m for m in sys.modules if m.startswith('PySide6')])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"

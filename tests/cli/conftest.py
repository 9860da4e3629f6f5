"""Commands as a person gives them in a shell: arguments, standard input, what is printed."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from station.cli.main import main
from station.core.clock import FixedClock
from station.core.paths import Home
from station.training import door
from station.wiring import build
from tests.municipality import CHEAP, Office, copy_home


@dataclass(frozen=True, slots=True)
class Done:
    """What a command left behind: its exit code and what it printed."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:  # noqa: ANN401  (JSON)
        """What was printed, read as JSON."""
        return json.loads(self.out)


Run = Callable[..., Done]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command with these words, and `typed` on standard input."""

    def act(*words: object, typed: str = "") -> Done:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        capsys.readouterr()
        code = main([str(word) for word in words])
        printed = capsys.readouterr()
        return Done(code, printed.out, printed.err)

    return act


@pytest.fixture
def small(office: Office, tmp_path: Path) -> Home:
    """An own copy of the small office."""
    return copy_home(office.root, tmp_path / "home")


@pytest.fixture
def town(municipality: Path, tmp_path: Path) -> Home:
    """An own copy of the training municipality."""
    return copy_home(municipality, tmp_path / "home")


@dataclass(frozen=True, slots=True)
class Person:
    """A patient of the training municipality, as commands name her."""

    id: str
    number: str


@pytest.fixture
def someone(town: Home) -> Person:
    """Rask Elg of the training municipality."""
    station = build(town, FixedClock(door.clock(town).now()), CHEAP)
    owner = next(each for each in station.door.people() if each.name == door.USER)
    station.door.sign_in(owner.slot_id, door.PASSWORD)
    with station.record.read() as reader:
        sql = "SELECT id, national_number FROM patients WHERE family_name = 'Elg'"
        ((patient_id, number),) = reader.raw(sql)
    station.close()
    return Person(str(patient_id), str(number))

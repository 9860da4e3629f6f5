"""The first start: everything or nothing, and nothing in clear."""

from pathlib import Path

import pytest

from station.core.clock import FixedClock
from station.core.paths import Home
from station.core.settings import Profile
from station.core.trouble import Trouble
from station.models import driver
from station.security.passwords import Cost
from station.services.office import firststart
from station.services.office.firststart import Created, NewPerson, create, needed

QUICK = Cost(8 * 1024, 1, 1)
PASSWORD = "to brune sko"
PERSON = NewPerson(" Rask Elg ", "RE")


@pytest.fixture
def new_home(tmp_path: Path) -> Home:
    return Home(tmp_path / "new" / "home")


def make(home: Home, clock: FixedClock, password: str = PASSWORD) -> Created:
    return create(home, Profile("Elvebyen"), PERSON, password, clock=clock, cost=QUICK)


def refusal(home: Home, clock: FixedClock, password: str = PASSWORD) -> str:
    with pytest.raises(Trouble) as caught:
        make(home, clock, password)
    return caught.value.code


def files(home: Home) -> list[str]:
    return sorted(path.name for path in home.root.iterdir()) if home.root.exists() else []


def test_s1_it_makes_the_file_the_keys_and_a_code(new_home: Home, clock: FixedClock) -> None:
    assert needed(new_home)
    created = make(new_home, clock)
    assert not needed(new_home)
    assert files(new_home) == ["backups", "station.anchor", "station.db", "station.keys"]
    assert len(created.recovery_code.replace(" ", "")) == 48
    assert b"Rask Elg" not in new_home.database.read_bytes()


def test_s2_without_the_cipher_no_file_is_made(
    new_home: Home, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(driver, "_dbapi", None)
    with pytest.raises(Trouble) as caught:
        make(new_home, clock)
    assert caught.value.code == "cipher_missing"
    assert "nothing was stored" in caught.value.sentence()
    assert files(new_home) == []


@pytest.mark.parametrize(
    ("function", "value", "code"),
    [
        ("is_remote", True, "place_remote"),
        ("is_synchronised", True, "place_synchronised"),
        ("free_bytes", 1000, "disk_full"),
    ],
)
def test_a_bad_place_is_refused_before_anything_is_made(
    new_home: Home,
    clock: FixedClock,
    monkeypatch: pytest.MonkeyPatch,
    function: str,
    value: object,
    code: str,
) -> None:
    monkeypatch.setattr(firststart, function, lambda folder: value)
    assert refusal(new_home, clock) == code
    assert files(new_home) == []


def test_an_easy_password_makes_nothing(new_home: Home, clock: FixedClock) -> None:
    assert refusal(new_home, clock, "kort") == "password_short"
    assert files(new_home) == []


def test_what_is_there_is_never_made_anew(new_home: Home, clock: FixedClock) -> None:
    make(new_home, clock)
    before = new_home.database.read_bytes(), new_home.keys.read_bytes()
    assert refusal(new_home, clock) == "keys_exist"
    new_home.keys.unlink()
    assert refusal(new_home, clock) == "keys_exist"
    assert not needed(new_home)
    assert new_home.database.read_bytes() == before[0]


def test_a_failure_in_the_middle_leaves_nothing_that_counts(
    new_home: Home, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*arguments: object, **options: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("station.models.records.settings.store", full)
        with pytest.raises(OSError, match="No space"):
            make(new_home, clock)
    assert files(new_home) in (["backups"], ["backups", "station.anchor"])
    assert needed(new_home)
    make(new_home, clock)


def test_a_start_cut_off_at_its_last_step_is_finished(new_home: Home, clock: FixedClock) -> None:
    make(new_home, clock)
    new_home.database.replace(new_home.root / "station.db.first")
    assert not needed(new_home)
    assert new_home.database.exists()
    assert not needed(new_home)

"""`station restore`: the backups listed, one put back, a sealed copy put back."""

from pathlib import Path

import pytest

from station.core.clock import SystemClock
from station.core.paths import Home
from station.wiring import build
from tests.cli.conftest import Run
from tests.municipality import CHEAP, FIRST, PASSWORD

PASSPHRASE = "reise med bussen"


@pytest.fixture
def sealed(small: Home, tmp_path: Path) -> Path:
    """A sealed copy of the small office, and the backup it was made of."""
    station = build(small, SystemClock(), CHEAP)
    slot = next(each.slot_id for each in station.door.people() if each.name == FIRST)
    target = tmp_path / "kopi.sealed"
    station.backups.seal_to(station.door.sign_in(slot, PASSWORD), target, PASSPHRASE)
    station.close()
    return target


def test_backups_are_listed_from_outside_and_with_a_password_from_inside(
    run: Run, small: Home, sealed: Path
) -> None:
    words = ("restore", "--list", "--home", small.root)
    assert "old" in run(*words).out
    assert "patients" not in run(*words).out
    signed_in = (*words, "--user", FIRST, "--password-stdin")
    assert "0 patients, 0 readings, " in run(*signed_in, typed=f"{PASSWORD}\n").out
    (entry,) = run(*signed_in, "--json", typed=f"{PASSWORD}\n").data
    assert (entry["rows"]["users"], entry["trouble"]) == (2, "")
    (small.backups / entry["name"]).write_bytes(b"noise")
    assert "damaged" in run(*words).out


def test_where_there_is_no_backup_it_is_said(run: Run, tmp_path: Path) -> None:
    nowhere = tmp_path / "none"
    assert run("restore", "--list", "--home", nowhere).out == "There is no backup yet.\n"
    done = run("restore", "--home", nowhere, "--json")
    assert (done.code, done.data["trouble"]) == (1, "no_backup")
    assert not nowhere.exists()


def test_the_newest_is_put_back_and_the_old_files_are_named(
    run: Run, small: Home, sealed: Path
) -> None:
    done = run("restore", "--home", small.root)
    (aside,) = small.root.glob("aside-*")
    assert done.code == 0
    assert str(aside) in done.out
    assert "from outside only" in done.out
    words = ("restore", "--home", small.root, "--user", FIRST, "--password-stdin")
    assert "0 patients" in run(*words, typed=f"{PASSWORD}\n").out
    again = run(*words, "--json", typed=f"{PASSWORD}\n").data
    assert (again["lost_minutes"], again["checked"], again["rows"]["users"]) == (0, True, 2)


def test_a_sealed_copy_is_put_back_with_its_passphrase(
    run: Run, small: Home, sealed: Path, tmp_path: Path
) -> None:
    words = ("restore", "--home", tmp_path / "other", "--sealed", sealed)
    assert "--passphrase-stdin" in run(*words).err
    wrong = run(*words, "--passphrase-stdin", typed="noe helt annet her\n")
    assert (wrong.code, "did not fit" in wrong.err) == (1, True)
    signs_in = (*words, "--passphrase-stdin", "--user", FIRST, "--password-stdin")
    done = run(*signs_in, typed=f"{PASSPHRASE}\n{PASSWORD}\n")
    assert (done.code, done.err) == (0, "")
    checked = run(
        "check",
        *("--home", tmp_path / "other", "--user", FIRST, "--password-stdin"),
        typed=f"{PASSWORD}\n",
    )
    assert checked.code == 0


def test_a_sealed_copy_and_a_name_exclude_each_other(run: Run, sealed: Path) -> None:
    with pytest.raises(SystemExit) as caught:
        run("restore", "--sealed", sealed, "--list")
    assert caught.value.code == 2

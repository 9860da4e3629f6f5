"""`station import`: a file of readings taken in from the shell."""

from pathlib import Path

import pytest

from station.core.paths import Home
from station.models.instance import InstanceLock
from tests.cli.conftest import Person, Run

HEADER = "tid;målingstype;verdi;enhet\n"


@pytest.fixture
def two_readings(tmp_path: Path) -> Path:
    """A file with two readings of one person."""
    path = tmp_path / "maalinger.csv"
    rows = "24.11.2026 18:10;SpO2;91;%\n24.11.2026 18:11;SpO2;90;%\n"
    path.write_text(HEADER + rows, encoding="utf-8")
    return path


def test_readings_are_stored_once_however_often_the_file_comes(
    run: Run, town: Home, someone: Person, two_readings: Path
) -> None:
    words = ("import", two_readings, "--home", town.root, "--patient", someone.number, "--json")
    first, second = run(*words), run(*words)
    assert (first.code, first.data["stored"], first.data["duplicates"]) == (0, 2, 0)
    assert not first.data["imported_before"]
    assert (second.code, second.data["stored"], second.data["duplicates"]) == (0, 0, 2)
    assert second.data["imported_before"]


def test_a_row_that_cannot_be_stored_waits_in_quarantine_and_is_told(
    run: Run, town: Home, someone: Person, tmp_path: Path
) -> None:
    path, report = tmp_path / "rar.csv", tmp_path / "rapport.csv"
    path.write_text(f"{HEADER}24.11.2026 18:10;SpO2;2047;%\n24.11.2026 18:11;SpO2;91;%\n", "utf-8")
    words = ("import", path, "--home", town.root, "--patient", someone.id, "--report", report)
    done = run(*words)
    assert done.code == 3
    assert "2 rows: 1 stored, 1 in quarantine" in done.out
    assert "row " in done.out
    assert "2047" in report.read_text("utf-8-sig")


def test_people_are_told_apart_by_the_key_in_the_file(
    run: Run, town: Home, someone: Person, tmp_path: Path
) -> None:
    path = tmp_path / "flere.csv"
    path.write_text("id,time,gl\nA,2026-11-24 18:10:00,112\nB,2026-11-24 18:10:00,120\n", "utf-8")
    words = ("import", path, "--home", town.root, "--profile", "cgm_plain", "--unit", "mg/dL")
    done = run(*words, "--zone", "Europe/Oslo", "--person", f"A={someone.number}", "--json")
    assert done.data["stored"] == 1
    assert done.data["quarantined"] == 1


def test_an_unknown_patient_is_refused_and_nothing_stored(
    run: Run, town: Home, two_readings: Path
) -> None:
    words = ("import", two_readings, "--home", town.root, "--json")
    done = run(*words, "--patient", "00000000000")
    assert (done.code, done.data["trouble"]) == (1, "patient_unknown")


def test_profiles_are_named_when_one_is_unknown_or_none_fits(
    run: Run, town: Home, two_readings: Path, tmp_path: Path
) -> None:
    unknown = run("import", two_readings, "--home", town.root, "--profile", "ukjent")
    assert unknown.code == 1
    assert "libre" in unknown.err
    strange = tmp_path / "annet.csv"
    strange.write_text("a;b\n1;2\n", "utf-8")
    assert "--profile" in run("import", strange, "--home", town.root).err


def test_a_file_that_is_not_there_is_told_in_a_sentence(run: Run, town: Home) -> None:
    done = run("import", town.root / "borte.csv", "--home", town.root)
    assert done.code == 1
    assert "Traceback" not in done.err


def test_while_the_window_has_the_file_its_holder_is_named(
    run: Run, town: Home, someone: Person, two_readings: Path
) -> None:
    lock = InstanceLock(town.lock)
    lock.acquire("Maria Kvist")
    try:
        done = run("import", two_readings, "--home", town.root, "--json")
    finally:
        lock.release()
    assert (done.code, done.data["trouble"]) == (1, "in_use")
    assert "Maria Kvist" in done.err
    assert town.lock.exists()

"""The first start through the window: an encrypted file, a sheet for the safe, nothing in clear."""

import sqlite3
import tempfile
from pathlib import Path

import pypdf
import pytest
from PySide6.QtWidgets import QLabel, QWidget

from station.core.clock import FixedClock
from station.core.look import Look, write_look
from station.core.paths import Home
from station.models import driver
from tests.journeys.conftest import Come
from tests.journeys.driver import Nurse

PASSWORD = "en ny dag i fjellet"
CANARIES = ("Kanarifugl", "Blåmeissen", "68050042", "Grønnsakshagen")


@pytest.fixture
def new_pc(home: Home) -> Home:
    """A PC on which nobody has set Station up, and whose window speaks Bokmål."""
    write_look(home.root, Look(language="nb"))
    return home


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the program and its libraries put temporary files during the test."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    for name in ("TMPDIR", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


def set_up(nurse: Nurse) -> None:
    """Answers the questions of the first start up to the recovery sheet."""
    nurse.write("municipality", "Fjellsund kommune")
    nurse.write("phone", "68050100")
    nurse.press("next")
    nurse.press("next")
    nurse.write("name", "Rask Elg")
    nurse.write("new_password", PASSWORD)
    nurse.write("new_password_again", PASSWORD)
    nurse.press("next")
    nurse.until(lambda: nurse.has("code_0"), "the recovery code")


def the_code(nurse: Nurse) -> str:
    return "".join(nurse.find(f"code_{n}", QLabel).text() for n in range(8))


def register(nurse: Nurse) -> None:
    """Registers a patient whose name is nowhere else."""
    nurse.go("patients")
    nurse.press("new_patient")
    nurse.write("patient_given_name", CANARIES[0])
    nurse.write("patient_family_name", CANARIES[1])
    nurse.write("patient_birth_date", "30.01.1939")
    nurse.write("patient_phone", CANARIES[2])
    nurse.write("patient_address", CANARIES[3])
    nurse.press("save_patient")
    nurse.until(lambda: nurse.has("facts_name"), "the new patient")


def test_s01_the_sheet_for_the_safe_carries_the_code_that_is_shown(
    come: Come, new_pc: Home, clock: FixedClock, tmp_path: Path
) -> None:
    nurse = come(new_pc, clock)
    set_up(nurse)
    assert not nurse.find("next", QWidget).isEnabled()
    sheet, code = tmp_path / "ark.pdf", the_code(nurse)
    assert len(code) == 48
    nurse.write("sheet_path", str(sheet))
    nurse.press("save_sheet")
    nurse.until(sheet.exists, "the sheet")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(sheet).pages)
    # The cards beside each other carry a small number each; the code stands in reading order.
    assert all(f"{code[at : at + 3]} {code[at + 3 : at + 6]}" in text for at in range(0, 48, 6))
    assert "Fjellsund kommune" in text
    nurse.tick("in_the_safe")
    nurse.press("next")
    nurse.until(lambda: nurse.keeper.session is not None, "the way in")
    assert code not in "".join(nurse.words().split())


def test_s01_nothing_that_was_written_stands_in_clear_and_sqlite_cannot_open(
    come: Come, new_pc: Home, clock: FixedClock, tmp_path: Path, temporary: Path
) -> None:
    nurse = come(new_pc, clock)
    set_up(nurse)
    nurse.tick("in_the_safe")
    nurse.press("next")
    nurse.until(lambda: nurse.keeper.shell is not None, "the pages")
    register(nurse)
    while_open = clear_text(tmp_path)
    nurse.restart()
    nurse.sign_in("Rask Elg", PASSWORD)
    nurse.go("patients")
    nurse.until(lambda: nurse.sees(CANARIES[0]), "the patient after a restart")
    nurse.stop()
    assert while_open == clear_text(tmp_path) == []
    connection = sqlite3.connect(new_pc.database)
    with pytest.raises(sqlite3.DatabaseError):
        connection.execute("SELECT * FROM sqlite_master").fetchall()
    connection.close()


def clear_text(folder: Path) -> list[tuple[str, bytes]]:
    """The files in which one of the canaries stands, in any usual encoding."""
    forms = [
        form.encode(encoding)
        for word in CANARIES
        for form in {word, word.casefold(), word.upper()}
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "latin-1")
    ]
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 3
    return [(path.name, form) for path in files for form in forms if form in path.read_bytes()]


def test_s02_without_the_cipher_library_station_refuses_and_makes_no_file(
    come: Come, new_pc: Home, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(driver, "_dbapi", None)
    nurse = come(new_pc, clock)
    nurse.until(lambda: nurse.has("refusal"), "the refusal")
    assert "Krypteringen mangler" in nurse.words("refusal_words")
    assert not new_pc.database.exists()
    assert not new_pc.keys.exists()
    nurse.press("again")
    nurse.until(lambda: nurse.has("refusal"), "the refusal again")
    assert not new_pc.database.exists()

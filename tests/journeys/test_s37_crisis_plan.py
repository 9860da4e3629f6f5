"""S37: a crisis plan begun from its template, in the patient's own words, printed and in use."""

from pathlib import Path

import pypdf
from PySide6.QtWidgets import QFileDialog, QWidget

from station.training import door
from tests.journeys.driver import Nurse
from tests.journeys.work import GREEN, line_of, open_card, stands

WHO = "Stolt Lind"


def saved_print(nurse: Nurse, path: Path) -> str:
    """Saves the print that is shown through the dialog for files; gives its text."""
    nurse.until(lambda: nurse.find("save_pdf", QWidget).isEnabled(), "the print")
    nurse.press("save_pdf")
    dialog = nurse.window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.close()
    nurse.until(path.exists, "the print")
    pages = pypdf.PdfReader(path).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_s37_levels_in_own_words_without_any_number(training: Nurse, tmp_path: Path) -> None:
    nurse = training
    nurse.sign_in(door.USER, door.PASSWORD)
    stands(nurse, WHO, GREEN)
    assert "Krisemestringsplan: ingen målinger avtalt" in line_of(nurse, WHO)
    open_card(nurse, WHO)
    nurse.press("open_plan")
    nurse.until(lambda: nurse.has("plan_overview"), "the plan")
    nurse.until(lambda: "Klar Lind, søsteren min" in nurse.words("plan_overview"), "her words")
    nurse.press("see_print")
    text = saved_print(nurse, tmp_path / "krise.pdf")
    levels = ("NIVÅ 1", "NIVÅ 2", "NIVÅ 3")
    own = ("tankene bare går i ring", "en lang tur uten telefon", "Klar Lind, søster, 68 05 01 14")
    for words in (*levels, *own, "Stolt Lind", "116117"):
        assert words in text, text
    # No number decides: there is nothing to measure, and no table of limits to fill.
    assert "SpO" not in text
    assert "under egen grense" not in text

"""A plan on its way: a draft changed, printed in both languages, approved, and in force on time."""

from pathlib import Path

import pypdf
import pytest
from PySide6.QtWidgets import QFileDialog, QWidget

from station.core.clock import FixedClock
from station.training import door
from tests.journeys.driver import Nurse
from tests.journeys.work import GREEN, YELLOW, later, line_of, stands, type_reading

WELL, LIST = "Blid Trapp", "plan_list"
"""Green in the morning; her plan: yellow below 89, the second time in a row."""
PRESENT = {
    "nb": ("GRØNN", "GUL", "RØD", "Blid Trapp", "side 1 av"),
    "nn": ("GRØN", "GUL", "RAUD", "Blid Trapp", "side 1 av"),
}


@pytest.fixture
def at_plans(training: Nurse) -> Nurse:
    """Signed in, at her plan."""
    training.sign_in(door.USER, door.PASSWORD)
    training.go("plans")
    training.pick(LIST, WELL)
    training.until(lambda: training.has("plan_overview"), "the plan")
    return training


def saved_print(nurse: Nurse, path: Path) -> str:
    """Saves the print that is shown through the dialog for files; gives its text."""
    nurse.press("save_pdf")
    dialog = nurse.window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.selectFile(str(path))
    dialog.fileSelected.emit(str(path))
    dialog.close()
    nurse.until(path.exists, "the print")
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


@pytest.mark.parametrize(("place", "language"), [("Bokmål", "nb"), ("Nynorsk", "nn")])
def test_s20_the_print_says_all_of_the_plan_in_words(
    at_plans: Nurse, tmp_path: Path, place: str, language: str
) -> None:
    nurse = at_plans
    nurse.press("see_print")
    nurse.choose("print_language", place)
    nurse.until(lambda: nurse.find("save_pdf", QWidget).isEnabled(), "the print")
    text = saved_print(nurse, tmp_path / f"{language}.pdf")
    assert all(words in text for words in PRESENT[language]), text
    assert "1944" in text
    # The plan's own words stand there as they are written.
    assert "Gå til butikken og tilbake uten pause" in " ".join(text.split())


def change_limit(nurse: Nurse, value: str) -> None:
    """Starts a new version and writes another yellow limit for SpO2."""
    nurse.press("next_version")
    nurse.press("change_limits_spo2")
    nurse.write("limit_yellow_low_number", value)
    if nurse.has("limit_yellow_low_reason"):
        nurse.write("limit_yellow_low_reason", "Fastlegen vil vite det tidligere.")
    nurse.press("change_limits_spo2")


def test_s21_the_old_limits_hold_until_the_moment_and_the_new_ones_after(
    at_plans: Nurse, day_clock: FixedClock
) -> None:
    nurse = at_plans
    change_limit(nurse, "91")
    nurse.press("approve")
    assert not nurse.has("hindrances"), nurse.words("approval_form")
    nurse.write("approved_by", "Lege Stille Vann")
    nurse.choose("in_force_when", "bestemt")
    nurse.write("in_force_day", "25.11.2026")
    nurse.write("in_force_time", "10:00")
    nurse.press("register_approval")
    nurse.until(lambda: nurse.has("next_version"), "the approved plan")
    nurse.go("today")
    for value in ("90", "90"):
        type_reading(nurse, WELL, value)
        later(nurse, day_clock, 20)
    stands(nurse, WELL, GREEN)
    later(nurse, day_clock, 60)
    for value in ("90", "90"):
        type_reading(nurse, WELL, value)
        later(nurse, day_clock, 20)
    stands(nurse, WELL, YELLOW)
    assert "91" in line_of(nurse, WELL)

"""S21 with the GP's paper: printed, changed by hand, scanned, and in force on time."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPlainTextEdit, QWidget

from station.core.clock import FixedClock
from station.training import door
from tests.journeys.driver import Nurse
from tests.journeys.work import GREEN, YELLOW, later, line_of, stands, type_reading
from tests.paper_scans import drawn, packed, scanned

WELL, LIST = "Blid Trapp", "plan_list"
"""Green in the morning; her plan: yellow below 89, the second time in a row."""


@pytest.fixture
def signed_sheet(training: Nurse, tmp_path: Path) -> Path:
    """The next version of her plan, printed; the office scanner's file of what came back."""
    nurse = training
    nurse.sign_in(door.USER, door.PASSWORD)
    nurse.go("plans")
    nurse.pick(LIST, WELL)
    nurse.press("next_version")
    nurse.press("see_print")
    nurse.until(lambda: nurse.find("save_pdf", QWidget).isEnabled(), "the print")
    nurse.press("save_pdf")
    printed = tmp_path / "plan.pdf"
    in_dialog(nurse, printed)
    nurse.until(printed.exists, "the print")
    sheet = tmp_path / "SCAN0001.PDF"
    # On the program's own lane: the reader of PDF bears no second thread.
    clean = nurse.ask(lambda: drawn(printed.read_bytes(), dpi=200))
    sheet.write_bytes(packed(scanned(clean), "PDF"))
    for way in ("leave_print", "leave_draft", "leave_desk"):
        nurse.press(way)
    return sheet


def in_dialog(nurse: Nurse, path: Path) -> None:
    """Chooses a file in the system's dialog."""
    dialog = nurse.window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.close()
    nurse.settle()


def open_sheet(nurse: Nurse, sheet: Path) -> None:
    """Reads the scanned sheet on the page for papers."""
    nurse.press("to_paper")
    nurse.press("paper_browse")
    in_dialog(nurse, sheet)
    nurse.until(lambda: nurse.has("paper_answer"), "the plan on the sheet")


def change_limit(nurse: Nurse, value: str) -> None:
    """Writes the GP's yellow limit for SpO2."""
    nurse.press("verdict_changed")
    nurse.press("change_limits_spo2")
    nurse.write("limit_yellow_low_number", value)
    if nurse.has("limit_yellow_low_reason"):
        nurse.write("limit_yellow_low_reason", "Fastlegen vil vite det tidligere.")


def twice(nurse: Nurse, clock: FixedClock, value: str) -> None:
    """Types the same value twice, twenty minutes between."""
    for _ in range(2):
        type_reading(nurse, WELL, value)
        later(nurse, clock, 20)


def test_s21_the_scanned_sheet_changes_the_limits_at_the_stated_moment(
    training: Nurse, signed_sheet: Path, day_clock: FixedClock
) -> None:
    nurse = training
    open_sheet(nurse, signed_sheet)
    assert WELL in nurse.words("paper_whose")
    assert nurse.has("scanned_pages")
    change_limit(nurse, "91")
    nurse.write("approved_by", "Lege Stille Vann")
    nurse.choose("in_force_when", "bestemt")
    nurse.write("in_force_day", "25.11.2026")
    nurse.write("in_force_time", "10:00")
    nurse.press("register_paper")
    nurse.until(lambda: nurse.has("paper_done"), "what was registered")
    assert nurse.sees("Det skannede arket er tatt vare på sammen med planen.")
    nurse.press("print_for_patient")
    nurse.until(lambda: nurse.has("print_preview"), "the patient's copy")
    nurse.go("today")
    twice(nurse, day_clock, "90")
    stands(nurse, WELL, GREEN)
    later(nurse, day_clock, 60)
    twice(nurse, day_clock, "90")
    stands(nurse, WELL, YELLOW)
    assert "91" in line_of(nurse, WELL)


def test_s21_the_outdated_sheet_points_at_the_version_that_came_after(
    training: Nurse, signed_sheet: Path
) -> None:
    nurse = training
    open_sheet(nurse, signed_sheet)
    change_limit(nurse, "91")
    nurse.write("approved_by", "Lege Stille Vann")
    nurse.press("register_paper")
    nurse.until(lambda: nurse.has("paper_done"), "what was registered")
    nurse.press("paper_again")
    nurse.press("paper_browse")
    in_dialog(nurse, signed_sheet)
    nurse.until(lambda: nurse.has("paper_current"), "the pointer")
    assert "er erstattet av versjon" in nurse.words()
    nurse.press("paper_current")
    nurse.until(lambda: nurse.has("plan_overview"), "the plan in force")


def test_s21_what_the_gp_sends_back_stays_a_draft_with_the_remark(
    training: Nurse, signed_sheet: Path
) -> None:
    nurse = training
    open_sheet(nurse, signed_sheet)
    nurse.press("verdict_returned")
    nurse.write("approved_by", "Lege Stille Vann")
    assert nurse.find("approved_on", QLineEdit).text()
    note = nurse.find("paper_note", QPlainTextEdit)
    note.setPlainText("Ring meg om Prednisolon.")
    nurse.press("register_paper")
    nurse.until(lambda: nurse.has("paper_done"), "what was registered")
    nurse.press("paper_to_plan")
    nurse.until(lambda: nurse.has("open_draft"), "the draft")

"""S22: the GP asks for values and gets one page: plan, limits, trend, alerts and what was done."""

from pathlib import Path

import pypdf
from PySide6.QtWidgets import QFileDialog, QWidget

from station.training import door
from tests.journeys.driver import Nurse
from tests.journeys.work import RED, open_card, stands

WHO = "Rask Elg"


def test_s22_one_page_with_plan_limits_trend_alerts_and_actions(
    training: Nurse, tmp_path: Path
) -> None:
    nurse = training
    nurse.sign_in(door.USER, door.PASSWORD)
    stands(nurse, WHO, RED)
    open_card(nurse, WHO)
    nurse.press("open_prints")
    nurse.until(lambda: nurse.has("print_choices"), "what can be printed")
    nurse.write("print_question", "Bør grensen for rød senkes?")
    nurse.settle()
    nurse.until(lambda: nurse.find("save_report", QWidget).isEnabled(), "the print")
    nurse.press("save_report")
    path = tmp_path / "lege.pdf"
    dialog = nurse.window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.close()
    nurse.until(path.exists, "the print")
    pages = pypdf.PdfReader(path).pages
    assert len(pages) == 1
    text = " ".join(pages[0].extract_text().split())
    wanted = (WHO, "1948", "86", "89", "SpO₂ 84 %", "Bør grensen for rød senkes?")
    for words in wanted:
        assert words in text, text
    assert logged(nurse)


def logged(nurse: Nurse) -> list[str]:
    """What the log says of prints."""

    def found() -> list[str]:
        sql = "SELECT action, details FROM audit WHERE action LIKE '%print%' ORDER BY seq DESC"
        with nurse.station.record.read() as reader:
            return [f"{row[0]} {row[1]}" for row in reader.raw(sql)]

    return [line for line in nurse.ask(found) if "gp" in line]

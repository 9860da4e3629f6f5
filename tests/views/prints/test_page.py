"""«Skriv ut»: one list of what can be printed; the pages beside; saved, printed, and in the log."""

from pathlib import Path

import pypdf
import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QPlainTextEdit, QPushButton

from station.models.database import Actor, Database
from station.models.queries import audit
from station.services.prints.plan_shapes import Shape
from station.services.prints.report import Paper
from station.views.prints.page import Place, PrintsPage
from tests.inbox_office import Desk
from tests.intaking import NURSE
from tests.patients import registered
from tests.views.prints.conftest import Open


def page(desk: Desk) -> PrintsPage:
    assert isinstance(desk.page, PrintsPage)
    return desk.page


def offered(desk: Desk) -> list[str]:
    """What stands in the list."""
    found = page(desk).list
    return [found.item(at).text() for at in range(found.count())]


def text(desk: Desk, to: Path) -> str:
    """Save what is shown and read it back."""
    page(desk).viewer.save_at(str(to))
    desk.calm()
    pages = pypdf.PdfReader(to).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_for_a_patient_with_a_plan_everything_is_offered_and_the_summary_shown(
    make_desk: Open, planned: str, tmp_path: Path
) -> None:
    desk = make_desk(f"plans/{planned}")
    assert offered(desk) == [
        "Summary for the GP",
        "Summary to bring to hospital",
        "Measuring sheet",
        "The self-care plan: as always",
        "The self-care plan: large print",
        "The self-care plan: easy to read",
        "Day list",
        "Measuring sheet for anybody",
    ]
    assert page(desk).chosen is Paper.GP
    assert "Oppsummering til fastlegen" in text(desk, tmp_path / "a.pdf")
    assert desk.heard.said == ["The print is saved"]


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (Paper.HOSPITAL, "Ring oss"),
        (Paper.MEASURING, "Måleskjema"),
        (Shape.NORMAL, "Min egenbehandlingsplan"),
        (Shape.LARGE, "Min egenbehandlingsplan"),
        (Shape.EASY, "Når jeg måler"),
        (Paper.DAYLIST, "Day list"),
    ],
)
def test_each_choice_shows_its_print(
    make_desk: Open, planned: str, tmp_path: Path, wanted: Paper | Shape, words: str
) -> None:
    desk = make_desk(f"today/{planned}")
    page(desk).choose(wanted)
    desk.calm()
    assert words in text(desk, tmp_path / "a.pdf")


def test_without_a_patient_there_is_the_day_and_an_empty_sheet(
    make_desk: Open, tmp_path: Path
) -> None:
    desk = make_desk(None)
    assert offered(desk) == ["Day list", "Measuring sheet for anybody"]
    assert page(desk).chosen is Paper.DAYLIST
    page(desk).list.setCurrentRow(1)
    desk.calm()
    assert "Navn" in text(desk, tmp_path / "a.pdf")
    assert desk.page.draft_key() is None


def test_the_question_to_the_gp_is_on_the_page_and_kept_over_a_lock(
    make_desk: Open, patient: str, tmp_path: Path
) -> None:
    desk = make_desk(f"today/{patient}/gp/red")
    assert desk.find(QComboBox, "print_asked").currentData() == "red"
    assert desk.page.draft() is None
    question = desk.find(QPlainTextEdit, "print_question")
    QTest.keyClicks(question, "Skal dosen opp?")
    desk.qtbot.waitUntil(lambda: not page(desk)._pause.isActive(), timeout=5000)
    desk.calm()
    shown = text(desk, tmp_path / "a.pdf")
    assert "Skal dosen opp?" in shown
    assert "Det er et rødt varsel." in shown
    words = desk.page.draft()
    assert desk.page.draft_key() == ("print", patient)
    assert words == {"question": "Skal dosen opp?"}
    question.clear()
    desk.page.restore(words)
    assert question.toPlainText() == "Skal dosen opp?"
    page(desk).choose(Paper.HOSPITAL)
    desk.calm()
    assert not desk.shows(QPlainTextEdit, "print_question")


def test_another_language_is_chosen_beside(make_desk: Open, patient: str, tmp_path: Path) -> None:
    desk = make_desk(f"patients/{patient}/measuring")
    spoken = desk.find(QComboBox, "print_reader")
    spoken.setCurrentIndex(spoken.findData("en"))
    desk.calm()
    assert "Measuring sheet" in text(desk, tmp_path / "a.pdf")


def test_it_is_printed_on_paper_and_noted(make_desk: Open, patient: str, tmp_path: Path) -> None:
    desk = make_desk(f"today/{patient}")
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    page(desk).viewer.print_on(printer)
    desk.calm()
    assert desk.heard.said == ["1 page is sent to the printer"]
    with desk.station.record.read() as reader:
        assert audit.count_of(reader, "gp_summary_printed") == 1
    assert desk.station.alerts.contacts(NURSE, patient)[0].kind == "gp"


def test_the_dialog_proposes_a_name_that_names_nobody(make_desk: Open, patient: str) -> None:
    desk = make_desk(f"today/{patient}")
    desk.press("save_report")
    dialog = page(desk).viewer.dialog
    assert isinstance(dialog, QFileDialog)
    assert dialog.selectedFiles()[0].endswith("oppsummering-fastlege-2026-11-20.pdf")
    dialog.reject()


def test_a_place_that_cannot_be_written_to_is_told_and_nothing_is_noted(
    make_desk: Open, patient: str, tmp_path: Path
) -> None:
    desk = make_desk(f"today/{patient}")
    page(desk).viewer.save_at(str(tmp_path / "gone" / "a.pdf"))
    desk.calm()
    assert page(desk).viewer.banner.isVisible()
    with desk.station.record.read() as reader:
        assert audit.count_of(reader, "gp_summary_printed") == 0


def test_an_unknown_patient_leaves_the_days_prints(make_desk: Open) -> None:
    desk = make_desk("today/nobody")
    assert desk.heard.said == ["This patient is not in the register."]
    assert offered(desk)[0] == "Day list"


def test_back_is_where_she_came_from(make_desk: Open, patient: str) -> None:
    desk = make_desk(f"plans/{patient}")
    desk.press("leave_prints")
    assert desk.heard.went == [("plans", patient)]
    assert Place.of(None) == Place("today", "", "", "")


def test_the_last_patients_choices_do_not_come_under_the_next_ones_name(
    make_desk: Open, patient: str, database: Database, actor: Actor
) -> None:
    other = registered(database, actor, given="Stille", family="Brygge")
    desk = make_desk(None)
    desk.page.opened(f"today/{patient}")
    desk.page.opened(f"today/{other}")
    titles = {page(desk)._title.text()}
    while "Print: Stille Brygge" not in titles:
        QApplication.processEvents()
        titles.add(page(desk)._title.text())
    assert titles == {"Print", "Print: Stille Brygge"}
    paper = desk.find(QPushButton, "print_report")
    desk.qtbot.waitUntil(paper.isEnabled, timeout=20_000)
    desk.page.opened(f"today/{patient}")
    assert not paper.isEnabled()

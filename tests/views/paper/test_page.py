"""The page for papers: scanning, files, what is refused, the answer and what comes after."""

from dataclasses import replace

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)

from station.core.i18n import use
from station.rules.papercode import pack, scanned
from station.rules.plans import PlanStatus
from station.services.stamping import sealed, stamp_of
from station.views import style
from station.views.paper import search
from station.views.plans.preview import Preview
from station.views.style import Banner
from station.views.style.drop import DropFrame
from tests.plan_office import ELG, NURSE
from tests.views.paper.conftest import PaperDesk


@pytest.fixture(autouse=True)
def _norwegian() -> None:
    use("nb")


def status(desk: PaperDesk, version: str = "") -> PlanStatus:
    """How a version stands."""
    return desk.station.plans.open(NURSE, version or desk.draft).version.status


def change_draft(desk: PaperDesk) -> None:
    """The draft has another goal from now on."""
    row = desk.station.plans.open(NURSE, desk.draft)
    content = replace(row.version.content, goal="Gå til posten.")
    desk.station.plans.save_draft(NURSE, desk.draft, content, row.content_hash)


def test_a_scanned_code_opens_the_plan_with_its_three_answers(desk: PaperDesk) -> None:
    desk.scan(desk.code())
    assert desk.find(QWidget, "paper_whose").text() == "Rask Elg"  # type: ignore[attr-defined]
    for name in ("verdict_approved", "verdict_changed", "verdict_returned"):
        assert desk.find(QRadioButton, name).isEnabled()
    assert desk.find(QLineEdit, "approved_by").text() == "Lege Stille Vann"
    desk.press("register_paper")
    assert desk.has("paper_done")
    assert status(desk) is PlanStatus.APPROVED


def test_a_file_shows_the_sheet_beside_the_plan_and_keeps_it(desk: PaperDesk) -> None:
    desk.page.read_file(desk.sheet())
    desk.qtbot.waitUntil(lambda: desk.has("paper_reading"))
    desk.settle()
    assert desk.find(QWidget, "scanned_pages").minimumHeight() > 300
    assert desk.has("plan_version")
    desk.press("register_paper")
    (kept,) = desk.station.documents.of_patient(NURSE, desk.patient)
    assert (kept.subject_id, kept.file_name) == (desk.draft, "SCAN0001.PDF")


def test_a_limit_changed_by_hand_becomes_a_new_version_and_a_print_for_the_patient(
    desk: PaperDesk,
) -> None:
    desk.scan(desk.code())
    desk.find(QRadioButton, "verdict_changed").click()
    desk.settle()
    desk.press("change_limits_spo2")
    desk.write("limit_red_low_number", "84")
    desk.write("approved_by", "Lege Blid Sky")
    desk.press("register_paper")
    assert desk.has("paper_done")
    newest = desk.station.plans.versions(NURSE, desk.patient)[0].version
    assert (newest.number, newest.approved_by, newest.channel) == (2, "Lege Blid Sky", "paper")
    assert newest.content.limits[0].value == 84
    assert status(desk) is PlanStatus.REPLACED
    desk.press("print_for_patient")
    assert isinstance(desk.page.front, Preview)


def test_a_changed_plan_without_a_change_says_so_in_the_form(desk: PaperDesk) -> None:
    desk.scan(desk.code())
    desk.find(QRadioButton, "verdict_changed").click()
    desk.settle()
    desk.press("register_paper")
    assert "Ingenting i planen er endret" in desk.find(QWidget, "paper_hindered").accessibleName()
    desk.press("change_limits_spo2")
    desk.write("limit_red_low_number", "åtti")
    desk.press("register_paper")
    assert "ikke tatt" in desk.find(QWidget, "paper_hindered").accessibleName()
    assert status(desk) is PlanStatus.DRAFT


def test_returned_keeps_the_draft_and_what_the_gp_wrote(desk: PaperDesk) -> None:
    desk.scan(desk.code())
    desk.find(QRadioButton, "verdict_returned").click()
    assert not desk.has("in_force_when")
    desk.find(QPlainTextEdit, "paper_note").setPlainText("Ring meg om Prednisolon.")
    desk.press("register_paper")
    assert desk.has("paper_done")
    assert not desk.has("print_for_patient")
    assert status(desk) is PlanStatus.DRAFT
    desk.press("paper_to_plan")
    assert desk.told.gone == [("plans", desk.patient)]


def test_a_field_that_needs_another_word_says_so(desk: PaperDesk) -> None:
    desk.scan(desk.code())
    for name, text in (("approved_by", " "), ("approved_on", "i går")):
        desk.write(name, text)
    desk.press("register_paper")
    assert not desk.has("paper_done")
    desk.write("approved_by", "Lege Stille Vann")
    desk.write("approved_on", "24.12.2026")
    desk.press("register_paper")
    assert not desk.has("paper_done")
    assert status(desk) is PlanStatus.DRAFT


def test_an_outdated_sheet_points_at_the_plan_in_force(desk: PaperDesk) -> None:
    code = desk.code()
    test_a_limit_changed_by_hand_becomes_a_new_version_and_a_print_for_the_patient(desk)
    desk.page.opened(code)
    desk.settle()
    assert "Versjon 1 er erstattet av versjon 2." in desk.words()
    desk.press("paper_current")
    assert desk.told.gone[-1] == ("plans", desk.patient)
    desk.press("paper_again")
    assert desk.has("paper_start")


def test_a_sheet_printed_before_the_last_change_can_only_be_returned(desk: PaperDesk) -> None:
    code = desk.code()
    change_draft(desk)
    desk.scan(code)
    assert desk.has("paper_changed")
    assert not desk.find(QRadioButton, "verdict_approved").isEnabled()
    assert desk.find(QRadioButton, "verdict_returned").isChecked()
    desk.press("register_paper")
    assert desk.has("paper_done")


def test_an_altered_code_opens_nothing(desk: PaperDesk) -> None:
    (code,) = scanned(desk.code()).codes
    desk.scan(pack(replace(code, checksum="00" * 8)))
    assert "lest feil eller endret" in desk.words()
    desk.scan("https://example.invalid/")
    assert "ikke koden til en plan" in desk.words()


def test_another_patients_sheet_is_opened_only_when_she_says_so(desk: PaperDesk) -> None:
    path = desk.sheet()
    other = desk.station.patients.register(
        NURSE, replace(ELG, given_name="Blid", number="", birth_date="1950-02-02")
    )
    desk.page.opened(other)
    desk.settle()
    desk.page.read_file(path)
    desk.settle()
    assert "Rask Elg" in desk.words()
    assert not desk.has("paper_answer")
    desk.press("paper_switch")
    assert desk.has("paper_answer")


def test_another_patients_code_leads_to_that_patients_plans(desk: PaperDesk) -> None:
    desk.page.opened("9" * 32)
    desk.settle()
    assert desk.has("paper_banner")
    desk.page._patient = "9" * 32
    desk.scan(desk.code())
    desk.press("paper_switch")
    assert desk.told.gone == [("plans", desk.patient)]


def test_several_sheets_are_chosen_between_and_foreign_ones_cannot_be(desk: PaperDesk) -> None:
    stamp = stamp_of(desk.station.record, NURSE)
    (code,) = scanned(desk.code()).codes
    gone = sealed(stamp, replace(code, version_id="ab" * 16))
    desk.page.opened(pack(code) + pack(gone))
    desk.settle()
    assert not desk.find(QPushButton, "paper_choice_1").isEnabled()
    desk.press("paper_choice_0")
    assert desk.has("paper_answer")


def test_a_file_without_a_code_stays_beside_the_field_for_the_short_one(
    desk: PaperDesk,
) -> None:
    path = desk.folder / "SCAN0002.PNG"
    Image.new("L", (800, 1100), 255).save(path)
    desk.page.read_file(path)
    desk.settle()
    assert "Fant ingen kode" in desk.words()
    assert desk.has("scanned_pages")
    printed = desk.station.plan_prints.preview(NURSE, desk.draft)
    desk.scan(printed.code.lower())
    assert desk.has("scanned_pages")
    desk.press("register_paper")
    assert len(desk.station.documents.of_patient(NURSE, desk.patient)) == 1


def test_a_sheet_that_names_another_plan_is_not_kept_with_the_one_typed(desk: PaperDesk) -> None:
    (code,) = scanned(desk.code()).codes
    desk.page.read_file(desk.sheet())
    desk.settle()
    desk.page._texts[:] = [pack(replace(code, version_id="ab" * 16))]
    desk.page.begin()
    desk.settle()
    desk.scan(desk.code())
    banners = desk.page.findChildren(Banner)
    assert any("arket til en annen plan" in each.accessibleName() for each in banners)
    desk.press("register_paper")
    assert status(desk) is PlanStatus.APPROVED
    assert desk.station.documents.of_patient(NURSE, desk.patient) == ()


@pytest.mark.parametrize("another", [True, False])
def test_a_picture_without_a_code_is_asked_about_before_it_is_kept(
    desk: PaperDesk, another: bool
) -> None:
    path = desk.folder / "uten.png"
    Image.new("L", (170, 240), 255).save(path)
    desk.page.read_file(path)
    desk.settle()
    desk.scan(desk.code())
    assert desk.has("whose_picture")
    if another:
        desk.press("picture_is_another")
        assert not desk.has("whose_picture")
        assert not desk.has("scanned_pages")
    desk.press("register_paper")
    assert status(desk) is PlanStatus.APPROVED
    kept = desk.station.documents.of_patient(NURSE, desk.patient)
    assert [row.subject_id for row in kept] == ([] if another else [desk.draft])


def test_a_file_that_cannot_be_read_says_so(desk: PaperDesk) -> None:
    path = desk.folder / "brev.docx"
    path.write_bytes(b"PK\3\4")
    desk.page.read_file(path)
    desk.settle()
    assert "PDF, JPEG, PNG eller TIFF" in desk.words()


def test_a_file_is_dropped_and_the_reading_can_be_stopped(desk: PaperDesk) -> None:
    frame = desk.find(DropFrame, "paper_drop")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(desk.sheet()))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    frame.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, keys))
    desk.qtbot.waitUntil(lambda: desk.has("paper_reading"))
    desk.press("paper_stop")
    desk.qtbot.waitUntil(lambda: desk.has("paper_start"))
    assert not desk.has("paper_answer")


def test_the_search_knows_a_code_and_asks_nothing(desk: PaperDesk) -> None:
    code = desk.code()
    (hit,) = search.find(desk.station, NURSE, code)
    assert (hit.page, hit.subject) == ("paper", code)
    assert search.find(desk.station, NURSE, "3F2A-9C01-v4")
    assert search.find(desk.station, NURSE, "Elg") == []


def test_larger_and_smaller(desk: PaperDesk) -> None:
    desk.page.read_file(desk.sheet())
    desk.settle()
    pages = desk.find(QWidget, "scanned_pages")
    before = pages.minimumWidth()
    next(b for b in desk.page.findChildren(QPushButton) if b.text() == "+").click()
    desk.settle()
    assert pages.minimumWidth() > before


def test_leaving_goes_to_the_plans(desk: PaperDesk) -> None:
    desk.page.opened(desk.patient)
    desk.settle()
    desk.press("leave_paper")
    assert desk.told.gone == [("plans", desk.patient)]
    desk.page.opened(None)
    assert desk.has("paper_start")


def test_a_kept_sheet_is_shown_and_saved_again(desk: PaperDesk) -> None:
    path = desk.sheet()
    desk.page.read_file(path)
    desk.settle()
    desk.press("register_paper")
    desk.page.opened(desk.patient)
    desk.settle()
    assert desk.has("kept_sheets")
    desk.press("show_sheet_0")
    assert desk.has("scanned_pages")
    desk.press("leave_sheet")
    copy = desk.folder / "kopi.pdf"
    desk.find(QPushButton, "save_sheet_0").click()
    dialog = desk.page.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(copy))
    dialog.close()
    desk.settle()
    assert copy.read_bytes() == path.read_bytes()
    assert desk.told.toasts == ["Arket er lagret"]


def test_letters_twice_as_large_leave_the_page_as_high_as_the_screen(
    desk: PaperDesk, qapp: QApplication
) -> None:
    style.apply(qapp, style.Theme(scale=2.0))
    desk.page.begin()
    desk.page.resize(1200, 680)
    desk.settle()
    desk.scan(desk.code())
    desk.page.resize(1200, 680)
    desk.settle()
    assert desk.page.height() == 680
    assert desk.page.minimumSizeHint().height() <= 680

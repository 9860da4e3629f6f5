"""The page of plans as a nurse uses it: list, versions, comparing, approving, printing."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QLineEdit, QListWidget, QPlainTextEdit

from station.core.clock import FixedClock
from station.models.database import Database
from station.models.queries import audit
from station.rules.plans import PlanStatus
from station.views.plans.lines import LineList
from station.views.plans.preview import Preview
from station.views.plans.rows import said
from station.views.style import Banner
from station.views.style.confirm import Confirm
from tests.plan_office import DAY, ELG, NURSE, OTHER, PlanOffice, approved, drafted, measured
from tests.qt import Pulse


def actions(database: Database) -> list[str]:
    """What stands in the log, the newest first."""
    with database.read() as reader:
        return [line.action for line in audit.newest(reader)]


def test_the_list_says_how_every_plan_stands(
    office: PlanOffice, elg: str, clock: FixedClock, heartbeat: Pulse
) -> None:
    plans = office.station.plans
    first = approved(plans, elg, clock.now())
    plans.next_draft(NURSE, first)
    other = replace(ELG, given_name="Stille", family_name="Brygge", number="")
    office.station.patients.register(OTHER, other)
    clock.advance(100 * DAY)
    office.page.look()
    office.settle()
    lines = [said(each, clock.now()) for each in office.page.list.rows.lines]
    assert lines[0][:2] == ("Stille Brygge", "– No plan")
    name, status, beside, plan, review, _visit = lines[1]
    assert (name, status, beside) == ("Rask Elg", "● Approved", "draft beside")
    assert plan == "COPD · version 1"
    assert review.startswith("▲ review was due")
    model = office.page.list.rows
    spoken = str(model.data(model.index(1), int(Qt.ItemDataRole.AccessibleTextRole)))
    assert "● Approved" in spoken
    drop = office.find(QComboBox, "plan_filter")
    for which, names in (
        ("due", ["Rask Elg"]),
        ("drafts", ["Rask Elg"]),
        ("without", ["Stille Brygge"]),
    ):
        drop.setCurrentIndex(drop.findData(which))
        assert [each.row.name for each in office.page.list.rows.lines] == names
    drop.setCurrentIndex(0)
    office.find(QLineEdit, "plan_search").setText("elg")
    assert [each.row.name for each in office.page.list.rows.lines] == ["Rask Elg"]
    office.qtbot.keyClick(office.find(QLineEdit, "plan_search"), Qt.Key.Key_Return)
    office.settle()
    assert office.page.desk.subject == elg


def test_a_plan_begins_from_a_template_of_the_patients_language(
    office: PlanOffice, elg: str, heartbeat: Pulse
) -> None:
    office.open(elg)
    office.press("begin_kols")
    assert office.has("plan_editor")
    (row,) = office.station.plans.versions(NURSE, elg)
    assert row.version.status is PlanStatus.DRAFT
    office.press("leave_draft")
    assert "no plan is approved yet" in office.find(Banner, "draft_beside").text


def test_the_versions_and_the_draft_beside_are_shown(
    office: PlanOffice, elg: str, clock: FixedClock, heartbeat: Pulse, database: Database
) -> None:
    first = approved(office.station.plans, elg, clock.now())
    office.open(elg)
    assert actions(database)[0] == "plans_opened"
    office.press("next_version")
    assert office.has("plan_editor")
    office.press("leave_draft")
    versions = office.find(QListWidget, "version_list")
    assert [versions.item(at).text().split("\n")[0] for at in range(versions.count())] == [
        "Version 2 · ○ Draft",
        "Version 1 · ● Approved",
    ]
    assert "Version 1 is in force" in office.find(Banner, "draft_beside").text
    assert not office.has("next_version")
    office.press("open_draft")
    office.press("drop_draft")
    office.page.findChildren(Confirm)[0].act.click()
    office.settle()
    assert [row.version.id for row in office.station.plans.versions(NURSE, elg)] == [first]
    office.press("leave_desk")
    assert office.page.list.isVisible()


def test_two_versions_are_compared_in_words_and_shapes(
    office: PlanOffice, elg: str, clock: FixedClock, heartbeat: Pulse
) -> None:
    plans = office.station.plans
    first = approved(plans, elg, clock.now())
    second = plans.next_draft(NURSE, first)
    row = plans.open(NURSE, second)
    content = row.version.content
    higher = replace(content.limits[0], value=87.0)
    content = replace(content, limits=(higher, *content.limits[1:3]), goal="Gå på fjellet.")
    plans.save_draft(NURSE, second, content, row.content_hash)
    office.open(elg)
    drop = office.find(QComboBox, "compare_with")
    drop.setCurrentIndex(drop.findData(second))
    drop.activated.emit(drop.currentIndex())
    office.settle()
    texts = office.cells("changes")
    assert [line[0] for line in texts] == ["±  Changed", "±  Changed", "–  Removed"]
    assert texts[1][1:] == ["◆ Red · Limit", "SpO₂ below 86 %", "SpO₂ below 87 %"]
    assert office.find(QLabel, "compare_words").text() == "+ 0 added · ± 2 changed · – 1 removed"
    office.press("leave_compare")
    assert office.has("plan_overview")


def test_what_hinders_is_listed_with_a_way_there(
    office: PlanOffice, elg: str, heartbeat: Pulse
) -> None:
    office.station.plans.start_draft(NURSE, elg, "kols", "nb")
    office.open(elg)
    office.press("open_draft")
    office.press("approve")
    assert office.has("hindrances")
    office.press("go_untouched_lines")
    line = office.find(LineList, "plan_lines").line()
    assert line is not None
    assert line.id == "kols.green.sign.breath"
    office.press("approve")
    office.press("go_no_goal")
    assert office.page.focusWidget() is office.find(QPlainTextEdit, "plan_goal")


def test_an_approval_is_registered_and_the_version_stands(
    office: PlanOffice, elg: str, clock: FixedClock, heartbeat: Pulse
) -> None:
    version_id = drafted(office.station.plans, elg)
    office.open(elg)
    office.press("open_draft")
    office.press("approve")
    assert not office.has("hindrances")
    name = office.find(QLineEdit, "approved_by")
    assert name.text() == "Lege Stille Vann"
    name.setText("")
    office.press("register_approval")
    assert office.has("approval_form"), "without a name nothing is registered"
    name.setText("Lege Stille Vann")
    office.find(QLineEdit, "approved_on").setText("21.11.2026")
    office.press("register_approval")
    assert office.has("approval_form"), "nobody approves tomorrow"
    office.find(QLineEdit, "approved_on").setText("19.11.2026")
    office.press("register_approval")
    assert office.told.toasts == ["The plan is approved"]
    row = office.station.plans.open(NURSE, version_id)
    assert row.version.status is PlanStatus.APPROVED
    assert (row.version.approved_on, row.version.channel) == ("2026-11-19", "paper")
    assert row.version.in_force_from == clock.now()
    assert office.has("next_version")
    assert not office.has("edit_draft")


def test_an_approval_can_hold_from_a_stated_moment(
    office: PlanOffice, elg: str, clock: FixedClock, heartbeat: Pulse
) -> None:
    first = approved(office.station.plans, elg, clock.now())
    second = office.station.plans.next_draft(NURSE, first)
    office.open(elg)
    office.press("open_draft")
    office.press("approve")
    drop = office.find(QComboBox, "in_force_when")
    drop.setCurrentIndex(drop.findData("later"))
    office.find(QLineEdit, "in_force_time").setText("half past")
    office.press("register_approval")
    assert office.has("approval_form")
    office.find(QLineEdit, "in_force_time").setText("9.00")
    office.press("register_approval")
    desk = office.station.plans.refresh(NURSE, elg)
    assert (desk.standing, desk.coming) == (first, second)
    row = desk.row(second)
    assert row is not None
    assert row.version.in_force_from == clock.now() + DAY


def test_the_print_is_seen_saved_printed_and_grows_old(
    office: PlanOffice,
    elg: str,
    clock: FixedClock,
    heartbeat: Pulse,
    database: Database,
    tmp_path: Path,
) -> None:
    version_id = drafted(office.station.plans, elg)
    measured(office.station.record, elg, clock.now())
    office.open(elg)
    office.press("see_print")
    preview = office.page.desk.front
    assert isinstance(preview, Preview)
    assert preview.printed is not None
    assert office.has("print_pages")
    preview.zoom(1)
    preview.zoom(-1)
    preview.zoom(0)
    office.settle()
    pages = preview.printed.pages
    office.find(QComboBox, "print_shape").setCurrentIndex(1)
    office.settle()
    assert preview.printed.pages > pages
    office.press("other_prints")
    assert office.told.gone[-1] == ("prints", f"plans/{elg}")
    office.find(QComboBox, "print_shape").setCurrentIndex(0)
    office.settle()
    office.press("save_pdf")
    dialog = preview.dialog
    assert isinstance(dialog, QFileDialog)
    path = tmp_path / office.station.plan_prints.file_name(preview.printed)
    dialog.fileSelected.emit(str(path))
    dialog.close()
    office.settle()
    assert path.read_bytes().startswith(b"%PDF")
    assert actions(database)[0] == "plan_print_saved"
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    preview.print_on(printer)
    office.settle()
    assert actions(database)[0] == "plan_printed"
    assert (tmp_path / "paper.pdf").read_bytes().startswith(b"%PDF")
    assert printer.pageLayout().pageSize().id() is QPageSize.PageSizeId.A4
    assert office.told.toasts == ["The print is saved", "1 page is sent to the printer"]
    office.press("leave_print")
    assert not office.has("print_old")
    row = office.station.plans.open(NURSE, version_id)
    changed = replace(row.version.content, goal="Gå på fjellet.")
    office.station.plans.save_draft(OTHER, version_id, changed, row.content_hash)
    office.settle()
    assert "the plan was changed afterwards" in office.find(Banner, "print_old").text


def test_a_print_in_the_other_language_is_made_anew(
    office: PlanOffice, elg: str, heartbeat: Pulse
) -> None:
    drafted(office.station.plans, elg)
    office.open(elg)
    office.press("see_print")
    preview = office.page.desk.front
    assert isinstance(preview, Preview)
    first = preview.printed
    drop = office.find(QComboBox, "print_language")
    drop.setCurrentIndex(drop.findData("nn"))
    office.settle()
    assert first is not None
    assert preview.printed is not None
    assert preview.printed.pdf != first.pdf


def test_what_cannot_be_printed_is_said_and_nothing_is_logged(
    office: PlanOffice, elg: str, heartbeat: Pulse, database: Database
) -> None:
    version_id = drafted(office.station.plans, elg)
    row = office.station.plans.open(NURSE, version_id)
    content = replace(row.version.content, goal="Gå 日本語")
    office.station.plans.save_draft(NURSE, version_id, content, row.content_hash)
    office.open(elg)
    office.press("see_print")
    preview = office.page.desk.front
    assert isinstance(preview, Preview)
    assert preview.printed is None
    assert "typeface lacks" in preview.banner.text
    preview.save()
    preview.print_on(QPrinter())
    office.settle()
    assert not {"plan_printed", "plan_print_saved"} & set(actions(database))


def test_a_place_that_cannot_be_written_to_is_said(
    office: PlanOffice, elg: str, heartbeat: Pulse, tmp_path: Path
) -> None:
    drafted(office.station.plans, elg)
    office.open(elg)
    office.press("see_print")
    office.press("save_pdf")
    preview = office.page.desk.front
    assert isinstance(preview, Preview)
    assert isinstance(preview.dialog, QFileDialog)
    preview.dialog.fileSelected.emit(str(tmp_path / "no" / "place.pdf"))
    preview.dialog.close()
    office.settle()
    assert "cannot be written to" in preview.banner.text


def test_a_patient_who_is_gone_is_said_with_a_way_back(
    office: PlanOffice, heartbeat: Pulse
) -> None:
    office.open("0" * 32)
    assert office.has("state_failed")
    office.press("leave_failed")
    assert office.page.draft_key() is None


def test_the_card_of_the_patient_is_one_press_away(
    office: PlanOffice, elg: str, clock: FixedClock, heartbeat: Pulse
) -> None:
    approved(office.station.plans, elg, clock.now())
    office.open(elg)
    office.press("to_patient")
    assert office.told.gone == [("patients", elg)]

"""The rarer ways of a plan: its steps, the meeting, a plan of others, a second diagnosis."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from station.core.clock import FixedClock
from station.core.zone import day_of
from station.models.records.paper import NewPrint, add_print
from station.rules.plans import PlanStatus
from station.rules.status import Status
from station.services.patients.consents import ConsentDetails
from station.services.plans.values import PlanStep, Stage
from station.views.plans.editor import Editor
from station.views.plans.meeting import MeetingForm
from station.views.plans.rows import said
from station.views.plans.stepline import step_words
from tests.plan_office import DAY, NURSE, PlanOffice, approved, drafted
from tests.qt import Pulse


def line(office: PlanOffice, name: str, text: str) -> None:
    office.find(QLineEdit, name).setText(text)


def steps(office: PlanOffice) -> str:
    return office.find(QWidget, "plan_steps").accessibleName()


def printed(office: PlanOffice, version_id: str) -> None:
    """The sheet for the GP has been printed."""
    row = office.station.plans.open(NURSE, version_id)
    with office.station.record.write(NURSE) as writer:
        writer.audit("plan_printed", "plan_version", version_id, row.version.patient_id)
        add_print(
            writer,
            NewPrint(
                version_id=version_id,
                patient_id=row.version.patient_id,
                sheet="gp",
                code="x",
                content_hash=row.content_hash,
                content="{}",
                language="nb",
                pages=1,
            ),
        )


def test_the_steps_follow_the_plan_to_the_gp_and_into_force(
    office: PlanOffice, elg: str, clock: FixedClock, heartbeat: Pulse
) -> None:
    draft = drafted(office.station.plans, elg)
    office.open(elg)
    assert steps(office).endswith("○ print it for the GP, ○ the GP's answer")
    printed(office, draft)
    clock.advance(2 * DAY)
    office.page.desk.refresh()
    office.settle()
    assert "… with the GP since" in steps(office)
    office.page.look()
    office.settle()
    (row,) = office.page.list.rows.lines
    assert row.waiting_since is not None
    assert said(row, clock.now())[2].startswith("… with the GP since")
    which = office.page.findChild(QComboBox, "plan_filter")
    assert which is not None
    which.setCurrentIndex(which.findData("waiting"))
    assert len(office.page.list.rows.lines) == 1
    which.setCurrentIndex(which.findData("visits"))
    assert len(office.page.list.rows.lines) == 0


def test_a_printed_draft_is_laid_aside_and_not_lost(
    office: PlanOffice, elg: str, heartbeat: Pulse
) -> None:
    draft = drafted(office.station.plans, elg)
    printed(office, draft)
    office.station.plans.drop_draft(NURSE, draft)
    office.open(elg)
    assert steps(office).endswith("× laid aside")
    assert office.station.plans.open(NURSE, draft).version.status is PlanStatus.WITHDRAWN


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("done", [True, False])
def test_every_step_has_words(stage: Stage, done: bool) -> None:
    for step in (
        PlanStep(stage, done=done),
        PlanStep(stage, 86_400_000, "2026-11-20", "Lege Stille Vann", "paper", done=done),
    ):
        assert step_words(step, 2 * 86_400_000)


def test_a_meeting_is_held_on_one_screen(
    office: PlanOffice, elg: str, clock: FixedClock, heartbeat: Pulse
) -> None:
    approved(office.station.plans, elg, clock.now())
    clock.advance(DAY)
    office.open(elg)
    office.press("meeting")
    office.press("store_meeting")
    assert office.has("meeting_form")
    line(office, "meeting_who", "Lege Stille Vann og Rask Elg")
    office.find(QPlainTextEdit, "meeting_goal").setPlainText("Gå til naboen.")
    office.find(QPlainTextEdit, "meeting_minutes").setPlainText("Måler hver dag i to uker.")
    office.find(QComboBox, "meeting_closer").setCurrentIndex(2)
    office.press("change_limits_spo2")
    number = office.find(QLineEdit, "limit_red_low_number")
    number.setText("85")
    number.textEdited.emit("85")
    office.settle()
    office.press("store_meeting")
    assert office.told.toasts[-1] == "The meeting is stored and the plan is approved."
    newest = office.station.plans.versions(NURSE, elg)[0]
    assert newest.version.status is PlanStatus.APPROVED
    assert newest.version.content.goal == "Gå til naboen."
    assert newest.version.content.limits[0].value == 85
    assert office.station.following.of_patient(NURSE, elg) is not None
    assert "agreed in a treatment meeting with the GP" in steps(office)


def test_what_is_written_about_a_meeting_survives_a_lock(
    office: PlanOffice, elg: str, clock: FixedClock, heartbeat: Pulse
) -> None:
    approved(office.station.plans, elg, clock.now())
    office.open(elg)
    office.press("meeting")
    assert office.page.draft() is None
    line(office, "meeting_who", "Lege Stille Vann")
    office.find(QPlainTextEdit, "meeting_minutes").setPlainText("Veies.")
    kept = office.page.draft()
    assert kept is not None
    office.press("leave_meeting")
    office.page.restore(kept)
    office.settle()
    form = office.page.desk.front
    assert isinstance(form, MeetingForm)
    assert office.find(QLineEdit, "meeting_who").text() == "Lege Stille Vann"
    assert office.find(QPlainTextEdit, "meeting_minutes").toPlainText() == "Veies."


def test_a_meeting_without_approval_leaves_a_draft(
    office: PlanOffice, elg: str, heartbeat: Pulse
) -> None:
    drafted(office.station.plans, elg)
    office.open(elg)
    office.press("meeting")
    line(office, "meeting_who", "Rask Elg")
    office.find(QWidget, "meeting_agreed").setChecked(False)  # type: ignore[attr-defined]
    office.press("store_meeting")
    assert isinstance(office.page.desk.front, Editor)
    assert office.told.toasts[-1] == "The meeting is stored. The draft is ready for the GP."


def test_a_plan_made_elsewhere_is_entered_asked_about_and_put_in_force(
    office: PlanOffice, elg: str, clock: FixedClock, heartbeat: Pulse
) -> None:
    approved(office.station.plans, elg, clock.now() - 3 * DAY)
    office.open(elg)
    office.press("elsewhere")
    line(office, "origin_place", "St. Olavs hospital")
    line(office, "origin_by", "overlege Blid Trapp")
    office.press("begin_elsewhere")
    assert office.has("origin_form")
    office.press("replaces_it")
    editor = office.page.desk.front
    assert isinstance(editor, Editor)
    assert editor.banner.text.startswith("Made by St. Olavs hospital, overlege Blid Trapp")
    office.press("approve")
    office.press("register_approval")
    assert office.told.toasts[-1] == "The plan is in force"
    newest = office.station.plans.versions(NURSE, elg)[0].version
    assert (newest.status, newest.channel) == (PlanStatus.APPROVED, "elsewhere")
    assert "✓ made elsewhere" in steps(office)


def test_a_second_diagnosis_waits_for_every_choice(
    office: PlanOffice, elg: str, heartbeat: Pulse
) -> None:
    draft = drafted(office.station.plans, elg)
    office.open(elg)
    office.press("open_draft")
    office.press("join_template")
    drop = office.find(QComboBox, "joining_template")
    assert drop.findData("kols") == -1
    drop.setCurrentIndex(drop.findData("hjertesvikt"))
    drop.activated.emit(drop.currentIndex())
    office.settle()
    join = office.find(QPushButton, "join")
    at = 0
    while office.has(f"conflict_{at}"):
        assert not join.isEnabled()
        office.find(QWidget, f"conflict_{at}_0").click()  # type: ignore[attr-defined]
        at += 1
    assert at >= 1
    assert join.isEnabled()
    office.press("join")
    assert isinstance(office.page.desk.front, Editor)
    content = office.station.plans.open(NURSE, draft).version.content
    assert content.template == "kols+hjertesvikt"
    assert "lines gone through" in office.find(QLabel, "walked").text()


def test_the_gps_appointment_is_reminded_of_noted_and_taken_back(
    office: PlanOffice, elg: str, clock: FixedClock, heartbeat: Pulse
) -> None:
    station, today = office.station, day_of(clock.now())
    station.consents.register(NURSE, elg, ConsentDetails("1.0", today, "Mild Kystvei"))
    station.statuses.set(NURSE, elg, Status.TRIAL)
    office.open(elg)
    office.press("note_visit")
    office.press("book_visit")
    office.press("waive_visit")
    line(office, "visit_day", f"{today + timedelta(days=10):%d.%m.%Y}")
    office.press("book_visit")
    assert not office.has("note_visit")
    office.press("take_back_visit")
    office.press("note_visit")
    line(office, "visit_reason", "Fastlegen var med på møtet.")
    office.press("waive_visit")
    assert not office.has("gp_visit")

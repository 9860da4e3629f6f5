"""S19: fourteen trial days, a proposal with its number, limits by keyboard, and the GP's sheet."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QWidget

from station.core.clock import FixedClock
from station.core.zone import day_of
from station.rules.readings import Excluded, Source
from station.rules.status import Status
from station.services.intake.intake import Incoming, Intake
from station.services.patients.consents import ConsentDetails
from station.services.patients.values import PatientDetails
from tests.journeys.driver import Nurse
from tests.municipality import FIRST, PASSWORD

DAY, HOUR = 86_400_000, 3_600_000
TRIAL = (92, 91, 92, 93, 91, 92, 90, 92, 93, 92, 88, 88, 91, 85)
IN_ACTIVITY = (82, 80)
"""Left out: they stand in no count."""
BORN = "1948-03-14"


def recount(limit: float, red: float) -> tuple[int, int]:
    """Yellow and red days, counted by hand: yellow at the second in a row, red at once."""
    oslo, days = ZoneInfo("Europe/Oslo"), dict[object, str]()
    for at, value in enumerate(TRIAL):
        taken = MEASURED[at]
        day = datetime.fromtimestamp(taken / 1000, UTC).astimezone(oslo).date()
        twice = at > 0 and value < limit and TRIAL[at - 1] < limit
        days[day] = "red" if value < red else "yellow" if twice else "green"
    said = list(days.values())
    return said.count("yellow"), said.count("red")


MEASURED: list[int] = []


@pytest.fixture
def in_trial(nurse: Nurse, clock: FixedClock) -> Nurse:
    """Signed in; Stille Vann has measured on fourteen trial days, and twice on the stairs."""
    nurse.sign_in(FIRST, PASSWORD)
    session = nurse.keeper.session
    assert session is not None
    station = nurse.station

    def begin() -> str:
        details = PatientDetails(
            given_name="Stille", family_name="Vann", birth_date=BORN, diagnosis="Kols"
        )
        patient = station.patients.register(session, details)
        consent = ConsentDetails("2026-1", day_of(clock.now()), session.name)
        station.consents.register(session, patient, consent)
        station.statuses.set(session, patient, Status.TRIAL)
        return patient

    patient = nurse.ask(begin)
    MEASURED[:] = [clock.now() + day * DAY + HOUR for day in range(len(TRIAL))]
    clock.set(MEASURED[-1] + HOUR)
    nurse.keeper.idle.touched()

    def measure() -> None:
        intake = Intake(station.record)
        intake.take(
            session,
            [
                Incoming(patient, "spo2", at, (float(value),), Source.TABLET, f"t{at}")
                for at, value in zip(MEASURED, TRIAL, strict=True)
            ]
            + [
                Incoming(
                    patient,
                    "spo2",
                    MEASURED[-1] - (2 + nth) * HOUR,
                    (float(value),),
                    Source.TABLET,
                    f"a{nth}",
                    excluded=Excluded.ACTIVITY,
                )
                for nth, value in enumerate(IN_ACTIVITY)
            ],
        )

    nurse.ask(measure)
    nurse.settle()
    return nurse


def said(nurse: Nurse, name: str) -> str:
    """What a label says."""
    return nurse.find(name, QLabel).text()


def counted(yellow: int, red: int) -> str:
    """How the screen says it: 1 gul · 2 røde dager."""
    of_red = f"{red} rød dag" if red == 1 else f"{red} røde dager"
    return f"{yellow} {'gul' if yellow == 1 else 'gule'} · {of_red}"


def test_s19_limits_are_found_on_her_own_readings_and_go_to_the_gp(
    in_trial: Nurse, tmp_path: Path
) -> None:
    nurse = in_trial
    # A draft from the template, with no limits of its own yet.
    nurse.go("plans")
    nurse.pick("plan_list", "Stille Vann")
    nurse.press("begin_kols")
    nurse.until(lambda: nurse.has("plan_editor"), "the draft")
    nurse.key("Ctrl+Shift+G")
    nurse.until(lambda: nurse.has("limit_chart") and nurse.has("proposal_0"), "the workshop")
    assert nurse.sees("Prøveperiode dag 14 av 14")
    # The suggestion stands with its number, and is in nobody's plan by itself.
    assert nurse.sees("av 14 målinger; grensen ligger")
    assert said(nurse, "left_out") == "○ 2 utelatt: 2 i aktivitet"
    for name in ("use_1", "use_0"):
        nurse.press(name)
        nurse.settle()
    nurse.until(
        lambda: nurse.find("limit_yellow_low_number", QLineEdit).text() == "88", "the yellow limit"
    )
    red = float(nurse.find("limit_red_low_number", QLineEdit).text())
    assert said(nurse, "counts_new_30") == counted(*recount(88, red))
    # Moved by keyboard: the counts follow, and are those of an independent recount.
    chart = nurse.find("limit_chart", QWidget)
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Right)
    for up in (89, 90):
        QTest.keyClick(chart, Qt.Key.Key_Up)
        assert said(nurse, "counts_new_30") == counted(*recount(up, red)), up
        assert said(nurse, "counts_new_90") == counted(*recount(up, red)), up
    QTest.keyClick(chart, Qt.Key.Key_Down)
    nurse.press("workshop_take")
    nurse.until(lambda: nurse.sees("Grensene er tatt med i utkastet"), "the toast")
    sheet = gp_sheet(nurse, tmp_path / "fastlege.pdf")
    for words in (
        "< 89 %, to målinger på rad",
        f"< {red:g} %, én gang",
        counted(*recount(89, red)),
        "14 målinger 20.11.2026–03.12.2026, 2 utelatt, median 91,5 %",
    ):
        assert words in sheet, (words, sheet)


def gp_sheet(nurse: Nurse, path: Path) -> str:
    """Opens the draft's print from the workshop, saves it, and gives what stands on it."""
    nurse.press("leave_workshop")
    nurse.until(lambda: nurse.has("open_draft"), "the plan")
    nurse.press("open_draft")
    nurse.until(lambda: nurse.has("see_print"), "the draft")
    nurse.press("see_print")
    nurse.until(
        lambda: nurse.has("save_pdf") and nurse.find("save_pdf", QWidget).isEnabled(), "the print"
    )
    nurse.press("save_pdf")
    dialog = nurse.window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.selectFile(str(path))
    dialog.fileSelected.emit(str(path))
    dialog.close()
    nurse.until(path.exists, "the print")
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())

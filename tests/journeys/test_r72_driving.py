"""R72 and R21: five errands become Tuesday's round, driven, ticked, and counted by patient."""

from datetime import date, timedelta
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView

from station.core.zone import day_of
from station.rules.driving import Purpose
from station.services.equipment.lending import NewDevice
from station.services.patients.consents import ConsentDetails
from station.services.patients.values import PatientDetails
from station.services.visits.visits import NewVisit
from station.views.prints.viewer import Viewer
from tests.journeys.driver import Nurse, lines_of
from tests.municipality import FIRST, PASSWORD

NAMES = ("Rask Elg", "Stille Brygge", "Klok Dal", "Blid Trapp", "Varm Vind")
NOTES = ("Gå gjennom planen", "Ta med skjema", "Nøkkel i boden", "Ring på to ganger", "Bytt strikk")


@pytest.fixture
def office_day(nurse: Nurse) -> Nurse:
    """Signed in, with five patients to drive to."""
    nurse.sign_in(FIRST, PASSWORD)
    session = nurse.keeper.session
    assert session is not None
    for at, (name, note) in enumerate(zip(NAMES, NOTES, strict=True)):
        given, family = name.split(" ")
        details = PatientDetails(
            given_name=given,
            family_name=family,
            birth_date=f"194{at}-01-02",
            address=f"Øvelsesveien {at + 1}",
            postal_code="9999",
            city="Øvelsesbygda",
            phone=f"680501{at + 12}",
        )

        def register(details: PatientDetails = details, note: str = note) -> None:
            known = frozenset(hit.id for hit in nurse.station.patients.search(session))
            patient = nurse.station.patients.register(session, details, not_same=known)
            consent = ConsentDetails("2026-1", date(2026, 11, 19), session.name)
            nurse.station.consents.register(session, patient, consent)
            nurse.station.visits.add(session, NewVisit(Purpose.OTHER, patient, note=note))

        nurse.ask(register)
    nurse.settle()
    return nurse


def who(nurse: Nurse, name: str = "stop_list") -> list[str]:
    """Whom the lines of a list are about."""
    view = nurse.find(name, QAbstractItemView)
    return [next(each for each in NAMES if each in line) for line in lines_of(view)]


def keyed(nurse: Nurse, name: str, key: Qt.Key, held: Qt.KeyboardModifier) -> None:
    """Press a key in a list."""
    QTest.keyClick(nurse.find(name, QAbstractItemView), key, held)
    nurse.settle()


def to_tuesday(nurse: Nurse) -> None:
    """From Friday on to the Tuesday after."""
    nurse.go("visits")
    for _ in range(4):
        nurse.press("day_after")


def planned(nurse: Nurse) -> None:
    """All five are on Tuesday's round, every distance is typed, and an order proposed."""
    to_tuesday(nurse)
    view = nurse.find("errand_list", QAbstractItemView)
    view.setFocus()
    view.selectAll()
    keyed(nurse, "errand_list", Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
    assert who(nurse, "errand_list") == []
    assert sorted(who(nurse)) == sorted(NAMES)
    nurse.press("round_ways")
    nurse.press("ways_more")
    for at in range(1, 16):
        nurse.write(f"way_{at}_km", str(4 + 7 * at % 13))
        nurse.write(f"way_{at}_min", str(5 + at))
    nurse.press("save_small")
    nurse.press("round_propose")


def printed(nurse: Nurse, path: Path) -> str:
    """The driving list as it was saved."""
    nurse.press("round_print")
    viewer: object = nurse.find("driving_print").findChild(Viewer)
    assert isinstance(viewer, Viewer)
    nurse.until(lambda: viewer.made is not None, "the print")
    viewer.save_at(str(path))
    nurse.settle()
    nurse.press("leave_driving_print")
    return " ".join(pypdf.PdfReader(path).pages[0].extract_text().split())


def test_a_round_is_planned_printed_driven_and_counted(office_day: Nurse, tmp_path: Path) -> None:
    nurse = office_day
    planned(nurse)
    proposed = who(nurse)
    nurse.pick("stop_list", proposed[0])
    keyed(nurse, "stop_list", Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    order = who(nurse)
    assert order == [proposed[1], proposed[0], *proposed[2:]]
    text = printed(nurse, tmp_path / "list.pdf")
    places = [text.index(name) for name in order]
    assert places == sorted(places)
    assert all(note in text for note in NOTES)
    assert "68 05 01 12" in text

    for name in order[:4]:
        nurse.pick("stop_list", name)
        nurse.press("visit_done")
    nurse.pick("stop_list", order[4])
    nurse.press("visit_not_home")
    nurse.write("not_home_reason", "På butikken")
    nurse.press("save_small")
    assert who(nurse, "errand_list") == [order[4]]
    nurse.press("round_close")
    nurse.write("close_kilometres", "62")
    nurse.write("close_minutes", "90")
    nurse.press("save_small")

    session = nurse.keeper.session
    assert session is not None
    today = day_of(nurse.station.clock.now())
    far = today + timedelta(days=30)
    found = nurse.ask(lambda: nurse.station.driving.figures(session, today, far))
    assert sum(each.metres for each in found) == 62_000
    assert sorted((each.visits, each.in_vain) for each in found) == [(0, 1), *[(1, 0)] * 4]


def test_who_died_or_lies_in_hospital_since_is_seen_before_driving(office_day: Nurse) -> None:
    nurse = office_day
    to_tuesday(nurse)
    view = nurse.find("errand_list", QAbstractItemView)
    view.selectAll()
    nurse.press("errand_send")
    session = nurse.keeper.session
    assert session is not None

    def happen() -> None:
        ids = {hit.name: hit.id for hit in nurse.station.patients.search(session)}
        nurse.station.statuses.register_death(session, ids["Rask Elg"], date(2026, 11, 19))

    nurse.ask(happen)
    nurse.until(lambda: nurse.sees("19"), "that she has died")
    nurse.pick("stop_list", "Rask Elg")
    nurse.press("visit_off")
    assert "Rask Elg" in who(nurse, "errand_list")


def test_what_is_registered_as_reserved_comes_by_itself(office_day: Nurse) -> None:
    nurse = office_day
    nurse.go("visits")
    count = len(who(nurse, "errand_list"))
    session = nurse.keeper.session
    assert session is not None

    def reserve() -> None:
        ids = {hit.name: hit.id for hit in nurse.station.patients.search(session)}
        device = nurse.station.lending.register(session, NewDevice("oximeter", name="O-12"))
        with nurse.station.record.write(session) as writer:
            writer.execute(
                "UPDATE devices SET state = 'reserved', reserved_for = ? WHERE id = ?",
                (ids["Klok Dal"], device),
            )
            writer.quiet()
            writer.touch("equipment")

    nurse.ask(reserve)
    nurse.until(lambda: len(who(nurse, "errand_list")) == count + 1, "what is reserved")
    assert nurse.sees("O-12")

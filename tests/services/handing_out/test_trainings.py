"""Who was trained in the use of equipment (R20)."""

from datetime import date

import pytest

from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Database
from station.models.queries.handouts import TrainingLine
from station.services.handing_out.trainings import RELATIVE, STAFF, TOPICS, TrainingDetails, shown
from station.services.patients.values import PatientIncomplete
from tests.handing import HandingOffice, handing_office


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> HandingOffice:
    """An office that hands out."""
    return handing_office(database, clock)


def test_r20_patient_relative_and_staff_are_trained_each_by_name(desk: HandingOffice) -> None:
    elg = desk.person()
    register = desk.trainings.register
    register(desk.session, "patient", elg, TrainingDetails("Rask Elg", topics=TOPICS[:2]))
    earlier = TrainingDetails(" Stille Brygge ", RELATIVE, (" Egne ord ", ""), date(2026, 11, 1))
    register(desk.session, "patient", elg, earlier)
    register(desk.session, "patient", elg, TrainingDetails("Mild Vind", STAFF, note=" kort "))
    assert [
        (each.person, each.role_words, each.topics, each.note)
        for each in sorted(desk.trainings.of(desk.session, "patient", elg), key=lambda t: t.role)
    ] == [
        ("Rask Elg", "The patient", TOPICS[:2], ""),
        ("Stille Brygge", "A relative", ("Egne ord",), ""),
        ("Mild Vind", "Somebody on the staff", (), "kort"),
    ]
    assert desk.trainings.of(desk.session, "patient", elg)[-1].held_on == date(2026, 11, 1)
    assert desk.log(elg)[:3] == ["training_registered"] * 3


def test_staff_of_a_gp_office_are_trained_too(desk: HandingOffice) -> None:
    place = desk.institution()
    made = TrainingDetails("Lege Stille Vann", STAFF)
    desk.trainings.register(desk.session, "institution", place, made)
    (found,) = desk.trainings.of(desk.session, "institution", place)
    assert (found.person, found.by) == ("Lege Stille Vann", desk.session.user_id)
    for kind, code in (("patient", "patient_unknown"), ("institution", "institution_unknown")):
        with pytest.raises(Trouble, match=code):
            desk.trainings.register(desk.session, kind, "0" * 32, made)
        with pytest.raises(Trouble, match=code):
            desk.trainings.of(desk.session, kind, "0" * 32)


def test_name_role_and_day_are_asked_for(desk: HandingOffice) -> None:
    with pytest.raises(PatientIncomplete) as wrong:
        desk.trainings.register(
            desk.session,
            "patient",
            desk.person(),
            TrainingDetails("  ", "cat", held_on=date(2026, 11, 21)),
        )
    assert set(wrong.value.problems) == {"person", "role", "held_on"}


def test_a_role_of_a_newer_program_is_staff() -> None:
    row = TrainingLine("t", "p", None, None, "Rask Elg", "robot", "", "2026-11-20", "x", "")
    assert shown(row).role_words == "Somebody on the staff"

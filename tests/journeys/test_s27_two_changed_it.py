"""A telephone number changed here and at another station: both stay until a person chooses."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from station.core.clock import FixedClock
from station.core.paths import Home
from station.services.footers import phone_text
from tests.cohort import Cohort
from tests.journeys.conftest import Come
from tests.journeys.driver import Nurse
from tests.journeys.hands import strike
from tests.journeys.network import Network
from tests.journeys.sharing import Alarms, at_work, exchange, raw, raw_of, run, share, sign_in
from tests.journeys.work import later
from tests.municipality import Office, copy_home

WHO = "Klok Rev"
PHONE = "SELECT phone FROM patients WHERE given_name = 'Klok'"
OURS, THEIRS = "68050144", "68050155"
OPEN = "SELECT count(*) FROM sync_conflicts WHERE state = 'open'"
LOG = "SELECT action, details FROM audit WHERE action LIKE 'conflict%' ORDER BY seq"


def call_another_number(cohort: Cohort, patient_id: str, phone: str) -> None:
    """Change the telephone number, as the form does."""
    patients, session = cohort.station.patients, cohort.session
    before = patients.open_form(session, patient_id)
    patients.change(session, patient_id, before, replace(before.details, phone=phone))


def here(nurse: Nurse) -> object:
    """The number that stands here."""
    return raw(nurse, PHONE)[0][0]


@pytest.mark.slow
@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_a_person_chooses_between_two_numbers(
    come: Come,
    office: Office,
    tmp_path: Path,
    clock: FixedClock,
    alarms: Alarms,
    network: Network,
    side: str,
) -> None:
    home = copy_home(office.root, tmp_path / "home")
    with at_work(home, clock) as cohort:
        rev = cohort.followed(WHO)
        share(cohort, network)
        exchange(cohort)
    there = copy_home(office.root, tmp_path / "other")
    with at_work(there, clock) as other:
        share(other, network)
        exchange(other)
        assert raw_of(other, PHONE) == [("68050112",)]

    # The number is changed here at the screen, and at the other station before that is sent.
    nurse = come(home, clock)
    sign_in(nurse, alarms)
    change_at_the_screen(nurse)
    with at_work(there, clock) as other:
        call_another_number(other, rev, THEIRS)
        exchange(other)
    later(nurse, clock, 1)
    assert run(nurse, alarms).conflicts == 1

    # Both are kept; ours stands meanwhile, and the other's is not written over.
    assert here(nurse) == OURS
    assert number_at(there, clock) == THEIRS
    choose_by_keyboard(nurse, side)
    chosen = OURS if side == "ours" else THEIRS
    assert here(nurse) == chosen
    assert raw(nurse, OPEN) == [(0,)]
    found, told = raw(nurse, LOG)
    assert (found[0], told[0]) == ("conflict_found", "conflict_chosen")
    assert '"phone"' in str(told[1])
    assert f'"{side}"' in str(told[1])

    # The choice reaches the other station, and there is nothing to choose there.
    later(nurse, clock, 1)
    assert run(nurse, alarms).outcome == "done"
    assert number_at(there, clock) == chosen
    assert here(nurse) == chosen
    nurse.until(lambda: "Alt er i orden" in nurse.words("sync_truth"), "that all is well")


def number_at(there: Home, clock: FixedClock) -> object:
    """The number at the other station, after an exchange; nobody has to choose there."""
    with at_work(there, clock) as other:
        exchange(other)
        assert raw_of(other, OPEN) == [(0,)]
        return raw_of(other, PHONE)[0][0]


def change_at_the_screen(nurse: Nurse) -> None:
    """Writes a new number into the patient's form."""
    nurse.go("patients")
    nurse.write("patient_search", "Klok")
    nurse.settle()
    strike(nurse, Qt.Key.Key_Return)
    nurse.until(lambda: nurse.has("facts_name"), "the patient")
    nurse.press("facts_edit")
    nurse.write("patient_phone", OURS)
    nurse.press("save_patient")
    nurse.until(lambda: here(nurse) == OURS, "the number saved")


def choose_by_keyboard(nurse: Nurse, side: str) -> None:
    """Opens the conflict, sees both numbers field by field, and chooses with keys alone."""
    nurse.until(lambda: "1 konflikt" in nurse.words(), "the conflict in the top line")
    nurse.key("Alt+8")
    nurse.until(lambda: nurse.has("conflict_list"), "the conflicts")
    strike(nurse, Qt.Key.Key_Return)
    nurse.until(lambda: nurse.has("choice_phone"), "the number's two values")
    nurse.settle()
    words = nurse.words("conflict_card")
    assert (
        f"Telefon. Her: {phone_text(OURS)}. Sentralt: {phone_text(THEIRS)}. Ikke valgt ennå."
        in words
    )
    # What applies until somebody has chosen is said.
    assert nurse.words("conflict_meanwhile")
    strike(nurse, Qt.Key.Key_H if side == "ours" else Qt.Key.Key_S)
    strike(nurse, Qt.Key.Key_Return)
    nurse.until(lambda: not nurse.has("conflict_card"), "the choice")
    nurse.settle()

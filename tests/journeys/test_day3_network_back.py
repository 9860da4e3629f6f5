"""The network is back on the third day: what came meanwhile is matched, and not doubled."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from station.core.clock import FixedClock
from station.rules.readings import Source
from station.services.footers import phone_text
from station.services.intake.intake import Incoming, Intake
from tests.cohort import DAY, MINUTE
from tests.journeys.conftest import Come
from tests.journeys.driver import Nurse
from tests.journeys.hands import strike
from tests.journeys.network import Body, Network, dashed
from tests.journeys.sharing import Alarms, at_work, exchange, raw, run, share, sign_in
from tests.journeys.work import line_of, type_reading
from tests.municipality import Office, copy_home

NAMES = ("Klok Rev", "Stille Ulv", "Blid Mus")
RED = "Stille Ulv"
HERE, THERE = "68050144", "68050155"
BUFFERED, BY_STATION, PHONED = 214, 14, 9
AT_THE_SCREEN = 2
SPAN_MS = DAY + 20 * 60 * MINUTE
"""The readings of the two days lie evenly in this time, the last four hours ago."""


def observation(patient_id: str, at: int, value: float) -> Body:
    """Give a reading as another program writes it at the centre."""
    moment = datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="seconds")
    return {
        "resourceType": "Observation",
        "id": str(uuid.uuid4()),
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "59408-5"}]},
        "subject": {"reference": f"Patient/{dashed(patient_id)}"},
        "effectiveDateTime": moment,
        "valueQuantity": {
            "value": value,
            "unit": "%",
            "system": "http://unitsofmeasure.org",
            "code": "%",
        },
    }


def count(nurse: Nurse, sql: str) -> int:
    """Give the one number that a query gives."""
    return int(str(raw(nurse, sql)[0][0]))


def phone_in(nurse: Nurse, clock: FixedClock, ids: dict[str, str]) -> list[tuple[str, int, float]]:
    """Take what is told by telephone, the first ones at the screen; give what was measured.

    Each was measured a few minutes before the time that was said.
    """
    told = []
    for at in range(PHONED):
        clock.advance(MINUTE)
        nurse.keeper.idle.touched()
        name, value = NAMES[at % 3], 90.0 + at
        told.append((ids[name], clock.now() - 3 * MINUTE, value))
        if at < AT_THE_SCREEN:
            type_reading(nurse, name, str(90 + at))
        else:
            nurse.ask(
                partial(
                    take_down,
                    nurse,
                    Incoming(
                        ids[name],
                        "spo2",
                        clock.now(),
                        (value,),
                        Source.MANUAL,
                        f"typed{at}",
                        said_by="patient",
                    ),
                )
            )
    return told


def take_down(nurse: Nurse, incoming: Incoming) -> None:
    """Store what was told, on the record lane."""
    session = nurse.keeper.session
    assert session is not None
    Intake(nurse.station.record).take(session, [incoming])


@pytest.mark.slow
def test_the_network_is_back(
    come: Come, office: Office, tmp_path: Path, clock: FixedClock, alarms: Alarms, network: Network
) -> None:
    home, there = (copy_home(office.root, tmp_path / name) for name in ("home", "other"))
    with at_work(home, clock) as cohort:
        ids = {name: cohort.followed(name) for name in NAMES}
        share(cohort, network)
        exchange(cohort)
    with at_work(there, clock) as other:
        share(other, network)
        exchange(other)

    # Two days pass; on the third morning nine are phoned in, and a number is changed here.
    network.cut()
    began = clock.now()
    clock.advance(2 * DAY)
    nurse = come(home, clock)
    sign_in(nurse, alarms)
    told = phone_in(nurse, clock, ids)
    change(nurse, ids["Klok Rev"])

    # Meanwhile at the centre: the nine themselves, a red one of yesterday, and all the others.
    theirs = [observation(*each) for each in told]
    theirs.append(observation(ids[RED], clock.now() - DAY, 84))
    others = BUFFERED - BY_STATION - len(theirs)
    step = SPAN_MS // others
    theirs += [
        observation(ids[NAMES[at % 3]], began + at * step, 93 + at % 4) for at in range(others)
    ]
    network.put(theirs)
    network.mend()
    with at_work(there, clock) as other:
        for at in range(BY_STATION):
            other.take(ids[NAMES[at % 3]], "spo2", 94, ago=(BY_STATION - at) * 60 * MINUTE + 30_000)
        patients, session = other.station.patients, other.session
        before = patients.open_form(session, ids["Klok Rev"])
        patients.change(session, ids["Klok Rev"], before, replace(before.details, phone=THERE))
        exchange(other)

    all_of_it_comes(nurse, alarms)
    the_old_red_and_the_number(nurse)
    # Once more: nothing comes twice.
    run(nurse, alarms)
    assert count(nurse, "SELECT count(*) FROM readings") == BUFFERED


def all_of_it_comes(nurse: Nurse, alarms: Alarms) -> None:
    """Nine were known already, and are kept beside what was typed."""
    assert count(nurse, "SELECT count(*) FROM readings") == PHONED
    report = run(nurse, alarms)
    assert (report.outcome, report.conflicts) == ("left", 1)
    assert count(nurse, "SELECT count(*) FROM readings") == BUFFERED
    matched = "FROM quarantine WHERE state = 'resolved' AND resolution = 'told'"
    assert count(nurse, f"SELECT count(*) {matched}") == PHONED
    assert count(nurse, "SELECT count(*) FROM quarantine WHERE state = 'open'") == 0
    typed = "SELECT count(*) FROM readings WHERE source = 'manual'"
    assert count(nurse, typed) == PHONED
    assert count(nurse, f"SELECT count(DISTINCT reading_id) {matched}") == PHONED


def the_old_red_and_the_number(nurse: Nurse) -> None:
    """Yesterday's red one stands in the list with its age; the number is shown field by field."""
    nurse.go("today")
    nurse.until(lambda: line_of(nurse, RED).startswith("Rød"), "the red one")
    assert "84" in line_of(nurse, RED)
    assert "84 % under 86 · i går" in line_of(nurse, RED).replace("\N{NO-BREAK SPACE}", " ")

    nurse.until(lambda: "1 konflikt" in nurse.words(), "the conflict in the top line")
    nurse.key("Alt+8")
    nurse.until(lambda: nurse.has("conflict_list"), "the conflicts")
    strike(nurse, Qt.Key.Key_Return)
    nurse.until(lambda: nurse.has("choice_phone"), "the number's two values")
    assert f"Telefon. Her: {phone_text(HERE)}. Sentralt: {phone_text(THERE)}." in nurse.words(
        "conflict_card"
    )
    strike(nurse, Qt.Key.Key_Escape)


def change(nurse: Nurse, patient_id: str) -> None:
    """Change the number here."""
    session = nurse.keeper.session
    assert session is not None

    def job() -> None:
        patients = nurse.station.patients
        before = patients.open_form(session, patient_id)
        patients.change(session, patient_id, before, replace(before.details, phone=HERE))

    nurse.ask(job)
    nurse.settle()

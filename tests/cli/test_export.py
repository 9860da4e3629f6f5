"""`station export` and `station import` of FHIR files, from the shell."""

import csv
import json
from pathlib import Path

from openpyxl import load_workbook

from station.core.paths import Home
from station.training import door
from station.wiring import build
from tests.cli.conftest import Person, Run
from tests.municipality import CHEAP


def test_a_patient_leaves_as_fhir_and_her_readings_come_in_elsewhere(
    run: Run, town: Home, someone: Person, tmp_path: Path
) -> None:
    path = tmp_path / "elg.json"
    done = run("export", "fhir", path, "--patient", someone.number, "--home", town.root, "--json")
    assert done.code == 0
    readings = done.data["records"]["readings"]
    assert readings
    body = json.loads(path.read_text("utf-8"))
    observed = [
        each["resource"]
        for each in body["entry"]
        if each["resource"]["resourceType"] == "Observation"
    ]
    assert len(observed) >= readings
    # What this station has already is known again by its time and value.
    back = run("import", path, "--home", town.root, "--json")
    assert back.data["stored"] + back.data["duplicates"] + back.data["quarantined"] == len(observed)
    assert back.data["not_taken"]["Patient"] == 1
    again = run("import", path, "--home", town.root)
    assert f"duplicates: {len(observed)}" in again.out
    assert "not taken from a file: Patient (1)" in again.out


def test_everything_as_lists(run: Run, town: Home, tmp_path: Path) -> None:
    folder, book = tmp_path / "lister", tmp_path / "alt.xlsx"
    assert run("export", "csv", folder, "--home", town.root).code == 0
    assert run("export", "xlsx", book, "--home", town.root).code == 0
    with (folder / "maalinger.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    sheets = load_workbook(book)
    assert sheets[sheets.sheetnames[0]].max_row == len(rows)


def test_a_place_that_cannot_be_written_to(run: Run, town: Home, tmp_path: Path) -> None:
    done = run("export", "fhir", tmp_path / "none" / "x.json", "--home", town.root)
    assert done.code == 1
    assert "Choose another folder" in done.err


def test_who_has_taken_the_consent_back_is_told_of_before(
    run: Run, town: Home, tmp_path: Path
) -> None:
    station = build(town, door.clock(town), CHEAP)
    owner = next(each for each in station.door.people() if each.name == door.USER)
    session = station.door.sign_in(owner.slot_id, door.PASSWORD)
    with station.record.write(session) as writer:
        writer.execute(
            "UPDATE consents SET withdrawn_on = '2026-11-20', withdrawn_by = 'u' WHERE patient_id "
            "= (SELECT id FROM patients WHERE family_name = 'Elg')"
        )
        writer.quiet()
    station.close()
    words = ("export", "xlsx", tmp_path / "alt.xlsx", "--home", town.root)
    first, *_ = run(*words).out.splitlines()
    assert first.startswith("1 patient has taken the consent back, and goes along.")
    first, *_ = run(*words, "--without-withdrawn").out.splitlines()
    assert first == "1 patient who has taken the consent back is left out."
    data = run(*words, "--without-withdrawn", "--json").data
    assert (data["withdrawn"], data["left_out"]) == (1, True)

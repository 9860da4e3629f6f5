"""Lists for a spreadsheet: every shared record of a kind, a line each, and no protected name."""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.queries import audit
from station.services.export.shared import SharedExports
from station.services.export.tables import SHEETS, SharedTables
from station.services.session import Session
from station.training import door
from station.wiring import Station, build
from tests.intaking import BENEFIT
from tests.municipality import CHEAP, copy_home


@pytest.fixture
def town(municipality: Path, tmp_path: Path) -> Iterator[tuple[Station, Session]]:
    """The training municipality, signed in."""
    home = copy_home(municipality, tmp_path / "home")
    station = build(home, FixedClock(door.clock(home).now()), CHEAP)
    owner = next(each for each in station.door.people() if each.name == door.USER)
    yield station, station.door.sign_in(owner.slot_id, door.PASSWORD)
    station.close()


def number(station: Station, sql: str) -> int:
    with station.record.read() as reader:
        return int(reader.raw(sql)[0][0])


def lines(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def test_every_shared_record_has_its_line(town: tuple[Station, Session], tmp_path: Path) -> None:
    station, session = town
    counts = dict(SharedTables(station.record).save(session, "csv", tmp_path))
    for sheet, count in zip(SHEETS, counts.values(), strict=True):
        assert count == number(station, f"SELECT count(*) FROM {sheet.kind}")  # noqa: S608
        assert len(lines(tmp_path / f"{sheet.file}.csv")) == count + 1
    readings = lines(tmp_path / "maalinger.csv")
    spo2 = next(row for row in readings if row[3] == "SpO₂")
    assert spo2[6] == "%"
    assert "2026" in spo2[1]


def test_of_one_patient_with_her_name_in_a_workbook(
    town: tuple[Station, Session], tmp_path: Path
) -> None:
    station, session = town
    with station.record.read() as reader:
        ((patient_id,),) = reader.raw("SELECT id FROM patients WHERE family_name = 'Elg'")
    with station.record.write(session) as writer:
        writer.execute(
            "INSERT INTO loans (id, device_id, patient_id, from_at, lent_by, ended_at, ended_by) "
            "SELECT 'before', device_id, patient_id, 5, lent_by, 6, lent_by FROM loans "
            "WHERE patient_id = ? LIMIT 1",
            (patient_id,),
        )
        writer.quiet()
    path = tmp_path / "elg.xlsx"
    SharedTables(station.record).save(session, "xlsx", path, str(patient_id))
    book = load_workbook(path)
    assert len(book.sheetnames) == len(SHEETS)
    names = {row[0].value for row in book[book.sheetnames[0]].iter_rows(min_row=2)}
    assert names == {"Elg, Rask"}
    loans = list(book[book.sheetnames[-1]].iter_rows(min_row=2, values_only=True))
    assert all(row[1] for row in loans)
    assert max(Counter(row[1] for row in loans).values()) == 2


def test_a_protected_name_stands_in_no_list_of_everybody(
    town: tuple[Station, Session], tmp_path: Path
) -> None:
    station, session = town
    with station.record.write(session) as writer:
        writer.execute("UPDATE patients SET protection = 'strict' WHERE family_name = 'Elg'")
        writer.quiet()
    SharedTables(station.record).save(session, "csv", tmp_path)
    assert "Elg, Rask" not in "".join(
        each.read_text("utf-8-sig") for each in tmp_path.glob("*.csv")
    )


def test_who_may_not_take_out_is_told_and_nothing_is_written(
    town: tuple[Station, Session], tmp_path: Path
) -> None:
    station, session = town
    with pytest.raises(Trouble) as caught:
        SharedTables(station.record).save(BENEFIT, "csv", tmp_path)
    assert caught.value.code == "not_allowed"
    with pytest.raises(Trouble) as caught:
        SharedTables(station.record).save(session, "xlsx", tmp_path / "x.xlsx", "nobody")
    assert caught.value.code == "patient_unknown"
    with pytest.raises(ValueError, match="format"):
        SharedTables(station.record).save(session, "pdf", tmp_path / "x.pdf")
    assert not list(tmp_path.glob("*.xlsx"))


def test_who_has_taken_the_consent_back_goes_along_or_is_left_out(
    town: tuple[Station, Session], tmp_path: Path
) -> None:
    station, session = town
    exports, tables = SharedExports(station.record), SharedTables(station.record)
    assert exports.withdrawn(session) == 0
    with station.record.write(session) as writer:
        writer.execute(
            "UPDATE consents SET withdrawn_on = '2026-11-20', withdrawn_by = 'u' WHERE patient_id "
            "IN (SELECT id FROM patients WHERE family_name IN ('Elg', 'Fjord'))"
        )
        writer.quiet()
    assert exports.withdrawn(session) == 2
    tables.save(session, "csv", tmp_path)
    assert "Elg, Rask" in (tmp_path / "maalinger.csv").read_text("utf-8-sig")
    tables.save(session, "csv", tmp_path, without_withdrawn=True)
    exports.fhir(session, tmp_path / "alt.json", without_withdrawn=True)
    for name in ("maalinger.csv", "varsler.csv", "alt.json"):
        text = (tmp_path / name).read_text("utf-8-sig")
        assert "Elg" not in text
        assert "Brygge" in text
    # Whose file did not leave is not told that it did.
    elg = number_of(station, "SELECT id FROM patients WHERE family_name = 'Elg'")
    brygge = number_of(station, "SELECT id FROM patients WHERE family_name = 'Brygge'")
    with station.record.read() as reader:
        left = [line.action for line in audit.of_patient(reader, elg)]
        gone = [line.action for line in audit.of_patient(reader, brygge)]
    assert (left.count("taken_out"), gone.count("taken_out")) == (1, 3)
    # Of her alone everything is taken out: somebody asked for it.
    tables.save(session, "csv", tmp_path, elg, without_withdrawn=True)
    assert "Elg, Rask" in (tmp_path / "maalinger.csv").read_text("utf-8-sig")


def number_of(station: Station, sql: str) -> str:
    with station.record.read() as reader:
        return str(reader.raw(sql)[0][0])

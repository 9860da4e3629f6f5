"""Data that leaves the house as a file: who it is about can see that it did, when, and by whom."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.core.i18n import speaking
from station.core.trouble import Trouble
from station.models.database import Database, Writer
from station.models.queries.users import User
from station.models.records import users
from station.services.export.shared import SharedExports
from station.services.export.tables import SharedTables
from station.services.patients.register import Patients
from station.services.patients.values import PatientDetails
from station.services.prints.access import AccessPrints
from station.services.record import Record
from station.services.session import Session

LEADER = Session("1" * 32, "Mild Kystvei", "MK", "leader", "en")
FORMULA = '=HYPERLINK("http://x";"Hemmeligveien 5, 68050042")'


@pytest.fixture
def record(database: Database, clock: FixedClock) -> Record:
    made = Record(Bus(), clock, database)
    with made.write(LEADER) as writer:
        users.add(writer, User(LEADER.user_id, "s", LEADER.name, "MK", "leader", "nb", active=True))
        writer.quiet()
    return made


def _patient(record: Record, family: str, protection: str = "") -> str:
    details = PatientDetails(given_name="Rask", family_name=family, birth_date="1940-01-01",
                             protection=protection, language="nb")  # fmt: skip
    found = Patients(record)
    others = frozenset(hit.id for hit in found.search(LEADER))
    patient_id = found.register(LEADER, details, not_same=others)
    with record.write(LEADER) as writer:
        writer.execute(
            "INSERT INTO contacts (id, patient_id, kind, initiative, outcome, note, at, by) "
            "VALUES (?, ?, 'call', 'centre', '', ?, 5, ?)",
            (patient_id, patient_id, FORMULA, LEADER.user_id),
        )
        writer.quiet()
    return patient_id


def _seen(record: Record, patient_id: str) -> list[str]:
    """What stands in her list, on paper; on the screen stands as much."""
    paper = [row.what for row in AccessPrints(record).document(LEADER, patient_id).rows]
    with speaking("nb"):
        screen = [line.what for line in Patients(record).access(LEADER, patient_id)]
    assert {*screen} <= {*paper}
    return paper


def test_everybodys_files_that_left_the_house_stand_in_each_ones_list(
    record: Record, tmp_path: Path
) -> None:
    before = _patient(record, "Elg")
    SharedExports(record).fhir(LEADER, tmp_path / "all.json")
    SharedTables(record).save(LEADER, "xlsx", tmp_path / "all.xlsx")
    with record.write(LEADER) as writer:
        writer.audit("changes_written", "station", "", rows=1)
    with record.write(LEADER) as writer:
        writer.execute(
            "INSERT INTO sync_audit (station, seq, at, user_id, user_name, action, subject_kind, "
            "subject_id, patient_id, details) VALUES ('s', 1, ?, 'u', 'Lun Bro', 'taken_out', "
            "'export', 'csv', NULL, '{}')",
            (writer.now + 1,),
        )
        writer.quiet()
    after = _patient(record, "Hjort")
    saved = "Lagret mappen utenfor Station"
    assert _seen(record, before).count(saved) == 3
    assert "Skrev en endringsfil til en annen stasjon" in _seen(record, before)
    SharedTables(record).save(LEADER, "csv", tmp_path, after)
    assert _seen(record, after).count(saved) == 2  # the one elsewhere, and her own
    assert _seen(record, before).count(saved) == 3
    rows = [row for row in AccessPrints(record).document(LEADER, before).rows if row.what == saved]
    assert {row.who for row in rows} == {"Mild Kystvei", "Lun Bro (annen stasjon)"}
    assert all(row.when for row in rows)


def test_what_was_written_about_the_protected_is_in_no_list_of_everybody(
    record: Record, tmp_path: Path
) -> None:
    hidden = _patient(record, "Elg", "strict")
    SharedTables(record).save(LEADER, "csv", tmp_path)
    assert "Hemmeligveien" not in (tmp_path / "kontakter.csv").read_text("utf-8-sig")
    (tmp_path / "one").mkdir()
    SharedTables(record).save(LEADER, "csv", tmp_path / "one", hidden)
    assert "Hemmeligveien" in (tmp_path / "one" / "kontakter.csv").read_text("utf-8-sig")


def test_no_cell_that_leaves_is_a_formula(record: Record, tmp_path: Path) -> None:
    _patient(record, "Elg")
    SharedTables(record).save(LEADER, "csv", tmp_path)
    assert ";=" not in (tmp_path / "kontakter.csv").read_text("utf-8-sig")
    assert ';"=' not in (tmp_path / "kontakter.csv").read_text("utf-8-sig")
    SharedTables(record).save(LEADER, "xlsx", tmp_path / "x.xlsx")
    cells = [
        cell
        for sheet in load_workbook(tmp_path / "x.xlsx")
        for row in sheet.iter_rows()
        for cell in row
    ]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}


def test_nothing_leaves_that_the_log_cannot_tell(
    record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _patient(record, "Elg")
    before = list(tmp_path.glob("*.*"))

    def full(*_: object, **__: object) -> None:
        raise Trouble("disk_full", "No room")

    monkeypatch.setattr(Writer, "audit", full)
    with pytest.raises(Trouble):
        SharedExports(record).fhir(LEADER, tmp_path / "all.json")
    for file_format, path in (("xlsx", tmp_path / "all.xlsx"), ("csv", tmp_path)):
        with pytest.raises(Trouble):
            SharedTables(record).save(LEADER, file_format, path)
    assert list(tmp_path.glob("*.*")) == before

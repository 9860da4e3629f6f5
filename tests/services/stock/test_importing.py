"""A list of equipment taken in: all that is good at once, every faulty row told, nothing twice."""

import csv
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from station.core.trouble import Trouble
from station.models.database import Database
from station.services.equipment.register import Equipment
from station.services.record import Record
from station.services.stock.importing import (
    Choices,
    EquipmentImport,
    Fate,
    Field,
    ImportDone,
    ImportPlan,
    chosen,
)
from tests.equipment_lists import HEADINGS, ROWS, csv_list, many
from tests.patient_office import NURSE as NORWEGIAN

NURSE = replace(NORWEGIAN, language="en")
LEADER, SUBSTITUTE = (replace(NURSE, role=role) for role in ("leader", "substitute"))
HOW = ("Utstyrstype", "Etikett", "Serienummer", "Eier", "Merknad")


@pytest.fixture
def imports(record: Record) -> EquipmentImport:
    """The service, on an empty register."""
    return EquipmentImport(record)


def look(imports: EquipmentImport, path: Path, choices: Choices | None = None) -> ImportPlan:
    """Read a file and hold it against the register."""
    listed = imports.read(path, choices)
    return imports.plan(NURSE, listed, imports.known(NURSE, listed))


def take(imports: EquipmentImport, path: Path, choices: Choices | None = None) -> ImportDone:
    """Take a file in."""
    return imports.take_in(NURSE, look(imports, path, choices))


def counts(found: ImportPlan | ImportDone) -> tuple[int, ...]:
    """New, changed, there already, refused."""
    return tuple(found.counts[fate] for fate in Fate)


def count(database: Database, table: str) -> int:
    """How many rows a table has."""
    with database.read() as reader:
        return int(reader.raw(f"SELECT count(*) FROM {table}")[0][0])  # noqa: S608


def test_a_list_becomes_devices(
    imports: EquipmentImport, record: Record, database: Database, tmp_path: Path
) -> None:
    """With where they are, the first moves of each, and one row in the log."""
    plan = look(imports, csv_list(tmp_path / "liste.csv"))
    assert (counts(plan), plan.lent, plan.stores) == ((3, 0, 0, 0), 1, True)
    assert "no loan" in plan.rows[1].why
    assert "«mars 2023»" in plan.rows[2].why
    assert count(database, "devices") == 0
    done = imports.take_in(NURSE, plan)
    equipment = Equipment(record)
    tablet, oximeter, scale = sorted(equipment.rows(NURSE), key=lambda row: row.label or "Å")
    assert (tablet.label, tablet.name, tablet.place) == ("RK-001", "Samsung Tab A8", "Hylle 2")
    assert (tablet.price_ore, tablet.bought_on) == (299_000, tablet.bought_on)
    assert (oximeter.state, oximeter.loan_id) == ("in_store", None)
    assert oximeter.place == "listed as lent in the old list"
    assert "Stille Brygge" in oximeter.note
    assert oximeter.model == "nonin_3230"
    assert (scale.state, scale.label, scale.note) == ("repair", "", "Kjøpsdato: mars 2023")
    moves = equipment.moves(NURSE, scale.id)
    assert len(moves) == 2
    assert "liste.csv" in moves[0].reason
    assert count(database, "loans") == 0
    with database.read() as reader:
        log = Counter(row[0] for row in reader.raw("SELECT action FROM audit"))
    assert log["equipment_imported"] == 1
    assert log["device_registered"] == 0
    assert imports.imports(NURSE)[0].id == done.import_id


def test_the_same_list_twice_adds_nothing(
    imports: EquipmentImport, database: Database, tmp_path: Path
) -> None:
    """Also under another name, in another order, and in another language."""
    path = csv_list(tmp_path / "liste.csv")
    take(imports, path)
    again = look(imports, path)
    assert (counts(again), again.stores) == ((0, 0, 3, 0), False)
    assert again.known.before is not None
    assert again.known.before.file_name == "liste.csv"
    listed = imports.read(csv_list(tmp_path / "to.csv", ROWS[::-1]))
    other = imports.plan(NORWEGIAN, listed, imports.known(NORWEGIAN, listed))
    assert counts(imports.take_in(NORWEGIAN, other)) == (0, 0, 3, 0)
    assert count(database, "devices") == 3


def test_what_the_list_knows_better_is_changed(
    imports: EquipmentImport, record: Record, tmp_path: Path
) -> None:
    """Never by an empty cell, and never where the device is or who has it."""
    take(imports, csv_list(tmp_path / "1.csv"))
    changed = [list(row) for row in ROWS]
    changed[0][5], changed[0][11], changed[0][12], changed[0][14] = (
        "Fjellsund", "Kassert", "Bod", "",
    )  # fmt: skip
    changed[1][4] = ""
    changed[2][4] = "RK-003"
    plan = look(imports, csv_list(tmp_path / "2.csv", changed))
    assert counts(plan) == (0, 2, 1, 0)
    assert plan.rows[0].why == "owner"
    imports.take_in(NURSE, plan)
    equipment = Equipment(record)
    tablet = equipment.find(NURSE, "RK-001")
    assert tablet is not None
    assert (tablet.owner, tablet.state, tablet.place, tablet.note) == (
        "Fjellsund", "in_store", "Hylle 2", "Med deksel",
    )  # fmt: skip
    scale = equipment.find(NURSE, "RK-003")
    assert scale is not None
    assert scale.serial == "VK-88"
    plan = look(imports, csv_list(tmp_path / "3.csv", [("Vekt", "RK-003", "", "", "Knirker")], HOW))
    imports.take_in(NURSE, plan)
    scale = equipment.find(NURSE, "RK-003")
    assert scale is not None
    assert scale.note == "Kjøpsdato: mars 2023\nKnirker"


def test_a_serial_number_that_was_missing_is_found_afterwards(
    imports: EquipmentImport, record: Record, tmp_path: Path
) -> None:
    """As it is compared, without blanks and hyphens."""
    take(imports, csv_list(tmp_path / "1.csv", [("Vekt", "RK-1", "", "", "")], HOW))
    take(imports, csv_list(tmp_path / "2.csv", [("Vekt", "RK-1", "12-34 x", "", "")], HOW))
    found = Equipment(record).find(NURSE, "1234X")
    assert found is not None
    assert found.label == "RK-1"


def test_what_disagrees_is_refused_with_its_rows(
    imports: EquipmentImport, database: Database, tmp_path: Path
) -> None:
    """Within the list, both rows; against the register, the row and the device."""
    known = [
        ("Vekt", "RK-1", "S1", "", ""),
        ("Vekt", "RK-2", "S2", "", ""),
        ("Lader", "RK-3", "", "", ""),
    ]
    take(imports, csv_list(tmp_path / "1.csv", known, HOW))
    rows = [
        ("Lader", "A1", "L1", "", ""),
        ("Lader", "A1", "L2", "", ""),
        ("Lader", "A2", "L3", "", ""),
        ("Lader", "A3", "L 3", "", ""),
        ("Vekt", "RK-1", "S2", "", ""),
        ("Vekt", "RK-1", "S9", "", ""),
        ("Lader", "rk-2", "", "", ""),
        ("Vekt", "RK-9", "S1", "", ""),
        ("Lader", "RK-3", "", "Eier", ""),
        ("Lader", "A9", "L9", "Eier", ""),
        ("Lader", "A9", "L9", "Eier", ""),
        ("Romskip", "A8", "", "", ""),
    ]
    plan = look(imports, csv_list(tmp_path / "2.csv", rows, HOW))
    told = {row.row: row.code for row in plan.rows if row.fate is Fate.REFUSED}
    assert told == {
        2: "label_twice", 3: "label_twice", 4: "serial_twice", 5: "serial_twice",
        6: "label_twice", 7: "label_twice", 8: "label_taken", 9: "serial_taken",
        13: "kind_unknown",
    }  # fmt: skip
    assert "row 2 and in row 3" in plan.rows[0].why
    assert "row 2 and in row 3" in plan.rows[1].why
    assert "RK-1" in plan.rows[7].why
    assert counts(plan) == (1, 1, 1, 9)
    assert plan.rows[10].why == "Row 11 says the same."
    alone = [rows[4]], [rows[5]]
    codes = [look(imports, csv_list(tmp_path / "3.csv", each, HOW)).rows[0].code for each in alone]
    assert codes == ["two_devices", "label_taken"]
    twice = [("Vekt", "RK-1", "", "", "a"), ("Vekt", "", "S1", "", "b")]
    both = look(imports, csv_list(tmp_path / "4.csv", twice, HOW))
    assert [row.code for row in both.rows] == ["device_twice"] * 2
    imports.take_in(NURSE, plan)
    assert count(database, "devices") == 4


def test_what_a_form_would_refuse_is_refused_here(imports: EquipmentImport, tmp_path: Path) -> None:
    """A day that has not come, and a warranty that ended before the device was bought."""
    headings = ("Type", "Etikett", "Kjøpt", "Garanti til")
    rows = [("Vekt", "1", "01.01.2050", ""), ("Vekt", "2", "01.01.2024", "01.01.2023")]
    plan = look(imports, csv_list(tmp_path / "l.csv", rows, headings))
    assert [row.code for row in plan.rows] == ["device_bought_later", "device_warranty"]


def test_a_patients_own_device_is_left_alone(
    imports: EquipmentImport, database: Database, tmp_path: Path
) -> None:
    """A list of the municipality's equipment says nothing of it."""
    path = csv_list(tmp_path / "l.csv", [("Nettbrett", "RK-1", "", "", "")], HOW)
    take(imports, path)
    database.connection.execute("UPDATE devices SET own = 1")
    path = csv_list(tmp_path / "m.csv", [("Nettbrett", "RK-1", "", "x", "")], HOW)
    assert look(imports, path).rows[0].code == "own_device"


def test_refused_rows_are_mended_and_read_again(
    imports: EquipmentImport, record: Record, tmp_path: Path
) -> None:
    """They are saved as they stood, with why; nothing of the list is lost."""
    rows = [
        ("Vekt", "RK-1", "=1+1", "", "- merknad"),
        ("Romskip", "RK-2", "", "", "@sted"),
        ("Vekt", "RK-3", "", "", ""),
    ]
    done = take(imports, csv_list(tmp_path / "l.csv", rows, HOW))
    refused = tmp_path / "avvist.csv"
    imports.save_refused(NURSE, done.import_id, refused)
    with refused.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file, delimiter=";"))
    assert lines[0] == [*HOW, "Row in the old list", "Why it was refused"]
    assert [line[-2] for line in lines[1:]] == ["2", "3"]
    assert lines[1][2] == "'=1+1"
    assert "formula" in lines[1][-1]
    again = look(imports, refused, Choices(kinds={"Romskip": "other"}))
    assert counts(again) == (2, 0, 0, 0)
    imports.take_in(NURSE, again)
    found = Equipment(record).find(NURSE, "RK-2")
    assert found is not None
    assert found.note == "@sted"
    report = tmp_path / "rapport.csv"
    imports.save_report(NURSE, done.import_id, report)
    with report.open(encoding="utf-8-sig", newline="") as file:
        told = list(csv.reader(file, delimiter=";"))
    assert [line[1] for line in told[1:]] == ["refused", "refused", "new"]
    good = take(imports, csv_list(tmp_path / "g.csv", rows[2:], HOW))
    with pytest.raises(Trouble, match="equipment_none_refused"):
        imports.save_refused(NURSE, good.import_id, refused)
    with pytest.raises(Trouble, match="equipment_import_unknown"):
        imports.save_report(NURSE, "nothing", report)


def test_ten_thousand_devices_with_a_hundred_faults(
    imports: EquipmentImport, database: Database, tmp_path: Path
) -> None:
    """All that is good, in one unit of work; every fault told, both rows where two disagree."""
    plan = look(imports, csv_list(tmp_path / "mange.csv", many(10_000)))
    codes = Counter(row.code for row in plan.rows if row.fate is Fate.REFUSED)
    assert codes == {
        "date_unreadable": 20, "price_unreadable": 20, "kind_unknown": 20,
        "serial_twice": 20, "label_twice": 40,
    }  # fmt: skip
    assert counts(plan) == (9_880, 0, 0, 120)
    shares: list[float] = []

    def watch(share: float) -> bool:
        shares.append(share)
        return True

    done = imports.take_in(NURSE, plan, watch)
    assert count(database, "devices") == 9_880
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert counts(done) == counts(plan)
    imports.save_refused(NURSE, done.import_id, tmp_path / "avvist.csv")
    lines = (tmp_path / "avvist.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 121
    again = look(imports, tmp_path / "mange.csv")
    assert counts(again) == (0, 0, 9_880, 120)


def test_stopped_or_outrun_nothing_is_stored(
    imports: EquipmentImport, database: Database, tmp_path: Path
) -> None:
    """A list stopped in the middle, and a register that somebody else changed meanwhile."""
    plan = look(imports, csv_list(tmp_path / "l.csv", many(600)))
    with pytest.raises(Trouble, match="equipment_import_stopped"):
        imports.take_in(NURSE, plan, lambda share: share < 0.5)
    assert count(database, "devices") == count(database, "equipment_imports") == 0
    one = csv_list(tmp_path / "1.csv", [("Vekt", "X-1", "", "", "")], HOW)
    take(imports, one)
    imports.take_in(NURSE, plan)
    stale = look(imports, csv_list(tmp_path / "2.csv", [("Vekt", "X-2", "", "", "")], HOW))
    imports.take_in(NURSE, stale)
    with pytest.raises(Trouble, match="equipment_changed_meanwhile"):
        imports.take_in(NURSE, stale)
    changing = look(imports, csv_list(tmp_path / "3.csv", [("Vekt", "X-1", "", "Eier", "")], HOW))
    with pytest.raises(Trouble, match="equipment_import_stopped"):
        imports.take_in(NURSE, changing, lambda _share: False)
    imports.take_in(NURSE, changing)


def test_who_may(imports: EquipmentImport, tmp_path: Path) -> None:
    """Nurses and the leader; a substitute does not rewrite the register."""
    path = csv_list(tmp_path / "l.csv")
    listed = imports.read(path)
    assert imports.known(LEADER, listed).before is None
    with pytest.raises(Trouble, match="not_allowed"):
        imports.known(SUBSTITUTE, listed)
    plan = look(imports, path)
    with pytest.raises(Trouble, match="not_allowed"):
        imports.take_in(SUBSTITUTE, plan)
    path.unlink()
    with pytest.raises(Trouble, match="file_unreachable"):
        imports.read(path)


def test_columns_chosen_by_hand_decide(imports: EquipmentImport, tmp_path: Path) -> None:
    """Another column is the label, and the list is held against the register again."""
    path = csv_list(tmp_path / "l.csv")
    plan = look(imports, path, chosen(Choices(), HEADINGS.index("Serienummer"), Field.LABEL))
    assert [row.what.split(" · ")[0] for row in plan.rows] == ["R52T-001", "50 1234 77", "VK-88"]

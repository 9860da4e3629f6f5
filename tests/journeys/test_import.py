"""A year of a sensor read in through the inbox: all of it, once, without the window standing."""

import random
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QWidget

from station.training import door
from tests.journeys.driver import Nurse

ROWS = 13_866


def sensor_file(folder: Path, number: str) -> Path:
    """A file as sensors give it: one value each five minutes, mg/dL, local time, one person."""
    path, chance = folder / "sensor.csv", random.Random(7)
    level, lines = 140.0, ["id,time,gl"]
    for at in range(ROWS):
        level = min(320.0, max(55.0, level + chance.gauss(0, 6)))
        minutes = at * 5
        day, left = divmod(minutes, 1440)
        month, day = (9, day) if day < 30 else (10, day - 30)
        lines.append(
            f"{number},2026-{month:02}-{day + 1:02} {left // 60:02}:{left % 60:02}:00,{level:.0f}"
        )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def number_of(nurse: Nurse, family: str) -> str:
    def found() -> str:
        with nurse.station.record.read() as reader:
            sql = "SELECT national_number FROM patients WHERE family_name = ?"
            return str(reader.raw(sql, (family,))[0][0])

    return nurse.ask(found)


def test_13866_readings_are_read_in_and_add_up(training: Nurse, tmp_path: Path) -> None:
    nurse = training
    nurse.sign_in(door.USER, door.PASSWORD)
    file = sensor_file(tmp_path, number_of(nurse, "Fjord"))
    nurse.go("inbox")
    nurse.write("import_path", str(file))
    QTest.keyClick(nurse.find("import_path", QWidget), Qt.Key.Key_Return)
    nurse.until(lambda: nurse.has("import_rows"), "the preview")
    nurse.choose("import_unit", "mg/dl")
    nurse.choose("import_zone", "Norsk tid")
    nurse.press("import_read")
    nurse.until(lambda: nurse.has("import_store"), "whose readings they are")
    nurse.until(lambda: nurse.sees("Rolig Fjord"), "the patient of the file's number")
    nurse.press("import_store")
    nurse.until(lambda: nurse.has("report_numbers"), "the report")
    assert "13\u202f866 lagret" in nurse.words("report_numbers")

    def stored() -> list[tuple[object, ...]]:
        sql = "SELECT kind, count(*) FROM readings WHERE source = 'file' GROUP BY kind"
        with nurse.station.record.read() as reader:
            return list(reader.raw(sql))

    assert nurse.ask(stored) == [("glucose_interstitial", ROWS)]


def test_the_newest_choice_holds_however_fast_one_chooses(training: Nurse, tmp_path: Path) -> None:
    """An older look at the file came back after the newer one, and with it the older unit."""
    nurse = training
    nurse.sign_in(door.USER, door.PASSWORD)
    file = sensor_file(tmp_path, number_of(nurse, "Fjord"))
    nurse.go("inbox")
    nurse.write("import_path", str(file))
    QTest.keyClick(nurse.find("import_path", QWidget), Qt.Key.Key_Return)
    nurse.until(lambda: nurse.has("import_unit"), "the choices")
    nurse.settle()
    unit, zone = (nurse.find(name, QComboBox) for name in ("import_unit", "import_zone"))
    for editor in (unit, unit, zone):
        QTest.keyClick(editor, Qt.Key.Key_Down)
    chosen = unit.currentText(), zone.currentText()
    nurse.settle()
    nurse.until(lambda: nurse.has("import_unit"), "the choices again")
    nurse.settle()
    shown = [nurse.find(name, QComboBox) for name in ("import_unit", "import_zone")]
    assert tuple(each.currentText() for each in shown) == chosen

"""Files read in and what was held back from them, as a person does it at the keyboard."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QTableView

from station.models.database import Actor, Database
from station.models.records import consents
from station.services.equipment.lending import NewDevice
from station.services.measuring.measuring import RawPacket
from station.services.readings.importing import Fate
from station.views.inbox.desk import ImportDesk
from station.views.inbox.held_list import HeldList, place_words
from station.views.inbox.look import LookPanel
from station.views.inbox.page import InboxPage
from station.views.inbox.people import PeoplePanel
from station.views.inbox.report import ReportPanel
from station.views.inbox.start import DropFrame, StartPanel
from tests.inbox_office import Desk
from tests.intaking import NURSE, sensor_file
from tests.patients import NUMBER
from tests.store_room import make_ready

TEXT = (
    "patient;time;kind;value;unit\n"
    f"{NUMBER};2026-11-19 07:12;spo2;91;%\n"
    f"{NUMBER};2026-11-19 07:13;spo2;9x;%\n"
    "somebody;2026-11-19 07:14;spo2;92;%\n"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "two.csv"
    path.write_text(TEXT, encoding="utf-8")
    return path


def inbox(desk: Desk) -> InboxPage:
    assert isinstance(desk.page, InboxPage)
    return desk.page


def step(desk: Desk, kind: type) -> None:
    imports: ImportDesk = inbox(desk).desk
    desk.qtbot.waitUntil(lambda: isinstance(imports.front, kind), timeout=60_000)
    desk.calm()


def choose(desk: Desk, name: str, data: object) -> None:
    box = desk.find(QComboBox, name)
    box.setCurrentIndex(box.findData(data))
    box.activated.emit(box.currentIndex())
    desk.calm()


def read(desk: Desk, path: Path) -> None:
    desk.write("import_path", str(path), enter=True)
    step(desk, LookPanel)
    desk.press("import_read")
    step(desk, PeoplePanel)


def store(desk: Desk, path: Path) -> None:
    read(desk, path)
    desk.press("import_store")
    step(desk, ReportPanel)


def pick(desk: Desk, text: str) -> None:
    desk.write("pick_patient", text, enter=True)
    desk.press("pick_hit")


def stored(database: Database) -> list[tuple[object, ...]]:
    with database.read() as reader:
        return [tuple(row) for row in reader.raw("SELECT patient_id, value FROM readings")]


def test_a_file_goes_from_the_path_to_a_report_that_adds_up(
    desk: Desk, file: Path, database: Database, patient: str
) -> None:
    store(desk, file)
    front = inbox(desk).desk.front
    assert isinstance(front, ReportPanel)
    tally = front._report.tally
    assert (tally.incoming, tally.stored, tally.quarantined) == (3, 1, 2)
    # The number in the file found its patient by itself.
    assert stored(database) == [(patient, 91.0)]
    desk.qtbot.waitUntil(lambda: inbox(desk).tabs.tabText(1) == "Quarantine (2)", timeout=5000)
    rows = desk.find(QTableView, "report_rows")
    box = desk.find(QComboBox, "report_filter")
    box.setCurrentIndex(box.findData(Fate.QUARANTINED))
    assert rows.model().rowCount() == 2


def test_the_same_file_again_adds_nothing_and_says_so(
    desk: Desk, file: Path, database: Database, patient: str
) -> None:
    store(desk, file)
    desk.press("report_next")
    store(desk, file)
    front = inbox(desk).desk.front
    assert isinstance(front, ReportPanel)
    assert (front._report.tally.stored, front._report.tally.duplicates) == (0, 3)
    assert front._report.before is not None
    assert len(stored(database)) == 1


def test_what_the_file_does_not_say_is_asked_and_norwegian_time_proposed(
    desk: Desk, tmp_path: Path, database: Database, patient: str
) -> None:
    desk.write("import_path", str(sensor_file(tmp_path / "one.csv", 30, persons=1)), enter=True)
    step(desk, LookPanel)
    assert desk.find(QComboBox, "import_zone").currentData() == "Europe/Oslo"
    assert not desk.find(QPushButton, "import_read").isEnabled()
    choose(desk, "import_unit", "mmol/L")
    choose(desk, "import_unit", "mg/dL")
    desk.press("import_read")
    step(desk, PeoplePanel)
    pick(desk, "rask")
    desk.press("import_store")
    step(desk, ReportPanel)
    assert {row[0] for row in stored(database)} == {patient}
    assert len(stored(database)) == 30


@pytest.mark.slow
def test_the_window_goes_on_while_a_large_file_is_read_and_stored(
    desk: Desk, tmp_path: Path, database: Database, patient: str
) -> None:
    desk.write("import_path", str(sensor_file(tmp_path / "five.csv", 13_866)), enter=True)
    step(desk, LookPanel)
    choose(desk, "import_unit", "mg/dL")
    desk.press("import_read")
    step(desk, PeoplePanel)
    pick(desk, "rask")
    desk.press("import_store")
    step(desk, ReportPanel)
    assert len(stored(database)) == 2774
    assert desk.station.quarantine.count(NURSE) == 13_866 - 2774


def test_reading_can_be_stopped(desk: Desk, tmp_path: Path, database: Database) -> None:
    desk.write("import_path", str(sensor_file(tmp_path / "five.csv", 13_866)), enter=True)
    step(desk, LookPanel)
    choose(desk, "import_unit", "mg/dL")
    QTest.keyClick(desk.find(QPushButton, "import_read"), Qt.Key.Key_Space)
    QTest.keyClick(desk.find(QPushButton, "import_stop"), Qt.Key.Key_Return)
    step(desk, StartPanel)
    assert desk.heard.said == ["The import was stopped. Nothing was imported."]
    assert stored(database) == []


def test_a_file_that_is_no_table_is_told_where_one_begins(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(b"a;b\n\0;1\n")
    desk.write("import_path", str(path), enter=True)
    step(desk, StartPanel)
    box = desk.find(QLineEdit, "import_path")
    assert box.property("wrong")
    assert "Nothing was imported" in box.accessibleDescription()


def test_a_file_can_be_dropped(desk: Desk, file: Path) -> None:
    frame, data = desk.find(DropFrame, "import_drop"), QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    drop = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    frame.dropEvent(drop)
    step(desk, LookPanel)


def test_a_profile_of_ones_own_is_there_the_next_time(
    desk: Desk, tmp_path: Path, patient: str
) -> None:
    path = sensor_file(tmp_path / "one.csv", 30, persons=1)
    desk.write("import_path", str(path), enter=True)
    step(desk, LookPanel)
    choose(desk, "import_unit", "mg/dL")
    desk.press("import_read")
    step(desk, PeoplePanel)
    desk.press("import_store")
    step(desk, ReportPanel)
    desk.write("profile_name", "Sensor her", enter=True)
    assert desk.heard.said == ["The choices are kept as «Sensor her»."]
    desk.press("report_next")
    desk.write("import_path", str(path), enter=True)
    step(desk, LookPanel)
    choose(desk, "import_profile", "own_sensor_her")
    assert desk.find(QPushButton, "import_read").isEnabled()


def held(desk: Desk, file: Path, code: str) -> HeldList:
    store(desk, file)
    desk.press("report_quarantine")
    shown = desk.find(HeldList, "held_list")
    desk.qtbot.waitUntil(lambda: len(shown.rows.lines) == 2, timeout=5000)
    place = next(at for at, item in enumerate(shown.rows.lines) if item.reason_code == code)
    shown.setCurrentIndex(shown.rows.index(place))
    desk.calm()
    return shown


def test_a_held_reading_goes_to_the_patient_that_is_chosen(
    desk: Desk, file: Path, database: Database, patient: str
) -> None:
    shown = held(desk, file, "unknown_patient")
    desk.press("held_retry")
    assert len(stored(database)) == 1
    pick(desk, "rask")
    desk.press("held_retry")
    assert sorted(str(row[1]) for row in stored(database)) == ["91.0", "92.0"]
    assert desk.heard.said[-1] == "1 stored"
    desk.qtbot.waitUntil(lambda: len(shown.rows.lines) == 1, timeout=5000)


def test_a_held_row_is_typed_in_from_what_could_be_read(
    desk: Desk, file: Path, database: Database, patient: str
) -> None:
    shown = held(desk, file, "number_unreadable")
    desk.press("held_type")
    value = desk.find(QLineEdit, "reading_value1")
    assert (value.text(), desk.find(QLineEdit, "reading_time").text()) == ("9x", "07:13")
    desk.write("reading_value1", "93", enter=True)
    desk.qtbot.waitUntil(lambda: len(shown.rows.lines) == 1, timeout=5000)
    assert (patient, 93.0) in stored(database)


def test_discarding_takes_a_reason_and_can_be_undone(desk: Desk, file: Path) -> None:
    shown = held(desk, file, "number_unreadable")
    desk.press("held_discard")
    desk.press("held_discard_now")
    assert desk.find(QLineEdit, "held_reason").property("wrong")
    desk.write("held_reason", "test", enter=True)
    desk.qtbot.waitUntil(lambda: len(shown.rows.lines) == 1, timeout=5000)
    undo = desk.heard.undo[-1]
    assert callable(undo)
    undo()
    desk.qtbot.waitUntil(lambda: len(shown.rows.lines) == 2, timeout=5000)


def test_what_was_discarded_can_be_looked_at_and_taken_back(desk: Desk, file: Path) -> None:
    shown = held(desk, file, "number_unreadable")
    desk.press("held_discard")
    desk.write("held_reason", "test", enter=True)
    choose(desk, "held_state", "discarded")
    desk.qtbot.waitUntil(lambda: len(shown.rows.lines) == 1, timeout=5000)
    desk.page.opened("quarantine")
    desk.calm()
    shown.setCurrentIndex(shown.rows.index(0))
    button = next(each for each in desk.page.findChildren(QPushButton, "held_reopen"))
    button.click()
    desk.calm()
    assert desk.station.quarantine.count(NURSE) == 2


def test_what_a_device_sent_is_told_by_its_name_with_its_bytes(
    desk: Desk, database: Database, actor: Actor, patient: str
) -> None:
    with database.write(actor) as writer:
        consents.add(
            writer,
            "c" * 32,
            patient,
            form_version="2026-1",
            given_on="2026-11-01",
            informed_by="Rask Elg",
            note="",
        )
    lending = desk.station.lending
    device = lending.register(NURSE, NewDevice("oximeter", name="O-12"))
    make_ready(desk.station.record, NURSE, device)
    lending.lend(NURSE, device, patient)
    packet = RawPacket(0x2A5E, bytes.fromhex("0062"), desk.station.clock.now())
    assert desk.station.measuring.take(NURSE, device, [packet]).held == 1
    desk.page.opened("quarantine")
    desk.calm()
    shown = desk.find(HeldList, "held_list")
    desk.qtbot.waitUntil(lambda: len(shown.rows.lines) == 1, timeout=5000)
    (item,) = shown.rows.lines
    assert (item.device, place_words(item, item.received_at)[:4]) == ("O-12", "O-12")
    shown.setCurrentIndex(shown.rows.index(0))
    desk.calm()
    said = [each.text() for each in desk.page.findChildren(QLabel)]
    assert "2a5e:0062" in said

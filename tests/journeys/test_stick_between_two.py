"""Two stations without any network bring each other files on a stick, through the page for it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from station.core.clock import FixedClock
from station.services.stick.exchanging import WriteJob, exchanging_of
from tests.cohort import Cohort
from tests.journeys.conftest import Come
from tests.journeys.driver import Nurse
from tests.journeys.sharing import at_work, raw, raw_of
from tests.journeys.work import type_reading
from tests.municipality import FIRST, PASSWORD, Office, copy_home

ONE, TWO = "Lesja-1", "Lesja-2"
SAME = (
    "SELECT id, patient_id, kind, taken_at, value FROM readings ORDER BY id",
    "SELECT id, given_name, family_name, phone, status FROM patients ORDER BY id",
    "SELECT id, number, status, content_hash FROM plan_versions ORDER BY id",
    "SELECT id, patient_id, state, level FROM alerts ORDER BY id",
)
VALUES = "SELECT value FROM readings ORDER BY value"


def to_the_page(nurse: Nurse) -> None:
    """Signs in and goes to the exchange without a network."""
    nurse.sign_in(FIRST, PASSWORD)
    nurse.go("sync")
    nurse.press("sync_by_stick")
    nurse.until(lambda: nurse.has("page_exchange"), "the page of exchange")
    nurse.settle()


def at_home(nurse: Nurse) -> None:
    """Waits until the page stands at its beginning."""
    nurse.until(lambda: nurse.has("exchange_path"), "the beginning")
    nurse.settle()


def takes(nurse: Nurse, path: Path) -> tuple[list[int], str]:
    """Takes a file in; gives what was taken in, known, in conflict and held, and the words."""
    at_home(nurse)
    nurse.write("exchange_path", str(path))
    QTest.keyClick(nurse.find("exchange_path"), Qt.Key.Key_Return)
    nurse.until(lambda: nurse.has("exchange_done"), "what became of the file")
    nurse.settle()
    words = nurse.words("exchange_done")
    counts = [
        int(nurse.words(f"exchange_{name}").split()[0])
        for name in ("applied", "known", "conflicts", "held")
    ]
    nurse.press("exchange_again")
    at_home(nurse)
    return counts, words


def writes(nurse: Nurse, path: Path, to: str) -> None:
    """Writes a file for a station, to the place that is chosen in the system's dialog."""
    at_home(nurse)
    nurse.choose("exchange_to", to)
    nurse.press("exchange_write")
    dialog = nurse.window.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(path))
    dialog.close()
    nurse.until(lambda: nurse.has("exchange_done"), "that the file is written")
    nurse.settle()
    assert path.exists()
    nurse.press("exchange_again")
    at_home(nurse)


def joins(nurse: Nurse, code: str) -> None:
    """Types a name and the code of the first station."""
    nurse.until(lambda: nurse.has("exchange_code"), "where the code is typed")
    nurse.write("exchange_name", TWO)
    nurse.write("exchange_code", code)
    nurse.press("exchange_join")
    at_home(nurse)


def begun(cohort: Cohort, path: Path) -> str:
    """Begin at the first station, write everything, and give the code."""
    exchanging = exchanging_of(cohort.station.record)
    code = exchanging.begin(cohort.session, ONE)
    exchanging.write(cohort.session, WriteJob(path))
    return code


def in_many_files(cohort: Cohort, path: Path) -> list[Path]:
    """Write what the other station lacks in several files, as for very much."""
    exchanging, session = exchanging_of(cohort.station.record), cohort.session
    (other,) = exchanging.overview(session).peers
    written = exchanging.write(session, WriteJob(path, other.station, most=2))
    return [path.parent / name for name in written.files]


@pytest.mark.slow
def test_two_stations_meet_on_a_stick(
    come: Come, office: Office, tmp_path: Path, clock: FixedClock
) -> None:
    one, two = (copy_home(office.root, tmp_path / name) for name in ("one", "two"))
    stick = tmp_path / "stick"
    stick.mkdir()
    with at_work(one, clock) as cohort:
        rev = cohort.followed("Klok Rev")
        cohort.spo2(rev, 92, 91)
        code = begun(cohort, stick / "a")

    # The second station knows nobody, takes the file in, and has what the first one has.
    nurse = come(two, clock)
    to_the_page(nurse)
    joins(nurse, code)
    counts, words = takes(nurse, stick / "a.stationx")
    assert counts[0] > 0
    assert counts[2:] == [0, 0], words
    assert readings(nurse) == [91.0, 92.0]
    # A file that is taken in twice changes nothing.
    before = rows(nurse)
    counts, words = takes(nurse, stick / "a.stationx")
    assert (counts[0], counts[2:]) == (0, [0, 0]), words
    assert rows(nurse) == before
    type_reading_for(nurse, "Klok Rev", "94")
    writes(nurse, stick / "b.stationx", ONE)
    nurse.stop()

    # The first one hears of it, and what it writes then comes in several files.
    nurse = come(one, clock)
    to_the_page(nurse)
    counts, words = takes(nurse, stick / "b.stationx")
    assert counts[2:] == [0, 0], words
    assert readings(nurse) == [91.0, 92.0, 94.0]
    nurse.stop()
    with at_work(one, clock) as cohort:
        cohort.spo2(rev, 95, 96, 97, 98)
        first, middle, *rest = in_many_files(cohort, stick / "c")

    # The middle one was left behind: that is said, what came waits for it, and then all is there.
    nurse = come(two, clock)
    to_the_page(nurse)
    takes(nurse, first)
    assert rest
    for path in rest:
        _, words = takes(nurse, path)
    assert "Mangler endring " in words
    assert f" fra {ONE}. Skriv en fil til {ONE}." in words
    assert "mangler endring " in nurse.words("exchange_peers")
    assert len(readings(nurse)) < 7
    counts, words = takes(nurse, middle)
    assert counts[2:] == [0, 0], words
    assert readings(nurse) == [91.0, 92.0, 94.0, 95.0, 96.0, 97.0, 98.0]
    assert "mangler" not in nurse.words("exchange_peers")
    nurse.stop()
    with at_work(one, clock) as here, at_work(two, clock) as there:
        for sql in SAME:
            assert raw_of(here, sql) == raw_of(there, sql)


def readings(nurse: Nurse) -> list[object]:
    """All values that are stored."""
    return [row[0] for row in raw(nurse, VALUES)]


def rows(nurse: Nurse) -> list[tuple[object, ...]]:
    """How much there is of what is shared."""
    return raw(nurse, "SELECT count(*), max(seq) FROM sync_log")


def type_reading_for(nurse: Nurse, name: str, value: str) -> None:
    """Types a reading, and comes back to the page."""
    type_reading(nurse, name, value)
    nurse.go("sync")
    nurse.press("sync_by_stick")
    at_home(nurse)

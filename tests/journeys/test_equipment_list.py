"""The old spreadsheet of equipment is taken in: good rows become devices, bad ones are told."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView

from station.core.clock import FixedClock
from tests.equipment_lists import ROWS, csv_list
from tests.journeys.driver import Nurse, lines_of
from tests.journeys.hands import strike
from tests.journeys.store import at_the_store, open_device, read, to_the_store
from tests.journeys.work import later

FAULTS = (
    # Serial twice in the list, a day that does not exist, a kind nobody knows.
    ("Nettbrett", "Samsung", "Tab A8", "R52T-001", "RK-011", "", "", "", "", "", "", "På lager",
     "", "", ""),
    ("Vekt", "A&D", "UC-352", "VK-99", "RK-012", "", "31.02.2024", "", "", "", "", "På lager",
     "", "", ""),
    ("Romskip", "Ukjent", "X", "RX-1", "RK-013", "", "", "", "", "", "", "På lager", "", "", ""),
    # This one is in the register already.
    ("Pulsoksymeter", "Nonin", "", "OX-1004", "", "", "", "", "", "", "", "På lager", "", "", ""),
)  # fmt: skip

FATES = ["avvist", "ny", "ny", "avvist", "avvist", "avvist", "finnes"]


@pytest.fixture
def store(training: Nurse) -> Nurse:
    """Signed in, on the page of equipment."""
    at_the_store(training)
    return training


def looked_at(nurse: Nurse, path: Path) -> list[str]:
    """Opens the list from the page of equipment, and gives its rows as the preview tells them."""
    to_the_store(nurse)
    nurse.press("to_equipment_import")
    nurse.until(lambda: nurse.has("list_path") or nurse.has("list_other"), "where a list comes in")
    nurse.write("list_path", str(path))
    strike(nurse, Qt.Key.Key_Return)
    nurse.until(lambda: nurse.has("list_rows"), "the preview")
    nurse.settle()
    view = nurse.find("list_rows", QAbstractItemView)
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines_of(view)]


def test_a_list_with_faults_is_looked_at_taken_in_and_taken_in_again_changes_nothing(
    store: Nurse, day_clock: FixedClock, tmp_path: Path
) -> None:
    nurse = store
    path = csv_list(tmp_path / "utstyr.csv", (*ROWS, *FAULTS))
    rows = looked_at(nurse, path)
    assert len(rows) == len(ROWS) + len(FAULTS)
    assert [line.split()[1] for line in rows] == FATES
    for words in (
        "Serienummeret «R52T-001» står i rad 2 og i rad 5.",
        "«31.02.2024» i «Kjøpsdato» er ikke en dato.",
        "«Romskip» er ingen type utstyr som er kjent her.",
        "står som utlånt: blir en merknad, ikke et utlån",
    ):
        assert any(words in line for line in rows), words
    nurse.press("list_take_in")
    nurse.until(lambda: nurse.has("refused_rows"), "what became of it")
    numbers = [nurse.words(f"list_{name}") for name in ("new", "changed", "same", "refused")]
    assert numbers == ["2", "0", "1", "4"]
    nurse.press("to_equipment")
    nurse.until(lambda: nurse.has("equipment_list"), "the page of equipment")
    count = read(nurse, "equipment_count")
    assert "Stille Brygge" in open_device(nurse, "Nonin 3230")
    assert nurse.has("device_prepare"), "a note is no loan"

    later(nurse, day_clock, 5)
    nurse.restart()
    at_the_store(nurse)
    assert read(nurse, "equipment_count") == count
    again = looked_at(nurse, path)
    assert [line.split()[1] for line in again] == [
        "finnes" if fate == "ny" else fate for fate in FATES
    ]
    assert "ble tatt inn" in read(nurse, "list_news")
    assert not nurse.find("list_take_in").isEnabled()

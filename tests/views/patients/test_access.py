"""«Hvem har sett min journal» handed to the patient: a PDF where the nurse chooses."""

from pathlib import Path

from PySide6.QtWidgets import QLineEdit

from station.models.queries import audit
from station.printing.verify import read_back
from station.services.patients.values import PatientDetails
from station.views.style import Banner
from tests.patient_office import Office
from tests.qt import Pulse


def test_user_08_the_list_is_saved_in_place_and_noted(
    office: Office, heartbeat: Pulse, tmp_path: Path
) -> None:
    office.register(PatientDetails(given_name="Stille", family_name="Fjord"))
    elg = office.register()
    office.open(elg)
    office.page.desk.access()
    office.settle()
    office.press("print_access")
    assert office.find(QLineEdit, "access_path").text().endswith("innsyn-2026-11-20.pdf")
    office.type("access_path", str(tmp_path / "gone" / "liste.pdf"))
    office.press("save_access")
    assert "cannot be written to" in office.find(Banner, "access_news").text
    office.type("access_path", "")
    office.press("save_access")
    assert not list(tmp_path.rglob("*.pdf"))
    office.type("access_path", str(tmp_path / "liste.pdf"))
    office.press("save_access")
    assert "The list is saved" in office.find(Banner, "access_news").text
    text = "\n".join(read_back((tmp_path / "liste.pdf").read_bytes()).pages)
    assert "Rask Elg" in text
    assert "Stille Fjord" not in text
    with office.station.record.read() as reader:
        assert audit.count_of(reader, "access_printed") == 1

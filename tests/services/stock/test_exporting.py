"""What a list holds, and what none does: addresses, and anything of protected people."""

import csv
import errno
import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Database
from station.services.equipment.support_cases import CaseClosing, Outcome, SupportCases
from station.services.stock.exporting import (
    EXPORT_WORDS,
    SHOWN_ROWS,
    EquipmentExports,
    Export,
)
from station.services.stock.licences import Licences, NewLicence
from tests.intaking import BENEFIT
from tests.stock_office import StockOffice, stock_office


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> StockOffice:
    """An office with two borrowers, one of whom has a protected address."""
    made = stock_office(database, clock)
    cases, licences = SupportCases(made.record), Licences(made.record)
    for family, protection in (("Elg", ""), ("Skjult", "strict")):
        address = f"{family}veien 7"
        who = made.person(family, address=address, city="Øvelsesbygda", protection=protection)
        device_id = made.lent(
            f"Vekt {family}",
            who,
            "scale",
            due_on="2026-12-01",
            handout_id=made.handout(len(family)),
        )
        made.change(
            "devices", device_id, place=f"Hos {address}", price_ore=129_950, bought_on="2025-01-02"
        )
        case_id = cases.open(made.session, device_id, f"=Viser 0 hos {address}")
        if protection:
            closing = CaseClosing(f"Kjørt til {address}", Outcome.GUIDED, 45, 0)
            cases.close(made.session, case_id, closing)
        new = NewLicence("App", who, f"id-{family}", "2026-11-01", None, 72_000, "month", address)
        licences.add(made.session, new)
    camera = made.device("Kamera 1", "camera")
    made.loan(camera, institution_id=made.house(), ended_at=clock.now(), ended_how="lost")
    made.device("Gammel", "other", "scrapped")
    return made


def saved(desk: StockOffice, export: Export, path: Path) -> list[list[str]]:
    """Save a list as CSV and read it as Excel does in Norway."""
    count = EquipmentExports(desk.record).save(desk.session, export, "csv", path)
    text = path.read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert len(rows) == count + 1
    return rows


@pytest.mark.parametrize("export", Export)
@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_no_list_tells_where_a_protected_person_lives(
    desk: StockOffice, tmp_path: Path, export: Export, file_format: str
) -> None:
    exports, path = EquipmentExports(desk.record), tmp_path / f"liste.{file_format}"
    count = exports.save(desk.session, export, file_format, path)
    look = exports.look(desk.session, export)
    assert (count, look.withheld) == (look.count, 1)
    if file_format == "csv":
        text = path.read_text(encoding="utf-8-sig")
    else:
        sheet = load_workbook(path).active
        assert sheet is not None
        text = "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    for told in (text, str(look)):
        assert "Elg" in told
        assert "Skjultveien" not in told
        assert "Rask Skjult" not in told
        assert "id-Skjult" not in told


def test_the_register_as_it_is_saved(desk: StockOffice, tmp_path: Path) -> None:
    headings, *rows = saved(desk, Export.REGISTER, tmp_path / "utstyr.csv")
    assert headings[:8] == [
        "Type utstyr",
        "Navn",
        "Etikett",
        "Produsent",
        "Modell",
        "Serienummer",
        "Eier",
        "Status",
    ]
    told = {row[1]: dict(zip(headings, row, strict=True)) for row in rows}
    assert set(told) == {"Vekt Elg", "Vekt Skjult", "Kamera 1", "Gammel"}
    assert (told["Vekt Elg"]["Utlånt til"], told["Vekt Elg"]["Frist"]) == ("Rask Elg", "2026-12-01")
    assert (told["Vekt Elg"]["Pris (kr)"], told["Vekt Elg"]["Kjøpt"]) == ("1299,50", "2025-01-02")
    assert told["Vekt Skjult"]["Utlånt til"] == "Skjermet, se Station"
    assert told["Vekt Skjult"]["Plass"] == "Skjermet, se Station"
    assert told["Gammel"]["Status"] == "Kassert"


def test_loans_cases_and_licences_as_they_are_saved(desk: StockOffice, tmp_path: Path) -> None:
    headings, *rows = saved(desk, Export.LOANS, tmp_path / "utlaan.csv")
    camera = next(dict(zip(headings, row, strict=True)) for row in rows if row[1] == "Kamera 1")
    assert (camera["Utlånt til"], camera["Slik endte det"], camera["Avsluttet"]) == (
        "Øvelsesbygda legekontor",
        "Tapt",
        "2026-11-20",
    )
    headings, *rows = saved(desk, Export.CASES, tmp_path / "saker.csv")
    still, done = (dict(zip(headings, row, strict=True)) for row in rows)
    # What a person wrote is text, whatever it begins with.
    assert still["Hva sviktet"] == "'=Viser 0 hos Elgveien 7"
    assert (done["Resultat"], done["Minutter"], done["Kostnad (kr)"]) == (
        "Løst med veiledning",
        "45",
        "0,00",
    )
    headings, *rows = saved(desk, Export.LICENCES, tmp_path / "lisenser.csv")
    told = dict(zip(headings, rows[0], strict=True))
    assert (told["Pris (kr)"], told["Betales"], told["Kostnad i år (kr)"]) == (
        "720,00",
        "per måned",
        "480,00",
    )


def test_a_list_is_looked_at_before_it_is_saved(desk: StockOffice) -> None:
    for number in range(SHOWN_ROWS):
        desk.device(f"Ekstra {number:02}", price_ore=100)
    look = EquipmentExports(desk.record).look(desk.session, Export.REGISTER)
    assert (look.count, len(look.first_rows)) == (SHOWN_ROWS + 4, SHOWN_ROWS)
    assert look.file_stem == "utstyr-2026-11-20"
    assert all(len(row) == len(look.headings) for row in look.first_rows)
    assert desk.rows("SELECT count(*) FROM audit WHERE action = 'equipment_exported'") == [(0,)]


def test_the_log_notes_what_left_and_not_where_to(desk: StockOffice, tmp_path: Path) -> None:
    EquipmentExports(desk.record).save(
        desk.session, Export.CASES, "xlsx", tmp_path / "Elg privat.xlsx"
    )
    (row,) = desk.rows(
        "SELECT subject_kind, subject_id, details FROM audit WHERE action = 'equipment_exported'"
    )
    assert row[:2] == ("export", "cases")
    assert "privat" not in str(row[2])


def test_what_cannot_be_written_is_not_noted(
    desk: StockOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("station.files.export_table.os.fsync", full)
    with pytest.raises(Trouble, match="export_full"):
        EquipmentExports(desk.record).save(
            desk.session, Export.LOANS, "csv", tmp_path / "utlaan.csv"
        )
    assert [each.name for each in tmp_path.iterdir()] == ["home"]
    assert desk.rows("SELECT count(*) FROM audit WHERE action = 'equipment_exported'") == [(0,)]


def test_who_may_take_lists_out(desk: StockOffice, tmp_path: Path) -> None:
    exports = EquipmentExports(desk.record)
    for session in (BENEFIT, desk.as_role("substitute")):
        with pytest.raises(Trouble, match="not_allowed"):
            exports.look(session, Export.REGISTER)
        with pytest.raises(Trouble, match="not_allowed"):
            exports.save(session, Export.REGISTER, "csv", tmp_path / "x.csv")
    with pytest.raises(ValueError, match="format"):
        exports.save(desk.session, Export.REGISTER, "pdf", tmp_path / "x.pdf")
    assert [each.name for each in tmp_path.iterdir()] == ["home"]
    assert set(EXPORT_WORDS) == set(Export)

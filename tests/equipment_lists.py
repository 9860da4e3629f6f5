"""Lists of equipment as municipalities keep them, made for tests: CSV and XLSX."""

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

HEADINGS = (
    "Utstyrstype", "Merke", "Modell", "Serienummer", "Inventarnr.", "Eier", "Kjøpsdato",
    "Garanti til", "Pris (kr)", "Neste kontroll", "Tilstand", "Status", "Plassering",
    "Utlånt til", "Merknad",
)  # fmt: skip
ROWS = (
    ("Nettbrett", "Samsung", "Tab A8", "R52T-001", "RK-001", "Rask kommune", "14.03.2024",
     "14.03.2027", "2 990,00", "", "Ny", "På lager", "Hylle 2", "", "Med deksel"),
    ("Pulsoksymeter", "Nonin", "3230", "50 1234 77", "RK-002", "", "2024-05-02", "", "kr 4.500,-",
     "1/6-2027", "God", "Utlånt", "", "Stille Brygge", ""),
    ("Vekt", "A&D", "UC-352", "VK-88", "", "", "mars 2023", "", "1 199", "", "Slitt",
     "Reparasjon", "Verkstedet", "", ""),
)  # fmt: skip


def csv_list(
    path: Path,
    rows: Sequence[Sequence[str]] = ROWS,
    headings: Sequence[str] = HEADINGS,
    *,
    encoding: str = "utf-8-sig",
    sign: str = ";",
) -> Path:
    """Write a list as CSV and give its path."""
    lines = [sign.join(headings), *(sign.join(row) for row in rows)]
    path.write_bytes("\r\n".join([*lines, ""]).encode(encoding))
    return path


def xlsx_list(path: Path, rows: Sequence[Sequence[object]], merged: Sequence[str] = ()) -> Path:
    """Write rows (headings among them) as a workbook, with some cells merged; give its path."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    book.save(path)
    return path


def many(count: int, faulty_every: int = 100) -> list[tuple[str, ...]]:
    """Give so many devices; every hundredth has one of five faults."""
    kinds = ("Nettbrett", "Pulsoksymeter", "Vekt", "Blodtrykksmåler", "Lader")
    found = []
    for at in range(count):
        row = [
            kinds[at % 5], "Merke AS", f"M{at % 7}", f"S{at:07d}", f"RK-{at:05d}", "Rask kommune",
            f"{at % 28 + 1:02d}.{at % 12 + 1:02d}.2024", "2027-01-31", f"{at % 9 + 1} 490,50", "",
            "God", "På lager", f"Hylle {at % 30}", "", "",
        ]  # fmt: skip
        if at % faulty_every == faulty_every - 1:
            fault = at // faulty_every % 5
            row[(6, 8, 0, 3, 4)[fault]] = (
                "31.02.2024", "gratis", "Romskip", "S0000000", f"RK-{at - 1:05d}",
            )[fault]  # fmt: skip
        found.append(tuple(row))
    return found

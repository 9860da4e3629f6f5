"""The access list: every line whole and in order, over as many pages as it needs."""

from dataclasses import replace

from station.printing.documents import AccessList, AccessRow
from station.printing.press import render
from station.printing.verify import read_back
from tests.printing.samples import IDENTITY

LIST = AccessList(
    identity=replace(IDENTITY, title="Hvem har sett mappen min", status="", version="", code=""),
    introduction="Her ser du hvem som har åpnet eller endret mappen din.",
    headings=AccessRow("Når", "Hvem", "Rolle", "Hva", "Hvorfor"),
    rows=tuple(
        AccessRow(f"20.11.2026 09:{n:02}", "Mild Kystvei", "Sykepleier", f"Åpnet mappen ({n})", "")
        for n in range(60)
    ),
    closing="Listen viser alt som står i loggen.",
)


def test_every_line_is_read_in_order_and_every_page_says_whose_it_is() -> None:
    found = read_back(render(LIST))
    assert len(found.pages) > 1
    assert all("Rask Elg" in page for page in found.pages)
    said = [text for text in found.elements if text.startswith("Åpnet mappen")]
    assert said == [row.what for row in LIST.rows]


def test_an_empty_list_is_a_page_too() -> None:
    assert len(read_back(render(replace(LIST, rows=()))).pages) == 1

"""Panels: lists, tables and zones keep their structure wherever a page ends."""

from station.printing.blocks import Columns, Stack
from station.printing.documents import words
from station.printing.panels import Look, listed, phone_panels, table, zone_panel
from station.printing.tags import Element
from tests.printing.samples import LONG, PHONES, ZONES

LOOK = Look(1.0)
WIDTH = 520.0


def _tags(root: Element) -> list[str]:
    return [element.tag for element in root.walk()][1:]


def test_several_lines_are_a_list_and_one_is_plain_text() -> None:
    root = Element("Document")
    listed([words("a"), words("b")], LOOK.body, root)
    listed([words("c")], LOOK.body, root)
    assert _tags(root) == ["L", "LI", "LBody", "LI", "LBody", "P"]


def test_a_table_names_its_columns_and_rows() -> None:
    root = Element("Document")
    table(["a", "b"], [["1", ""], ["2", ""]], [1, 1], LOOK, root)
    assert [element.scope for element in root.walk() if element.tag == "TH"] == [
        "Column",
        "Column",
        "Row",
        "Row",
    ]


def test_a_row_of_long_cells_splits() -> None:
    block = table(["a", "b"], [["1", "puster tungt " * 60]], [1, 1], LOOK, Element("Document"))
    parts = block.split(WIDTH, 120)
    assert parts is not None
    assert parts[0].height(WIDTH) <= 120
    assert block.split(WIDTH, 5) is None


def test_a_zone_is_headed_by_its_word_and_splits_only_below_its_feeling() -> None:
    root = Element("Document")
    block = zone_panel(LONG.zones[0], LOOK, root)
    assert _tags(root)[:4] == ["Sect", "H2", "P", "H3"]
    assert block.split(WIDTH, 40) is None
    parts = block.split(WIDTH, 300)
    assert parts is not None
    assert all(part.height(WIDTH) < block.height(WIDTH) for part in parts)
    assert parts[0].height(WIDTH) <= 300


def test_a_short_zone_moves_on_whole() -> None:
    assert zone_panel(ZONES[0], LOOK, Element("Document")).split(WIDTH, 60) is None


def test_telephone_numbers_stand_three_to_a_row() -> None:
    root = Element("Document")
    one = phone_panels(PHONES, LOOK, root)
    two = phone_panels((*PHONES, PHONES[0]), LOOK, root)
    assert isinstance(one, Stack)
    assert two.height(WIDTH) > 1.9 * one.height(WIDTH)
    assert one.blocks[0].split(WIDTH, 10) is None
    assert not isinstance(one.blocks[0], Columns)

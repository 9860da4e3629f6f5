"""The structure: the order of adding is the order of reading."""

from station.printing.tags import Element


def test_elements_are_walked_in_the_order_they_are_read() -> None:
    root = Element("Document")
    first, second = root.add("Sect"), root.add("P")
    inner = first.add("H1")
    cell = second.add("TH", scope="Row")
    assert list(root.walk()) == [root, first, inner, second, cell]
    assert cell.scope == "Row"


def test_two_elements_are_never_the_same_one() -> None:
    assert Element("P") != Element("P")

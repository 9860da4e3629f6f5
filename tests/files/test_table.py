"""Tables: cells as a person sees them, and rows below the header."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from station.files.table import Cell, Record, Table, Watch, on_and_on, text_of


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  LO ", "LO"),
        (118, "118"),
        (118.0, "118"),
        (4.7, "4.7"),
        (1.7e10, "17000000000"),
        (1e300, "1e+300"),
        (datetime(2026, 3, 4, 8, 30), "2026-03-04 08:30:00"),  # noqa: DTZ001
    ],
)
def test_cells_as_a_person_sees_them(cell: Cell, text: str) -> None:
    assert text_of(cell) == text


def test_rows_stand_below_the_header_and_can_be_read_again() -> None:
    def records(watch: Watch) -> Iterator[Record]:
        assert watch(0.5)
        yield from ((1, ("about",)), (2, ("time",)), (3, ("08:00",)), (4, ("09:00",)))

    table = Table(("time",), 2, records)
    assert list(table.rows()) == [(3, ("08:00",)), (4, ("09:00",))]
    assert list(table.rows(on_and_on)) == [(3, ("08:00",)), (4, ("09:00",))]

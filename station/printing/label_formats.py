"""Sheets of labels as they are sold: how many on an A4 page, how large, and where they stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

MM: Final = 72 / 25.4
"""Points of a millimetre."""
PAGE_MM: Final = (210.0, 297.0)


@dataclass(frozen=True, slots=True)
class LabelFormat:
    """One sort of sheet; all measures in millimetres, the pitch from edge to next edge."""

    name: str
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    across: float
    down: float

    @property
    def count(self) -> int:
        """Give how many labels a sheet has."""
        return self.columns * self.rows

    @property
    def words(self) -> str:
        """Say it as a box of labels does, such as «3 × 8 (70 × 37 mm)»."""
        size = f"{_mm(self.width)} × {_mm(self.height)} mm"
        return f"{self.columns} × {self.rows} ({size})"

    def place(self, number: int) -> tuple[float, float]:
        """Give left edge and top edge of a label in mm from the page's top left; counted from 0."""
        down, across = divmod(number % self.count, self.columns)
        return self.left + across * self.across, self.top + down * self.down


FORMATS: Final[Mapping[str, LabelFormat]] = {
    each.name: each
    for each in (
        LabelFormat("3x8-70", 3, 8, 70.0, 37.0, 0.0, 0.5, 70.0, 37.0),
        LabelFormat("3x8-64", 3, 8, 63.5, 33.9, 7.2, 12.9, 66.0, 33.9),
        LabelFormat("3x7-64", 3, 7, 63.5, 38.1, 7.2, 15.1, 66.0, 38.1),
        LabelFormat("2x7-99", 2, 7, 99.1, 38.1, 4.7, 15.1, 101.6, 38.1),
        LabelFormat("5x13-38", 5, 13, 38.1, 21.2, 4.7, 10.7, 40.6, 21.2),
    )
}
"""The first is proposed: no edges to lose, and room for a code that a telephone reads."""


def _mm(length: float) -> str:
    return f"{length:.1f}".rstrip("0").rstrip(".").replace(".", ",")

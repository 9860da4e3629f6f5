"""A profile laid over the columns of one file: which cell is what."""

from collections.abc import Iterable
from dataclasses import dataclass

from station.files import refusals
from station.files.profile import ImportProfile, Names, ValueColumn, key_of
from station.files.table import Cells, Record, text_of


@dataclass(frozen=True, slots=True)
class PlacedColumn:
    """A value column and where it stands; `second` is None when it holds no pair."""

    column: ValueColumn
    first: int
    second: int | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """The places (from 0) of the columns that the profile names; None for those it does not."""

    width: int
    time: tuple[int, ...]
    values: tuple[PlacedColumn, ...]
    patient: int | None = None
    kind: int | None = None
    unit: int | None = None
    type: int | None = None

    def columns_for(self, row_type: str) -> tuple[PlacedColumn, ...]:
        """Give the value columns that count in rows of this type."""
        wanted = key_of(row_type)
        return tuple(
            placed
            for placed in self.values
            if not placed.column.types or wanted in map(key_of, placed.column.types)
        )


def lay(profile: ImportProfile, columns: tuple[str, ...]) -> Layout:
    """Find the profile's columns by name; raises Trouble when one is missing or there twice."""
    finder = _Finder(columns)
    values = tuple(
        PlacedColumn(column, first, finder.needed(column.second) if column.second else None)
        for column in profile.values
        if (first := finder.place(column.headers)) is not None
    )
    if not values:
        raise refusals.no_header(", ".join(column.headers[0] for column in profile.values))
    return Layout(
        width=len(columns),
        time=tuple(finder.needed(names) for names in profile.time),
        values=values,
        # A file about one patient has no patient column, and one with plain units no unit column.
        patient=finder.place(profile.patient),
        unit=finder.place(profile.unit_column),
        kind=finder.needed(profile.kind_column) if profile.kind_column else None,
        type=finder.needed(profile.type_column) if profile.type_column else None,
    )


def header_for(profile: ImportProfile, head: Iterable[Record]) -> Record | None:
    """Give the row that names the profile's columns, None when none of the first rows does."""
    for number, cells in head:
        if profile.header_row in (0, number) and fits(profile, names_in(cells)):
            return number, cells
    return None


def fits(profile: ImportProfile, names: frozenset[str]) -> bool:
    """Whether one of the columns of each group in the profile's `matches` is among `names`."""
    return all(any(key_of(name) in names for name in group) for group in profile.matches)


def names_in(cells: Cells) -> frozenset[str]:
    """Give the names in a row in the form in which they are compared."""
    return frozenset(key_of(text_of(cell)) for cell in cells)


class _Finder:
    """Looks columns up by any one of their names."""

    def __init__(self, columns: tuple[str, ...]) -> None:
        self._columns = columns
        self._keys = [key_of(name) for name in columns]

    def place(self, names: Names) -> int | None:
        wanted = {key_of(name) for name in names}
        places = [at for at, key in enumerate(self._keys) if key in wanted]
        if len(places) > 1:
            raise refusals.column_twice(self._columns[places[1]])
        return places[0] if places else None

    def needed(self, names: Names) -> int:
        place = self.place(names)
        if place is None:
            raise refusals.no_header(names[0])
        return place

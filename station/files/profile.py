"""An import profile: what the columns of one program's files mean."""

import unicodedata
from dataclasses import dataclass, field, replace

from station.core.zone import HOME_ZONE, zone
from station.files.dates import DateOrder

Names = tuple[str, ...]
DECIMALS = ("auto", ",", ".")


def key_of(name: str) -> str:
    """Give the form in which column names and words are compared: case and spaces set aside."""
    return " ".join(unicodedata.normalize("NFC", name).replace("\ufeff", "").casefold().split())


@dataclass(frozen=True, slots=True)
class ValueColumn:
    """One column that holds values, under any one of the names in `headers`.

    `kind` and `unit` are empty when columns of their own tell them. `types` are the row types
    whose value stands here (all rows when empty). `second` names the column of the second value
    of a pair (diastolic pressure). `decimal` is ",", "." or "auto" (both, when unambiguous).
    """

    headers: Names
    kind: str = ""
    unit: str = ""
    types: Names = ()
    second: Names = ()
    decimal: str = "auto"


@dataclass(frozen=True, slots=True)
class ImportProfile:
    """How to read one program's table into readings; a value, kept as a small JSON file.

    Columns are named by tuples of alternatives, compared without regard to case and spaces.
    A file fits when, for each tuple in `matches`, it has one of those columns. `time` names one
    column, or two: the date and the time of day. An empty `zone`, and a value column with
    neither unit nor unit column, must be chosen by the person who reads the file in.
    """

    name: str
    label: str
    matches: tuple[Names, ...]
    time: tuple[Names, ...]
    values: tuple[ValueColumn, ...]
    patient: Names = ()
    kind_column: Names = ()
    unit_column: Names = ()
    type_column: Names = ()
    kinds: dict[str, str] = field(default_factory=dict)
    ignored_types: dict[str, str] = field(default_factory=dict)
    low_words: Names = ()
    high_words: Names = ()
    header_row: int = 0
    delimiter: str = ""
    date_order: DateOrder = DateOrder.AUTO
    zone: str = HOME_ZONE
    about: str = ""

    def with_choices(
        self,
        *,
        unit: str | None = None,
        zone_name: str | None = None,
        date_order: DateOrder | None = None,
        decimals: dict[str, str] | None = None,
    ) -> "ImportProfile":
        """Give the profile with what was chosen in the preview; raises Trouble `zone_unknown`.

        `unit` goes to the value columns that have none; `decimals` maps a column's name to its
        decimal sign.
        """
        if zone_name is not None:
            zone(zone_name)
        signs = {key_of(name): sign for name, sign in (decimals or {}).items()}
        return replace(
            self,
            zone=self.zone if zone_name is None else zone_name,
            date_order=self.date_order if date_order is None else date_order,
            values=tuple(self._chosen(column, unit, signs) for column in self.values),
        )

    def needs_unit(self) -> bool:
        """Whether some value column has neither a unit nor a column that tells it."""
        return not self.unit_column and any(not column.unit for column in self.values)

    def _chosen(self, column: ValueColumn, unit: str | None, signs: dict[str, str]) -> ValueColumn:
        sign = next((signs[key] for key in map(key_of, column.headers) if key in signs), None)
        return replace(
            column,
            unit=column.unit or (unit or "" if not self.unit_column else ""),
            decimal=sign or column.decimal,
        )

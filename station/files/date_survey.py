"""Which way the dates of one column are written, proved by all of them together."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from station.core.i18n import N_
from station.core.trouble import Trouble
from station.files.dates import DATE, SERIAL, DateOrder
from station.files.table import Cell, text_of

_LAST_MONTH = 12
_YEAR_DIGITS = 4
_NATIVE, _ISO, _SERIAL, _DOTTED = "native", "iso", "serial", "."


@dataclass(slots=True)
class DateSurvey:
    """What was seen in a column so far: one example (row, text) of each way of writing."""

    forms: dict[str, tuple[int, str]] = field(default_factory=dict)
    first_is_day: tuple[int, str] | None = None
    second_is_day: tuple[int, str] | None = None

    def see(self, row: int, cell: Cell) -> None:
        """Take in one cell; what is no date is left for the reading itself to refuse."""
        if isinstance(cell, datetime):
            self.forms.setdefault(_NATIVE, (row, text_of(cell)))
            return
        text = text_of(cell)
        if not isinstance(cell, str) or SERIAL.fullmatch(text):
            self.forms.setdefault(_SERIAL, (row, text))
        elif found := DATE.match(text):
            self._see_date(row, text, found[1], found[2], found[3])

    def _see_date(self, row: int, text: str, first: str, mark: str, second: str) -> None:
        if len(first) == _YEAR_DIGITS:
            self.forms.setdefault(_ISO, (row, text))
            return
        self.forms.setdefault(mark, (row, text))
        if int(first) > _LAST_MONTH:
            self.first_is_day = self.first_is_day or (row, text)
        if int(second) > _LAST_MONTH:
            self.second_is_day = self.second_is_day or (row, text)

    def order(self, chosen: DateOrder, column: str) -> DateOrder:
        """Give the order to read the column in; raises Trouble when the dates do not prove one.

        A chosen order is believed, except where a spreadsheet has already turned some of the
        dates into its own and left the others as text: then days and months are mixed up in it.
        """
        unclear = self.forms.keys() - {_NATIVE, _ISO}
        shuffled = _NATIVE in self.forms and unclear - {_SERIAL}
        if shuffled or (chosen is DateOrder.AUTO and unclear and len(self.forms) > 1):
            raise _mixed(column, self.forms.values())
        if chosen is not DateOrder.AUTO:
            return chosen
        return self._proved(column)

    def _proved(self, column: str) -> DateOrder:
        form, example = next(iter(self.forms.items()), (_ISO, (0, "")))
        if form in (_NATIVE, _ISO):
            return DateOrder.YEAR_FIRST
        if form == _SERIAL:
            return DateOrder.EXCEL
        if self.first_is_day and self.second_is_day:
            raise _mixed(column, (self.first_is_day, self.second_is_day))
        if self.second_is_day:
            return DateOrder.MONTH_FIRST
        # Points between the parts are the Norwegian way, and nobody puts the month first so.
        if self.first_is_day or form == _DOTTED:
            return DateOrder.DAY_FIRST
        raise _two_ways(column, example)


def _mixed(column: str, examples: Iterable[tuple[int, str]]) -> Trouble:
    return Trouble(
        "dates_mixed",
        N_(
            "The dates in «{column}» are written in several ways: {examples}. "
            "Nothing was imported. Choose the order of day and month, or correct the file."
        ),
        column=column,
        examples=", ".join(f"{row}: «{text}»" for row, text in examples),
    )


def _two_ways(column: str, example: tuple[int, str]) -> Trouble:
    return Trouble(
        "dates_ambiguous",
        N_(
            "The dates in «{column}» can be read with the day first or the month first, such as "
            "«{example}» in row {row}. Nothing was imported. Choose the order."
        ),
        column=column,
        example=example[1],
        row=example[0],
    )

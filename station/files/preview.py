"""A first look at a file before anything is read in: what it is, and what must be chosen."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice, takewhile
from pathlib import Path
from statistics import median

from station.core.i18n import N_
from station.core.trouble import Trouble
from station.files.dates import DateOrder
from station.files.items import Candidate, Item
from station.files.layout import Layout, header_for, lay
from station.files.limits import LIMITS, FileLimits
from station.files.measures import units_of
from station.files.profile import ImportProfile
from station.files.reading_rows import candidates, date_order
from station.files.shipped import Guess, guess
from station.files.sniff import Sniffed, decimal_sign, header_row_of
from station.files.source import Source, open_source
from station.files.table import Cells, Record, Table, on_and_on, text_of

SHOWN_ROWS = 20
SAMPLE_ROWS = 2000
_SAMPLES = 5
# No person's middle sensor value is below 1.6 mmol/L or above 41: the unit is the likelier error.
_LOW_MG, _HIGH_MMOL = 30.0, 41.0


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its first values as text, and its decimal sign (see sniff.py)."""

    name: str
    samples: tuple[str, ...]
    decimal: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What is known of a file from its first rows.

    `guesses` come likeliest first; `profile` is the one that was asked for or the likeliest, None
    when none fits. `missing` names what must still be chosen: "profile", "zone", "unit",
    "date_order". `units` are those to choose from. `items` are what the shown rows would become.
    `warnings` are troubles to show, each with its sentence.
    """

    name: str
    sniffed: Sniffed
    header_row: int
    columns: tuple[Column, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    guesses: tuple[Guess, ...]
    profile: ImportProfile | None = None
    order: DateOrder | None = None
    missing: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    warnings: tuple[Trouble, ...] = ()


def preview(
    path: Path,
    profiles: Iterable[ImportProfile],
    profile: ImportProfile | None = None,
    limits: FileLimits = LIMITS,
) -> Preview:
    """Look at a file with `profile`, or with the likeliest of `profiles`; raises Trouble."""
    with open_source(path, limits, profile.delimiter if profile else "") as source:
        head = source.head()
        guesses = guess(profiles, head)
        chosen = profile or (guesses[0].profile if guesses else None)
        seen = _seen(source, head, chosen, guesses)
        if chosen is None:
            return replace(seen, missing=("profile",))
        table = _sample(source, head, seen.header_row)
        try:
            layout = lay(chosen, table.columns)
        except Trouble as trouble:
            return replace(seen, missing=("profile",), warnings=(*seen.warnings, trouble))
        return _tried(seen, table, chosen, layout)


def open_table(source: Source, profile: ImportProfile) -> Table:
    """Give the table of an open file with the header that `profile` names; raises Trouble."""
    head = source.head()
    return source.table(header_for(profile, head) or head[0])


def _seen(
    source: Source,
    head: tuple[Record, ...],
    chosen: ImportProfile | None,
    guesses: tuple[Guess, ...],
) -> Preview:
    header = header_for(chosen, head) if chosen else None
    number = header[0] if header else header_row_of(head)
    names = next(cells for row, cells in head if row == number)
    below = [cells for row, cells in head if row > number]
    columns = tuple(_column(text_of(name), at, below) for at, name in enumerate(names))
    shown = tuple(
        (row, tuple(text_of(cell) for cell in cells)) for row, cells in head if row > number
    )
    return Preview(
        name=source.name,
        sniffed=source.sniffed,
        header_row=number,
        columns=columns,
        rows=shown[:SHOWN_ROWS],
        guesses=guesses,
        profile=chosen,
        warnings=_sheet_warning(source),
    )


def _column(name: str, place: int, rows: list[Cells]) -> Column:
    texts = [text_of(cells[place]) for cells in rows if place < len(cells)]
    texts = [text for text in texts if text]
    return Column(name, tuple(texts[:_SAMPLES]), decimal_sign(texts))


def _sample(source: Source, head: tuple[Record, ...], header_row: int) -> Table:
    header = next(record for record in head if record[0] == header_row)
    table = source.table(header)
    return replace(table, records=lambda watch: islice(source.records(watch), SAMPLE_ROWS))


def _tried(seen: Preview, table: Table, profile: ImportProfile, layout: Layout) -> Preview:
    missing = []
    if not profile.zone:
        missing.append("zone")
    if profile.needs_unit():
        missing.append("unit")
    order, warnings = None, [*seen.warnings, *_column_warnings(seen, layout)]
    try:
        order = date_order(table, profile, layout, on_and_on)
    except Trouble as trouble:
        missing.append("date_order")
        warnings.append(trouble)
    items: list[Item] = []
    if not missing:
        items = list(candidates(table, profile))
        warnings += _unit_warning(items)
    last = seen.rows[-1][0] if seen.rows else 0
    return replace(
        seen,
        order=order,
        missing=tuple(missing),
        units=_units(layout),
        items=tuple(takewhile(lambda item: item.row_number <= last, items)),
        warnings=tuple(warnings),
    )


def _units(layout: Layout) -> tuple[str, ...]:
    kinds = {placed.column.kind for placed in layout.values if not placed.column.unit}
    return tuple(dict.fromkeys(unit for kind in sorted(kinds - {""}) for unit in units_of(kind)))


def _sheet_warning(source: Source) -> tuple[Trouble, ...]:
    if not source.other_sheets:
        return ()
    message = N_("Only the first sheet is read. The file also has: {sheets}.")
    return (Trouble("other_sheets", message, sheets=", ".join(source.other_sheets)),)


def _column_warnings(seen: Preview, layout: Layout) -> list[Trouble]:
    warnings = []
    if layout.patient is None:
        message = N_(
            "The file has no column for the patient: all its rows are read as one patient."
        )
        warnings.append(Trouble("no_patient_column", message))
    for placed in layout.values:
        column = seen.columns[placed.first]
        if column.decimal == "mixed" and placed.column.decimal == "auto":
            message = N_("«{column}» has numbers with a comma and numbers with a point.")
            warnings.append(Trouble("decimals_mixed", message, column=column.name))
    return warnings


def _unit_warning(items: list[Item]) -> list[Trouble]:
    """Doubt a glucose unit in which the middle value would be nobody's; never change it."""
    read = [item for item in items if isinstance(item, Candidate) and "glucose" in item.kind]
    for unit, low, high in (("mg/dL", _LOW_MG, None), ("mmol/L", None, _HIGH_MMOL)):
        values = [item.values[0] for item in read if item.unit == unit]
        numbers = [value for value in values if value is not None]
        middle = median(numbers) if numbers else None
        if middle is None or not ((low and middle < low) or (high and middle > high)):
            continue
        message = N_("The values do not look like {unit}. Check the unit before you go on.")
        return [Trouble("unit_doubtful", message, unit=unit)]
    return []

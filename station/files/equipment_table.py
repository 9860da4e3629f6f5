"""A municipality's own list of equipment (CSV or XLSX) read into devices, as a person chose."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from station.core.i18n import N_
from station.core.trouble import Trouble
from station.files import equipment_refusals
from station.files.equipment_cells import Reading, proves
from station.files.equipment_fields import (
    Field,
    fields_of,
    heading_row,
    headings_at,
    is_heading_again,
)
from station.files.equipment_rows import DeviceLine, Line, Plan, RefusedLine, device_line
from station.files.equipment_words import kind_of, says_nothing
from station.files.limits import FileLimits
from station.files.profile import key_of
from station.files.source import Source, open_source
from station.files.table import Cells, Record, Watch, on_and_on, text_of

LIMITS: Final = FileLimits(
    file_bytes=20_000_000, rows=50_000, columns=100, unpacked_bytes=100_000_000
)
"""The largest county would fit ten times over."""
SAMPLES: Final = 4
_DATES: Final = frozenset({Field.BOUGHT, Field.WARRANTY, Field.CALIBRATION, Field.BATTERY})
_MOST_KINDS: Final = 30


@dataclass(frozen=True, slots=True)
class Choices:
    """How a person wants a list read; what is left out is found by itself.

    `header_row` 0 is found; `fields` holds a Field, or None for «not read», for each place that
    was chosen by hand; `kinds` what words mean (as key_of gives them); `kind_for_all` is the kind
    of rows that name none; `kind_from_above` takes an empty cell for the one above it (merged
    cells); `day_first` settles «03/04/2024».
    """

    header_row: int = 0
    fields: Mapping[int, Field | None] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    kind_for_all: str = ""
    kind_from_above: bool = False
    day_first: bool | None = None


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column: its place from 0, its heading, what it is read as, and its first texts."""

    place: int
    heading: str
    field: Field | None
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list read to its end: every row that is not empty became a device or was refused.

    `cells` are the texts of these rows by row number: the refused ones can be saved.
    `unknown_kinds` are words for kinds with how many rows say them; `below_kind` counts rows
    without a kind under one that has it, `unclear_days` those refused because day and month
    could be either. `skipped` counts empty rows and repeated headings. `warnings` each have a
    sentence.
    """

    name: str
    header_row: int
    columns: tuple[ListColumn, ...]
    lines: tuple[Line, ...]
    cells: Mapping[int, tuple[str, ...]] = field(repr=False)
    skipped: int
    unknown_kinds: Mapping[str, int]
    below_kind: int
    unclear_days: int
    day_first: bool | None
    warnings: tuple[Trouble, ...] = ()

    @property
    def devices(self) -> tuple[DeviceLine, ...]:
        """Give the rows that were read."""
        return tuple(line for line in self.lines if isinstance(line, DeviceLine))

    @property
    def refused(self) -> tuple[RefusedLine, ...]:
        """Give the rows that were not."""
        return tuple(line for line in self.lines if isinstance(line, RefusedLine))

    @property
    def headings(self) -> tuple[str, ...]:
        """Give the headings as they stand in the file."""
        return tuple(column.heading for column in self.columns)


def read_list(
    path: Path,
    choices: Choices | None = None,
    watch: Watch = on_and_on,
    limits: FileLimits = LIMITS,
) -> Listing:
    """Read a whole list; Trouble when the file must be refused whole. Touches no record.

    `watch` gets the share done; False stops with Trouble `import_cancelled`.
    """
    try:
        with open_source(path, limits) as source:
            return _listing(source, choices or Choices(), watch)
    except Trouble as trouble:
        raise equipment_refusals.told(trouble) from None


def _listing(source: Source, choices: Choices, watch: Watch) -> Listing:
    head = source.head()
    row = choices.header_row or heading_row(head)
    headings = headings_at(head, row)
    places = _places(headings, choices)
    records = [record for record in source.records(watch) if record[0] > row]
    plan = Plan(
        headings,
        places,
        {key_of(word): kind for word, kind in choices.kinds.items()},
        choices.kind_for_all,
        Reading(_day_first(records, places, choices), source.mac_dates),
    )
    reader = _Reader(plan, from_above=choices.kind_from_above)
    lines = tuple(reader.lines(records))
    read = {line.row for line in lines}
    return Listing(
        name=source.name,
        header_row=row,
        columns=_columns(headings, places, records),
        lines=lines,
        cells={
            number: tuple(text_of(cell) for cell in cells)
            for number, cells in records
            if number in read
        },
        skipped=len(records) - len(lines),
        unknown_kinds=dict(reader.unknown.most_common(_MOST_KINDS)),
        below_kind=reader.below,
        unclear_days=sum(
            1 for line in lines if isinstance(line, RefusedLine) and line.reason == "date_order"
        ),
        day_first=plan.how.day_first,
        warnings=_warnings(source, places),
    )


def _places(headings: Sequence[str], choices: Choices) -> dict[int, Field]:
    """What each place holds: as it was chosen, else as its heading says."""
    chosen = {at: what for at, what in choices.fields.items() if at < len(headings)}
    taken = {what for what in chosen.values() if what is not Field.NOTE}
    found = {
        at: what
        for at, what in fields_of(headings).items()
        if at not in chosen and what not in taken
    }
    found |= {at: what for at, what in chosen.items() if what is not None}
    return dict(sorted(found.items()))


def _day_first(
    records: Sequence[Record], places: Mapping[int, Field], choices: Choices
) -> bool | None:
    if choices.day_first is not None:
        return choices.day_first
    days = months = False
    for at in (place for place, what in places.items() if what in _DATES):
        for _, cells in records:
            day, month = proves(cells[at]) if at < len(cells) else (False, False)
            days, months = days or day, months or month
    # Where both are proved the file is mixed, and nothing in it can be trusted.
    return days if days is not months else None


class _Reader:
    """Goes through the rows, and remembers the kind above and the words that nobody knows."""

    def __init__(self, plan: Plan, *, from_above: bool) -> None:
        self._plan, self._from_above = plan, from_above
        self._kind_at = next((at for at, what in plan.fields.items() if what is Field.KIND), None)
        self._above = ""
        self.unknown: Counter[str] = Counter()
        self.below = 0

    def lines(self, records: Sequence[Record]) -> Iterator[Line]:
        for number, cells in records:
            texts = [text_of(cell) for cell in cells]
            if any(texts) and not is_heading_again(texts, self._plan.headings):
                yield device_line(number, cells, self._kind(cells), self._plan)

    def _kind(self, cells: Cells) -> str:
        at = self._kind_at
        text = text_of(cells[at]) if at is not None and at < len(cells) else ""
        if says_nothing(text):
            self.below += bool(self._above)
            return self._above if self._from_above else ""
        self._above = text
        if not self._plan.kinds.get(key_of(text)) and not kind_of(text):
            self.unknown[text] += 1
        return text


def _columns(
    headings: Sequence[str], places: Mapping[int, Field], records: Sequence[Record]
) -> tuple[ListColumn, ...]:
    return tuple(
        ListColumn(at, heading, places.get(at), _samples(at, records))
        for at, heading in enumerate(headings)
    )


def _samples(place: int, records: Sequence[Record]) -> tuple[str, ...]:
    found: list[str] = []
    for _, cells in records:
        text = text_of(cells[place]) if place < len(cells) else ""
        if text and text not in found:
            found.append(text)
        if len(found) == SAMPLES:
            break
    return tuple(found)


def _warnings(source: Source, places: Mapping[int, Field]) -> tuple[Trouble, ...]:
    found = []
    if source.other_sheets:
        message = N_("Only the first sheet is read. The file also has: {sheets}.")
        found.append(Trouble("other_sheets", message, sheets=", ".join(source.other_sheets)))
    if not {Field.LABEL, Field.SERIAL} & set(places.values()):
        message = N_(
            "No column is read as label or serial number, so no device could be told from "
            "another. Choose which column it is."
        )
        found.append(Trouble("no_identity_column", message))
    return tuple(found)


def chosen(choices: Choices, place: int, what: Field | None) -> Choices:
    """Give the choices with one column read as something else; what it was before is let go."""
    fields = {
        at: each
        for at, each in choices.fields.items()
        if each is not what or what in {None, Field.NOTE}
    }
    return replace(choices, fields={**fields, place: what})

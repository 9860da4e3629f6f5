"""From the rows of a table to candidate readings: every row comes out as something, none lost."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from json import JSONEncoder

from station.core.i18n import N_
from station.core.ids import same_id
from station.core.trouble import Trouble
from station.files.date_survey import DateSurvey
from station.files.dates import DateOrder, read_moment
from station.files.items import Candidate, Ignored, Item, Rejected
from station.files.layout import Layout, PlacedColumn, lay
from station.files.measures import Measured, end_words, measure
from station.files.profile import ImportProfile, key_of
from station.files.reasons import refused
from station.files.repeated_hour import Held, Settled, Stream
from station.files.table import Cell, Cells, Table, Watch, on_and_on, text_of
from station.files.wall_clock import WallClock

_ROW_TYPES = 256
_raw_text = JSONEncoder(ensure_ascii=False).encode


def candidates(table: Table, profile: ImportProfile, watch: Watch = on_and_on) -> Iterator[Item]:
    """Give what each row became, in file order but for rows that wait for their autumn hour.

    A row without a reading gives one Ignored; any other gives a Candidate or a Rejected for each
    value in it. Raises Trouble when the file as a whole cannot be read with this profile.
    """
    layout = lay(profile, table.columns)
    if not profile.zone:
        raise Trouble("zone_not_chosen", N_("Choose the time zone that the times were noted in."))
    if profile.needs_unit():
        raise Trouble("unit_not_chosen", N_("Choose the unit that the values were noted in."))
    order = date_order(table, profile, layout, watch)
    reader = _Reader(table, profile, layout, order)
    for number, cells in table.rows(watch):
        yield from reader.row(number, cells)
    yield from reader.rest()


def date_order(
    table: Table, profile: ImportProfile, layout: Layout, watch: Watch = on_and_on
) -> DateOrder:
    """Read the dates of the whole table once and give their order; raises Trouble if unproved."""
    survey = DateSurvey()
    column = layout.time[0]
    if profile.date_order is not DateOrder.AUTO and table.delimiter:
        return profile.date_order  # text only: what was chosen holds for all of it
    for number, cells in table.rows(lambda _done: watch(0.0)):
        if column < len(cells):
            survey.see(number, cells[column])
    return survey.order(profile.date_order, table.columns[column])


@dataclass(frozen=True, slots=True)
class _Row:
    """One row: its number, its cells (as many as there are columns) and its raw text."""

    number: int
    cells: Cells
    raw: str

    def text(self, place: int | None) -> str:
        return "" if place is None else text_of(self.cells[place])


@dataclass(frozen=True, slots=True)
class _Draft:
    """A reading whose moment is not settled yet."""

    row: _Row
    person: str
    measured: Measured


class _Reader:
    """Turns rows into items, and remembers per person and column where the times have come."""

    def __init__(
        self, table: Table, profile: ImportProfile, layout: Layout, order: DateOrder
    ) -> None:
        self._table = table
        self._profile = profile
        self._layout = layout
        self._order = order
        self._clock = WallClock(profile.zone)
        self._columns_for = lru_cache(_ROW_TYPES)(layout.columns_for)
        self._ends = end_words(profile)
        self._kinds = {key_of(name): kind for name, kind in profile.kinds.items()}
        self._ignored = {key_of(name): why for name, why in profile.ignored_types.items()}
        self._streams: dict[tuple[str, int, str], Stream[_Draft]] = {}

    def row(self, number: int, cells: Cells) -> Iterator[Item]:
        """Give everything that one row holds, and rows held earlier that it settles."""
        texts = [text_of(cell) for cell in cells]
        if not any(texts):
            yield Ignored(number, "blank")
            return
        raw = _raw_text(texts)
        width = self._layout.width
        row = _Row(number, (*cells[:width], *("",) * (width - len(cells))), raw)
        row_type = row.text(self._layout.type)
        columns = self._columns_for(row_type)
        if self._too_wide(texts):
            yield _rejected(row, refused("row_width", cells=len(cells), columns=width))
        elif columns:
            yield from self._values(row, columns)
        elif key_of(row_type) in self._ignored:
            yield Ignored(number, self._ignored[key_of(row_type)])
        else:
            yield _rejected(row, refused("row_type_unknown", type=row_type))

    def rest(self) -> Iterator[Item]:
        """Give the rows that still wait when the file has come to its end."""
        for stream in self._streams.values():
            yield from self._settled(stream.settle())

    def _too_wide(self, texts: list[str]) -> bool:
        """Whether cells stand outside the columns: then values may stand in the wrong ones.

        Where the comma delimits, even an empty one: «6,4» may have become two cells.
        """
        beyond = texts[self._layout.width :]
        return any(beyond) or (bool(beyond) and self._table.delimiter == ",")

    def _values(self, row: _Row, columns: tuple[PlacedColumn, ...]) -> Iterator[Item]:
        person = row.text(self._layout.patient)
        present = [
            placed for placed in columns if row.text(placed.first) or row.text(placed.second)
        ]
        if not present:
            yield self._without_value(row, person)
        elif self._layout.patient is not None and not person:
            yield _rejected(row, refused("patient_missing"))
        for placed in present if person or self._layout.patient is None else ():
            yield from self._reading(row, person, placed)

    def _without_value(self, row: _Row, person: str) -> Item:
        """A row of a reading's type must have one; in a diary with many columns none is fine."""
        if len(self._layout.values) > 1 and self._layout.type is None:
            return Ignored(row.number, "no_value")
        return _rejected(row, refused("value_missing"), person)

    def _reading(self, row: _Row, person: str, placed: PlacedColumn) -> Iterator[Item]:
        kind = ""
        try:
            kind = placed.column.kind or self._kind(row.text(self._layout.kind))
            measured = self._measured(row, placed, kind)
            shown = self._shown(row)
            moments = self._clock.moments(shown)
            if not moments:
                raise refused("time_nonexistent", text=text_of(shown))
        except Trouble as trouble:
            yield _rejected(row, trouble, person, kind)
            return
        draft = _Draft(row, person, measured)
        stream = self._streams.setdefault((person, placed.first, kind), Stream())
        if len(moments) > 1:
            stream.hold(Held(draft, shown, *moments))
            return
        yield from self._settled(stream.passed(moments[0]))
        yield self._candidate(draft, moments[0])

    def _kind(self, text: str) -> str:
        if not text:
            raise refused("kind_missing")
        kind = self._kinds.get(key_of(text))
        if kind is None:
            raise refused("kind_unknown", text=text)
        return kind

    def _measured(self, row: _Row, placed: PlacedColumn, kind: str) -> Measured:
        cells = [row.cells[placed.first]]
        if placed.second is not None:
            cells.append(row.cells[placed.second])
        unit = placed.column.unit or row.text(self._layout.unit)
        return measure(cells, kind, unit, placed.column.decimal, self._ends)

    def _shown(self, row: _Row) -> datetime:
        cells = [row.cells[place] for place in self._layout.time]
        cell = cells[0] if len(cells) == 1 else _joined(cells[0], cells[1])
        return read_moment(cell, self._order, mac_dates=self._table.mac_dates)

    def _settled(self, settled: Settled[_Draft]) -> Iterator[Item]:
        for held, moment in settled:
            draft = held.row
            if moment is None:
                trouble = refused("time_ambiguous", text=text_of(held.shown))
                yield _rejected(draft.row, trouble, draft.person, draft.measured.kind)
            else:
                yield self._candidate(draft, moment)

    def _candidate(self, draft: _Draft, moment: int) -> Candidate:
        measured = draft.measured
        return Candidate(
            row_number=draft.row.number,
            person_key=draft.person,
            kind=measured.kind,
            values=measured.values,
            canonical=measured.canonical,
            original=measured.original,
            unit=measured.unit,
            taken_at=moment,
            zone=self._profile.zone,
            beyond=measured.beyond,
            raw=draft.row.raw,
            source_key=same_id(measured.kind, str(moment), measured.key(), measured.unit),
        )


def _joined(day: Cell, clock: Cell) -> Cell:
    """Give a date cell and a time-of-day cell as one text; a blank half stays missing."""
    day_text, clock_text = text_of(day), text_of(clock)
    if isinstance(day, datetime):
        day_text = day.date().isoformat()
    if isinstance(clock, datetime):
        clock_text = clock.time().isoformat()
    return f"{day_text} {clock_text}".strip() if day_text else ""


def _rejected(row: _Row, trouble: Trouble, person: str = "", kind: str = "") -> Rejected:
    return Rejected(row.number, trouble.code, trouble.values, row.raw, person, kind)

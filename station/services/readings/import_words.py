"""A file before it is read in, in words: what it is, and what each shown row would become."""

from collections.abc import Mapping
from dataclasses import dataclass

from station.core.formats import clock_time, day
from station.core.i18n import N_, tr
from station.files import reasons
from station.files.dates import DateOrder
from station.files.items import Candidate, Ignored, Item
from station.files.preview import Column, Preview
from station.files.profile import ImportProfile, key_of
from station.files.sniff import FileFormat
from station.rules.kinds import KINDS, kind_of
from station.rules.plausibility import Plausibility, assess
from station.rules.units import recognise_unit
from station.rules.wording import kind_name

__all__ = ["ORDER_WORDS", "Becomes", "DateOrder", "becomes", "file_facts", "value_columns"]

ORDER_WORDS = {
    DateOrder.AUTO: N_("As the dates prove"),
    DateOrder.DAY_FIRST: N_("Day first (31.12.2026)"),
    DateOrder.MONTH_FIRST: N_("Month first (12/31/2026)"),
    DateOrder.YEAR_FIRST: N_("Year first (2026-12-31)"),
    DateOrder.EXCEL: N_("Day numbers of a spreadsheet"),
}
_DELIMITERS = {
    ";": N_("semicolons"),
    ",": N_("commas"),
    "\t": N_("tabs"),
    "|": N_("vertical bars"),
}
_CODES = frozenset(kind.code for kind in KINDS)


@dataclass(frozen=True, slots=True)
class Becomes:
    """What one row of a file would become: its words, and whether it is a reading, or refused."""

    words: str
    reading: bool = False
    refused: bool = False


def becomes(preview: Preview) -> Mapping[int, Becomes]:
    """Tell for each shown row number what would become of it; a row with more tells them all."""
    found: dict[int, Becomes] = {}
    for item in preview.items:
        one = _one(item)
        before = found.get(item.row_number)
        if before is not None:
            words = f"{before.words} · {one.words}"
            one = Becomes(words, before.reading or one.reading, before.refused or one.refused)
        found[item.row_number] = one
    return found


def file_facts(preview: Preview) -> str:
    """Tell what a file is: «CSV med semikolon · UTF-8 · overskrift i rad 1»."""
    sniffed = preview.sniffed
    parts = [tr("Workbook (XLSX)")]
    if sniffed.format is FileFormat.CSV:
        named = _DELIMITERS.get(sniffed.delimiter, sniffed.delimiter)
        parts = [tr("CSV with {delimiter}", delimiter=tr(named)), sniffed.encoding.upper()]
    parts.append(tr("names of the columns in row {row}", row=preview.header_row))
    return " · ".join(part for part in parts if part)


def value_columns(preview: Preview, profile: ImportProfile) -> tuple[Column, ...]:
    """Give the columns that hold values with a decimal sign, as this profile sees them."""
    names = {
        key_of(name) for column in profile.values for name in (*column.headers, *column.second)
    }
    return tuple(
        column for column in preview.columns if column.decimal and key_of(column.name) in names
    )


def _one(item: Item) -> Becomes:
    if isinstance(item, Candidate):
        value = f"{kind_name(item.kind)} {item.original} {_unit(item)}".strip()
        at = f"{day(item.taken_at)} {clock_time(item.taken_at)}"
        doubted = assess(item.kind, item.canonical, item.beyond)
        if doubted.plausibility is Plausibility.REJECT:
            # As intake will judge it; only a jump of weight needs the patient's other readings.
            why = tr("The value cannot be right, goes to quarantine")
            return Becomes(f"{why} · {value} · {at}", refused=True)
        return Becomes(f"{value} · {at}", reading=True)
    if isinstance(item, Ignored):
        return Becomes(reasons.sentence(item.reason, {}))
    return Becomes(reasons.sentence(item.reason, item.values), refused=True)


def _unit(item: Candidate) -> str:
    component = kind_of(item.kind).components[0]
    unit = recognise_unit(component, item.unit) or item.unit
    return tr(unit)


def kind_words(code: str) -> str:
    """Give the name of a kind, an unknown one as it is."""
    return kind_name(code) if code in _CODES else code

"""The value cells of one reading: numbers, units, and what lies beyond a device's range."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isfinite

from station.files.profile import ImportProfile, key_of
from station.files.reasons import refused
from station.files.table import FORMULA_SIGN, Cell, text_of
from station.rules import units
from station.rules.kinds import KINDS, Component, kind_of
from station.rules.limits import Side
from station.rules.numbers import Fault, Refusal, parse_number

_KIND_CODES = frozenset(kind.code for kind in KINDS)
# «<2,2» and «> 500»: some programs write the end of the range instead of a word.
_OPEN_END = re.compile(r"([<>])\s*\d{1,4}([.,]\d)?")
_SIGNS = frozenset(",.")


@dataclass(frozen=True, slots=True)
class Measured:
    """The values of one reading, in the file's unit and in the kind's own (unrounded)."""

    kind: str
    values: tuple[float | None, ...]
    canonical: tuple[float | None, ...]
    original: str
    unit: str
    beyond: Side | None = None

    def key(self) -> str:
        """Give the values in the one form that is the same however the file wrote them."""
        return str(self.beyond) if self.beyond else "/".join(map(repr, self.values))


def is_kind(code: str) -> bool:
    """Whether Station knows a kind of reading called `code`."""
    return code in _KIND_CODES


def units_of(kind: str) -> tuple[str, ...]:
    """Give the units a file may use for `kind`, the kind's own first."""
    return units.units_of(kind_of(kind).components[0])


def unit_in(kind: str, text: str) -> str:
    """Give the unit of `kind` that `text` spells; raises a row's Trouble for any other.

    An empty text will do where the kind has one unit only: nothing is chosen for anybody.
    """
    component = kind_of(kind).components[0]
    known = units.units_of(component)
    if not text:
        if len(known) > 1:
            raise refused("unit_missing")
        return known[0]
    unit = units.recognise_unit(component, text)
    if unit is None:
        raise refused("unit_unknown", unit=text)
    return unit


def end_words(profile: ImportProfile) -> Mapping[str, Side]:
    """Give the profile's words for «beyond the device's range», in the form of key_of."""
    low = dict.fromkeys(map(key_of, profile.low_words), Side.LOW)
    return low | dict.fromkeys(map(key_of, profile.high_words), Side.HIGH)


def measure(
    cells: Sequence[Cell], kind: str, unit_text: str, decimal: str, ends: Mapping[str, Side]
) -> Measured:
    """Read the cells of one reading of `kind`, with `ends` from end_words.

    Raises a row's Trouble (see reasons.py).
    """
    unit = unit_in(kind, unit_text)
    components = kind_of(kind).components
    original = "/".join(text_of(cell) for cell in cells)
    beyond = _beyond(original, ends) if len(components) == 1 else None
    if beyond:
        return Measured(kind, (None,), (None,), original, unit, beyond)
    numbers = tuple(number_in(cell, decimal) for cell in _parts(cells, components))
    canonical = tuple(
        units.to_canonical(component, number, unit)
        for component, number in zip(components, numbers, strict=True)
    )
    return Measured(kind, numbers, canonical, original, unit)


def number_in(cell: Cell, decimal: str) -> float:
    """Give the number in `cell`; `decimal` is the column's sign, or "auto" for either.

    A number of the workbook's own has no sign to choose. Raises a row's Trouble.
    """
    text = text_of(cell)
    if isinstance(cell, str):
        return _number_in_text(text, decimal)
    # A date here is a number that a spreadsheet took for one: 6.4 has become the 6th of April.
    if isinstance(cell, (bool, datetime)) or not isfinite(cell):
        raise refused("number_unreadable", text=text)
    return float(cell)


def _number_in_text(text: str, decimal: str) -> float:
    if text.startswith(FORMULA_SIGN):
        raise refused("value_formula")
    if decimal in _SIGNS and (_SIGNS - {decimal}) & set(text):
        raise refused("number_sign", text=text)
    found = parse_number(text)
    if not isinstance(found, Refusal):
        return found
    if found.fault is not Fault.AMBIGUOUS:
        raise refused("number_unreadable", text=text)
    if decimal in _SIGNS and text.count(decimal) == 1:
        return float(text.replace(decimal, "."))
    raise refused("number_ambiguous", text=text)


def _beyond(text: str, ends: Mapping[str, Side]) -> Side | None:
    if text[:1].isdigit():
        return None
    if found := _OPEN_END.fullmatch(text):
        return Side.LOW if found[1] == "<" else Side.HIGH
    return ends.get(key_of(text))


def _parts(cells: Sequence[Cell], components: tuple[Component, ...]) -> tuple[Cell, ...]:
    """Give one cell per component, cutting «120/80» at its stroke."""
    parts = tuple(cells)
    if len(components) > len(parts) and isinstance(parts[0], str):
        parts = tuple(parts[0].split("/"))
    found = sum(1 for part in parts if text_of(part))
    if found != len(components) or len(parts) != len(components):
        raise refused("pair_incomplete", needed=len(components), found=found)
    return parts

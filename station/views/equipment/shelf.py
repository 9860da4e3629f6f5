"""The register in the order of what needs doing, narrowed while somebody types: plain Python.

It is put in order once, on the record lane; to narrow it looks for words in ready made text.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from station.rules.equipment import Standing
from station.services.equipment.values import DeviceRow
from station.views.equipment.standings import FILTERS, IN_USE, ORDER

_DIGITS = re.compile(r"(\d+)")
_FAR = date.max.isoformat()
_AWAY = frozenset({Standing.LOST, Standing.SCRAPPED})


@dataclass(frozen=True, slots=True)
class Shelf:
    """The rows in order, and by the code of each filter."""

    rows: tuple[DeviceRow, ...] = ()
    parts: Mapping[str, tuple[DeviceRow, ...]] = field(default_factory=dict)

    def count(self, code: str) -> int:
        """How many a filter lets through."""
        return len(self.parts.get(code, ()))


def shelve(rows: Iterable[DeviceRow], today: date, before: Shelf | None = None) -> Shelf:
    """Puts the rows in order; one that is as it was stays the same object."""
    known = {row.id: row for row in before.rows} if before is not None else {}
    kept = (_same(row, known.get(row.id)) for row in rows)
    ordered = tuple(sorted(kept, key=lambda row: _place(row, today)))
    parts = {
        each.code: tuple(row for row in ordered if row.standing in each.standings)
        for each in FILTERS
    }
    return Shelf(ordered, parts)


def narrow(shelf: Shelf, code: str = IN_USE, text: str = "") -> tuple[DeviceRow, ...]:
    """The rows that a filter lets through and that every word of `text` stands in."""
    rows = shelf.parts.get(code, ())
    for word in text.lower().split():
        rows = tuple(row for row in rows if word in row.haystack)
    return rows


def wants(row: DeviceRow, today: date) -> bool:
    """Whether a device that is not away asks for something: a low battery, a day that has come."""
    if row.standing in _AWAY:
        return False
    iso, due = today.isoformat(), (row.calibration_due, row.battery_due)
    passed = any(day is not None and day <= iso for day in due)
    return passed or row.battery_low or bool(row.silent)


def _same(row: DeviceRow, before: DeviceRow | None) -> DeviceRow:
    return before if before is not None and before == row else row


def _place(row: DeviceRow, today: date) -> tuple[int, int, str, list[str | int], str]:
    calm = row.standing not in {Standing.OVERDUE, Standing.RETURNED, Standing.DUE}
    order = ORDER[row.standing]
    if calm and wants(row, today):
        order = ORDER[Standing.DUE]
    due = row.due_on or _FAR
    return order, int(calm), due, natural(row.name), row.id


def natural(name: str) -> list[str | int]:
    """What a name is sorted by: «Oksymeter 9» comes before «Oksymeter 10»."""
    parts = _DIGITS.split(name.casefold())
    return [int(part) if at % 2 else part for at, part in enumerate(parts)]

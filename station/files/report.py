"""What became of every row of an import, in numbers that add up, and as a file to keep."""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from station.core.i18n import N_, tr
from station.core.zone import local
from station.files import reasons, refusals
from station.files.items import Candidate, Ignored, Item

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


class Fate(StrEnum):
    """What intake did with one item."""

    STORED = "stored"
    QUARANTINED = "quarantined"
    DUPLICATE = "duplicate"
    IGNORED = "ignored"


FATE_WORDS = {
    Fate.STORED: N_("stored"),
    Fate.QUARANTINED: N_("in quarantine"),
    Fate.DUPLICATE: N_("there already"),
    Fate.IGNORED: N_("no reading"),
}


_HEADER = (
    N_("Row number"),
    N_("Outcome"),
    N_("Kind of reading"),
    N_("Time of the reading"),
    N_("Value in the file"),
    N_("Unit in the file"),
    N_("Reason"),
)


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One item and its fate; `taken_at` is UTC milliseconds, None where no time was read."""

    row_number: int
    fate: Fate
    kind: str = ""
    taken_at: int | None = None
    original: str = ""
    unit: str = ""
    reason: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    def why(self) -> str:
        """Tell why, in the spoken language; empty for a reading that was stored."""
        return reasons.sentence(self.reason, self.values) if self.reason else ""


@dataclass(frozen=True, slots=True)
class Tally:
    """The numbers of an import: everything that came in went to exactly one of the four."""

    incoming: int
    stored: int
    quarantined: int
    duplicates: int
    ignored: int

    def adds_up(self) -> bool:
        """Whether in = stored + quarantined + duplicates + ignored."""
        return self.incoming == self.stored + self.quarantined + self.duplicates + self.ignored


@dataclass(slots=True)
class Report:
    """The rows of one import, in the order in which intake took them."""

    rows: list[ReportRow] = field(default_factory=list)
    incoming: int = 0

    def counted(self, items: Iterable[Item]) -> Iterable[Item]:
        """Let items pass through and count them as they come in, before anybody judges them."""
        for item in items:
            self.incoming += 1
            yield item

    def note(
        self,
        item: Item,
        fate: Fate,
        reason: str = "",
        values: Mapping[str, object] | None = None,
    ) -> None:
        """Record the fate of `item`; a reason given here goes before the item's own."""
        self.rows.append(_row(item, fate, reason, values or {}))

    def tally(self) -> Tally:
        """Give the numbers so far."""
        fates = Counter(row.fate for row in self.rows)
        return Tally(
            incoming=self.incoming,
            stored=fates[Fate.STORED],
            quarantined=fates[Fate.QUARANTINED],
            duplicates=fates[Fate.DUPLICATE],
            ignored=fates[Fate.IGNORED],
        )

    def ignored_by_reason(self) -> dict[str, int]:
        """Give how many rows were left out under each reason's code."""
        return dict(Counter(row.reason for row in self.rows if row.fate is Fate.IGNORED))


def write_report(path: Path, rows: Iterable[ReportRow]) -> None:
    """Write the rows as CSV for a spreadsheet (semicolons, UTF-8); raises Trouble."""
    header = [tr(word) for word in _HEADER]
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow(header)
            writer.writerows([guarded(text) for text in _texts(row)] for row in rows)
    except OSError as error:
        raise refusals.unwritable(path.name) from error


def guarded(text: str) -> str:
    """Give text that a spreadsheet shows as text: whatever would begin a formula gets a «'»."""
    return "'" + text if text.lstrip(" ").startswith(FORMULA_SIGNS) else text


def _row(item: Item, fate: Fate, reason: str, values: Mapping[str, object]) -> ReportRow:
    if isinstance(item, Candidate):
        return ReportRow(
            item.row_number,
            fate,
            item.kind,
            item.taken_at,
            item.original,
            item.unit,
            reason,
            values,
        )
    if isinstance(item, Ignored):
        return ReportRow(item.row_number, fate, reason=reason or item.reason)
    return ReportRow(
        item.row_number, fate, item.kind, reason=reason or item.reason, values=values or item.values
    )


def _texts(row: ReportRow) -> tuple[str, ...]:
    taken = "" if row.taken_at is None else f"{local(row.taken_at):%Y-%m-%d %H:%M:%S}"
    fate = tr(FATE_WORDS[row.fate])
    return str(row.row_number), fate, row.kind, taken, row.original, row.unit, row.why()

"""What one row of a table became: a candidate reading, a refusal, or nothing to read."""

from collections.abc import Mapping
from dataclasses import dataclass

from station.rules.limits import Side


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading as the file has it; whether it is plausible is judged at intake.

    `values` are in the file's `unit` and `canonical` in the kind's own unit, unrounded, one per
    component; they are None where `beyond` tells that the device could not measure so far out.
    `original` is the text of the value, `taken_at` UTC milliseconds read in `zone`, `raw` the
    row's cells as a JSON list, and `source_key` the same whenever the same reading comes again.
    """

    row_number: int
    person_key: str
    kind: str
    values: tuple[float | None, ...]
    canonical: tuple[float | None, ...]
    original: str
    unit: str
    taken_at: int
    zone: str
    beyond: Side | None
    raw: str
    source_key: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that says it holds a reading which cannot be read; it goes to quarantine, raw kept."""

    row_number: int
    reason: str
    values: Mapping[str, object]
    raw: str
    person_key: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Ignored:
    """A row that is no reading (a note, a setting); `reason` is a code of reasons.IGNORED."""

    row_number: int
    reason: str


Item = Candidate | Rejected | Ignored

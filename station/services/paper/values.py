"""What the paper bridge hands over: what a code led to, what the GP answered, what came of it."""

from dataclasses import dataclass
from enum import StrEnum

from station.files.scans import Scan
from station.models.queries.plans import PlanPerson, VersionRow
from station.rules.approval import Approval, Hindered
from station.rules.comparing import Change
from station.rules.plans import PlanContent

__all__ = [
    "Approval",
    "Candidate",
    "Change",
    "Found",
    "FoundKind",
    "PlanAnswer",
    "Registered",
    "Verdict",
]


class FoundKind(StrEnum):
    """What a code on paper led to; only RIGHT can be approved."""

    RIGHT = "right"
    CHANGED = "changed"
    """The draft says something else now than when it was printed."""
    OUTDATED = "outdated"
    """Another version has come in its place, or the draft was withdrawn."""
    ALTERED = "altered"
    """Damaged, or not sealed by this station: never told apart, whatever was done to it."""
    ELSEWHERE = "elsewhere"
    """Printed by another station."""
    OTHER_PATIENT = "other_patient"
    UNKNOWN = "unknown"
    SEVERAL = "several"
    NONE = "none"
    CUT = "cut"
    NEWER = "newer"
    FOREIGN = "foreign"


class Verdict(StrEnum):
    """What the GP ticked."""

    APPROVED = "approved"
    CHANGED = "approved_changed"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of several sheets that were found; `text` reads it alone, names are empty if unknown."""

    text: str
    name: str = ""
    birth_date: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """What a code led to. `sealed` tells that this station's seal was on it.

    `current` is the version that decides instead of an outdated one; `changes` what a draft says
    otherwise than its print; `pages` which of `of` pages were seen.
    """

    kind: FoundKind
    row: VersionRow | None = None
    person: PlanPerson | None = None
    current: VersionRow | None = None
    changes: tuple[Change, ...] = ()
    choices: tuple[Candidate, ...] = ()
    pages: tuple[int, ...] = ()
    of: int = 0
    print_id: str = ""
    printed_at: int | None = None
    checksum: str = ""
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class PlanAnswer:
    """What a person registers: the version answered, with the hash that was on the screen.

    `approval` holds the GP's name, the ISO date, the channel and (unless returned) from when it
    decides; `content` is what the plan says with the GP's changes; `checksum` begins the hash of
    what the sheet said (from Found), "" where the GP answered without one.
    """

    version_id: str
    before: str
    verdict: Verdict
    approval: Approval
    note: str = ""
    content: PlanContent | None = None
    scan: Scan | None = None
    print_id: str = ""
    checksum: str = ""


@dataclass(frozen=True, slots=True)
class Registered:
    """What came of it: what hinders it, or the version that stands now and the kept sheet."""

    hindered: tuple[Hindered, ...] = ()
    version_id: str = ""
    document_id: str = ""
    kept_note: str = ""

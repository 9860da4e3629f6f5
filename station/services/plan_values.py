"""What the plan services hand over, and the words for a plan that more than one of them uses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from station.core.i18n import N_, tr
from station.models.queries.plans import PlanListRow, PlanPerson, PlanPrint, VersionRow
from station.rules.approval import Hindered, Review
from station.rules.comparing import Change
from station.rules.counts import Counts
from station.rules.force import Force
from station.rules.plans import PlanStatus
from station.rules.templates import Template

__all__ = [
    "Change",
    "Counts",
    "Hindered",
    "PlanDesk",
    "PlanList",
    "PlanListRow",
    "PlanPerson",
    "PlanPrint",
    "PrintAge",
    "Template",
    "VersionRow",
    "channel_word",
    "desk_of",
    "print_age",
]

CHANNELS: Mapping[str, str] = {
    "paper": N_("on paper"),
    "telephone": N_("by telephone"),
    "meeting": N_("in a meeting"),
    "ehr": N_("through the EHR"),
}
"""How a doctor's approval can come, by its code."""


class PrintAge(StrEnum):
    """How the newest print of a plan stands against the plan as it is now."""

    NONE = "none"
    FRESH = "fresh"
    CHANGED = "changed"
    APPROVED = "approved"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class PlanList:
    """A row of the list of plans, with how its review date stands today."""

    row: PlanListRow
    review: Review


@dataclass(frozen=True, slots=True)
class PlanDesk:
    """Everything about one patient's plans: the versions (newest first) and how each stands now.

    `standing` is the version that decides now, `coming` one that is approved and decides later,
    `draft` the open one; each a version's id or None. `trial` is true while a draft decides.
    """

    person: PlanPerson
    versions: tuple[VersionRow, ...]
    standing: str | None
    coming: str | None
    draft: str | None
    trial: bool
    review: Review
    printed: PlanPrint | None
    print_age: PrintAge

    def row(self, version_id: str | None) -> VersionRow | None:
        """Give one of the versions, or None."""
        return next((row for row in self.versions if row.version.id == version_id), None)


def desk_of(
    person: PlanPerson,
    versions: tuple[VersionRow, ...],
    printed: Sequence[PlanPrint],
    now: int,
    review: Review,
) -> PlanDesk:
    """Put together how one patient's plans stand at `now` (UTC ms)."""
    plain = [row.version for row in versions]
    reign = Force(plain).at(now)
    coming = [
        each.id
        for each in plain
        if each.status is PlanStatus.APPROVED and (each.in_force_from or 0) > now
    ]
    drafts = [each.id for each in plain if each.status is PlanStatus.DRAFT]
    newest = printed[0] if printed else None
    return PlanDesk(
        person=person,
        versions=versions,
        standing=reign.version.id if reign else None,
        coming=coming[0] if coming else None,
        draft=drafts[0] if drafts else None,
        trial=reign is not None and not reign.approved,
        review=review,
        printed=newest,
        print_age=print_age(newest, versions, now),
    )


def print_age(printed: PlanPrint | None, versions: Sequence[VersionRow], now: int) -> PrintAge:
    """Tell whether what was printed still says what the plan says."""
    if printed is None:
        return PrintAge.NONE
    row = next((row for row in versions if row.version.id == printed.version_id), None)
    if row is None or row.content_hash != printed.content_hash:
        return PrintAge.CHANGED
    if (row.version.in_force_to or now + 1) <= now:
        return PrintAge.REPLACED
    was_draft = printed.status == PlanStatus.DRAFT
    return PrintAge.APPROVED if was_draft and row.version.approved_on else PrintAge.FRESH


def channel_word(code: str) -> str:
    """Give how an approval came: på papir; words of another making stand as they are."""
    return tr(CHANNELS[code]) if code in CHANNELS else code

"""What the plan services hand over, and the words for a plan that more than one of them uses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from station.core.formats import near_day
from station.core.i18n import N_, tr
from station.models.queries.plans import PlanListRow, PlanPerson, PlanPrint, VersionRow
from station.rules.approval import ELSEWHERE, Hindered, Review
from station.rules.comparing import Change
from station.rules.counts import Counts
from station.rules.force import Force
from station.rules.gpvisit import NO_VISIT, Visit
from station.rules.plans import PlanStatus
from station.rules.templates import Template
from station.services.plans.steps import PlanStep, Stage

__all__ = [
    "Change",
    "Counts",
    "Hindered",
    "PlanDesk",
    "PlanList",
    "PlanListRow",
    "PlanPerson",
    "PlanPrint",
    "PlanStep",
    "PrintAge",
    "Stage",
    "Template",
    "VersionRow",
    "Visit",
    "channel_word",
    "decision_words",
    "desk_of",
    "print_age",
    "visit_words",
]

CHANNELS: Mapping[str, str] = {
    "paper": N_("on paper"),
    "telephone": N_("by telephone"),
    "meeting": N_("in a meeting"),
    "ehr": N_("through the EHR"),
}
"""How a doctor's approval can come, by its code."""
TREATMENT_MEETING = "treatment_meeting"
_OTHERS: Mapping[str, str] = {
    TREATMENT_MEETING: N_("agreed in a treatment meeting with the GP"),
    ELSEWHERE: N_("made elsewhere"),
}


class PrintAge(StrEnum):
    """How the newest print of a plan stands against the plan as it is now."""

    NONE = "none"
    FRESH = "fresh"
    CHANGED = "changed"
    APPROVED = "approved"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class PlanList:
    """A row of the list of plans, with how its review date stands today.

    `waiting_since` (UTC ms) tells since when a draft is with the GP unanswered; `visit` how the
    appointment with the GP after the start stands.
    """

    row: PlanListRow
    review: Review
    waiting_since: int | None = None
    visit: Visit = NO_VISIT


@dataclass(frozen=True, slots=True)
class PlanDesk:
    """Everything about one patient's plans: the versions (newest first) and how each stands now.

    `standing` is the version that decides now, `coming` one that is approved and decides later,
    `draft` the open one; each a version's id or None. `trial` is true while a draft decides.
    `steps` are those of each version, by its id.
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
    steps: Mapping[str, tuple[PlanStep, ...]] = field(default_factory=dict)
    visit: Visit = NO_VISIT

    def printed_on_paper(self, version_id: str) -> bool:
        """Tell whether a version was printed for the GP."""
        return any(step.stage is Stage.PRINTED and step.done for step in self.steps[version_id])

    def row(self, version_id: str | None) -> VersionRow | None:
        """Give one of the versions, or None."""
        return next((row for row in self.versions if row.version.id == version_id), None)


def desk_of(
    person: PlanPerson,
    versions: tuple[VersionRow, ...],
    printed: Sequence[PlanPrint],
    now: int,
    review: Review,
    steps: Mapping[str, tuple[PlanStep, ...]] | None = None,
    visit: Visit = NO_VISIT,
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
        steps=steps or {},
        visit=visit,
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
    words = {**CHANNELS, **_OTHERS}
    return tr(words[code]) if code in words else code


def decision_words(name: str, on: str, channel: str) -> str:
    """Say who decided on a version, on which day (as it is shown), and how.

    A plan made elsewhere was not approved here, and is never said to be.
    """
    if channel == ELSEWHERE:
        return tr("Made by {name}, holds from {day}. Not approved here.", name=name, day=on)
    return tr(
        "Approved by {name} on {day} ({channel}).", name=name, day=on, channel=channel_word(channel)
    )


def visit_words(visit: Visit, today: date) -> str:
    """Say how the GP's appointment stands: legetime innen 9. des. – ikke bestilt; ▲ when late."""
    if visit.on is not None:
        return tr("GP appointment {day}", day=near_day(visit.on, today))
    if visit.due is None:
        return ""
    words = tr("GP appointment by {day} – not booked", day=near_day(visit.due, today))
    return f"▲ {words}" if visit.late else f"○ {words}"

"""What a plan's sheet says of how it stands: its status, who decided, and where the GP signs."""

from datetime import date

from station.core.formats import day
from station.core.i18n import N_, tr
from station.models.queries.plans import VersionRow
from station.printing.documents import Approval
from station.rules.approval import ELSEWHERE
from station.rules.plans import PlanStatus, PlanVersion
from station.services.plans.values import decision_words
from station.services.prints import crisis_sheet

_LAID_ASIDE = N_("LAID ASIDE, NEVER IN FORCE")
_ELSEWHERE = N_("MADE ELSEWHERE")
_STATUSES = {
    PlanStatus.DRAFT: N_("DRAFT FOR APPROVAL BY THE GP"),
    PlanStatus.APPROVED: "",
    PlanStatus.REPLACED: N_("REPLACED, NOT IN FORCE ANY MORE"),
}


def status_of(version: PlanVersion) -> str:
    """Give the words, not translated, that stand over a version's sheet; empty for none."""
    if version.status is PlanStatus.WITHDRAWN:
        return _LAID_ASIDE
    if version.content.valid_from and version.status is not PlanStatus.REPLACED:
        return _ELSEWHERE
    return (crisis_sheet.STATUSES if version.content.crisis else _STATUSES)[version.status]


def to_sign() -> Approval:
    """Give the box in which the GP decides."""
    return Approval(
        choices=(tr("Approved"), tr("Approved with the changes above"), tr("Contact us")),
        lines=(tr("Date"), tr("GP (signature)")),
    )


def approval_of(row: VersionRow) -> Approval:
    """Say who decided on a version; a plan made elsewhere says since when it holds."""
    version, content = row.version, row.version.content
    if content.valid_from and version.status is PlanStatus.DRAFT:
        since = day(date.fromisoformat(content.valid_from))
        return Approval(text=decision_words(content.origin, since, ELSEWHERE))
    if not version.approved_on:
        return Approval(text=tr("Never approved."))
    on = content.valid_from if version.channel == ELSEWHERE else version.approved_on
    shown = day(date.fromisoformat(on or version.approved_on))
    return Approval(text=decision_words(version.approved_by, shown, version.channel))

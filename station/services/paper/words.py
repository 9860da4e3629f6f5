"""What a code on paper led to, in a sentence for the nurse: what happened, and what to do."""

from collections.abc import Mapping

from station.core.formats import near_day
from station.core.i18n import N_, tr
from station.core.zone import day_of
from station.rules.plans import PlanStatus
from station.services.paper.values import Found, FoundKind

_SENTENCES: Mapping[FoundKind, str] = {
    FoundKind.ALTERED: N_(
        "This code was read wrongly or has been changed, so nothing is opened by it. Scan the "
        "sheet once more, or find the plan by the code at the foot of the page."
    ),
    FoundKind.ELSEWHERE: N_(
        "This sheet was printed by another station than this one, so its plan is not here. "
        "Send it on to those who follow the patient up."
    ),
    FoundKind.UNKNOWN: N_(
        "This plan is not in the file any more: the draft was deleted after it was printed."
    ),
    FoundKind.SEVERAL: N_(
        "There are codes of several sheets here. Choose which one you want to register."
    ),
    FoundKind.NONE: N_(
        "No code was found. Scan the sheet once more, or write the code at the foot of the page."
    ),
    FoundKind.CUT: N_("The code came only in part. Scan it once more."),
    FoundKind.NEWER: N_(
        "This sheet was printed by a newer version of Station. Update Station and scan again."
    ),
    FoundKind.FOREIGN: N_(
        "This is not the code of a plan. Scan the square at the top right of the sheet, "
        "or write the code at the foot of the page."
    ),
}


def found_words(found: Found, now: int) -> str:
    """Say what a code led to, and what to do; "" where the right version opens."""
    number = found.row.version.number if found.row else 0
    if found.kind is FoundKind.OTHER_PATIENT:
        name = found.person.name if found.person else ""
        return tr(
            "This sheet belongs to {name}, and another patient is open. Open {name} to register "
            "it there.",
            name=name,
        )
    if found.kind is FoundKind.CHANGED:
        return _changed_words(found, number, now)
    if found.kind is FoundKind.OUTDATED:
        return _outdated_words(found, number)
    return tr(_SENTENCES[found.kind]) if found.kind in _SENTENCES else ""


def _changed_words(found: Found, number: int, now: int) -> str:
    if found.printed_at is None:
        return tr(
            "Version {number} was changed after this sheet was printed. What the GP has signed is "
            "not what the plan says now. Print it again and let the GP see it.",
            number=number,
        )
    return tr(
        "Version {number} was changed after this sheet was printed ({day}). What the GP has signed "
        "is not what the plan says now. Print it again and let the GP see it.",
        number=number,
        day=near_day(day_of(found.printed_at), day_of(now)),
    )


def _outdated_words(found: Found, number: int) -> str:
    if found.current is not None:
        return tr(
            "Version {number} is replaced by version {other}.",
            number=number,
            other=found.current.version.number,
        )
    if found.row is not None and found.row.version.status is PlanStatus.WITHDRAWN:
        return tr("The draft, version {number}, was withdrawn.", number=number)
    return tr("Version {number} is not in force any more.", number=number)

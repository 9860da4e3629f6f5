"""What a role may do with patients; asked by every service before it reads or writes."""

from collections.abc import Mapping
from enum import StrEnum

from station.core.i18n import N_
from station.core.trouble import Trouble
from station.services.session import Session


class Right(StrEnum):
    """One thing that a role may or may not do."""

    SEE_PATIENTS = "see_patients"
    EDIT_PATIENTS = "edit_patients"
    SEE_ADDRESS = "see_address"
    SEE_ACCESS = "see_access"


# A leader follows up the log, but visits nobody: a protected address is of no use to her.
RIGHTS: Mapping[str, frozenset[Right]] = {
    "nurse": frozenset(Right),
    "leader": frozenset(Right) - {Right.SEE_ADDRESS},
    "benefit": frozenset(),
}


def may(session: Session, right: Right) -> bool:
    """Tell whether the person signed in has this right; an unknown role has none."""
    return right in RIGHTS.get(session.role, frozenset())


def require(session: Session, right: Right) -> None:
    """Raise Trouble `not_allowed` without this right."""
    if not may(session, right):
        raise Trouble("not_allowed", N_("Your role does not include this."))

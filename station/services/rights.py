"""Whether the person signed in may do a thing; asked by every service before it reads or writes."""

from station.core.i18n import N_
from station.core.trouble import Trouble
from station.rules import roles
from station.rules.roles import Right
from station.services.session import Session

__all__ = ["Right", "may", "require"]


def may(session: Session, right: Right) -> bool:
    """Tell whether the person signed in has this right; an unknown role has none."""
    return roles.may(session.role, right)


def require(session: Session, right: Right) -> None:
    """Raise Trouble `not_allowed` without this right."""
    if not may(session, right):
        raise Trouble("not_allowed", N_("Your role does not include this."))

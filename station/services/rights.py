"""Whether the person signed in may do a thing; asked by every service before it reads or writes."""

from station.core.i18n import N_
from station.core.trouble import Trouble
from station.models.database import Reader
from station.models.queries import users
from station.rules import roles
from station.rules.roles import Right
from station.services.session import Session

__all__ = ["Right", "may", "may_here", "require", "require_here"]


def may(session: Session, right: Right) -> bool:
    """Tell whether the person signed in has this right; an unknown role has none."""
    return roles.may(session.role, right)


def require(session: Session, right: Right) -> None:
    """Raise Trouble `not_allowed` without this right."""
    if not may(session, right):
        raise _not_allowed()


def may_here(reader: Reader, session: Session, right: Right) -> bool:
    """Tell the same where it matters whether the office has a leader at all."""
    return roles.may(session.role, right, led=users.is_led(reader))


def require_here(reader: Reader, session: Session, right: Right) -> None:
    """Raise Trouble `not_allowed` where may_here() says no."""
    if not may_here(reader, session, right):
        raise _not_allowed()


def _not_allowed() -> Trouble:
    return Trouble("not_allowed", N_("Your role does not include this."))

"""What a role may do with patients; asked by every service before it reads or writes."""

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """What somebody is in the service; a substitute does the nurse's work for a time."""

    NURSE = "nurse"
    SUBSTITUTE = "substitute"
    LEADER = "leader"
    BENEFIT = "benefit"


class Right(StrEnum):
    """One thing that a role may or may not do."""

    SEE_PATIENTS = "see_patients"
    EDIT_PATIENTS = "edit_patients"
    SEE_ADDRESS = "see_address"
    SEE_ACCESS = "see_access"


# A leader follows up the log, but visits nobody: a protected address is of no use to her.
RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.NURSE: frozenset(Right),
    Role.SUBSTITUTE: frozenset(Right),
    Role.LEADER: frozenset(Right) - {Right.SEE_ADDRESS},
    Role.BENEFIT: frozenset(),
}


def may(role: str, right: Right) -> bool:
    """Tell whether a role has a right; an unknown role has none."""
    return role in set(Role) and right in RIGHTS[Role(role)]

"""What a role may do; asked by every service before it reads or writes."""

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
    CHANGE_OFFICE = "change_office"
    """The municipality's profile, the locks, and copies that leave the house."""
    MAKE_BACKUPS = "make_backups"
    MANAGE_STAFF = "manage_staff"
    """Letting people in and out, and the recovery sheet."""
    SEE_LOG = "see_log"
    """Everything that everybody did; SEE_ACCESS is about one patient."""
    MANAGE_EQUIPMENT = "manage_equipment"
    """Scrapping devices, importing lists of them, and what they cost and who owns them in bulk."""


LEADING = frozenset({Right.MANAGE_STAFF, Right.SEE_LOG})
"""What somebody must be able to do in every office."""

# A leader follows up the log, but visits nobody: a protected address is of no use to her.
RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.NURSE: frozenset(Right) - LEADING,
    Role.SUBSTITUTE: frozenset(Right) - LEADING - {Right.CHANGE_OFFICE, Right.MANAGE_EQUIPMENT},
    Role.LEADER: frozenset(Right) - {Right.SEE_ADDRESS},
    Role.BENEFIT: frozenset(),
}


def may(role: str, right: Right, *, led: bool = True) -> bool:
    """Tell whether a role has a right; an unknown role has none.

    Where there is no leader (`led` False), the nurses lead: else nobody could let anybody in.
    """
    if role not in set(Role):
        return False
    if not led and role == Role.NURSE and right in LEADING:
        return True
    return right in RIGHTS[Role(role)]

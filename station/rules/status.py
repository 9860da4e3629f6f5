"""The status of the service for one patient: which steps follow which, and what a step needs.

A pause is no status: it lies over the status with dates of its own and ends by itself. Steps
before follow-up may be skipped, since small municipalities do several in one visit; consent may
not (process step 2.2).
"""

from collections.abc import Mapping
from enum import StrEnum


class Status(StrEnum):
    """Where the service stands; in the order of the process, with its steps."""

    REFERRED = "referred"  # 1.1-1.2
    MAPPING = "mapping"  # 1.3
    DECIDED = "decided"  # 1.4
    STARTING = "starting"  # 2.1-2.6
    TRIAL = "trial"  # 2.7-3.2, close follow-up before the plan is set
    ACTIVE = "active"  # 4.1
    EVALUATION = "evaluation"  # 4.2-4.4
    ENDED_EQUIPMENT_OUT = "ended_equipment_out"  # until 5.1-5.3 are done
    ENDED = "ended"
    DECLINED = "declined"


class Needed(StrEnum):
    """What is missing before a status can be set."""

    CONSENT = "consent"
    REASON = "reason"
    ALIVE = "alive"
    OTHER_STEP = "other_step"


class EndingStep(StrEnum):
    """What closes a service when it ends; the value is the step's number in the process."""

    EQUIPMENT = "5.1"
    """All equipment is in; true by itself when the last loan is over."""
    ARCHIVED = "5.2"
    """The user is archived in the DHO system."""
    RECORD = "5.3"
    """The service is ended in the EPJ."""


ENDING_STEPS = tuple(EndingStep)

FOLLOWED = frozenset({Status.TRIAL, Status.ACTIVE, Status.EVALUATION})
"""Statuses in which readings are expected and judged; they need a valid consent."""

CLOSED = frozenset({Status.ENDED, Status.ENDED_EQUIPMENT_OUT, Status.DECLINED})
"""Statuses in which the service is over, or never began."""

_BEFORE = (Status.REFERRED, Status.MAPPING, Status.DECIDED, Status.STARTING)
_ENDS = (Status.ENDED_EQUIPMENT_OUT, Status.ENDED)

NEXT: Mapping[Status, tuple[Status, ...]] = {
    Status.REFERRED: (*_BEFORE[1:], Status.TRIAL, Status.ACTIVE, Status.DECLINED),
    Status.MAPPING: (*_BEFORE[2:], Status.TRIAL, Status.ACTIVE, Status.REFERRED, Status.DECLINED),
    Status.DECIDED: (Status.STARTING, Status.TRIAL, Status.ACTIVE, Status.MAPPING, *_ENDS),
    Status.STARTING: (Status.TRIAL, Status.ACTIVE, Status.DECIDED, *_ENDS),
    Status.TRIAL: (Status.ACTIVE, Status.STARTING, *_ENDS),
    Status.ACTIVE: (Status.EVALUATION, Status.TRIAL, *_ENDS),
    Status.EVALUATION: (Status.ACTIVE, Status.TRIAL, *_ENDS),
    Status.ENDED_EQUIPMENT_OUT: (Status.ENDED, Status.ACTIVE),
    Status.ENDED: (Status.REFERRED, Status.ENDED_EQUIPMENT_OUT, Status.ACTIVE),
    Status.DECLINED: (Status.REFERRED,),
}
"""For each status the ones that may follow, the usual one first."""


def needed_for(
    before: Status, after: Status, *, consented: bool, deceased: bool, reason: str
) -> Needed | None:
    """Tell what is missing before the status can go from `before` to `after`, or None."""
    if after not in NEXT[before]:
        return Needed.OTHER_STEP
    if deceased and after not in CLOSED:
        return Needed.ALIVE
    if after in FOLLOWED and not consented:
        return Needed.CONSENT
    if after in CLOSED and before not in CLOSED and not reason.strip():
        return Needed.REASON
    return None


def without_consent(status: Status) -> Status:
    """The status that is left when a consent is withdrawn: nobody is followed without one."""
    return Status.STARTING if status in FOLLOWED else status


def at_death(status: Status, *, held: bool = False) -> Status:
    """The status of somebody who has died: the service is over, or `held` until it is closed."""
    if status in CLOSED:
        return status
    return Status.ENDED_EQUIPMENT_OUT if held else Status.ENDED


def closing(before: Status, after: Status, *, held: bool) -> Status | None:
    """The status that setting `after` leads to, or None where it is refused.

    `held` tells that equipment was lent and that one of the steps 5.1 to 5.3 is not done: a service
    that ends then waits with its equipment out, and one that waits already does not end.
    """
    if after is not Status.ENDED or not held:
        return after
    return None if before is Status.ENDED_EQUIPMENT_OUT else Status.ENDED_EQUIPMENT_OUT


def settled(status: Status, *, held: bool) -> Status:
    """The status that follows by itself when a loan ends, or a step is ticked or unticked."""
    if status is Status.ENDED and held:
        return Status.ENDED_EQUIPMENT_OUT
    if status is Status.ENDED_EQUIPMENT_OUT and not held:
        return Status.ENDED
    return status

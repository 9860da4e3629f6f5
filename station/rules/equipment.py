"""Where a device can be, which ways lead from there, and what must be done before one is taken."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


class DeviceState(StrEnum):
    """Where a device is; stored, and changed only by a move that is kept for ever."""

    IN_STORE = "in_store"
    RESERVED = "reserved"
    READY = "ready"
    """Every preparing step is ticked: it can be lent as it is."""
    LENT = "lent"
    RETURNED = "returned"
    """It came back, and nobody has looked it over."""
    CLEANING = "cleaning"
    REPAIR = "repair"
    LOST = "lost"
    SCRAPPED = "scrapped"


class Standing(StrEnum):
    """What a list shows of a device: its state, or that a lent one is due or overdue."""

    IN_STORE = "in_store"
    RESERVED = "reserved"
    READY = "ready"
    LENT = "lent"
    DUE = "due"
    OVERDUE = "overdue"
    RETURNED = "returned"
    CLEANING = "cleaning"
    REPAIR = "repair"
    LOST = "lost"
    SCRAPPED = "scrapped"


class Purpose(StrEnum):
    """What a device is gone over for: before it is lent, or after it came back."""

    PREPARE = "prepare"
    RETURN = "return"


class Refusal(StrEnum):
    """Why a move is refused."""

    NO_WAY = "no_way"
    """No way leads there from where the device is (or it is there already)."""
    STEPS = "steps"
    """Steps of going it over are not done."""
    REASON = "reason"
    """It must be said why."""
    RESERVATION = "reservation"
    """Reserved, but for nobody."""
    LOAN = "loan"
    """A device is lent as long as it has an open loan, and not otherwise."""


_S = DeviceState
NEXT: Final[Mapping[DeviceState, frozenset[DeviceState]]] = {
    _S.IN_STORE: frozenset(
        {_S.RESERVED, _S.READY, _S.LENT, _S.REPAIR, _S.CLEANING, _S.LOST, _S.SCRAPPED}
    ),
    _S.RESERVED: frozenset({_S.IN_STORE, _S.READY, _S.REPAIR, _S.LOST}),
    _S.READY: frozenset({_S.LENT, _S.IN_STORE, _S.RESERVED, _S.REPAIR, _S.LOST}),
    _S.LENT: frozenset({_S.RETURNED, _S.LOST}),
    _S.RETURNED: frozenset({_S.IN_STORE, _S.CLEANING, _S.REPAIR, _S.LOST, _S.SCRAPPED}),
    _S.CLEANING: frozenset({_S.RETURNED, _S.IN_STORE, _S.REPAIR}),
    # What was mended or found is looked over like anything else that comes back.
    _S.REPAIR: frozenset({_S.RETURNED, _S.SCRAPPED}),
    _S.LOST: frozenset({_S.RETURNED}),
    _S.SCRAPPED: frozenset(),
}
"""The ways from each state. From the store out is only for kinds without preparing steps."""

IN_HOUSE: Final = frozenset({_S.IN_STORE, _S.RESERVED, _S.READY})
"""What can be lent, now or once it is prepared."""
KEEPS_RESERVATION: Final = frozenset({_S.RESERVED, _S.READY, _S.LENT})
"""Where a reservation stands; anywhere else it is given up."""
ROUND_AT: Final[Mapping[Purpose, frozenset[DeviceState]]] = {
    Purpose.PREPARE: frozenset({_S.IN_STORE, _S.RESERVED}),
    Purpose.RETURN: frozenset({_S.RETURNED, _S.CLEANING}),
}
"""Where a device is while it is gone over; a move to anywhere else ends the going-over."""

_WITH_REASON: Final = frozenset({_S.REPAIR, _S.LOST, _S.SCRAPPED})
DUE_DAYS: Final = 7
"""So many days before it is due a loan is shown as due (own proposal)."""
UNDO_MS: Final = 10 * 60_000
"""A move can be taken back for so long (own proposal)."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides over a move: where the device is, and what was done.

    `steps` tells whether its kind is prepared at all. `missing` are the steps not done of the
    going-over that the move asks for (see asks_for). `lent` tells whether it has an open loan once
    the move is made, `reserved` whether it is reserved for somebody then, `reason` whether a
    reason was given.
    """

    state: DeviceState
    steps: bool = True
    missing: tuple[str, ...] = ()
    lent: bool = False
    reserved: bool = False
    reason: bool = False


def asks_for(state: DeviceState, to: DeviceState) -> Purpose | None:
    """Tell which going-over must be done before a device is moved; None where nothing is asked."""
    if to is DeviceState.READY:
        return Purpose.PREPARE
    if to is DeviceState.IN_STORE and state in ROUND_AT[Purpose.RETURN]:
        return Purpose.RETURN
    return None


def needs_reason(state: DeviceState, to: DeviceState) -> bool:
    """Tell whether a move must say why: to repair, lost, scrapped; or a reservation given up."""
    return to in _WITH_REASON or (state is DeviceState.RESERVED and to is DeviceState.IN_STORE)


def refusal(facts: Facts, to: DeviceState) -> Refusal | None:
    """Tell why a move is refused, the first of several; None when it may be made."""
    if to not in NEXT[facts.state]:
        return Refusal.NO_WAY
    unprepared = to is DeviceState.LENT and facts.state is not DeviceState.READY and facts.steps
    if unprepared or (asks_for(facts.state, to) is not None and facts.missing):
        return Refusal.STEPS
    if facts.lent != (to is DeviceState.LENT):
        return Refusal.LOAN
    if to is DeviceState.RESERVED and not facts.reserved:
        return Refusal.RESERVATION
    if needs_reason(facts.state, to) and not facts.reason:
        return Refusal.REASON
    return None


_STANDING: Final = {each: Standing(each) for each in DeviceState}


def standing(state: DeviceState, due_on: date | None, today: date) -> Standing:
    """Tell how a device stands today; `due_on` is when an open loan is to end, None is open-ended.

    On the day itself a loan is due, from the day after overdue.
    """
    if state is DeviceState.LENT and due_on is not None:
        if due_on < today:
            return Standing.OVERDUE
        if (due_on - today).days <= DUE_DAYS:
            return Standing.DUE
    return _STANDING[state]


def serial_key(serial: str) -> str:
    """Give a serial number as it is compared: without blanks and hyphens, in capitals."""
    return "".join(serial.split()).replace("-", "").upper()


class NoUndo(StrEnum):
    """Why a move is not taken back."""

    NOTHING = "nothing"
    """The newest move is the registration, or is itself a taking back."""
    SOMEBODY_ELSE = "somebody_else"
    TOO_LATE = "too_late"
    SCRAPPED = "scrapped"
    SINCE = "since"
    """Something came of it since: a reading, a contact, a step, a receipt."""


@dataclass(frozen=True, slots=True)
class Undoing:
    """The newest move of a device, and what decides whether it is taken back; moments UTC ms."""

    to: DeviceState
    at: int
    first: bool = False
    is_undo: bool = False
    own: bool = True
    since: bool = False


def no_undo(undoing: Undoing, now: int) -> NoUndo | None:
    """Tell why a move cannot be taken back; None when it can."""
    if undoing.first or undoing.is_undo:
        return NoUndo.NOTHING
    if undoing.to is DeviceState.SCRAPPED:
        return NoUndo.SCRAPPED
    if not undoing.own:
        return NoUndo.SOMEBODY_ELSE
    # A move from far ahead was made by a clock that has been put right since.
    if abs(now - undoing.at) >= UNDO_MS:
        return NoUndo.TOO_LATE
    return NoUndo.SINCE if undoing.since else None

"""What can be done with a device as it stands: the one next thing, and the other moves."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from station.core.i18n import N_, tr
from station.rules.equipment import NEXT, DeviceState, Purpose, needs_reason
from station.rules.equipment_steps import steps_of

_S = DeviceState
NEXT_WORDS: Final[Mapping[str, str]] = {
    "prepare": N_("Prepare"),
    "hand_out": N_("Hand out …"),
    "take_back": N_("Take in …"),
    "inspect": N_("Look over …"),
    "mended": N_("Back from repair …"),
    "cleaned": N_("Cleaned, look over …"),
    "found": N_("Found again …"),
}
"""The next thing to do with a device, and its words."""
_NEXT_OF: Final = {
    _S.READY: "hand_out",
    _S.LENT: "take_back",
    _S.RETURNED: "inspect",
    _S.CLEANING: "cleaned",
    _S.REPAIR: "mended",
    _S.LOST: "found",
}
MOVES: Final[Mapping[DeviceState, str]] = {
    _S.IN_STORE: N_("Put back in the store"),
    _S.CLEANING: N_("Send to cleaning"),
    _S.REPAIR: N_("Send to repair"),
    _S.LOST: N_("Report as lost"),
    _S.SCRAPPED: N_("Scrap"),
    _S.RETURNED: N_("Is back, to be looked over"),
}
"""The moves that a person makes by a short form, and their words."""
SAID: Final[Mapping[DeviceState, str]] = {
    _S.IN_STORE: N_("{name} is in the store"),
    _S.RESERVED: N_("{name} is reserved"),
    _S.READY: N_("{name} is ready"),
    _S.LENT: N_("{name} is lent"),
    _S.RETURNED: N_("{name} is to be looked over"),
    _S.CLEANING: N_("{name} is in cleaning"),
    _S.REPAIR: N_("{name} is in repair"),
    _S.LOST: N_("{name} is reported as lost"),
    _S.SCRAPPED: N_("{name} is scrapped"),
}

LOSS: Final = N_("Report as lost")
UNRESERVE: Final = N_("Give up the reservation")


@dataclass(frozen=True, slots=True)
class Move:
    """One way out of a state: where to, its words, and whether it must say why."""

    to: DeviceState
    words: str
    reasoned: bool


def next_of(state: DeviceState, kind: str) -> str:
    """The one next thing to do with a device, a key of NEXT_WORDS; "" when there is none."""
    if state in {_S.IN_STORE, _S.RESERVED}:
        return "prepare" if steps_of(Purpose.PREPARE, kind) else "hand_out"
    return _NEXT_OF.get(state, "")


def moves_of(state: DeviceState) -> tuple[Move, ...]:
    """The other ways out of a state; those that a page of their own leads through stay out."""
    ways = NEXT[state]
    if state is _S.LENT:
        # A loan ends by taking in, or is reported as lost there.
        ways = ways - {_S.RETURNED}
    if state in {_S.RETURNED, _S.CLEANING}:
        # Back into the store only with every step ticked: that is what looking over is for.
        ways = ways - {_S.IN_STORE}
    return tuple(
        Move(to, tr(words), needs_reason(state, to)) for to, words in MOVES.items() if to in ways
    )


def move_to(state: DeviceState, to: DeviceState) -> Move:
    """One way out of a state, whoever asks for it."""
    return Move(to, tr(MOVES[to]), needs_reason(state, to))


def said(to: DeviceState, name: str) -> str:
    """What is said when a device was moved."""
    return tr(SAID[to], name=name)

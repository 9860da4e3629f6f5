"""What the radio's doings are called on a screen: frozen news, made where the words are known."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock
from typing import TypeAlias

from station.services.measuring.measuring import ClockFacts, LiveValue, RawPacket

__all__ = [
    "Busy",
    "Done",
    "InRange",
    "Live",
    "LiveValue",
    "News",
    "PairWish",
    "PasskeyAsked",
    "Progress",
    "RadioNews",
    "Seen",
    "Standing",
    "TabletCode",
    "Unsaved",
]


class Standing(StrEnum):
    """What Station knows of a device in range."""

    LENT = "lent"
    IN_STORE = "in_store"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Seen:
    """One device in range: `name` as it calls itself (plain, cut), `bars` of signal from 0 to 4.

    `device_id` and `patient` are empty where it is not registered or not lent; `busy` says that
    something is going on with it just now.
    """

    address: str
    name: str
    model: str
    model_name: str
    bars: int
    device_id: str
    patient_id: str
    patient: str
    standing: Standing
    busy: bool
    seen_at: int


@dataclass(frozen=True, slots=True)
class InRange:
    """Every device heard of in the last half minute, lent ones first, the nearest first."""

    seen: tuple[Seen, ...]


@dataclass(frozen=True, slots=True)
class RadioNews:
    """How the PC's Bluetooth stands: `sentence` is empty while it works."""

    ready: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a visit has come: `words` say the stage, `expected` is 0 where nobody knows."""

    address: str
    device_id: str
    words: str
    came: int
    expected: int


@dataclass(frozen=True, slots=True)
class PasskeyAsked:
    """The system asks about six digits (answer with Listening.answer_passkey).

    `asked` is "passkey" (type what the device shows), "confirm" (does it show `digits`?) or
    "shown" (type `digits` on the device; nothing to answer).
    """

    address: str
    asked: str = "passkey"
    digits: str = ""


@dataclass(frozen=True, slots=True)
class Live:
    """A value measured just now that is NOT stored: it waits for somebody to confirm it.

    `packets` and `clock` are what Measuring.confirm or discard want to have then.
    """

    device_id: str
    patient_id: str
    value: LiveValue
    packets: tuple[RawPacket, ...]
    clock: ClockFacts | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """A visit is over. `code` is "" when it went well, else the fault; `sentence` says it.

    `paired` tells that a device was paired although `code` says why it was not lent.
    """

    address: str
    device_id: str
    purpose: str
    code: str
    sentence: str
    stored: int = 0
    duplicates: int = 0
    held: int = 0
    failed: int = 0
    paired: bool = False

    @property
    def well(self) -> bool:
        """Tell whether it went well."""
        return not self.code


@dataclass(frozen=True, slots=True)
class Unsaved:
    """Packets that came and could not be stored yet: they are tried again until they are."""

    count: int
    sentence: str


@dataclass(frozen=True, slots=True)
class TabletCode:
    """The six digits of a hand-out: the same must stand on the tablet (Listening.answer_code)."""

    device_id: str
    digits: str


News: TypeAlias = InRange | RadioNews | Progress | PasskeyAsked | Live | Done | Unsaved | TabletCode


@dataclass(frozen=True, slots=True)
class PairWish:
    """What shall be paired: a device in range, as which registered one ("": a new one), for whom.

    `serial` and `name` are for a new one; `unencrypted` says that somebody agreed to a link in
    clear with a device that could do better.
    """

    address: str
    model: str
    device_id: str = ""
    patient_id: str = ""
    serial: str = ""
    name: str = ""
    unencrypted: bool = False


class Busy:
    """Something under way with a device; cancel() ends it, and Done tells when it has ended."""

    def __init__(self) -> None:
        """Begin with nothing that could be stopped."""
        self._lock = Lock()
        self._stop: Callable[[], None] | None = None
        self.cancelled = False
        """Whether somebody has had enough."""

    def cancel(self) -> None:
        """Ask for the end; from any thread, and more than once."""
        with self._lock:
            self.cancelled, stop = True, self._stop
        if stop is not None:
            stop()

    def stops(self, stop: Callable[[], None]) -> None:
        """Say what ends it now; it is called at once if somebody has asked already."""
        with self._lock:
            self._stop, at_once = stop, self.cancelled
        if at_once:
            stop()

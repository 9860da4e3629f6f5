"""The form of the table: how a model of meter is found, paired, read and understood."""

from dataclasses import dataclass
from enum import StrEnum


class MeterKind(StrEnum):
    """What a meter measures with."""

    OXIMETER = "oximeter"
    SCALE = "scale"
    CUFF = "cuff"
    THERMOMETER = "thermometer"
    GLUCOSE_METER = "glucose_meter"
    HEART_RATE = "heart_rate"


class Stored(StrEnum):
    """How a meter gives what it has stored: when asked, by itself when connected, or not at all."""

    RACP = "racp"
    PUSH = "push"
    NONE = "none"


class Pair(StrEnum):
    """When a meter is paired; SYSTEM_PIN is done in the computer's own Bluetooth settings."""

    BEFORE_DISCOVERY = "before_discovery"
    AFTER_DISCOVERY = "after_discovery"
    NEVER = "never"
    SYSTEM_PIN = "system_pin"


class MeterClock(StrEnum):
    """How a meter's clock is set: Current Time (2A2B), Date Time (2A08), in its own way, never."""

    CTS = "cts"
    DATE_TIME = "date_time"
    PROPRIETARY = "proprietary"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a nurse does to pair a meter: its code, what to do (English), which picture."""

    code: str
    text: str
    picture: str


@dataclass(frozen=True, slots=True)
class MeterModel:
    """One model and its habits; a plain SIG meter has none but those of its profile.

    `advertised` are beginnings of the name it sends, `service` the 16-bit number it is read by,
    `characteristics` those to subscribe to, in this order, as far as the meter has them.
    `clear_cccd`: subscriptions are ended before the connection. `clock_readable`: its clock can
    also be read. `reconnect_delay_s`: so long it cannot be reached again. `trailing`: exactly so
    many bytes after what the flags announce are ignored. `missing`: numbers by measure that mean
    «none». `consent_code`: it measures only for a user whose code it was told. `bond_overnight`:
    a pairing lasts until the next day. `needs_record`: it pairs only when it has measured once.
    `encrypts`: it can bond and encrypt, so that a link without that is not accepted unasked.
    """

    code: str
    maker: str
    name: str
    kind: MeterKind
    service: int
    characteristics: tuple[int, ...]
    advertised: tuple[str, ...] = ()
    stored: Stored = Stored.NONE
    pair: Pair = Pair.AFTER_DISCOVERY
    clear_cccd: bool = True
    clock: MeterClock = MeterClock.CTS
    clock_readable: bool = True
    reconnect_delay_s: float = 0.0
    trailing: int = 0
    missing: tuple[tuple[str, int], ...] = ()
    consent_code: bool = False
    bond_overnight: bool = True
    needs_record: bool = False
    disconnects_itself: bool = False
    encrypts: bool = True
    steps: tuple[Step, ...] = ()

    @property
    def generic(self) -> bool:
        """Tell whether it is no model of a maker's, but what any meter of its profile does."""
        return not self.maker

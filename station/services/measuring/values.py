"""What goes in and out of measuring: packets and clocks in, what became of them out."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from station.rules.limits import Level

FETCH, LIVE, TEST = "fetch", "live", "test"
"""What packets came for: fetched from a lent device, measured at the office, tried out."""


@dataclass(frozen=True, slots=True)
class RawPacket:
    """One notification: its characteristic (16 bits), its bytes, and when it came (UTC ms)."""

    characteristic: int
    payload: bytes
    arrived_at: int

    @property
    def raw(self) -> str:
        """Give it as it is stored: 2a5e:005d004e00."""
        return f"{self.characteristic:04x}:{self.payload.hex()}"


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """A device's clock as it was read in this contact, before it was set.

    `offset_ms` is the device's clock minus the PC's: positive when the device is ahead.
    """

    device_time: str
    offset_ms: int
    was_set: bool = False


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """One contact that ended: `outcome` is "complete", "incomplete" or a Fault's code.

    `last_sequence` is the highest record number that came; it is kept only from a complete one,
    so that a gap is asked for again.
    """

    device_id: str
    purpose: str
    begun_at: int
    outcome: str
    came: int = 0
    stored: int = 0
    duplicates: int = 0
    held: int = 0
    failed: int = 0
    last_sequence: int | None = None
    battery: int | None = None
    clock_offset_ms: int | None = None


@dataclass(frozen=True, slots=True)
class DeviceFacts:
    """What a device told about itself; None and "" are not known, and change nothing."""

    battery: int | None = None
    manufacturer: str = ""
    model_number: str = ""
    serial: str = ""
    firmware: str = ""
    clock: ClockFacts | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A device that is read when it is seen: it has an address and lies on a patient's open loan.

    `from_sequence` is the first record number that is wanted, None for all; `consent` is by which
    number and code a scale that several people use knows the patient.
    """

    device_id: str
    loan_id: str
    patient_id: str
    patient: str
    name: str
    kind: str
    address: str
    model: str
    bonded: bool
    unencrypted_ok: bool
    from_sequence: int | None
    consent: tuple[int, int] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of packets: every value in them is stored, there already, held back, or failed.

    `texts` are the stored readings in words («SpO₂ 93 %»), `events` the failed measurements that
    were new, `reasons` how many were held back for which reason. `level` is the worst that an
    alert about what was stored has.
    """

    patient_id: str | None = None
    packets: int = 0
    stored: int = 0
    duplicates: int = 0
    held: int = 0
    failed: int = 0
    reading_ids: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    gave: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    reasons: Mapping[str, int] = field(default_factory=dict)
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class LiveReading:
    """One value of a measurement that is not stored: its words and where it would lie.

    `level` is None where no plan has limits for it; `level_words` says so in words. `doubts` and
    `time` are sentences, empty where there is nothing to say.
    """

    kind: str
    name: str
    text: str
    taken_at: int
    level: Level | None
    level_words: str
    doubts: str = ""
    time: str = ""


@dataclass(frozen=True, slots=True)
class LiveValue:
    """What was measured at the office just now, NOT stored, for the patient named.

    `failed` and `refused` are sentences («The measurement failed», why it cannot be kept), empty
    where all is well; `ongoing` says that the meter is still measuring, so that the numbers are
    for the eye only; `saveable` tells whether there is anything that confirm() would store.
    """

    patient_id: str
    patient: str
    device_id: str
    device: str
    readings: tuple[LiveReading, ...] = ()
    failed: str = ""
    refused: str = ""
    saveable: bool = False
    ongoing: bool = False

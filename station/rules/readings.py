"""A reading: one measured value or pair, with where it came from and whether it counts."""

from dataclasses import dataclass
from enum import StrEnum

from station.rules.limits import Side


class Source(StrEnum):
    """How a reading came to Station."""

    MANUAL = "manual"
    FILE = "file"
    DEVICE = "device"
    TABLET = "tablet"
    CENTRE = "centre"


class Excluded(StrEnum):
    """Why a reading is kept and drawn, but never judged or counted; empty for one that counts."""

    NO = ""
    ACTIVITY = "activity"
    TEST = "test"
    WRONG_PATIENT = "wrong_patient"


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading in its kind's units; times are UTC milliseconds, ids 32 hexadecimal characters.

    `values` has one number per component, None where there is none; `beyond` says on which side
    a meter's LO or HI lies. A reading with neither is a failed measurement (målefeil). `quality`
    holds what the meter said about its own measurement (station.rules.quality), with spaces.
    """

    id: str
    patient_id: str
    kind: str
    taken_at: int
    arrived_at: int
    values: tuple[float | None, ...]
    beyond: Side | None = None
    confirmed: bool = True
    excluded: Excluded = Excluded.NO
    source: Source = Source.MANUAL
    excluded_reason: str = ""
    remeasures_id: str = ""
    said_by: str = ""
    entered_by: str = ""
    original_value: str = ""
    original_unit: str = ""
    device_time: str = ""
    zone_name: str = ""
    note: str = ""
    quality: str = ""
    device_id: str = ""
    """The device that measured it, where it came from one of the register."""
    time_reason: str = ""
    """Why `taken_at` is not what the device's clock said (station.rules.device_time)."""
    counted_at: int = 0
    """When it was taken back in after having been left out (UTC ms); 0 where it never was."""

    @property
    def failed(self) -> bool:
        """Tell whether the measurement gave nothing that can be judged."""
        return self.beyond is None and all(value is None for value in self.values)

    @property
    def counts(self) -> bool:
        """Tell whether the reading is judged and counted in limits, statistics and schedules."""
        return self.excluded == Excluded.NO and not self.failed

"""What a patient has on loan, for her card: what it is called, and what should be looked at."""

from dataclasses import dataclass

from station.core.i18n import tr
from station.models.database import Reader
from station.models.queries import devices as queries
from station.models.queries.devices import DeviceRecord
from station.rules.ground import DAY_MS
from station.services.equipment.device_words import silence_words

SILENT_DAYS = 3
LOW_BATTERY = 20


@dataclass(frozen=True, slots=True)
class LentDevice:
    """One device on loan: `words` name it, and `warns` tells that something is the matter."""

    device_id: str
    words: str
    warns: bool = False


def lent_to(reader: Reader, patient_id: str, now: int) -> tuple[LentDevice, ...]:
    """Give what a patient has on loan now, in the language spoken."""
    loans = queries.loans_of_patient(reader, patient_id)
    rows = (queries.one(reader, loan.device_id) for loan in loans if loan.ended_at is None)
    return tuple(_told(row, now) for row in rows if row is not None)


def _told(row: DeviceRecord, now: int) -> LentDevice:
    heard = max(row.last_contact_at or 0, row.lent_at or 0)
    days = max(0, now - heard) // DAY_MS
    parts = [row.name]
    if days >= SILENT_DAYS:
        parts.append(silence_words(days))
    if row.battery is not None and row.battery <= LOW_BATTERY:
        parts.append(tr("battery {percent} %", percent=row.battery))
    return LentDevice(row.id, " · ".join(parts), warns=len(parts) > 1)

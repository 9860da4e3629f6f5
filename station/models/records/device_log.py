"""Writing what happened with devices: contacts, and what they told that is no reading."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert

from station.core.ids import new_id
from station.models.database import Writer
from station.models.tables import device_contacts, device_events


@dataclass(frozen=True, slots=True)
class NewContact:
    """A contact to be stored: why, when it began (UTC ms), how it ended, what came of it."""

    device_id: str
    purpose: str
    begun_at: int
    outcome: str
    loan_id: str | None = None
    patient_id: str | None = None
    came: int = 0
    stored: int = 0
    duplicates: int = 0
    held: int = 0
    failed: int = 0
    battery: int | None = None
    clock_offset_ms: int | None = None


@dataclass(frozen=True, slots=True)
class NewEvent:
    """Something that a device told and that is no reading; the same `source_key` is the same."""

    device_id: str
    code: str
    source_key: str
    happened_at: int
    kind: str = ""
    loan_id: str | None = None
    patient_id: str | None = None
    device_time: str = ""
    raw: str = ""


def add_contact(writer: Writer, contact: NewContact) -> str:
    """Store a contact that ended now, and give its id."""
    contact_id = new_id()
    writer.run(
        insert(device_contacts).values(
            id=contact_id,
            device_id=contact.device_id,
            loan_id=contact.loan_id,
            patient_id=contact.patient_id,
            purpose=contact.purpose,
            begun_at=contact.begun_at,
            ended_at=max(writer.now, contact.begun_at),
            outcome=contact.outcome,
            came=contact.came,
            stored=contact.stored,
            duplicates=contact.duplicates,
            held=contact.held,
            failed=contact.failed,
            battery=contact.battery,
            clock_offset_ms=contact.clock_offset_ms,
            by=writer.actor.user_id,
        )
    )
    writer.touch("equipment", contact.patient_id)
    return contact_id


def add_events(writer: Writer, events: Sequence[NewEvent]) -> None:
    """Store what devices told; each must be new (see queries.device_log.known_events)."""
    rows = [
        {
            "id": new_id(),
            "device_id": event.device_id,
            "loan_id": event.loan_id,
            "patient_id": event.patient_id,
            "code": event.code,
            "kind": event.kind,
            "happened_at": event.happened_at,
            "arrived_at": writer.now,
            "device_time": event.device_time,
            "raw": event.raw,
            "source_key": event.source_key,
        }
        for event in events
    ]
    if not rows:
        return
    writer.run(insert(device_events), rows)
    for event in events:
        writer.touch("equipment", event.patient_id)

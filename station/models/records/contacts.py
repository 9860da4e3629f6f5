"""Writing contacts: calls, advice, messages and visits, and who took the initiative."""

from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy.dialects.sqlite import insert

from station.core.ids import new_id
from station.models.database import Writer
from station.models.tables import contacts


@dataclass(frozen=True, slots=True)
class NewContact:
    """A contact to be stored; `kind` and `initiative` are codes of station.rules.contacts."""

    patient_id: str
    kind: str
    initiative: str = "centre"
    outcome: str = ""
    note: str = ""
    alert_id: str | None = None


def add(writer: Writer, contact: NewContact) -> str:
    """Store a contact made now by whoever writes, and give its id."""
    contact_id = new_id()
    writer.run(
        insert(contacts).values(
            id=contact_id,
            patient_id=contact.patient_id,
            alert_id=contact.alert_id,
            kind=contact.kind,
            initiative=contact.initiative,
            outcome=contact.outcome,
            note=contact.note,
            at=writer.now,
            by=writer.actor.user_id,
        )
    )
    return contact_id


def take_back(writer: Writer, contact_id: str) -> None:
    """Remove a contact that was undone within seconds; the audit log keeps both."""
    writer.run(delete(contacts).where(contacts.c.id == contact_id))

"""Patients and what leads to them, for tests of the outbox: stored as plainly as can be."""

from station.models.records import consents, patients, relatives
from station.services.today.watch import STATION
from tests.outbox_office import Sender
from tests.patients import registered


def patient(sender: Sender, **more: object) -> str:
    """Store a patient and give the id."""
    return registered(sender.database, STATION.actor, **more)


def relative(sender: Sender, relative_id: str, patient_id: str) -> None:
    """Store a relative of hers."""
    values = {"name": "Klok Elg", "relation": "datter", "phone": "", "reports": False, "note": ""}
    with sender.database.write(STATION.actor) as writer:
        relatives.add(writer, relative_id, patient_id, values)


def rename(sender: Sender, patient_id: str, name: str) -> None:
    """Give her another first name."""
    with sender.database.write(STATION.actor) as writer:
        row = writer.raw("SELECT revision FROM patients WHERE id = ?", (patient_id,))
        assert patients.change(writer, patient_id, int(row[0][0]), {"given_name": name})


def consent(sender: Sender, consent_id: str, patient_id: str) -> None:
    """Register that she agreed."""
    with sender.database.write(STATION.actor) as writer:
        consents.add(
            writer,
            consent_id,
            patient_id,
            form_version="1",
            given_on="2026-11-01",
            informed_by="Rask Elg",
            note="",
        )


def withdraw(sender: Sender, consent_id: str, patient_id: str) -> None:
    """Register that she agrees no more."""
    with sender.database.write(STATION.actor) as writer:
        consents.withdraw(writer, consent_id, patient_id, "2026-11-20")


def contact(sender: Sender, contact_id: str, patient_id: str) -> None:
    """Store a note."""
    with sender.database.write(STATION.actor) as writer:
        writer.execute(
            "INSERT INTO contacts (id, patient_id, kind, initiative, outcome, note, at, by) "
            "VALUES (?, ?, 'note', '', '', 'Ringte.', 1, 'u')",
            (contact_id, patient_id),
        )
        writer.audit("noted", "contact", contact_id, patient_id)


def take_away(sender: Sender, contact_id: str) -> None:
    """Take the note away again."""
    with sender.database.write(STATION.actor) as writer:
        writer.execute("DELETE FROM contacts WHERE id = ?", (contact_id,))
        writer.audit("note_removed", "contact", contact_id)


def conflict(sender: Sender, kind: str, record_id: str, state: str) -> None:
    """Let a difference wait for a person, or be decided."""
    with sender.database.write(STATION.actor) as writer:
        writer.execute(
            "INSERT OR REPLACE INTO sync_conflicts (id, channel, kind, record_id, reason, "
            "found_at, state) VALUES (?, 'centre', ?, ?, 'both_changed', 1, ?)",
            (f"c{record_id}", kind, record_id, state),
        )
        writer.quiet()

"""Writing contacts: who, when and about which alert, and taking one back."""

from station.models.database import Actor, Database
from station.models.queries import alerts as queries
from station.models.records import contacts as records
from station.models.records.contacts import NewContact
from tests.patients import registered


def test_a_contact_is_kept_with_its_time_until_it_is_taken_back(
    database: Database, actor: Actor
) -> None:
    patient_id = registered(database, actor)
    with database.write(actor) as writer:
        kept = records.add(writer, NewContact(patient_id, "note", note="Ferie"))
        wrong = records.add(writer, NewContact(patient_id, "call", "patient", "answered"))
        assert {row.id for row in queries.contacts(writer, patient_id)} == {kept, wrong}
        records.take_back(writer, wrong)
        (row,) = queries.contacts(writer, patient_id)
        ((by,),) = writer.raw("SELECT by FROM contacts")
        writer.audit("tried", "contact", "")
        assert (row.id, row.kind, row.initiative, row.note) == (kept, "note", "centre", "Ferie")
        assert (row.at, row.alert_id, by) == (writer.now, None, actor.user_id)

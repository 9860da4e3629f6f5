"""Who has seen a file, in the order of the log."""

from station.models.database import Actor, Database
from station.models.queries import access
from station.models.records import patients
from tests.patients import registered


def test_rows_come_newest_first_in_pages_and_only_of_this_patient(
    database: Database, actor: Actor
) -> None:
    patient_id, other = registered(database, actor), registered(database, actor)
    with database.write(actor) as writer:
        patients.note_seen(writer, patient_id, "patient_opened")
        patients.note_seen(writer, other, "patient_opened")
        patients.note_seen(writer, patient_id, "number_shown")
    with database.read() as reader:
        rows = access.access_to(reader, patient_id)
        page = access.access_to(reader, patient_id, before=rows[0].seq, limit=1)
    assert [row.action for row in rows] == ["number_shown", "patient_opened", "patient_registered"]
    assert page == rows[1:2]
    assert {row.user_id for row in rows} == {actor.user_id}

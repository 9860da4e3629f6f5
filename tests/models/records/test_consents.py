"""What is stored about consent."""

from station.core.clock import FixedClock
from station.core.ids import new_id
from station.models.database import Actor, Database
from station.models.queries import patients as found
from station.models.records import consents
from tests.patients import registered


def test_consent_is_withdrawn_and_stays(
    database: Database, actor: Actor, clock: FixedClock
) -> None:
    patient_id, consent_id = registered(database, actor), new_id()
    with database.write(actor) as writer:
        consents.add(
            writer,
            consent_id,
            patient_id,
            form_version="2026-1",
            given_on="2026-11-19",
            informed_by="Stille Brygge",
            note="",
        )
    with database.read() as reader:
        assert found.search(reader, clock.now())[0].consented
    with database.write(actor) as writer:
        consents.withdraw(writer, consent_id, patient_id, "2026-11-20")
    with database.read() as reader:
        (row,) = found.consents_of(reader, patient_id)
        assert not found.search(reader, clock.now())[0].consented
    assert (row.informed_by, row.withdrawn_on, row.withdrawn_by) == (
        "Stille Brygge",
        "2026-11-20",
        actor.user_id,
    )

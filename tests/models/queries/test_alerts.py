"""Reading alerts and contacts: what stands open first, each in its own order."""

from station.core.clock import FixedClock
from station.core.ids import new_id
from station.models.database import Actor, Database
from station.models.queries import alerts as queries
from station.models.records import alerts as records
from station.models.records import contacts
from station.models.records.contacts import NewContact
from station.rules.limits import Level
from tests.models.records.test_alerts import patient, raised  # noqa: F401  (a fixture by name)
from tests.patients import registered


def test_open_ones_stand_first_and_old_closed_ones_can_be_left_out(
    database: Database,
    actor: Actor,
    clock: FixedClock,
    patient: str,  # noqa: F811
) -> None:
    ids = []
    for level in (Level.RED, Level.RED, Level.YELLOW):
        clock.advance(1000)
        with database.write(actor) as writer:
            ids.append(records.open_alert(writer, raised(writer, patient, level, 0)))
            if level is Level.RED:
                records.close(writer, ids[-1], action="gp", verdict="real", note="")
            writer.audit("tried", "alert", "")
    with database.read() as reader:
        assert [row.id for row in queries.of_patient(reader, patient)] == [ids[2], ids[1], ids[0]]
        since = queries.of_patient(reader, patient, clock.now() - 1000)
        assert [row.id for row in since] == [ids[2], ids[1]]
        late = queries.of_patient(reader, patient, clock.now() + 1)
        assert [row.id for row in late] == [ids[2]]
        assert queries.verdicts(reader, patient) == {"real": 2}
        assert queries.one(reader, new_id()) is None


def test_events_are_those_of_a_span_in_the_order_measured(
    database: Database,
    actor: Actor,
    patient: str,  # noqa: F811
) -> None:
    with database.write(actor) as writer:
        alert_id = records.open_alert(writer, raised(writer, patient, Level.RED, 100))
        records.add_event(writer, alert_id, raised(writer, patient, Level.YELLOW, 300))
        now = writer.now
        everything = queries.events(writer, patient, 0, now)
        assert [(event.at, event.level) for event in everything] == [(now - 300, 1), (now - 100, 2)]
        assert [event.at for event in queries.events(writer, patient, now - 300, now - 100)] == [
            now - 300
        ]
        assert queries.events(writer, new_id(), 0, now) == ()
        writer.audit("tried", "alert", "")


def test_contacts_are_her_own_the_newest_first_and_no_more_than_asked(
    database: Database, actor: Actor, clock: FixedClock
) -> None:
    patient_id, other = registered(database, actor), registered(database, actor, family="Bjørk")
    made = []
    for whose in (patient_id, other, patient_id, patient_id):
        clock.advance(1000)
        with database.write(actor) as writer:
            made.append(contacts.add(writer, NewContact(whose, "call")))
            writer.audit("tried", "contact", "")
    with database.read() as reader:
        found = [row.id for row in queries.contacts(reader, patient_id)]
        assert found == [made[3], made[2], made[0]]
        assert [row.id for row in queries.contacts(reader, patient_id, 1)] == [made[3]]

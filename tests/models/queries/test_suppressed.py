"""What came in and raises nothing; the words are in services."""

from station.core.clock import FixedClock
from station.models.database import Actor, Database
from station.models.queries import suppressed
from station.rules.readings import Source
from station.services.intake.intake import Incoming, take
from tests.patients import registered

DAY = 86_400_000


def test_old_files_and_left_out_readings_are_found(
    database: Database, actor: Actor, clock: FixedClock
) -> None:
    patient, now = registered(database, actor), clock.now()
    with database.write(actor) as writer:
        take(
            writer,
            [
                Incoming(patient, "spo2", now - ago * DAY, (94.0,), Source.FILE, f"spo2{ago}")
                for ago in (0, 8, 9)
            ],
        )
        writer.execute("UPDATE readings SET excluded = 'test' WHERE taken_at = ?", (now,))
        (old,) = suppressed.history(writer, now - DAY, 7 * DAY)
        assert (old.patient_id, old.count, old.imported_at) == (patient, 2, writer.now)
        assert not suppressed.history(writer, now + DAY, 7 * DAY)
        (out,) = suppressed.excluded(writer, now - DAY)
        assert (out.excluded, out.value, out.name) == ("test", 94.0, "Rask Elg")
        assert suppressed.arrived_in(writer, patient, now - 8 * DAY, now) == 1
        assert suppressed.waiting(writer) == ()

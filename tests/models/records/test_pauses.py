"""What is stored about pauses."""

from station.core.clock import FixedClock
from station.core.ids import new_id
from station.models.database import Actor, Database
from station.models.queries import patients as found
from station.models.records import pauses
from tests.patients import registered


def test_a_pause_shows_while_it_lasts(database: Database, actor: Actor, clock: FixedClock) -> None:
    patient_id, pause_id, start = registered(database, actor), new_id(), clock.now()
    with database.write(actor) as writer:
        pauses.add(
            writer,
            pause_id,
            patient_id,
            reason="Innlagt",
            from_at=start,
            until_at=start + 1000,
        )
    with database.read() as reader:
        (row,) = found.search(reader, start)
        assert (row.paused, row.paused_until) == (True, start + 1000)
        (later,) = found.search(reader, start + 1000)
        assert (later.paused, later.paused_until) == (False, None)
    with database.write(actor) as writer:
        pauses.end(writer, pause_id, patient_id)
    with database.read() as reader:
        assert not found.search(reader, start)[0].paused
        (pause,) = found.pauses_of(reader, patient_id)
    assert (pause.reason, pause.ended_at) == ("Innlagt", start)

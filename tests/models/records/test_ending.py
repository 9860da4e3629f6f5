"""The steps of the end in the file: ticked once, taken back, cleared."""

import pytest

from station.models.database import Actor, Database
from station.models.queries import ending as queries
from station.models.records import ending as records
from tests.patients import log_of, registered


def test_a_step_is_ticked_once_and_taken_back(database: Database, actor: Actor) -> None:
    patient_id = registered(database, actor)
    with database.write(actor) as writer:
        records.tick(writer, patient_id, "5.2", done_on="2026-11-20", note="ok")
    with pytest.raises(Exception, match="UNIQUE"), database.write(actor) as writer:
        records.tick(writer, patient_id, "5.2", done_on="2026-11-20", note="")
    with database.read() as reader:
        (row,) = queries.steps_of(reader, patient_id)
        assert (row.step, row.done_on, row.by, row.note) == (
            "5.2",
            "2026-11-20",
            actor.user_id,
            "ok",
        )
    with database.write(actor) as writer:
        assert records.untick(writer, patient_id, "5.2")
        assert not records.untick(writer, patient_id, "5.2")
    with database.read() as reader:
        assert queries.steps_of(reader, patient_id) == ()
        assert log_of(reader, patient_id)[:2] == ["ending_step_undone", "ending_step_done"]


def test_who_begins_again_has_no_ticks(database: Database, actor: Actor) -> None:
    patient_id = registered(database, actor)
    with database.write(actor) as writer:
        assert records.begin_anew(writer, patient_id) == 0
        writer.quiet()
    with database.write(actor) as writer:
        for step in ("5.2", "5.3"):
            records.tick(writer, patient_id, step, done_on="2026-11-20", note="")
        assert records.begin_anew(writer, patient_id) == 2
    with database.read() as reader:
        assert log_of(reader, patient_id)[0] == "ending_steps_cleared"

"""When something came in about a patient, and what nobody has read; the rest is in records."""

import json

from station.core.clock import FixedClock
from station.core.ids import new_id
from station.models.database import Actor, Database, Writer
from station.models.queries import followup as found
from station.rules.readings import Source
from station.services.intake.intake import Incoming, take
from tests.patients import registered

DAY = 86_400_000


def _in(writer: Writer, patient_id: str, taken_at: int) -> None:
    take(
        writer,
        [Incoming(patient_id, "spo2", taken_at, (94.0,), Source.TABLET, f"spo2{taken_at}")],
    )


def test_the_newest_arrival_counts_what_came_late_too(
    database: Database, actor: Actor, clock: FixedClock
) -> None:
    patient_id, silent = registered(database, actor), registered(database, actor, family="Bjørk")
    start = clock.now()
    with database.write(actor) as writer:
        _in(writer, patient_id, start - 60_000)
    clock.advance(DAY)
    with database.write(actor) as writer:
        _in(writer, patient_id, start - 2 * DAY)
    now = clock.now()
    with database.read() as reader:
        assert found.newest_arrivals(reader, [patient_id, silent], now) == {patient_id: now}
        assert found.newest_arrivals(reader, [], now) == {}
        assert found.arrived_between(reader, patient_id, start, now) == 1
        assert found.arrived_between(reader, patient_id, start - 1, now) == 2
        assert found.arrived_between(reader, patient_id, now, now + DAY) == 0


def test_comments_are_unread_until_somebody_reads_them(database: Database, actor: Actor) -> None:
    patient_id = registered(database, actor)
    with database.write(actor) as writer:
        for number, (comment, read) in enumerate((("Er svimmel", None), ("Bra", 1), (" ", 1))):
            writer.execute(
                "INSERT INTO form_answers (id, patient_id, form_code, form_version, language, "
                "answered_at, arrived_at, answered_by, source, answers, scores, source_key, "
                "comment, comment_read_at) VALUES (?, ?, 'x', 1, 'nb', 1, 1, 'patient', 'tablet', "
                "?, ?, ?, ?, ?)",
                (
                    new_id(),
                    patient_id,
                    json.dumps({}),
                    json.dumps({}),
                    str(number),
                    comment,
                    read,
                ),
            )
        writer.quiet()
        assert found.unread_comments(writer) == {patient_id: 1}

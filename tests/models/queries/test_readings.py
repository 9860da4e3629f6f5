"""Reading readings: whole ones, and bare columns for charts."""

from station.core.ids import new_id
from station.models.database import Actor, Database
from station.models.queries import readings as queries
from station.models.records import readings as records
from station.models.records.readings import Provenance
from station.rules.readings import Reading, Source
from tests.patients import registered


def stored(database: Database, actor: Actor, kind: str, *moments: int) -> str:
    patient_id = registered(database, actor, family=kind)
    with database.write(actor) as writer:
        rows = [
            Reading(new_id(), patient_id, kind, at, at, (80.0,), source=Source.FILE)
            for at in moments
        ]
        records.add(writer, [(row, Provenance(f"k{row.taken_at}")) for row in rows])
        writer.audit("stored_for_test", "reading", "")
    return patient_id


def test_history_is_in_order_and_begins_where_asked(database: Database, actor: Actor) -> None:
    patient_id = stored(database, actor, "weight", 3000, 1000, 2000)
    with database.read() as reader:
        assert [each.taken_at for each in queries.history(reader, patient_id, "weight")] == [
            1000,
            2000,
            3000,
        ]
        late = queries.history(reader, patient_id, "weight", 2000)
        assert [each.taken_at for each in late] == [2000, 3000]
        assert queries.history(reader, patient_id, "spo2") == ()
        assert queries.kinds_of(reader, patient_id) == ("weight",)


def test_those_of_the_same_minute_are_found(database: Database, actor: Actor) -> None:
    patient_id = stored(database, actor, "pulse", 0, 59_999, 60_000, 120_000)
    with database.read() as reader:
        found = queries.same_minute(reader, patient_id, "pulse", 60_000)
        assert [each.taken_at for each in found] == [59_999, 60_000]


def test_a_reading_is_found_by_its_key(database: Database, actor: Actor) -> None:
    patient_id = stored(database, actor, "pulse", 1000)
    with database.read() as reader:
        (only,) = queries.newest(reader, patient_id, 5)
        assert queries.id_of_key(reader, patient_id, "pulse", "k1000") == only.id
        assert queries.id_of_key(reader, patient_id, "spo2", "k1000") is None
        assert queries.one(reader, new_id()) is None


def test_a_chart_gets_the_span_it_asks_for(database: Database, actor: Actor) -> None:
    patient_id = stored(database, actor, "pulse", 1000, 2000, 3000)
    with database.read() as reader:
        points = queries.trend(reader, patient_id, "pulse", 1000, 3000)
    assert [(point.taken_at, point.value, point.confirmed) for point in points] == [
        (1000, 80.0, True),
        (2000, 80.0, True),
    ]


def test_what_checks_a_reading_is_found_within_a_week(database: Database, actor: Actor) -> None:
    patient, day = registered(database, actor), 86_400_000
    first, check, late = (name * 32 for name in "abc")
    made = [
        Reading(first, patient, "spo2", day, day, (84.0,)),
        Reading(check, patient, "spo2", day + 1, day + 1, (90.0,), remeasures_id=first),
        Reading(late, patient, "spo2", 30 * day, 30 * day, (91.0,), remeasures_id=first),
    ]
    with database.write(actor) as writer:
        records.add(writer, [(each, records.Provenance(each.id)) for each in made])
        writer.audit("stored_for_test", "reading", first, patient)
    with database.read() as reader:
        assert [each.id for each in queries.remeasured(reader, made[:1])] == [check]
        assert queries.remeasured(reader, ()) == ()

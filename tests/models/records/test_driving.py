"""Rounds in the file: numbered by day, closed once, opened again, taken out."""

from station.models.database import Actor, Database
from station.models.queries import driving as queries
from station.models.records import driving as records


def test_rounds_are_numbered_for_each_day(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        for day in ("2026-11-24", "2026-11-24", "2026-11-25"):
            records.begin(writer, day, "Even")
        assert [row.number for row in queries.rounds_of_day(writer, "2026-11-24")] == [1, 2]
        assert [row.number for row in queries.rounds_of_day(writer, "2026-11-25")] == [1]


def test_a_round_is_closed_once_and_what_was_planned_is_kept(
    database: Database, actor: Actor
) -> None:
    with database.write(actor) as writer:
        round_id = records.begin(writer, "2026-11-24", "Even")
        records.set_driver(writer, round_id, "Mild Kystvei")
        assert records.close(writer, round_id, (60_000, None), (62_000, 90), "Omvei")
        assert not records.close(writer, round_id, (0, 0), (0, 0), "")
        row = queries.one(writer, round_id)
        assert row is not None
        assert (row.driver, row.metres_planned, row.minutes_planned) == (
            "Mild Kystvei",
            60_000,
            None,
        )
        assert (row.metres_driven, row.minutes_driven, row.note) == (62_000, 90, "Omvei")
        assert row.closed_at is not None
        assert records.reopen(writer, round_id)
        assert not records.reopen(writer, round_id)
        records.printed(writer, round_id, "abc", 1)
        records.remove(writer, round_id)
        assert queries.one(writer, round_id) is None

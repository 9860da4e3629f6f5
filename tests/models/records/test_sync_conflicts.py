"""What a person must choose about: noted once, closed by a choice here or elsewhere."""

from dataclasses import replace

from station.models.database import Actor, Database
from station.models.queries import sync_conflicts as queries
from station.models.records import sync_conflicts as records
from station.models.records.sync_conflicts import Clash

CLASH = Clash(
    "centre", "patients", "r1", "p1", "both", {"phone": "1"}, {"phone": "2"}, {"phone": "3"},
    ("phone",),
)  # fmt: skip


def actions(database: Database) -> list[str]:
    with database.read() as reader:
        return [
            str(row[0])
            for row in reader.raw("SELECT action FROM audit WHERE action LIKE 'conflict%'")
        ]


def test_an_open_conflict_is_noted_once_and_follows_what_came(
    database: Database, actor: Actor
) -> None:
    with database.write(actor) as writer:
        assert records.note(writer, CLASH)
        assert not records.note(writer, replace(CLASH, theirs={"phone": "4"}, ours=None))
    with database.read() as reader:
        (found,) = queries.listed(reader)
    assert (found.base, found.ours, found.theirs) == ({"phone": "1"}, {}, {"phone": "4"})
    assert actions(database) == ["conflict_found"]


def test_a_choice_closes_every_conflict_about_the_record(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        records.note(writer, CLASH)
        records.note(writer, replace(CLASH, channel="peer"))
        records.note(writer, replace(CLASH, record_id="r2"))
        records.choose(writer, "patients", "r1", "theirs", {"phone"}, "asked her")
    with database.read() as reader:
        assert [each.record_id for each in queries.listed(reader)] == ["r2"]
        rows = reader.raw(
            "SELECT state, chosen, chosen_by, note FROM sync_conflicts WHERE record_id = 'r1'"
        )
        details = reader.raw("SELECT details FROM audit WHERE action = 'conflict_chosen'")
    assert [tuple(row) for row in rows] == [("chosen", "theirs", actor.user_id, "asked her")] * 2
    assert not any('"3"' in row[0] for row in details), "the log names fields, never values"


def test_what_was_decided_elsewhere_is_closed_and_may_come_again(
    database: Database, actor: Actor
) -> None:
    with database.write(actor) as writer:
        records.note(writer, CLASH)
    with database.write(actor) as writer:
        (found,) = queries.listed(writer)
        records.settle_elsewhere(writer, [found.id], "p1")
        assert queries.count(writer) == 0
        assert records.note(writer, CLASH)
    assert actions(database) == ["conflict_found", "conflict_settled_elsewhere", "conflict_found"]

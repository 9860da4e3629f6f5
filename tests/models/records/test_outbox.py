"""Rows of the outbox: one a record, awake or at rest, and never lost by being added again."""

import pytest

from station.models.database import Database
from station.models.queries import outbox as queries
from station.models.records import outbox as records
from station.services.today.watch import STATION
from tests.outbox_office import CENTRE, Sender
from tests.outbox_rows import patient

KEY = ("patients", "p")


@pytest.fixture
def sender(database: Database) -> Sender:
    made = Sender(database)
    made.begin()
    return made


def state(sender: Sender) -> tuple[str, queries.Due, str, str]:
    with sender.database.read() as reader:
        found = queries.one(reader, CENTRE, KEY)
    assert found is not None
    return found


def test_a_refused_row_awakes_by_a_change_and_one_under_way_keeps_its_bytes(
    sender: Sender,
) -> None:
    with sender.database.write(STATION.actor) as writer:
        records.send_again(writer, CENTRE, *KEY, None)
        records.seal(writer, CENTRE, KEY, "bytes", 1, "7")
        records.send_again(writer, CENTRE, *KEY, None)
    kept = state(sender)
    assert (kept[0], kept[1].sealed, kept[1].etag) == ("sealed", "bytes", "7")
    with sender.database.write(STATION.actor) as writer:
        records.refused(writer, CENTRE, KEY, "http_422", "no")
    assert state(sender)[0] == "held"
    with sender.database.write(STATION.actor) as writer:
        records.send_again(writer, CENTRE, *KEY, None)
    awake = state(sender)
    assert (awake[0], awake[1].sealed, awake[1].attempts, awake[2]) == ("waiting", None, 0, "")


def test_children_awake_only_behind_what_has_arrived(sender: Sender) -> None:
    with sender.database.write(STATION.actor) as writer:
        records.send_again(writer, CENTRE, *KEY, None)
        records.rest(writer, CENTRE, KEY, "behind", "parent", records.behind(("plans", "x")))
        records.wake_children(writer, CENTRE, [("plans", "y")])
    assert state(sender)[0] == "behind"
    with sender.database.write(STATION.actor) as writer:
        records.wake_children(writer, CENTRE, [("plans", "x")])
    assert state(sender)[0] == "waiting"


def test_what_is_under_way_is_not_put_together_anew_by_hand(sender: Sender) -> None:
    elg = patient(sender)
    sender.gather()
    sender.seal()
    with sender.database.write(STATION.actor) as writer:
        assert not records.retry(writer, CENTRE, ("patients", elg), elg)
        assert not records.leave(writer, CENTRE, ("patients", elg), elg)


def test_a_server_that_went_back_is_known_to_have_nothing(sender: Sender) -> None:
    elg = patient(sender)
    sender.gather()
    head = queries.Head("Patient", elg, "5", '{"phone": "1"}', None, None)
    with sender.database.write(STATION.actor) as writer:
        records.seal(writer, CENTRE, ("patients", elg), "bytes", 1, "5")
        records.keep_head(writer, CENTRE, ("patients", elg), head)
        for state_now in ("new", "done"):
            writer.execute(
                "INSERT INTO sync_inbox (id, channel, resource_type, resource_id, version, body, "
                "received_at, state) VALUES (?1, ?2, 'Patient', ?1, '5', '{}', 1, ?1)",
                (state_now, CENTRE),
            )
        records.begin_anew(writer, CENTRE)
    with sender.database.read() as reader:
        assert reader.raw("SELECT version, fields FROM sync_heads") == [("", "{}")]
        assert reader.raw("SELECT position FROM sync_channels WHERE name = ?", (CENTRE,)) == [(0,)]
        rows = reader.raw("SELECT state, version FROM sync_inbox ORDER BY state")
        outbox = reader.raw("SELECT state, sealed, etag FROM sync_outbox")
    # The same version may come again with other contents.
    assert rows[0][0] == "done"
    assert rows[0][1].startswith("5~")
    assert rows[1] == ("new", "5")
    assert outbox == [("waiting", None, "")]
